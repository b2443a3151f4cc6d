// Looks for a reachable violation in small instances, breadth first. A claim that is false is a bug of the protocol; a
// conjunct that is false while the claims hold is a wrong invariant. Not found is not "there is none".

import { Conditions } from './conditions.js';
import type { System } from './form/system.js';
import { Evaluator } from './instance/evaluate.js';
import { explore, type Finding, type Found } from './instance/graph.js';
import type { Instance, State } from './instance/instance.js';
import { linesOf } from './picture.js';
import type { Explored, Refutation } from './result.js';

export interface Hunt {
  readonly explored: readonly Explored[];
  /** The actions that were taken in some instance. */
  readonly taken: ReadonlySet<string>;
  /** The claims of which a condition was met in no instance. */
  readonly unmet: ReadonlySet<string>;
  readonly refutation?: Refutation;
}

/** hunt explores instances one after the other until a claim is false in one; a false conjunct is kept for want of one. */
export function hunt(instances: readonly Instance[], statesMax: number): Hunt {
  const explored: Explored[] = [];
  const taken = new Set<string>();
  const [system] = instances.map((instance) => instance.system);
  const conditions = system ? new Conditions(system) : undefined;
  const unmet = () => conditions?.unmet() ?? new Set<string>();
  let kept: Refutation | undefined;
  for (const instance of instances) {
    const found = exploreJudged(instance, statesMax, conditions!);
    const { states, complete } = found.graph;
    for (const action of found.graph.taken) taken.add(action);
    const extent = complete ? 'whole' : found.finding?.isDecisive ? 'violation' : 'cut';
    explored.push({ instance: instance.name, states: states.length, extent });
    const refutation = refutationOf(instance, found);
    if (refutation?.kind === 'claim') return { explored, taken, unmet: unmet(), refutation };
    kept ??= refutation;
  }
  return { explored, taken, unmet: unmet(), ...(kept ? { refutation: kept } : {}) };
}

function exploreJudged(instance: Instance, statesMax: number, conditions: Conditions): Found {
  const evaluator = new Evaluator(instance);
  const watched = conditions.watch(evaluator);
  const { claims, invariant, steps } = instance.system;
  const compiled = (list: System['claims'], isDecisive: boolean) =>
    Object.entries(list).map(([name, { holds }]) => ({
      finding: { name, isDecisive },
      holds: evaluator.compile(holds),
    }));
  const ofStates = [...compiled(claims, true), ...compiled(invariant, false)];
  const ofSteps = compiled(steps, true);
  const firstFalse = (list: typeof ofStates, before: State, after: State): Finding | undefined =>
    list.find(({ holds }) => holds(before, after, []) === 0)?.finding;
  return explore(evaluator, {
    statesMax,
    keepEdges: false,
    judgeState: (state) => {
      watched.state(state);
      return firstFalse(ofStates, state, state);
    },
    ...(ofSteps.length > 0
      ? {
          judgeStep: (before, after) => {
            watched.step(before, after);
            return firstFalse(ofSteps, before, after);
          },
        }
      : {}),
  });
}

function refutationOf(instance: Instance, { finding, path }: Found): Refutation | undefined {
  if (!finding || !path) return undefined;
  const { claims, invariant, steps } = instance.system;
  const { says } = { ...invariant, ...claims, ...steps }[finding.name]!;
  const schedule = path.flatMap(({ taken }) => (taken ? [taken] : []));
  const [last, previous] = [path.at(-1)!, path.at(-2) ?? path.at(-1)!];
  return {
    ...{ instance: instance.name, claim: finding.name, kind: finding.isDecisive ? 'claim' : 'conjunct', says },
    schedule,
    lines: linesOf(instance, previous.state, last.state),
  };
}
