// The hot-swap protocol is proved; each conjunct, guard and change of it is there for something; what it is proved of is
// what the specification describes; and each defect that the form can say is refuted, in the implementation too.

import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hotSwap as mechanism } from '../../impl/index.js';
import { mechanismMutants } from '../../mutants/mechanism.js';
import { provedSystems } from '../../proof/catalogue.js';
import { withoutAxiom, withoutChange, withoutConjunct, withoutGuard } from '../../proof/form/edit.js';
import { changed, type System } from '../../proof/form/system.js';
import { groupMutants } from '../../proof/groupSwap/mutants.js';
import { compareGraph, specificationGraph } from '../../proof/hotSwap/graphs.js';
import { committedShapes, instanceFor, type Shape } from '../../proof/hotSwap/instances.js';
import { lenient, notInTheForm, protocolMutants } from '../../proof/hotSwap/mutants.js';
import { hotSwap } from '../../proof/hotSwap/system.js';
import { Evaluator } from '../../proof/instance/evaluate.js';
import { explore } from '../../proof/instance/graph.js';
import { instanceOf } from '../../proof/instance/instance.js';
import { prove } from '../../proof/prove.js';
import { always } from '../../proof/questions.js';
import { conformToGraph } from '../../runner/conformance/configuration.js';
import { type ConformanceWorkload, workloadsNamed } from '../../scenarios/configurations.js';
import { readGraph } from '../../tla/graphFile.js';
import { loadEntry, readManifest } from '../../tla/manifest.js';
import { closeSharedSolver, lostBy, quickSolver, whyBothAreSkipped } from './asking.js';
import { expectRefuted } from './refutedWith.js';

const folder = join(import.meta.dirname, '../../tla');
/** Configurations that hold, are wholly explored, and say nothing that the form cannot say. */
const comparable = readManifest(folder).entries.flatMap((entry) => {
  const { constants } = loadEntry(folder, entry).configuration;
  const others = ['Endless', 'Awaiting', 'AwaitSwap', 'Lingering', 'Sleeping'];
  const isPlain = others.every((name) => constants.get(name) === '{}');
  const { configuration, states, expected, mode } = entry;
  return isPlain && expected === 'holds' && mode === 'safety' && states !== undefined
    ? [{ configuration, states }]
    : [];
});

const { actions, axioms, claims, invariant, steps } = hotSwap;

afterAll(closeSharedSolver);

describe('the hot-swap protocol', () => {
  it('is proved: every action keeps every conjunct, and every claim follows', async () => {
    const { verdict, rows, premises, counterexamples } = await prove(hotSwap, { solver: 'npm' });

    const [conjuncts, kept] = [Object.keys(invariant).length, Object.keys({ ...invariant, ...steps }).length];
    expect(verdict).toBe('proved');
    expect(rows).toHaveLength(conjuncts + actions.length * kept + Object.keys(claims).length);
    expect(rows.filter(({ outcome }) => outcome !== 'inductive')).toEqual([]);
    expect(premises.filter(({ outcome }) => outcome !== 'possible')).toEqual([]);
    expect(counterexamples).toEqual([]);
  });

  it.skipIf(whyBothAreSkipped)(`is proved by two solvers that agree on every row${skippedText()}`, async () => {
    const { verdict, solver } = await prove(hotSwap, { solver: 'both' });

    expect(verdict).toBe('proved');
    expect(solver).toMatch(/^z3-solver [\d.]+ and z3 [\d.]+$/);
  });

  it.each(Object.keys(committedShapes))('has the state graph of the specification, edge by edge, in %s', (name) => {
    const committed = readGraph(folder, name);

    const compared = compareGraph(hotSwap, name, committed);

    expect(compared.differences).toEqual([]);
    expect(specificationGraph(hotSwap, name, committed.variables).states).toHaveLength(committed.states.length);
  });

  it.each(['OneCaller', 'Recursion'])(
    'allows every step of the implementation, over every interleaving, in %s',
    (name) => {
      const [workload] = workloadsNamed([name]) as [ConformanceWorkload];
      const { variables } = readGraph(folder, workload.configuration);

      const { check } = conformToGraph(specificationGraph(hotSwap, workload.configuration, variables), workload);

      expect([check.verdict, check.diverging]).toEqual(['conforms', undefined]);
    },
  );

  it('does not allow every step of an implementation that frees the mediator at once', () => {
    const [workload] = workloadsNamed(['OneCaller']) as [ConformanceWorkload];
    const { variables } = readGraph(folder, workload.configuration);
    const hasty = mechanism('freedAtOnce', 'no second grace period', { secondGrace: false });

    const { check } = conformToGraph(specificationGraph(hotSwap, workload.configuration, variables), workload, hasty);

    expect(check.verdict).toBe('diverges');
  });

  it.each(comparable)('has as many states as the specification in $configuration', ({ configuration, states }) => {
    const { graph } = exploreShape(hotSwap, configuration);

    expect([graph.complete, graph.states.length]).toEqual([true, states]);
  });

  it('stays safe with lenient admission, which breaks liveness only', async () => {
    const { verdict } = await prove(lenient(hotSwap), { solver: quickSolver });

    expect(verdict).toBe('proved');
  });
});

describe('each conjunct of the invariant', () => {
  it.each(Object.entries(invariant))('%s is needed where it says', async (name, { neededFor }) => {
    const less = withoutConjunct(hotSwap, name);

    const lost = await lostBy(less, Object.hasOwn(claims, neededFor) ? always : neededFor);

    if (Object.hasOwn(claims, neededFor)) expect(lost).toContain(neededFor);
    else expect(lost).not.toEqual([]);
  });
});

describe('each assumption', () => {
  it.each(Object.keys(axioms))('%s is needed', async (name) => {
    const less = withoutAxiom(hotSwap, name);

    const lost: string[] = [];
    for (const action of actions) if (lost.length === 0) lost.push(...(await lostBy(less, action.name)));

    expect(lost).not.toEqual([]);
  });
});

/** Each guard and each change of each action, left out. */
const edits: readonly (readonly [what: string, action: string, edited: System])[] = actions.flatMap(
  ({ name, guards, updates }) => [
    ...Object.keys(guards).map((guard) => [`guard ${guard}`, name, withoutGuard(hotSwap, name, guard)] as const),
    ...updates.map(
      ({ symbol }) => [`change of ${symbol.name}`, name, withoutChange(hotSwap, name, symbol.name)] as const,
    ),
  ],
);

describe('what an action demands and does', () => {
  it.each(edits)('is missed where it is left out: %s of %s', async (_what, action, edited) => {
    const lost = await lostBy(edited, action);

    expect(lost.length > 0 || isUnlikeTheSpecification(edited)).toBe(true);
  });
});

describe('an action', () => {
  it.each(actions.map(({ name }) => name))('is missed by the specification where it is left out: %s', (name) => {
    const less = changed(hotSwap, { actions: actions.filter((each) => each.name !== name) });

    expect(isUnlikeTheSpecification(less)).toBe(true);
  });
});

describe('a defect of the protocol', () => {
  it.each(protocolMutants)(
    '$name is refuted by a reachable state',
    async (mutant) => {
      await expectRefuted(provedSystems.hotSwap!, mutant);
    },
    120_000,
  );

  it('is one of the form, or is listed with the reason why it is none', () => {
    const inForms = [...protocolMutants, ...groupMutants].map(({ name }) => name);
    const named = [...inForms, ...Object.keys(notInTheForm)];

    const known = mechanismMutants.map(({ name }) => name);
    expect(known.filter((name) => !named.includes(name))).toEqual([]);
    expect(Object.keys(notInTheForm).filter((name) => !known.includes(name))).toEqual([]);
  });
});

/** The smallest graphs first: one difference is enough. */
function isUnlikeTheSpecification(system: System): boolean {
  const isUnlike = (name: string) => compareGraph(system, name, readGraph(folder, name)).differences.length > 0;
  const twice = comparable.find(({ configuration }) => configuration === 'MCHotSwapRecursionTwice')!;
  const { graph } = exploreShape(system, twice.configuration);
  return graph.states.length !== twice.states || Object.keys(committedShapes).some(isUnlike);
}

function exploreShape(system: System, configuration: string) {
  const { configuration: written } = loadEntry(
    folder,
    readManifest(folder).entries.find((each) => each.configuration === configuration)!,
  );
  const instance = instanceOf(system, instanceFor(configuration, shapeOf(written.constants)));
  return explore(new Evaluator(instance), { statesMax: 20_000, keepEdges: false });
}

/** What a configuration says, in the words of an instance. */
function shapeOf(constants: ReadonlyMap<string, string>): Shape {
  const words = (name: string) => [...(constants.get(name) ?? '').matchAll(/"(\w+)"/g)].map(([, word]) => word!);
  return {
    callers: words('Callers'),
    nesting: words('Nesting'),
    inner: Number(constants.get('Inner')),
    remote: words('Remote'),
    following: words('Following'),
    swaps: Number(constants.get('Swaps')),
    mayAbort: constants.get('MayAbort') === 'TRUE',
  };
}

function skippedText(): string {
  return whyBothAreSkipped ? ` (skipped: ${whyBothAreSkipped} is not installed)` : '';
}
