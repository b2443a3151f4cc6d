// A protocol written in plain JavaScript, where no types look: whatever is no protocol is refused in words (QSC430), and at
// once, however large it would be written out.

import { describe, expect, it } from 'vitest';
import * as words from '../../proof/index.js';
import { busy, enter, inside, leave, lockWith, Threads } from './lock.js';

/** The words, as they are without their types. */
const form = words as unknown as Record<string, (...given: readonly unknown[]) => unknown>;
const {
  action,
  after: afterOf,
  cases,
  choose,
  enumeration,
  equal,
  exists,
  fixed,
  forAll,
} = form as Required<typeof form>;
const { inject, is, prove, set, setEach, state, system, union } = form as Required<typeof form>;

const parts = {
  ...{ name: 'lock', statement: '', fixed: [], state: [inside, busy], actions: [enter, leave] },
  initially: [words.setEach(inside, () => false), words.setEach(busy, () => false)],
  invariant: { any: { says: '', holds: busy(), neededFor: 'enter' } },
  instances: [{ name: 'One', elements: { Thread: ['t'] } }],
};
const nothing = { says: '', guards: () => ({}), writes: [], changes: () => [] };

const refused: readonly (readonly [what: string, thunk: () => unknown])[] = [
  ['a system of nothing', () => system!()],
  ['a system without its parts', () => system!({})],
  ['a system that begins nowhere', () => system!({ ...parts, initially: undefined })],
  ['a system without an invariant', () => system!({ ...parts, invariant: null })],
  ['a conjunct that is no formula', () => system!({ ...parts, invariant: { any: true } })],
  ['an action that is none', () => system!({ ...parts, actions: [{}] })],
  ['an instance that is none', () => system!({ ...parts, instances: [null] })],
  ['an instance without a name', () => system!({ ...parts, instances: [{ elements: {} }] })],
  [
    'an instance without elements',
    () => prove!(system!({ ...parts, state: [inside, busy, words.state('seen', [Threads], words.truthSort, '')] })),
  ],
  ['a symbol that is none', () => system!({ ...parts, state: [inside, true] })],
  ['an action of nothing', () => action!('a')],
  ['an action without guards', () => action!('a', { ...nothing, guards: undefined })],
  ['guards that are none', () => action!('a', { ...nothing, guards: () => undefined })],
  ['writes that are no list', () => action!('a', { ...nothing, writes: inside })],
  ['changes that are none', () => action!('a', { ...nothing, changes: () => undefined })],
  ['a change that is none', () => action!('a', { ...nothing, changes: () => [true] })],
  ['a symbol without parameters', () => fixed!('f')],
  ['a parameter that is no sort', () => state!('f', [undefined], words.truthSort)],
  ['a value that is of no sort', () => state!('f', [Threads])],
  ['a "for all" of nothing', () => forAll!(null, () => true)],
  ['a "there is" without a body', () => exists!({ t: Threads })],
  ['an enumeration of nothing', () => enumeration!('E')],
  ['a union of nothing', () => union!('U')],
  ['an equality of nothing', () => equal!(undefined, true)],
  ['a value of nothing', () => is!(null, 'a')],
  ['a change of nothing', () => set!(null, true)],
  ['a change of every nothing', () => setEach!(null, () => true)],
  ['a change without a value', () => setEach!(busy)],
  ['an injection into nothing', () => inject!(null, 'a', true)],
  ['cases of nothing', () => cases!(null, {})],
  ['a choice between nothing', () => choose!(true, null, null)],
  ['an "after" of nothing', () => afterOf!(null)],
];

describe('in plain JavaScript', () => {
  it.each(refused)('%s is refused', async (_what, thunk) => {
    await expect(Promise.resolve().then(thunk)).rejects.toThrow(/QSC43[02] /);
  });
});

const claimed = (holds: unknown) =>
  lockWith({ claims: { ...lockWith().claims, odd: { says: '', holds: holds as words.Formula } } });
const repeated = (times: number, make: (formula: words.Formula) => words.Formula): words.Formula => {
  let formula = busy() as words.Formula;
  for (let count = 0; count < times; count++) formula = make(formula);
  return formula;
};

describe('a formula', () => {
  it('that shares its parts is refused for what it would be, written out', () => {
    expect(() => claimed(repeated(60, (formula) => words.and(formula, formula)))).toThrow(
      /QSC430 .*odd has more than 100000 terms/,
    );
  });

  it('that is very deep is refused', () => {
    expect(() => claimed(repeated(20_000, (formula) => words.not(formula)))).toThrow(/QSC430 .*odd has more than 1000/);
  });

  it('that contains itself is refused', () => {
    const round = { kind: 'not', sort: words.truthSort, of: undefined as unknown };
    round.of = round;

    expect(() => claimed(round)).toThrow(/QSC430 .*odd has more than 1000 terms under each other/);
  });

  it('of no known kind is refused', () => {
    expect(() => claimed({ kind: 'xor', sort: words.truthSort, of: [] })).toThrow(/QSC430 /);
  });

  it('that binds a variable where it is bound is refused: the two readings differ there', () => {
    const t = { kind: 'variable', sort: Threads, name: 't' } as words.Term<typeof Threads>;
    const all = (body: words.Formula) =>
      ({ kind: 'forAll', sort: words.truthSort, variables: [t], body }) as words.Formula;

    expect(() => claimed(all(words.and(all(inside(t)), inside(t))))).toThrow(/QSC430 .*the variable t is bound again/);
    expect(() => claimed(words.or(all(inside(t)), all(words.not(inside(t)))))).not.toThrow();
  });
});

describe('a system', () => {
  it.each(['initially', 'always', 'axioms', 'invariant', 'readings'])('has no action named %s', (name) => {
    const odd = { ...leave, name };

    expect(() => lockWith({ actions: [enter, leave, odd] })).toThrow(new RegExp(`QSC430 .*an action is named ${name}`));
  });

  it('has no action that writes what is no state symbol of it', () => {
    const other = words.state('other', [], words.truthSort, '');
    const stray = words.action('stray', { ...nothing, writes: [other], changes: () => [words.set(other(), true)] });

    expect(() => lockWith({ actions: [enter, leave, stray] })).toThrow(/QSC430 .*stray writes other/);
  });

  it('has no action that writes a fixed symbol', () => {
    const partner = words.fixed('partner', [Threads], words.truthSort, '');

    expect(() => words.setEach(partner, () => true)).toThrow(/QSC430 .*partner is fixed/);
  });
});
