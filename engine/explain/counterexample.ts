// From a finding to a counterexample that people can read and replay: path, shrink, records, schedule, waits.

import { compareLive } from '../drivers/liveExecution.js';
import { Walker } from '../drivers/walk.js';
import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { choiceOf, threadOf } from '../multiprocessor/via.js';
import { QuiesceError } from '../program/errors.js';
import { Ends } from '../search/ends.js';
import type { Finding } from '../search/search.js';
import type { Checks } from '../watch/checks.js';
import type { History } from '../watch/history.js';
import { OpenAlong } from './openAlong.js';
import { programHash } from './programHash.js';
import { recordPath } from './records.js';
import type { Schedule } from './schedule.js';
import { shrink, switchesOf, threadsIn } from './shrink.js';
import type { Counterexample, PathSize, StepRecord } from './verdict.js';
import { type Recognise, recogniser, violationAlong } from './violation.js';
import { waitsIn } from './waits.js';

/** What a counterexample is made of. */
export interface Failure {
  readonly multiprocessor: Multiprocessor;
  readonly checks: Checks;
  /** By what ends are known; one that was asked before knows already what it would have to find out. */
  readonly ends?: Ends;
  readonly finding: Pick<Finding, 'property' | 'kind' | 'reason'>;
  readonly vias: readonly number[];
  /** The threads stuck in a state. */
  readonly stuckIn: (state: State) => readonly string[];
  /** Whether breadth-first search found it, so that no path is shorter. */
  readonly shortest: boolean;
}

/** counterexampleOf shrinks a failing path and describes it. */
export function counterexampleOf(failure: Failure): Counterexample {
  const { multiprocessor, checks, finding, vias } = failure;
  const { ends = new Ends(multiprocessor) } = failure;
  const recognise = recogniser({ multiprocessor, checks, ends }, finding, failure.stuckIn);
  const violationOf = (candidate: readonly number[]) =>
    violationAlong(multiprocessor, checks, candidate, alongToo(failure, recognise));
  const best = shrink(vias, (candidate) => violationOf(candidate)?.steps);
  compareLive(multiprocessor, best);
  const steps = recordPath(multiprocessor, checks, best);
  const violation = violationOf(best);
  if (!violation) throw notReproduced(failure);
  const blocked = finding.kind === 'deadlock' || finding.kind === 'stuck';
  const history = historyOf(failure, best);
  const end = endOf(multiprocessor, checks, best);
  const seen = checks.seen(finding.property, end);
  return {
    property: checks.properties[finding.property]!.name,
    reason: violation.reason,
    schedule: scheduleOf(multiprocessor, best, steps, checks.properties[finding.property]!.name),
    steps,
    turnedFalseAt: best.length - 1,
    length: failure.shortest && best.length === vias.length && !isOfPaths(failure) ? 'shortest' : 'shortest found',
    threads: multiprocessor.layout.threads.map(({ name }) => name),
    shrunkFrom: sizeOf(vias),
    size: sizeOf(best),
    ...(seen.length > 0 ? { seen } : {}),
    ...(blocked ? { waits: waitsIn(multiprocessor, end) } : {}),
    ...(history ? { history } : {}),
  };
}

/** What is claimed of paths may be violated before the state that was found; a walk has an own memory of what is open. */
function alongToo({ multiprocessor, checks, finding }: Failure, recognise: Recognise): Recognise {
  const property = checks.properties[finding.property]!;
  if (finding.kind !== 'state' || property.kind !== 'invariant' || !property.along) return recognise;
  const open = new OpenAlong(multiprocessor, property);
  return (stop, enabled) => recognise(stop, enabled) ?? open.reason(stop);
}

/** Whether a path to another state may be a shorter violation. */
function isOfPaths({ checks, finding }: Failure): boolean {
  const property = checks.properties[finding.property]!;
  return property.kind === 'invariant' && checks.isOpen(property, finding.property);
}

/** What clients saw along the path, where the property can tell. */
function historyOf({ multiprocessor, checks, finding }: Failure, vias: readonly number[]): History | undefined {
  const property = checks.properties[finding.property]!;
  if (property.kind !== 'monitor' || !property.history) return undefined;
  const walker = new Walker(multiprocessor, checks);
  const batches = [walker.start.batch, ...vias.map((via) => walker.step(via).batch)];
  return property.history(batches.flatMap((batch) => multiprocessor.batches.events(batch)));
}

/** A path that does not violate what it was found for: the engine is wrong, and says so rather than print it. */
function notReproduced({ multiprocessor, checks, finding, vias }: Failure): QuiesceError {
  const { name } = checks.properties[finding.property]!;
  return new QuiesceError(
    'QSC901',
    `${multiprocessor.system.name ?? 'system'}: the path to a violation of ${name} (${finding.reason}, ${vias.length} steps) does not violate it`,
  );
}

/** The size of a path in the three directions of shrinking. */
export function sizeOf(vias: readonly number[]): PathSize {
  return { steps: vias.length, switches: switchesOf(vias), threads: threadsIn(vias) };
}

/** The schedule of a recorded path. */
export function scheduleOf(
  multiprocessor: Multiprocessor,
  vias: readonly number[],
  steps: readonly StepRecord[],
  property?: string,
): Schedule {
  const choices = vias.map((via, index) => {
    const thread = multiprocessor.layout.threads[threadOf(via)]!.name;
    return steps[index]!.choice === undefined ? { thread } : { thread, choice: choiceOf(via) };
  });
  return {
    version: 1,
    name: multiprocessor.system.name ?? 'system',
    choices,
    enabled: steps.map(({ enabled }) => enabled),
    operations: steps.map(({ operation }) => operation),
    programHash: programHash(multiprocessor.system),
    ...(property === undefined ? {} : { property }),
  };
}

/** The state at the end of a path. */
export function endOf(multiprocessor: Multiprocessor, checks: Checks, vias: readonly number[]): State {
  const walker = new Walker(multiprocessor, checks);
  for (const via of vias) walker.step(via);
  return walker.state;
}
