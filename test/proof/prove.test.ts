// Verdicts on small protocols: proved, refuted with a schedule, inconclusive with what may be missing, vacuous.

import { describe, expect, it } from 'vitest';
import { action, set } from '../../proof/form/action.js';
import {
  after as afterStep,
  and,
  choose,
  equal,
  exists,
  fixed,
  forAll,
  iff,
  implies,
  not,
  or,
  state,
  truth,
} from '../../proof/form/build.js';
import { withGuard, withoutConjunct, withoutGuard } from '../../proof/form/edit.js';
import { sort, truthSort } from '../../proof/form/sort.js';
import { changed, type System } from '../../proof/form/system.js';
import type { Formula, Term } from '../../proof/form/term.js';
import { type ProofOptions, proofExitCode, prove, verdictOf } from '../../proof/prove.js';
import type { Premise } from '../../proof/result.js';
import { quickSolver } from './asking.js';
import { busy, enter, inside, leave, lockWith, seen, Threads } from './lock.js';

type Thread = Term<typeof Threads>;

const lit = state('lit', [], truthSort, 'there is light');
const options = { solver: quickSolver };
const impossible = (premises: readonly Premise[]) =>
  premises.filter(({ outcome }) => outcome !== 'possible').map(({ name }) => name);
const words = ({ action, args }: { action: string; args: readonly string[] }) => [action, ...args].join(' ');

describe('a protocol', () => {
  it('is proved where every row is inductive and every premise possible', async () => {
    const result = await prove(lockWith(), options);

    expect(result.verdict).toBe('proved');
    expect(proofExitCode(result)).toBe(0);
    expect(result.rows.map(({ action, claim }) => `${action} ${claim}`)).toEqual([
      'initially insideIsBusy',
      'initially oneIsInside',
      'enter insideIsBusy',
      'enter oneIsInside',
      'leave insideIsBusy',
      'leave oneIsInside',
      'always exclusion',
    ]);
    expect(result.explored).toEqual([{ instance: 'TwoThreads', states: 8, extent: 'whole' }]);
  });

  it('is refuted by the shortest schedule to a false claim', async () => {
    const result = await prove(withoutGuard(lockWith(), 'enter', 'isFree'), options);

    const { verdict, refutation, counterexamples } = result;
    expect([verdict, proofExitCode(result)]).toEqual(['refuted', 1]);
    expect([refutation?.claim, refutation?.kind]).toEqual(['exclusion', 'claim']);
    expect(refutation?.schedule.map(words)).toEqual(['enter t1', 'enter t2']);
    expect(counterexamples[0]).toMatchObject({ action: 'enter', claim: 'oneIsInside' });
    expect(counterexamples[0]!.lines.filter(({ isChanged }) => isChanged).map(({ term }) => term)).toContain(
      'inside t2',
    );
  });

  it('is refuted where it begins wrongly', async () => {
    const begun = changed(lockWith(), {
      invariant: { ...lockWith().invariant, isBusy: { says: 'it is busy', holds: busy(), neededFor: 'enter' } },
    });

    const { verdict, refutation, rows } = await prove(begun, options);

    expect([verdict, refutation?.claim, refutation?.kind, refutation?.schedule]).toEqual([
      'refuted',
      'isBusy',
      'conjunct',
      [],
    ]);
    expect(rows.find(({ action, claim }) => action === 'initially' && claim === 'isBusy')?.outcome).toBe('lost');
  });

  it('is refuted by a step that a claim about steps forbids', async () => {
    const forgetful = lockWith({
      steps: {
        nothingIsForgotten: {
          says: 'who was seen stays seen',
          holds: forAll({ t: Threads }, ({ t }) => implies(seen(t), afterStep(seen)(t))),
        },
      },
      actions: [
        enter,
        leave,
        action('forget', {
          says: '',
          parameters: { t: Threads },
          guards: ({ t }) => ({ isSeen: seen(t) }),
          writes: [seen],
          changes: ({ t }) => [set(seen(t), false)],
        }),
      ],
    });

    const { verdict, refutation } = await prove(forgetful, options);

    expect([verdict, refutation?.claim]).toEqual(['refuted', 'nothingIsForgotten']);
    expect(refutation?.schedule.map(words)).toEqual(['enter t1', 'forget t1']);
  });

  it('is inconclusive where the invariant is too weak, with the conjunct that is missing', async () => {
    const weak = withoutConjunct(lockWith(), 'insideIsBusy');

    const result = await prove(weak, options);

    const [lost] = result.counterexamples;
    expect([result.verdict, proofExitCode(result)]).toEqual(['inconclusive', 3]);
    expect(lost).toMatchObject({ action: 'enter', claim: 'oneIsInside', reached: { outcome: 'not reached' } });
    expect(lost!.proposals![0]).toEqual({ text: 'for all t: not (inside t and not busy)', loses: [] });
    expect(result.refutation).toBeUndefined();
  });

  it('is inconclusive where the state before is beyond the limit of states', async () => {
    const weak = withoutConjunct(lockWith(), 'insideIsBusy');

    const { verdict, counterexamples } = await prove(weak, { ...options, statesMax: 1 });

    expect(verdict).toBe('inconclusive');
    expect(counterexamples[0]!.reached.outcome).toBe('not reached within the limit');
    expect(counterexamples[0]!.proposals).toBeUndefined();
  });

  it('is refused where what is assumed contradicts itself: no instance obeys it', async () => {
    const Places = sort('Place', 'places');
    const near = fixed('near', [Places, Places], truthSort, 'they are near');
    const contradictory = lockWith({
      fixed: [near],
      axioms: {
        isFar: { says: '', holds: forAll({ p: Places, q: Places }, ({ p, q }) => not(near(p, q))) },
        isNear: { says: '', holds: exists({ p: Places }, ({ p }) => near(p, p)) },
      },
      instances: [{ name: 'Any', elements: { Thread: ['t'], Place: ['p'] } }],
    });

    await expect(prove(contradictory, options)).rejects.toThrow(/QSC432 .*the axiom isNear does not hold/);
  });

  it('is vacuous where an action is never possible', async () => {
    const stuck = withGuard(lockWith(), 'leave', 'isFree', () => not(busy()));

    const result = await prove(stuck, options);

    expect([result.verdict, proofExitCode(result)]).toEqual(['vacuous', 1]);
    expect(result.premises.filter(({ outcome }) => outcome === 'impossible')).toEqual([
      { name: 'leave', by: 'solver', outcome: 'impossible' },
      { name: 'leave', by: 'exploration', outcome: 'impossible' },
    ]);
  });

  it('is vacuous where an action is possible in the invariant, and never in an instance', async () => {
    const odd = lockWith({
      actions: [
        enter,
        leave,
        action('ghost', {
          says: 'two who were seen, of one thread each',
          parameters: { t: Threads, u: Threads, v: Threads },
          guards: ({ t, u, v }) => ({ areThree: and(not(equal(t, u)), not(equal(u, v)), not(equal(t, v))) }),
          writes: [seen],
          changes: ({ t }) => [set(seen(t), true)],
        }),
      ],
    });

    const { verdict, premises } = await prove(odd, options);

    expect(verdict).toBe('vacuous');
    expect(premises.filter(({ outcome }) => outcome !== 'possible')).toEqual([
      { name: 'ghost', by: 'exploration', outcome: 'impossible' },
    ]);
  });

  it('is vacuous where it is assumed that there are a few threads only', async () => {
    const areTwo = forAll({ t: Threads, u: Threads, v: Threads }, ({ t, u, v }) =>
      or(equal(t, u), equal(u, v), equal(t, v)),
    );
    const few = changed(lockWith(), { axioms: { areTwo: { says: 'there are two at most', holds: areTwo } } });

    const { verdict, rows, premises } = await prove(few, options);

    expect(rows.every(({ outcome }) => outcome === 'inductive')).toBe(true);
    expect(verdict).toBe('vacuous');
    expect(premises.filter(({ outcome }) => outcome !== 'possible')).toEqual([
      { name: 'many threads', by: 'solver', outcome: 'impossible' },
      { name: 'enter among many', by: 'solver', outcome: 'impossible' },
      { name: 'leave among many', by: 'solver', outcome: 'impossible' },
    ]);
  });

  it('is vacuous where it is assumed that there are few threads, or else few of something other', async () => {
    const Places = sort('Place', 'places');
    const far = fixed('far', [Places], truthSort, 'it is far');
    const oneThread = forAll({ t: Threads, u: Threads }, ({ t, u }) => equal(t, u));
    const onePlace = forAll({ p: Places, q: Places }, ({ p, q }) => equal(p, q));
    const few = lockWith({
      fixed: [far],
      axioms: { eitherIsOne: { says: 'there is one thread, or one place', holds: or(oneThread, onePlace) } },
      instances: [{ name: 'OnePlace', elements: { Thread: ['t1', 't2'], Place: ['p'] } }],
    });

    const { verdict, premises } = await prove(few, options);

    expect(verdict).toBe('vacuous');
    expect(impossible(premises)).toEqual(['enter among many', 'leave among many']);
  });

  it('is vacuous where an action can be taken among few threads only', async () => {
    const areTwo = forAll({ t: Threads, u: Threads, v: Threads }, ({ t, u, v }) =>
      or(equal(t, u), equal(u, v), equal(t, v)),
    );

    const { verdict, rows, premises } = await prove(
      withGuard(lockWith(), 'enter', 'areTwo', () => areTwo),
      options,
    );

    expect(rows.every(({ outcome }) => outcome === 'inductive')).toBe(true);
    expect([verdict, impossible(premises)]).toEqual(['vacuous', ['enter among many']]);
  });

  it('is vacuous where a claim says nothing that could be otherwise', async () => {
    const empty = forAll({ t: Threads, u: Threads }, ({ t, u }) =>
      implies(and(inside(t), inside(u), not(equal(t, t))), equal(t, u)),
    );
    const seenThen = afterStep(seen);
    const ofSteps = forAll({ t: Threads }, ({ t }) => or(seenThen(t), not(seenThen(t))));
    const { claims } = lockWith();

    const { verdict, premises } = await prove(
      lockWith({
        claims: { ...claims, empty: { says: '', holds: empty } },
        steps: { ofSteps: { says: '', holds: ofSteps } },
      }),
      options,
    );

    expect([verdict, impossible(premises).sort()]).toEqual(['vacuous', ['if empty', 'not empty', 'not ofSteps']]);
  });

  it('is vacuous where the condition of a claim is never met', async () => {
    const never = forAll({ t: Threads }, ({ t }) => implies(and(inside(t), not(busy())), seen(t)));
    const wasSeen = afterStep(seen);
    const ofSteps = forAll({ t: Threads }, ({ t }) => implies(and(seen(t), not(wasSeen(t))), busy()));
    const met = forAll({ t: Threads }, ({ t }) => implies(inside(t), implies(busy(), seen(t))));
    const { claims, invariant } = lockWith();
    const says = (holds: ReturnType<typeof not>) => ({ says: '', holds, neededFor: 'enter' });

    const { verdict, rows, premises } = await prove(
      lockWith({
        invariant: { ...invariant, met: says(met) },
        claims: { ...claims, never: says(never), met2: says(met) },
        steps: { ofSteps: says(ofSteps) },
      }),
      options,
    );

    expect(rows.filter(({ outcome }) => outcome !== 'inductive')).toEqual([]);
    expect([verdict, impossible(premises)]).toEqual(['vacuous', ['if never', 'if ofSteps']]);
    expect(premises.filter(({ name }) => name.startsWith('if ')).map(({ name }) => name)).toEqual([
      'if exclusion',
      'if never',
      'if met2',
      'if ofSteps',
    ]);
  });

  it.each<readonly [string, (t: Thread) => Formula]>([
    ['after "not"', (t) => not(and(lit(), inside(t)))],
    ['after "or"', (t) => or(seen(t), implies(lit(), inside(t)))],
    ['in "not …, or …"', (t) => or(not(lit()), inside(t))],
    ['in "there is"', (t) => exists({ u: Threads }, ({ u }) => implies(lit(), and(inside(u), equal(u, t))))],
    ['in "exactly when"', (t) => iff(implies(inside(t), busy()), implies(lit(), inside(t)))],
    ['in a choice', (t) => choose(lit(), inside(t), implies(inside(t), busy()))],
  ])('is vacuous where a condition %s is never met', async (_where, holds) => {
    const { claims, invariant, initially, state: symbols } = lockWith();
    const isDark = { says: '', holds: not(lit()), neededFor: 'enter' };
    const claim = { says: '', holds: forAll({ t: Threads }, ({ t }) => holds(t)) };
    const dark = changed(lockWith(), {
      state: [...symbols, lit.symbol],
      initially: [...initially, { symbol: lit.symbol, variables: [], value: truth(false) }],
      invariant: { ...invariant, isDark },
      claims: { ...claims, claim },
    });

    const { verdict, premises } = await prove(dark, options);

    expect([verdict, impossible(premises)]).toEqual(['vacuous', ['if claim']]);
  });

  it('is inconclusive where the condition of a claim was not met within the limit of states', async () => {
    const { claims } = lockWith();
    const late = forAll({ t: Threads, u: Threads }, ({ t, u }) =>
      implies(and(seen(t), seen(u), not(equal(t, u))), or(not(inside(t)), not(inside(u)))),
    );

    const { verdict, premises } = await prove(lockWith({ claims: { ...claims, late: { says: '', holds: late } } }), {
      ...options,
      statesMax: 3,
    });

    expect(premises.find(({ name }) => name === 'if late')?.outcome).toBe('unknown');
    expect(verdict).toBe('inconclusive');
  });

  it('may have two sorts of things that are called the same', async () => {
    const Others = sort('Other', 'threads');
    const named = fixed('named', [Others], truthSort, 'it has a name');
    const both = lockWith({
      fixed: [named],
      instances: [{ name: 'TwoAndOne', elements: { Thread: ['t1', 't2'], Other: ['o'] } }],
    });

    expect((await prove(both, options)).verdict).toBe('proved');
  });

  it('is vacuous where the invariant is impossible', async () => {
    const impossible = changed(lockWith(), {
      invariant: { ...lockWith().invariant, both: { says: '', holds: and(busy(), not(busy())), neededFor: 'enter' } },
    });

    const { verdict, premises, refutation } = await prove(impossible, options);

    expect(premises.find(({ name }) => name === 'invariant')?.outcome).toBe('impossible');
    expect([verdict, refutation?.claim]).toEqual(['refuted', 'both']);
  });

  it('gives the same result each time, but for what it takes', async () => {
    const timeless = async () =>
      JSON.stringify(await prove(withoutGuard(lockWith(), 'enter', 'isFree'), options)).replace(
        /"elapsedMs":[\d.e-]+/g,
        '',
      );

    expect(await timeless()).toBe(await timeless());
  });
});

describe('what prove is given', () => {
  const idle = { ...enter, writes: [], guards: {} };
  const twice = { ...enter, updates: [...enter.updates, ...enter.updates] };

  it.each<readonly [string, unknown, RegExp]>([
    ['a system without actions', { ...lockWith(), actions: [] }, /QSC430 .*without actions/],
    ['an action that no longer declares what it writes', { ...lockWith(), actions: [idle, leave] }, /QSC431 .*inside/],
    ['an action that writes twice', { ...lockWith(), actions: [twice, leave] }, /QSC431 .*twice/],
    ['what is no system', {}, /QSC430 .*a system is named/],
    ['nothing', null, /QSC430 .*a system is named/],
  ])('is refused where it was altered by hand: %s', async (_what, given, refusal) => {
    await expect(prove(given as System, options)).rejects.toThrow(refusal);
  });

  it.each<readonly [string, ProofOptions, RegExp]>([
    ['no time', { ...options, timeoutMs: Number.NaN }, /QSC104 .*timeoutMs NaN/],
    ['less than none', { ...options, timeoutMs: -1 }, /QSC104 .*timeoutMs -1/],
    ['no states', { ...options, statesMax: 0 }, /QSC104 .*statesMax 0/],
    ['a solver that is none', { solver: 'mine' as 'any' }, /QSC110 .*solver mine/],
  ])('is refused with %s', async (_what, given, refusal) => {
    await expect(prove(lockWith(), given)).rejects.toThrow(refusal);
  });
});

describe('a verdict', () => {
  it('is none where a row was not asked', async () => {
    const system = lockWith();
    const { premises, rows } = await prove(system, options);

    expect(verdictOf(system, premises, rows, {})).toBe('proved');
    expect(() => verdictOf(system, premises, rows.slice(1), {})).toThrow(
      /QSC901 .*no row for initially and insideIsBusy/,
    );
    expect(() => verdictOf(system, premises.slice(1), rows, {})).toThrow(/QSC901 .*premises/);
  });

  it.each(['lost', 'unknown'] as const)('is no proof where a row is %s', async (outcome) => {
    const system = lockWith();
    const { premises, rows } = await prove(system, options);

    const changedRows = rows.map((row, index) => (index === 3 ? { ...row, outcome } : row));

    expect(verdictOf(system, premises, changedRows, {})).toBe('inconclusive');
  });
});
