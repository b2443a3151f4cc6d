// A reachable violation of the protocol as a schedule of the implementation: its steps in the specification's words, the
// configuration that has the shape of the instance, the mutant of the mechanism with the same defect, and the execution
// that has these events.

import { join } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';
import { mutantNamed } from '../mutants/catalogue.js';
import { decidingKillers, type Mutant } from '../mutants/mutant.js';
import { smallestThatAborts } from '../proof/hotSwap/mutants.js';
import { saidBy, specificationTrace } from '../proof/hotSwap/specification.js';
import { type Instance, instanceOf } from '../proof/instance/instance.js';
import { violationsOf } from '../proof/instance/violations.js';
import { widerShapes } from '../proof/perProcessor/instances.js';
import type { ProofResult, Refutation } from '../proof/result.js';
import { realise } from '../runner/conformance/realise.js';
import { commandWords } from '../runner/invocation.js';
import { type CopiedPackage, withCopy } from '../runner/mutants/copiedPackage.js';
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
  if (mutant.onlyHere !== undefined) throw new QuiesceError('QSC423', mutant.onlyHere);
  if (!edited) throw new QuiesceError('QSC423', `the mechanism has no mutant ${mutant.name}`);
  return await withCopy(edited.edits, async (copy) => {
    const where = { mutant: mutant.name, configuration };
    const shortest = () => copy.ask({ ask: 'realise', ...where, trace });
    const any = () => copy.ask({ ask: 'realiseWithin', ...where, ways: waysOf(selected, refutation) });
    const broken = () => copy.ask({ ask: 'realiseAny', ...where });
    return await firstThatShows(copy, [shortest, any, broken, ...killersOf(copy, edited)]);
  });
}

/** The workloads of the graphs are small: what does not show there shows in a scenario that kills the mutant. */
function killersOf(copy: CopiedPackage, edited: Mutant): readonly (() => Promise<{ readonly text: string }>)[] {
  return decidingKillers(edited).map((killer) => async () => {
    const { kind, name: mutant } = edited;
    const { kill } = await copy.ask({ ask: 'killer', kind, mutant, killer, alone: true });
    if (kill?.path) return { text: kill.path.schedule };
    throw new QuiesceError('QSC423', `${killer} has no schedule of ${mutant}`);
  });
}

/**
 * The first schedule along which something turns false when it is replayed. That its events are those of the violation is
 * not enough: no event says what hidden steps do. Throws QSC423 where none shows it.
 */
async function firstThatShows(
  copy: CopiedPackage,
  schedules: readonly (() => Promise<{ readonly text: string }>)[],
): Promise<string> {
  let why = '';
  for (const schedule of schedules) {
    try {
      const { text } = await schedule();
      const { violations } = await copy.ask({ ask: 'replay', schedule: text, continue: false });
      if (violations.length > 0) return text;
      why = `its events can be had in their order, and no property turns false: no event says what breaks it`;
    } catch (error) {
      if (!(error instanceof QuiesceError) || error.code !== 'QSC423') throw error;
      why ||= error.seen;
    }
  }
  throw new QuiesceError('QSC423', why);
}

const folder = join(packageRoot, 'tla');

function traceOf(selected: SelectedProof, { instance, schedule, claim }: Refutation) {
  const own = instanceNamed(selected, instance);
  const steps = specificationTrace(own, schedule, selected.own!.reading(own));
  return { configuration: configurationOf(instance), verdict: 'invariant violated', violated: claim, steps } as const;
}

function waysOf(selected: SelectedProof, { instance, claim }: Refutation) {
  const own = instanceNamed(selected, instance);
  const ways = violationsOf(own, claim, saidBy(selected.own!.reading(own)));
  if (!ways) throw new QuiesceError('QSC423', `${instance} has too many states to look for other ways`);
  return ways;
}

function instanceNamed({ system }: SelectedProof, instance: string): Instance {
  const input = system.instances.find(({ name }) => name === instance);
  if (!input) throw new QuiesceError('QSC423', `no configuration has the shape of ${instance}`);
  return instanceOf(system, input);
}

function configurationOf(instance: string): string {
  if (instance === smallestThatAborts.name) return smallestThatAborts.configuration;
  // These have no configuration. What plays them is the workload of the mutant, whatever the configuration.
  return Object.hasOwn(widerShapes, instance) ? 'MCClusteredOneCaller' : instance;
}
