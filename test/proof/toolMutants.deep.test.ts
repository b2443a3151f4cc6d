// The prover's own mutants: each is a copy of it with one defect, and some check tells it apart. The copies lie under
// out/, in a folder that vitest takes for installed packages, so that they are loaded as they are.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickSolver, whyBothAreSkipped } from './asking.js';
import { type Behaviour, withFakeZ3 } from './fakeZ3.js';
import { type ToolMutant, toolMutants } from './toolMutants.js';

const root = join(import.meta.dirname, '..', '..');
const copies = join(root, 'out', 'proofMutants', `run${process.pid}`, 'node_modules');

beforeAll(() => mkdirSync(copies, { recursive: true }));
afterAll(() => rmSync(join(copies, '..'), { recursive: true, force: true }), 120_000);

/** What a copy is asked for. */
interface Prover {
  readonly proof: typeof import('../../proof/index.js');
  readonly mutants: typeof import('../../proof/hotSwap/mutants.js');
}

type Check = (prover: Prover) => Promise<string | undefined>;

/** What has to be so of the prover; each gives what is wrong, cheapest first. */
const checks: Readonly<Record<string, Check>> = {
  'an answer of the solver that is none is an error': async ({ proof }) => {
    const found = await verdictWith('noise', proof);
    return found.startsWith('QSC435') ? undefined : found;
  },
  'a solver that does not know proves nothing': async ({ proof }) => {
    const found = await verdictWith('unknown', proof);
    return found === 'inconclusive, 0 inductive' ? undefined : found;
  },
  'what holds of two and no more is not proved': async ({ proof }) => {
    const { verdict } = await proof.prove(ofTwo(proof), { solver: quickSolver });
    return verdict === 'vacuous' ? undefined : verdict;
  },
  'what holds where there is one of either is not proved': async ({ proof }) => {
    const { verdict } = await proof.prove(ofEither(proof), { solver: quickSolver });
    return verdict === 'vacuous' ? undefined : verdict;
  },
  'what holds of fourteen and no more is not proved': async ({ proof }) => {
    const { verdict } = await proof.prove(ofMarked(proof, 14), { solver: quickSolver });
    return verdict === 'inconclusive' ? undefined : verdict;
  },
  'what is done among few only is not proved': async ({ proof }) => {
    const few = proof.withGuard(proof.system(ofThings(proof)), 'raise', 'areTwo', () => areTwo(proof));
    const { verdict } = await proof.prove(few, { solver: quickSolver });
    return verdict === 'vacuous' ? undefined : verdict;
  },
  'a claim that says nothing is not proved': async ({ proof }) => {
    const { verdict } = await proof.prove(ofNothing(proof), { solver: quickSolver });
    return verdict === 'vacuous' ? undefined : verdict;
  },
  'a claim whose condition is never met is not proved': async ({ proof }) => {
    const { verdict } = await proof.prove(ofNever(proof), { solver: quickSolver });
    return verdict === 'vacuous' ? undefined : verdict;
  },
  'nor one that has it under another word': async ({ proof }) => {
    const { verdict } = await proof.prove(ofNever(proof, 'inside'), { solver: quickSolver });
    return verdict === 'vacuous' ? undefined : verdict;
  },
  'two solvers that contradict each other prove nothing': async ({ proof }) => {
    const found = await verdictWith('contrary', proof, 'both');
    return found.startsWith('QSC436') ? undefined : found;
  },
  'the protocol is proved, with every row': async ({ proof }) => {
    const { actions, invariant, steps, claims } = proof.hotSwap;
    const { verdict, rows } = await proof.prove(proof.hotSwap, { solver: quickSolver });
    const [conjuncts, kept] = [Object.keys(invariant).length, Object.keys({ ...invariant, ...steps }).length];
    const expected = conjuncts + actions.length * kept + Object.keys(claims).length;
    return verdict === 'proved' && rows.length === expected ? undefined : `${verdict}, ${rows.length} rows`;
  },
  'mutants of the protocol are refuted': async ({ proof, mutants }) => {
    const some = ['capturedTarget', 'tableKeyedByThread'];
    for (const mutant of mutants.protocolMutants.filter(({ name }) => some.includes(name))) {
      const system = mutants.withInstance(mutant.edit(proof.hotSwap), mutant);
      const { verdict, rows } = await proof.prove(system, { solver: quickSolver, picturesMax: 1 });
      const isLost = rows.some(({ outcome }) => outcome === 'lost');
      if (verdict !== 'refuted' || !isLost) return `${mutant.name}: ${verdict}`;
    }
    return undefined;
  },
  'a protocol with a conjunct too few is not proved': async ({ proof }) => {
    const weak = proof.withoutConjunct(proof.hotSwap, 'commitLeavesTransfer');
    const { verdict } = await proof.prove(weak, { solver: quickSolver });
    return verdict === 'inconclusive' ? undefined : verdict;
  },
  'a protocol with an action that is never possible is not proved': async ({ proof }) => {
    const stuck = proof.withGuard(proof.hotSwap, 'redispatch', 'never', () => proof.truth(false));
    const { verdict } = await proof.prove(stuck, { solver: quickSolver });
    return verdict === 'vacuous' ? undefined : verdict;
  },
};

async function verdictWith(
  behaviour: Behaviour,
  proof: Prover['proof'],
  solver: 'native' | 'both' = 'native',
): Promise<string> {
  const small = proof.system(smallestOf(proof));
  const verdict = async () => {
    const { verdict, rows } = await proof.prove(small, { solver });
    return `${verdict}, ${rows.filter(({ outcome }) => outcome === 'inductive').length} inductive`;
  };
  return await withFakeZ3(behaviour, verdict).catch(
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
}

/** The smallest protocol: a flag that can be set. */
function smallestOf(proof: Prover['proof']): Parameters<Prover['proof']['system']>[0] {
  const flag = proof.state('flag', [], proof.truthSort, 'it is set');
  const raise = proof.action('raise', {
    says: 'it is set',
    guards: () => ({}),
    writes: [flag],
    changes: () => [proof.set(flag(), true)],
  });
  return {
    ...{ name: 'flag', statement: 'a flag', fixed: [], state: [flag], actions: [raise] },
    initially: [proof.setEach(flag, () => false)],
    invariant: { any: { says: 'it is set or not', holds: proof.or(flag(), proof.not(flag())), neededFor: 'raise' } },
    instances: [{ name: 'Only', elements: {} }],
  };
}

/** With a sort of which one thing is there. */
const ofThings = (proof: Prover['proof']) => ({
  ...smallestOf(proof),
  fixed: [proof.fixed('chosen', [], proof.sort('Thing', 'things'), 'the thing')],
  instances: [{ name: 'One', elements: { Thing: ['one'] }, fixed: { chosen: 'one' } }],
});

function areTwo(proof: Prover['proof']) {
  const Things = proof.sort('Thing', 'things');
  return proof.forAll({ t: Things, u: Things, v: Things }, ({ t, u, v }) =>
    proof.or(proof.equal(t, u), proof.equal(u, v), proof.equal(t, v)),
  );
}

/** The smallest protocol, of things of which there are two at most. */
function ofTwo(proof: Prover['proof']): ReturnType<Prover['proof']['system']> {
  return proof.system({
    ...smallestOf(proof),
    axioms: { areTwo: { says: 'there are two', holds: areTwo(proof) } },
    instances: [{ name: 'Two', elements: { Thing: ['one', 'other'] } }],
  });
}

/** The smallest protocol, of things with marks of which each has its own: one more than there are marks cannot be. */
function ofMarked(proof: Prover['proof'], count: number): ReturnType<Prover['proof']['system']> {
  const Things = proof.sort('Thing', 'things');
  const Marks = proof.enumeration(
    'Mark',
    Array.from({ length: count }, (_, index) => `m${index}`),
  );
  const mark = proof.fixed('mark', [Things], Marks, 'its mark');
  const isOwn = proof.forAll({ t: Things, u: Things }, ({ t, u }) =>
    proof.implies(proof.equal(mark(t), mark(u)), proof.equal(t, u)),
  );
  return proof.system({
    ...smallestOf(proof),
    fixed: [mark],
    axioms: { isOwn: { says: 'no mark is there twice', holds: isOwn } },
    instances: [{ name: 'Two', elements: { Thing: ['one', 'other'] }, fixed: { mark: { one: 'm0', other: 'm1' } } }],
  });
}

/** The smallest protocol, where there is one thing, or one other thing. */
function ofEither(proof: Prover['proof']): ReturnType<Prover['proof']['system']> {
  const isOne = (name: string) => {
    const sort = proof.sort(name, `${name}s`);
    return proof.forAll({ t: sort, u: sort }, ({ t, u }) => proof.equal(t, u));
  };
  return proof.system({
    ...smallestOf(proof),
    axioms: { isOne: { says: 'there is one', holds: proof.or(isOne('Thing'), isOne('Other')) } },
    instances: [{ name: 'OneAndTwo', elements: { Thing: ['thing'], Other: ['one', 'other'] } }],
  });
}

/** The smallest protocol, with a claim that nothing could break. */
function ofNothing(proof: Prover['proof']): ReturnType<Prover['proof']['system']> {
  const Things = proof.sort('Thing', 'things');
  const nothing = proof.forAll({ t: Things }, ({ t }) => proof.equal(t, t));
  return proof.system({
    ...smallestOf(proof),
    claims: { nothing: { says: 'each thing is itself', holds: nothing } },
    instances: [{ name: 'Two', elements: { Thing: ['one', 'other'] } }],
  });
}

/** The smallest protocol, with an alarm that nobody sets off, and a claim about what is so then. */
function ofNever(proof: Prover['proof'], where?: 'inside'): ReturnType<Prover['proof']['system']> {
  const alarm = proof.state('alarm', [], proof.truthSort, 'there is alarm');
  const lit = proof.state('lit', [], proof.truthSort, 'there is light');
  const small = smallestOf(proof);
  const never = proof.implies(alarm(), lit());
  return proof.system({
    ...small,
    state: [...small.state, alarm, lit],
    initially: [...small.initially, proof.setEach(alarm, () => false), proof.setEach(lit, () => false)],
    invariant: { ...small.invariant, isQuiet: { says: '', holds: proof.not(alarm()), neededFor: 'never' } },
    claims: { never: { says: '', holds: where ? proof.or(lit(), never) : never } },
  });
}

const skipped = whyBothAreSkipped ? ` (skipped: ${whyBothAreSkipped} is not installed)` : '';

describe.skipIf(whyBothAreSkipped)(`the checks${skipped}`, () => {
  it('are all passed by the prover as it is', async () => {
    const prover = await copyOf('asItIs');

    for (const [name, check] of Object.entries(checks))
      expect([name, await failureOf(check, prover)]).toEqual([name, undefined]);
  });
});

describe.skipIf(whyBothAreSkipped)(`a defect of the prover${skipped}`, () => {
  it.each(toolMutants.map((mutant) => [mutant.name, mutant] as const))('%s is caught', async (name, mutant) => {
    const prover = await copyOf(name, mutant);

    const caughtBy = await firstFailure(prover);

    expect(`${mutant.statement}: caught by "${caughtBy}"`).toMatchSnapshot();
    expect(caughtBy).toBeDefined();
  });
});

async function firstFailure(prover: Prover): Promise<string | undefined> {
  for (const [name, check] of Object.entries(checks)) {
    const failure = await failureOf(check, prover);
    if (failure !== undefined) return `${name}: ${failure.replace(/^(QSC\d+).*/s, '$1')}`;
  }
  return undefined;
}

/** What is wrong, or what was thrown: a prover that notices its own defect is caught as well. */
async function failureOf(check: Check, prover: Prover): Promise<string | undefined> {
  try {
    return await check(prover);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function copyOf(name: string, mutant?: ToolMutant): Promise<Prover> {
  const folder = join(copies, name);
  for (const room of ['proof', 'engine/program'])
    cpSync(join(root, 'dist', room), join(folder, room), { recursive: true, filter: isCode });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  if (mutant) breakProver(folder, mutant);
  const [proof, mutants] = await Promise.all([
    import(join(folder, 'proof', 'index.js')),
    import(join(folder, 'proof', 'hotSwap', 'mutants.js')),
  ]);
  return { proof, mutants };
}

function isCode(path: string): boolean {
  return !/\.(map|d\.ts)$/.test(path);
}

function breakProver(folder: string, { file, find, replace }: ToolMutant): void {
  const path = join(folder, 'proof', `${file}.js`);
  const parts = readFileSync(path, 'utf8').split(find);
  if (parts.length !== 2) throw new Error(`"${find}" is there ${parts.length - 1} times`);
  writeFileSync(path, parts.join(replace));
}
