// A reachable violation of the protocol as a schedule of the implementation: its steps in the specification's words, the
// workload that has the shape of the instance, the mutant of the implementation with the same defect, and the execution
// that has these events.

import { deviations } from '../impl/hotswap/options.js';
import { smallestThatAborts } from '../proof/hotSwap/mutants.js';
import { specificationTrace } from '../proof/hotSwap/specification.js';
import { instanceOf } from '../proof/instance/instance.js';
import type { ProofResult, Refutation } from '../proof/result.js';
import { commandWords } from '../runner/invocation.js';
import { buildSystemWith } from '../scenarios/build.js';
import { follow } from '../tla/conformance/follow.js';
import { mechanismWith } from '../tla/conformance/mechanisms.js';
import { conformanceWorkloads } from '../tla/conformance/workloads.js';
import type { SelectedProof } from './proofSelection.js';

/** The line that replays it, or why there is none. */
export type ReplayLine = { readonly line: string } | { readonly why: string };

/** Defects of the protocol that the implementation has without a deviation, and those that it has by an option. */
const byOption: readonly string[] = ['oneAdvance', 'noAdvance'];

/** replayOf finds the schedule of a refutation; undefined where nothing is refuted, or the system is not this package's. */
export function replayOf(
  selected: SelectedProof,
  { refutation }: Pick<ProofResult, 'refutation'>,
): ReplayLine | undefined {
  if (!refutation || !selected.own) return undefined;
  const defect = selected.mutant?.name;
  const isKnown = defect === undefined || byOption.includes(defect) || Object.hasOwn(deviations, defect);
  if (!isKnown) return { why: `the implementation has no mutant ${defect}` };
  return scheduleOf(selected, refutation);
}

function scheduleOf({ system, mutant }: SelectedProof, { instance, schedule, claim }: Refutation): ReplayLine {
  const aborts = instance === smallestThatAborts.name;
  const configuration = aborts ? smallestThatAborts.configuration : instance;
  const workload = conformanceWorkloads.find((each) => each.configuration === configuration);
  const input = system.instances.find(({ name }) => name === instance);
  if (!workload || !input) return { why: `no workload of the implementation has the shape of ${instance}` };
  const mechanism = mechanismWith(workload, { defect: mutant?.name, aborts });
  const name = `${workload.scenario.name}@${mechanism.name}`;
  const steps = specificationTrace(instanceOf(system, input), schedule);
  const trace = { configuration, verdict: 'invariant violated', violated: claim, steps } as const;
  const followed = follow({ ...buildSystemWith(workload.scenario, mechanism), name }, trace);
  if (!followed) return { why: `no execution of ${name} has these events in this order` };
  return { line: `${commandWords} replay '${followed.text}'` };
}
