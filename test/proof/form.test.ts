// What is refused when a protocol is written down, before anything is asked: by its code, and by what it names.

import { describe, expect, it } from 'vitest';
import { action, set, setEach } from '../../proof/form/action.js';
import {
  after,
  and,
  cases,
  equal,
  exists,
  fixed,
  forAll,
  iff,
  implies,
  inject,
  is,
  not,
  or,
  state,
} from '../../proof/form/build.js';
import { withGuard, withoutConjunct, withoutGuard } from '../../proof/form/edit.js';
import { enumeration, sort, truthSort, union } from '../../proof/form/sort.js';
import { textOf } from '../../proof/form/text.js';
import { busy, enter, inside, leave, lockWith, seen, Threads } from './lock.js';

const Colours = enumeration('Colour', ['red', 'green']);
const Cars = sort('Car', 'cars');
const Places = union('Place', { car: Cars, thread: Threads });
const colour = state('colour', [Cars], Colours, 'the colour of the car');
const owner = fixed('owner', [], Threads, 'somebody');
const place = state('place', [], Places, 'where somebody is');

const odd = state('odd', [], union('Odd', { constructor: Threads, thread: Threads }), 'something');
/** Were it told to a solver as it stands, nothing could be otherwise. */
const hidden = 't $Thread) (assert (not $busy)) (declare-const u';
const forAllNamed = (name: string) =>
  ({ ...foreign, variables: [{ kind: 'variable', sort: Threads, name }], body: busy() }) as typeof foreign;

const claim = (holds: ReturnType<typeof not>) => ({ a: { says: 'something', holds, neededFor: 'enter' } });
const foreign = forAll({ t: Threads }, ({ t }) => inside(t));

/** A thunk that has to throw, and what the message has to begin with and name. */
const cases_: readonly (readonly [what: string, thunk: () => unknown, code: string, names: string])[] = [
  ['a name that no solver could read', () => sort('a thread', 'threads'), 'QSC430', '"a thread"'],
  ['an enumeration without a value', () => enumeration('Empty', []), 'QSC430', 'Empty has no value'],
  ['a value that is there twice', () => enumeration('Twice', ['a', 'a'] as never), 'QSC430', 'twice: a'],
  ['a union of what is not open', () => union('Bad', { colour: Colours as never }), 'QSC430', 'colour of Bad'],
  ['a parameter that is a union', () => state('f', [Places as never], truthSort, ''), 'QSC430', 'parameter of Place'],
  ['too few arguments', () => (inside as unknown as () => unknown)(), 'QSC430', 'takes 1 arguments and is given 0'],
  ['an argument of another sort', () => inside(place() as never), 'QSC430', 'a term of Place where a Thread'],
  ['a value of another enumeration', () => is(place() as never, 'red' as never), 'QSC430', 'red'],
  ['a value that there is not', () => equal(place(), 'blue' as never), 'QSC430', '"blue" where a Place'],
  ['a variable over a union', () => forAll({ p: Places as never }, () => true), 'QSC430', 'variable p'],
  ['cases without a branch', () => cases(place(), { car: () => busy() } as never), 'QSC430', 'branch for thread'],
  [
    'an alternative that there is not',
    () => inject(Places, 'bus' as never, place() as never),
    'QSC430',
    'alternative bus',
  ],
  ['"after" of what never changes', () => after(fixed('never', [], truthSort, '')), 'QSC430', 'never never changes'],
  ['a change of what is no place', () => set(not(busy()) as never, true as never), 'QSC430', 'a state symbol, applied'],
  [
    'a change that is not declared',
    () => action('sneaky', { says: '', guards: () => ({}), writes: [], changes: () => [set(busy(), true)] }),
    'QSC431',
    'sneaky writes busy and does not declare it',
  ],
  [
    'a declaration without a change',
    () => action('idle', { says: '', guards: () => ({}), writes: [busy], changes: () => [] }),
    'QSC431',
    'idle declares busy and does not write it',
  ],
  ['a symbol that is there twice', () => lockWith({ state: [inside, busy, seen, busy] }), 'QSC430', 'twice: busy'],
  ['an action that is there twice', () => lockWith({ actions: [enter, enter] }), 'QSC430', 'twice: enter'],
  ['a symbol that is not declared', () => lockWith({ state: [inside, busy] }), 'QSC430', 'seen'],
  ['a fixed symbol among the state', () => lockWith({ fixed: [busy] }), 'QSC430', 'busy is no symbol of that list'],
  ['a system without actions', () => lockWith({ actions: [] }), 'QSC430', 'without actions'],
  ['a system without an instance', () => lockWith({ instances: [] }), 'QSC430', 'without instances'],
  ['a system without an invariant', () => lockWith({ invariant: {} }), 'QSC430', 'without conjuncts'],
  [
    'a state symbol without initial value',
    () => lockWith({ initially: [setEach(inside, () => false), setEach(busy, () => false)] }),
    'QSC430',
    'nothing is said of seen',
  ],
  [
    'an initial value at one point only',
    () =>
      lockWith({
        fixed: [owner],
        initially: [setEach(inside, () => false), setEach(busy, () => false), set(seen(owner()), true)],
      }),
    'QSC430',
    'at one point only',
  ],
  [
    'an initial value that reads the state',
    () =>
      lockWith({ initially: [setEach(inside, () => busy()), setEach(busy, () => false), setEach(seen, () => false)] }),
    'QSC430',
    'busy has no value here',
  ],
  [
    'a conjunct that is needed for nothing',
    () => lockWith({ invariant: { oneIsInside: { ...lockWith().invariant.oneIsInside!, neededFor: 'leaving' } } }),
    'QSC430',
    'oneIsInside is needed for leaving, which is no action and no claim',
  ],
  ['an axiom about the state', () => lockWith({ axioms: claim(busy()) }), 'QSC430', 'busy has no value here'],
  [
    '"after" in a claim about states',
    () => lockWith({ claims: claim(after(busy)()) }),
    'QSC430',
    'there is no "after" here',
  ],
  [
    'a variable outside of its formula',
    () => lockWith({ claims: claim(foreign.kind === 'forAll' ? foreign.body : foreign) }),
    'QSC430',
    'the variable t is not bound here',
  ],
  [
    'two sorts of one name',
    () => lockWith({ claims: claim(forAll({ t: sort('Thread', 'others') }, () => true)) }),
    'QSC430',
    'two sorts are named Thread',
  ],
  [
    'a parameter, made by hand, whose name is a command of the solver',
    () =>
      lockWith({
        actions: [{ ...enter, parameters: [...enter.parameters, { ...enter.parameters[0]!, name: hidden }] }, leave],
      }),
    'QSC430',
    'a parameter of enter is named',
  ],
  [
    'a variable, made by hand, whose name is a command of the solver',
    () => lockWith({ claims: claim(forAllNamed(hidden)) }),
    'QSC430',
    'a variable in a is named',
  ],
  [
    'a sort, made by hand, whose name is a command of the solver',
    () => lockWith({ fixed: [fixed('owner', [], { ...sort('Other', 'others'), name: hidden }, '')] }),
    'QSC430',
    'a sort is named',
  ],
  [
    'a symbol, made by hand, whose name is a command of the solver',
    () => lockWith({ fixed: [{ symbol: { ...owner.symbol, name: hidden } }] }),
    'QSC430',
    'a symbol is named',
  ],
  [
    'a value, made by hand, whose name is a command of the solver',
    () =>
      lockWith({ fixed: [fixed('mood', [], { kind: 'enumeration', name: 'Mood', values: [hidden] } as never, '')] }),
    'QSC430',
    'a value of Mood is named',
  ],
  [
    'cases without a branch for what every record seems to have',
    () => cases(odd(), { thread: () => busy() } as never),
    'QSC430',
    'without a branch for constructor',
  ],
  [
    'an alternative that every record seems to have',
    () => inject(Places, 'toString' as never, place() as never),
    'QSC430',
    'alternative toString',
  ],
  ['a guard that there is not', () => withoutGuard(lockWith(), 'enter', 'isFre'), 'QSC430', 'enter has no guard isFre'],
  ['a conjunct that there is not', () => withoutConjunct(lockWith(), 'nothing'), 'QSC430', 'no conjunct nothing'],
  ['an action that there is not', () => withGuard(lockWith(), 'x', 'y', () => busy()), 'QSC430', 'no action x'],
];

describe('a protocol', () => {
  it.each(cases_)('is refused for %s', (_what, thunk, code, names) => {
    expect(thunk).toThrow(expect.objectContaining({ code }));
    expect(thunk).toThrow(names);
  });

  it('is accepted as it stands', () => {
    const { sorts, actions } = lockWith();

    expect(sorts.map(({ name }) => name)).toEqual(['Thread']);
    expect(actions.map(({ name }) => name)).toEqual(['enter', 'leave']);
  });

  it('is left as it is by an edit', () => {
    const base = lockWith();

    const edited = withoutGuard(base, 'enter', 'isFree');

    expect(Object.keys(edited.actions[0]!.guards)).toEqual([]);
    expect(Object.keys(base.actions[0]!.guards)).toEqual(['isFree']);
  });
});

describe('changes of one symbol', () => {
  it('are gathered, the later one counting where both concern one point', () => {
    const twice = action('twice', {
      says: '',
      parameters: { t: Threads, u: Threads },
      guards: () => ({}),
      writes: [seen],
      changes: ({ t, u }) => [setEach(seen, () => false), set(seen(t), true), set(seen(u), false)],
    });

    expect(twice.updates.map(({ value }) => textOf(value))).toEqual([
      '(false where x1 is u, else (true where x1 is t, else false))',
    ]);
  });
});

describe('a formula', () => {
  const texts = [
    [
      forAll({ t: Threads, c: Cars }, ({ t, c }) => implies(inside(t), is(colour(c), 'red', 'green'))),
      'for all t, c: if inside t then (colour c is red or green)',
    ],
    [
      exists({ t: Threads }, ({ t }) => and(inside(t), not(or(busy(), seen(t))))),
      'there is t: inside t and not (busy or seen t)',
    ],
    [
      forAll({ t: Threads }, ({ t }) => exists({ t: Threads }, ({ t: u }) => iff(inside(t), inside(u)))),
      'for all t: there is t2: inside t exactly when inside t2',
    ],
    [forAll({ c: Cars }, ({ c }) => equal(place(), inject(Places, 'car', c))), 'for all c: place is car c'],
    [
      cases(place(), { car: (c) => is(colour(c), 'red'), thread: (t) => inside(t) }),
      '{place as car: colour car is red; thread: inside thread}',
    ],
  ] as const;

  it.each(texts)('%# reads as a person would say it', (formula, text) => {
    expect(textOf(formula)).toBe(text);
  });
});
