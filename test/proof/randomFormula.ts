// Random formulas about cars: every kind of term, bound variables under each other, unions taken apart and put together.

import {
  and,
  cases,
  choose,
  equal,
  exists,
  forAll,
  iff,
  implies,
  inject,
  is,
  not,
  or,
} from '../../proof/form/build.js';
import type { Formula, Term } from '../../proof/form/term.js';
import type { Chance } from '../../proof/instance/chance.js';
import { best, Cars, Colours, colour, Drivers, driver, near, Places, place, wet } from './cars.js';

type CarTerm = Term<typeof Cars>;
type DriverTerm = Term<typeof Drivers>;

interface Scope {
  readonly cars: readonly CarTerm[];
  readonly drivers: readonly DriverTerm[];
}

/** randomFormula makes a formula without free variables, of at most so many levels. */
export function randomFormula(chance: Chance, depth: number): Formula {
  return formula(chance, depth, { cars: [], drivers: [] });
}

/** pick draws one of a list. */
export function pick<T>(chance: Chance, items: readonly T[]): T {
  return items[chance.below(items.length)]!;
}

function formula(chance: Chance, depth: number, scope: Scope): Formula {
  if (depth === 0) return atom(chance, scope);
  const below = (inner: Scope = scope) => formula(chance, depth - 1, inner);
  const withCar = (c: CarTerm): Scope => ({ ...scope, cars: [...scope.cars, c] });
  const withDriver = (d: DriverTerm): Scope => ({ ...scope, drivers: [...scope.drivers, d] });
  const kinds: readonly (() => Formula)[] = [
    () => not(below()),
    () => and(below(), below(), below()),
    () => or(below(), below()),
    () => implies(below(), below()),
    () => iff(below(), below()),
    () => choose(below(), below(), below()),
    () => forAll({ c: Cars }, ({ c }) => below(withCar(c))),
    () =>
      exists({ c: Cars, d: Drivers }, ({ c, d }) =>
        below({ cars: [...scope.cars, c], drivers: [...scope.drivers, d] }),
      ),
    () => forAll({ x: Colours }, ({ x }) => or(equal(colour(car(chance, scope)), x), below())),
    () =>
      cases(somewhere(chance, depth, scope), { car: (c) => below(withCar(c)), driver: (d) => below(withDriver(d)) }),
  ];
  return pick(chance, kinds)();
}

function atom(chance: Chance, scope: Scope): Formula {
  const kinds: readonly (() => Formula)[] = [
    () => wet(),
    () => near(car(chance, scope), car(chance, scope)),
    () => is(colour(car(chance, scope)), pick(chance, Colours.values)),
    () => equal(colour(car(chance, scope)), colour(car(chance, scope))),
    () => equal(car(chance, scope), car(chance, scope)),
    () => equal(someDriver(chance, scope), someDriver(chance, scope)),
    () => equal(somewhere(chance, 1, scope), somewhere(chance, 1, scope)),
  ];
  return pick(chance, kinds)();
}

function car(chance: Chance, { cars }: Scope): CarTerm {
  return pick(chance, [best(), ...cars]);
}

function someDriver(chance: Chance, scope: Scope): DriverTerm {
  return pick(chance, [driver(car(chance, scope)), ...scope.drivers]);
}

function somewhere(chance: Chance, depth: number, scope: Scope): Term<typeof Places> {
  const kinds: readonly (() => Term<typeof Places>)[] = [
    () => place(someDriver(chance, scope)),
    () => inject(Places, 'car', car(chance, scope)),
    () => inject(Places, 'driver', someDriver(chance, scope)),
    () => choose(atom(chance, scope), somewhere(chance, depth - 1, scope), place(someDriver(chance, scope))),
    () =>
      cases(place(someDriver(chance, scope)), {
        car: (c) => place(driver(c)),
        driver: (d) => inject(Places, 'driver', d),
      }),
  ];
  return depth <= 0 ? kinds[0]!() : pick(chance, kinds)();
}
