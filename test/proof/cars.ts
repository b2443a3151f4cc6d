// A protocol without sense that has all kinds of terms, for tests of the two readings.

import { action, set, setEach } from '../../proof/form/action.js';
import {
  cases,
  choose,
  equal,
  fixed,
  forAll,
  implies,
  inject,
  is,
  not,
  or,
  state,
  value,
} from '../../proof/form/build.js';
import { enumeration, sort, truthSort, union } from '../../proof/form/sort.js';
import { system } from '../../proof/form/system.js';

export const Drivers = sort('Driver', 'drivers');
export const Cars = sort('Car', 'cars');
export const Colours = enumeration('Colour', ['red', 'green', 'blue']);
export const Places = union('Place', { car: Cars, driver: Drivers });

export const driver = fixed('driver', [Cars], Drivers, 'who drives the car');
export const near = fixed('near', [Cars, Cars], truthSort, 'the first car is near the second');
export const best = fixed('best', [], Cars, 'the best car');
export const colour = state('colour', [Cars], Colours, "the car's colour");
export const place = state('place', [Drivers], Places, 'where the driver is');
export const wet = state('wet', [], truthSort, 'the paint is wet');

export const paint = action('paint', {
  says: 'a car takes the colour of another',
  parameters: { a: Cars, b: Cars },
  guards: ({ a, b }) => ({ areNear: near(a, b), isDry: not(wet()) }),
  writes: [colour, place, wet],
  changes: ({ a, b }) => [set(colour(a), colour(b)), set(place(driver(a)), inject(Places, 'car', b)), set(wet(), true)],
});

export const dry = action('dry', {
  says: 'the paint dries; whoever is in a car is with its driver',
  guards: () => ({ isWet: wet() }),
  writes: [place, wet],
  changes: () => [
    set(wet(), false),
    setEach(place, (d) =>
      cases(place(d), { car: (c) => inject(Places, 'driver', driver(c)), driver: (e) => inject(Places, 'driver', e) }),
    ),
  ],
});

export const cars = system({
  name: 'cars',
  statement: 'cars take colours of each other',
  fixed: [driver, near, best],
  state: [colour, place, wet],
  axioms: { bestIsNear: { says: 'the best car is near itself', holds: near(best(), best()) } },
  initially: [
    setEach(colour, (c) => choose(equal(c, best()), 'green', choose(near(c, best()), 'red', value(Colours, 'blue')))),
    setEach(place, (d) => choose(equal(d, driver(best())), inject(Places, 'car', best()), inject(Places, 'driver', d))),
    setEach(wet, () => false),
  ],
  actions: [paint, dry],
  invariant: {
    notAllIsRed: {
      says: 'the best car is green while it was not painted',
      holds: or(wet(), not(wet())),
      neededFor: 'paint',
    },
    carsHaveDrivers: {
      says: 'whoever is in a car is not with a driver',
      holds: forAll({ d: Drivers, c: Cars }, ({ d, c }) =>
        implies(equal(place(d), inject(Places, 'car', c)), not(equal(place(d), inject(Places, 'driver', driver(c))))),
      ),
      neededFor: 'paint',
    },
    coloursAreThree: {
      says: 'a car has one of three colours',
      holds: forAll({ c: Cars }, ({ c }) => is(colour(c), 'red', 'green', 'blue')),
      neededFor: 'paint',
    },
  },
  instances: [
    {
      name: 'TwoCars',
      elements: { Car: ['a', 'b'], Driver: ['d', 'e'] },
      fixed: {
        driver: { a: 'd', b: 'e' },
        near: [
          ['a', 'b'],
          ['b', 'b'],
        ],
        best: 'b',
      },
    },
    {
      name: 'ThreeCars',
      elements: { Car: ['a', 'b', 'c'], Driver: ['d'] },
      fixed: {
        driver: { a: 'd', b: 'd', c: 'd' },
        near: [
          ['a', 'a'],
          ['c', 'b'],
        ],
        best: 'a',
      },
    },
  ],
});
