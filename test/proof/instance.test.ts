// Finite instances: what is refused, and that the evaluation means what the words say.

import { describe, expect, it } from 'vitest';
import { action, set, setEach } from '../../proof/form/action.js';
import {
  after,
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
  state,
} from '../../proof/form/build.js';
import type { InstanceInput } from '../../proof/form/instanceInput.js';
import { enumeration, truthSort } from '../../proof/form/sort.js';
import type { Formula } from '../../proof/form/term.js';
import { assembled } from '../../proof/instance/assembled.js';
import { Evaluator } from '../../proof/instance/evaluate.js';
import { edgesFrom, explore, initialState } from '../../proof/instance/graph.js';
import { instanceOf, type State, valueText } from '../../proof/instance/instance.js';
import { prove } from '../../proof/prove.js';
import { best, Cars, cars, colour, Drivers, driver, near, Places, place, wet } from './cars.js';
import { busy, inside, lockWith, seen, Threads } from './lock.js';

const [twoCars] = cars.instances as [InstanceInput, InstanceInput];
const instance = instanceOf(cars, twoCars);
const listOf = (name: string, length: number) => Array.from({ length }, (_, index) => `${name}${index}`);
const lockInitially = [setEach(inside, () => false), setEach(busy, () => false), setEach(seen, () => false)];
const evaluator = new Evaluator(instance);

/** a is red and b is green; d is in a and e with d; the paint is dry. */
const here = stateWith({
  'colour a': 'red',
  'colour b': 'green',
  'place d': 'car a',
  'place e': 'driver d',
  wet: 'false',
});
const later = stateWith({
  'colour a': 'green',
  'colour b': 'green',
  'place d': 'car b',
  'place e': 'driver d',
  wet: 'true',
});

function stateWith(values: Readonly<Record<string, string>>): State {
  return assembled(instance, ({ name }, point) => values[[name, ...point].join(' ')]!);
}

const inCar = (c: ReturnType<typeof best>) =>
  exists({ d: Drivers }, ({ d }) => equal(place(d), inject(Places, 'car', c)));

const formulas: readonly (readonly [what: string, formula: Formula, holds: boolean])[] = [
  ['a value', forAll({ c: Cars }, ({ c }) => iff(is(colour(c), 'green'), equal(c, best()))), true],
  ['one of two values', forAll({ c: Cars }, ({ c }) => is(colour(c), 'green', 'blue')), false],
  ['for all', forAll({ c: Cars }, ({ c }) => not(is(colour(c), 'blue'))), true],
  ['there is', exists({ c: Cars }, ({ c }) => is(colour(c), 'blue')), false],
  ['for all there is', forAll({ c: Cars }, ({ c }) => exists({ e: Cars }, ({ e }) => near(c, e))), true],
  ['there is for all', exists({ c: Cars }, ({ c }) => forAll({ e: Cars }, ({ e }) => near(c, e))), false],
  ['a fixed function', equal(driver(best()), driver(best())), true],
  ['an alternative of a union', exists({ c: Cars }, ({ c }) => and(inCar(c), is(colour(c), 'red'))), true],
  [
    'another alternative of a union',
    exists({ d: Drivers }, ({ d }) => equal(place(d), inject(Places, 'driver', d))),
    false,
  ],
  [
    'cases',
    forAll({ d: Drivers }, ({ d }) =>
      cases(place(d), { car: (c) => is(colour(c), 'red'), driver: (e) => equal(driver(best()), e) }),
    ),
    false,
  ],
  ['a choice', equal(choose(wet(), colour(best()), 'red'), 'red'), true],
  ['implication from what is false', implies(wet(), false), true],
  ['implication to what is false', implies(not(wet()), wet()), false],
  ['none of no formulas', or(), false],
  ['all of no formulas', and(), true],
  ['after the step', exists({ c: Cars }, ({ c }) => and(is(colour(c), 'red'), is(after(colour)(c), 'green'))), true],
  ['after the step, elsewhere', forAll({ c: Cars }, ({ c }) => equal(after(colour)(c), colour(c))), false],
];

describe('the evaluation', () => {
  it.each(formulas)('of %s is what the words say', (_what, formula, holds) => {
    expect(evaluator.holds(formula, here, later)).toBe(holds);
  });

  it('begins where the system begins', () => {
    const state = initialState(evaluator);

    const texts = cars.state.flatMap((symbol) =>
      symbol.name === 'wet'
        ? [valueText(instance, state, symbol, [])]
        : (symbol.name === 'colour' ? ['a', 'b'] : ['d', 'e']).map((point) =>
            valueText(instance, state, symbol, [point]),
          ),
    );
    expect(texts).toEqual(['red', 'green', 'driver d', 'car b', 'false']);
  });

  it('takes each step with all arguments that its guards allow, and all changes at once', () => {
    const steps = edgesFrom(evaluator, here);

    expect(steps.map(({ taken }) => [taken.action, ...taken.args].join(' '))).toEqual(['paint a b', 'paint b b']);
    expect([...steps[0]!.state]).toEqual([...later]);
  });

  it('goes on until its limit of states, and says so', () => {
    const whole = explore(evaluator, { statesMax: 1_000, keepEdges: true }).graph;
    const cut = explore(evaluator, { statesMax: 2, keepEdges: true }).graph;

    expect([whole.complete, cut.complete]).toEqual([true, false]);
    expect(whole.states.length).toBeGreaterThan(cut.states.length);
    expect([...whole.taken].sort()).toEqual(['dry', 'paint']);
  });
});

const wrong: readonly (readonly [what: string, change: Partial<InstanceInput>, names: string])[] = [
  ['a sort whose elements are not listed', { elements: { Car: ['a', 'b'] } }, 'Driver is not finite'],
  ['a sort that is no list', { elements: { Car: 3 as never, Driver: ['d'] } }, 'Car is not finite'],
  ['a sort without elements', { elements: { Car: [], Driver: ['d'] } }, 'Car has no element'],
  ['an element that is there twice', { elements: { Car: ['a', 'a'], Driver: ['d'] } }, 'Car has an element twice'],
  ['an element that is no word', { elements: { Car: ['a b'], Driver: ['d'] } }, '"a b": a word is expected'],
  [
    'too many elements',
    { elements: { Car: Array.from({ length: 129 }, (_, index) => `c${index}`), Driver: ['d'] } },
    '129 elements',
  ],
  [
    'a function without a value somewhere',
    { fixed: { ...twoCars.fixed, driver: { a: 'd' } } },
    'driver has the value undefined at b',
  ],
  ['a value that is no element', { fixed: { ...twoCars.fixed, best: 'x' } }, 'best has the value x'],
  ['a point that is not there', { fixed: { ...twoCars.fixed, near: [['a', 'x']] } }, 'near at a x, which is not there'],
  ['a symbol that is not there', { fixed: { ...twoCars.fixed, far: [] } }, 'there is no fixed symbol far'],
];

describe('an instance', () => {
  it.each(wrong)('is refused for %s', (_what, change, names) => {
    const thunk = () => instanceOf(cars, { ...twoCars, ...change });

    expect(thunk).toThrow(expect.objectContaining({ code: 'QSC432' }));
    expect(thunk).toThrow(names);
  });

  it('is refused where a value has no room in a byte', () => {
    const Numbers = enumeration('Number', listOf('n', 257));
    const number = state('number', [], Numbers, 'a number');
    const system = lockWith({
      state: [inside, busy, seen, number],
      initially: [...lockInitially, setEach(number, () => 'n0')],
    });

    expect(() => instanceOf(system, system.instances[0]!)).toThrow(/QSC432 .*Number has 257 values, more than 256/);
  });

  it('is refused where a state would be huge', () => {
    const related = state('related', [Threads, Threads, Threads], truthSort, 'they are related');
    const system = lockWith({
      state: [inside, busy, seen, related],
      initially: [...lockInitially, setEach(related, () => false)],
    });

    expect(() => instanceOf(system, { name: 'Large', elements: { Thread: listOf('t', 128) } })).toThrow(
      /QSC432 .*have 2097409 values \(related most of them\)/,
    );
  });

  it('is refused where one state would take for ever', async () => {
    const meet = action('meet', {
      says: '',
      parameters: { a: Threads, b: Threads, c: Threads, d: Threads },
      guards: ({ a, b, c, d }) => ({ areAlike: and(equal(a, b), equal(c, d)) }),
      writes: [busy],
      changes: () => [set(busy(), true)],
    });
    const system = lockWith({
      actions: [...lockWith().actions, meet],
      instances: [{ name: 'Large', elements: { Thread: listOf('t', 100) } }],
    });

    await expect(prove(system)).rejects.toThrow(/QSC432 .*Large: meet takes 800000000 evaluations in each state/);
  });

  it('is refused where an axiom does not hold, before anything is asked', async () => {
    const system = { ...cars, instances: [{ ...twoCars, fixed: { ...twoCars.fixed, near: [['a', 'b']] } }] };

    await expect(prove(system)).rejects.toThrow(/QSC432 .*TwoCars: the axiom bestIsNear does not hold/);
  });

  it('of one element is enough', () => {
    const one = instanceOf(lockWith(), { name: 'One', elements: { Thread: ['t'] } });

    expect(explore(new Evaluator(one), { statesMax: 10, keepEdges: false }).graph.states).toHaveLength(3);
  });
});
