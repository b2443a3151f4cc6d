// A reachable violation of the protocol as a schedule of the implementation: its steps in the specification's words, the
// configuration that has the shape of the instance, the mutant of the mechanism with the same defect, and the execution
// that has these events.

import { join } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';
import { mutantNamed } from '../mutants/catalogue.js';
import { smallestThatAborts } from '../proof/hotSwap/mutants.js';
import { saidBy, specificationTrace } from '../proof/hotSwap/specification.js';
import { type Instance, instanceOf } from '../proof/instance/instance.js';
import { violationsOf } from '../proof/instance/violations.js';
import type { ProofResult, Refutation } from '../proof/result.js';
import { realise } from '../runner/conformance/realise.js';
import { commandWords } from '../runner/invocation.js';
import { withCopy } from '../runner/mutants/copiedPackage.js';
import { packageRoot } from '../runner/packageRoot.js';
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
  try {
    return { line: `${commandWords} replay '${await played(selected, refutation)}'` };
  } catch (error) {
    if (error instanceof QuiesceError && error.code === 'QSC423') return { why: error.seen };
    throw error;
  }
}

/** The schedule of the mechanism, or of its mutant with the defect of the protocol's. Throws QSC423 where there is none. */
async function played(selected: SelectedProof, refutation: Refutation): Promise<string> {
  const { mutant } = selected;
  const trace = traceOf(selected, refutation);
  const { configuration } = trace;
  if (!mutant) return realise(folder, trace, loadNamed(folder, folder, [configuration])[0]!).text;
  const edited = mutantNamed('mechanism', mutant.name);
  if (!edited) throw new QuiesceError('QSC423', `the mechanism has no mutant ${mutant.name}`);
  return await withCopy(edited.edits, async (copy) => {
    try {
      return (await copy.ask({ ask: 'realise', mutant: mutant.name, configuration, trace })).text;
    } catch (error) {
      const ways = waysOf(selected, refutation, error);
      return (await copy.ask({ ask: 'realiseWithin', mutant: mutant.name, configuration, ways })).text;
    }
  });
}

const folder = join(packageRoot, 'tla');

function traceOf(selected: SelectedProof, { instance, schedule, claim }: Refutation) {
  const own = instanceNamed(selected, instance);
  const steps = specificationTrace(own, schedule, selected.own!.reading(own));
  return { configuration: configurationOf(instance), verdict: 'invariant violated', violated: claim, steps } as const;
}

/** Where the steps of the shortest way have no execution in their order: all ways. Throws what else was thrown. */
function waysOf(selected: SelectedProof, { instance, claim }: Refutation, error: unknown) {
  if (!(error instanceof Error) || !/\bQSC423\b/.test(error.message)) throw error;
  const own = instanceNamed(selected, instance);
  const ways = violationsOf(own, claim, saidBy(selected.own!.reading(own)));
  if (!ways) throw error;
  return ways;
}

function instanceNamed({ system }: SelectedProof, instance: string): Instance {
  const input = system.instances.find(({ name }) => name === instance);
  if (!input) throw new QuiesceError('QSC423', `no configuration has the shape of ${instance}`);
  return instanceOf(system, input);
}

function configurationOf(instance: string): string {
  return instance === smallestThatAborts.name ? smallestThatAborts.configuration : instance;
}
