// A reachable violation of the protocol as a schedule of the implementation: its steps in the specification's words, the
// configuration that has the shape of the instance, the mutant of the mechanism with the same defect, and the execution
// that has these events.

import { join } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';
import { mutantNamed } from '../mutants/catalogue.js';
import { smallestThatAborts } from '../proof/hotSwap/mutants.js';
import { instanceOf } from '../proof/instance/instance.js';
import type { ProofResult, Refutation } from '../proof/result.js';
import { realise } from '../runner/conformance/realise.js';
import { commandWords } from '../runner/invocation.js';
import { withCopy } from '../runner/mutants/copiedPackage.js';
import { packageRoot } from '../runner/packageRoot.js';
import type { LabelledTrace } from '../tla/labelledTrace.js';
import { loadNamed } from '../tla/manifest.js';
import type { SelectedProof } from './proofSelection.js';

/** The line that replays it, or why there is none. */
export type ReplayLine = { readonly line: string } | { readonly why: string };

/** replayOf finds the schedule of a refutation; undefined where nothing is refuted, or the system is not this package's. */
export async function replayOf(
  selected: SelectedProof,
  { refutation }: Pick<ProofResult, 'refutation'>,
): Promise<ReplayLine | undefined> {
  if (!refutation || !selected.own) return undefined;
  const { system, own } = selected;
  if (!own.trace) return { why: `the steps of ${own.system.name} are not tied to events of the implementation` };
  const { instance, schedule, claim } = refutation;
  const input = system.instances.find(({ name }) => name === instance);
  if (!input) return { why: `no configuration has the shape of ${instance}` };
  const steps = own.trace(instanceOf(system, input), schedule);
  const trace = {
    configuration: configurationOf(refutation),
    verdict: 'invariant violated',
    violated: claim,
    steps,
  } as const;
  try {
    return { line: `${commandWords} replay '${await played(selected, trace)}'` };
  } catch (error) {
    if (error instanceof QuiesceError && error.code === 'QSC423') return { why: error.seen };
    throw error;
  }
}

function configurationOf({ instance }: Refutation): string {
  return instance === smallestThatAborts.name ? smallestThatAborts.configuration : instance;
}

/** The schedule of the mechanism, or of its mutant with the defect of the protocol's. Throws QSC423 where there is none. */
async function played({ mutant }: SelectedProof, trace: LabelledTrace): Promise<string> {
  const folder = join(packageRoot, 'tla');
  const { configuration } = trace;
  if (!mutant) return realise(folder, trace, loadNamed(folder, folder, [configuration])[0]!).text;
  const edited = mutantNamed('mechanism', mutant.name);
  if (!edited) throw new QuiesceError('QSC423', `the mechanism has no mutant ${mutant.name}`);
  const question = { ask: 'realise', mutant: mutant.name, configuration, trace } as const;
  return (await withCopy(edited.edits, (copy) => copy.ask(question))).text;
}
