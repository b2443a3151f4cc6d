// Replay: an execution along a recorded schedule, strictly. After an edit it still reproduces, or says at which step it
// left the recorded path, why, and what was enabled instead.

import { compareLive } from '../drivers/liveExecution.js';
import { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import type { System } from '../multiprocessor/system.js';
import { threadNames } from '../multiprocessor/threadNames.js';
import { type ErrorCode, errorTable, QuiesceError } from '../program/errors.js';
import { refuseIllTyped, refuseNoSchedule } from '../program/wellTyped.js';
import { Ends } from '../search/ends.js';
import { stuckFrom } from '../search/stuck.js';
import { type BuiltInChoice, withBuiltIn } from '../watch/builtIn.js';
import { Checks } from '../watch/checks.js';
import { isAboutPaths, type Property } from '../watch/property.js';
import { concernedThreads, stuckReason } from '../watch/stuckThreads.js';
import type { FoundAgain } from './foundAgain.js';
import { lassoViolation } from './lassoReplay.js';
import { programHash } from './programHash.js';
import { endOf, Replayer } from './replayer.js';
import type { ScheduleText } from './schedule.js';
import type { Seen, StepRecord, WaitRecord } from './verdict.js';
import { waitsIn } from './waits.js';

export interface ReplayOptions {
  readonly properties?: readonly Property[];
  /** Which built-in properties watch besides those that are given; all unless told, none where false. */
  readonly builtIn?: BuiltInChoice;
  /** Runs on after the recorded prefix, thread by thread, up to `stepsMax` steps. */
  readonly continue?: boolean;
  /** 10,000 unless told. */
  readonly stepsMax?: number;
  /**
   * Where the recorded path is not there any more: returns what is still there of it, with `left`, instead of throwing
   * QSC203; and looks for the violation from there.
   */
  readonly partial?: boolean;
  /** Whether to stop looking for the violation again; it throws QSC302 then. */
  readonly interrupted?: () => boolean;
}

/** Where a replay left the recorded path, and what came of looking for the violation from there. */
export interface LeftPath {
  /** Index of the first step that is not there any more. */
  readonly step: number;
  readonly reason: string;
  /** The threads that may step there now, and those that could when it was recorded. */
  readonly enabled: readonly string[];
  readonly recordedEnabled?: readonly string[];
  readonly again: FoundAgain;
}

/** A property that turned false along a replay. */
export interface ReplayViolation {
  readonly property: string;
  readonly reason: string;
  /** Index of the step after which it was false; -1 at the start. */
  readonly step: number;
  /** What its claim read there. */
  readonly seen?: readonly Seen[];
}

export interface ReplayResult {
  readonly steps: readonly StepRecord[];
  /** How many of the steps were recorded; the rest is the continuation. */
  readonly recorded: number;
  /** Violations along the way, in order; `step` is the index of the step after which the property was false. */
  readonly violations: readonly ReplayViolation[];
  /**
   * Whether the property that the schedule names was violated; undefined when it names none or one that nobody watched,
   * where the path was left before it, or where that cannot be told (a stuck thread with too many states ahead).
   */
  readonly reproduced?: boolean;
  /** What the last step did wrong, where it ended in an error; that step is among `steps`, and nothing came of it. */
  readonly misuse?: { readonly code: ErrorCode; readonly seen: string; readonly step: number };
  /** How it ended: at the schedule's end, at a normal end, in a deadlock, at the step limit, or in an error. */
  readonly end: 'schedule' | 'normal end' | 'deadlock' | 'step limit' | 'misuse';
  readonly waits: readonly WaitRecord[];
  /** What monitors and memories hold at the end of it, in words, by their names. */
  readonly remembered: readonly (readonly [name: string, text: string])[];
  /** True when the programs have changed since the recording, and the recorded path was still there. */
  readonly programChanged: boolean;
  /** Where the recorded path was left, with the option `partial`. */
  readonly left?: LeftPath;
}

/**
 * replay performs a schedule on a system. Throws QSC203 where the recorded path is not there any more, naming the step,
 * the reason and the threads that were enabled instead; with `partial` it returns that.
 */
export function replay(system: System, schedule: ScheduleText, options: ReplayOptions = {}): ReplayResult {
  refuseIllTyped(system, options?.properties ?? [], options);
  refuseNoSchedule(schedule);
  const multiprocessor = new Multiprocessor(system);
  const properties = withBuiltIn(system, options.properties ?? [], options.builtIn);
  const checks = new Checks(
    multiprocessor,
    properties.filter(({ kind }) => kind !== 'leadsTo'),
  );
  const ends = new Ends(multiprocessor);
  const replayer = new Replayer({ multiprocessor, checks, ends }, options.interrupted);
  const left = replayer.follow(schedule);
  if (left && !options.partial) throw leftError(left, schedule);
  const recorded = replayer.steps.length;
  const decided = replayer.misuse !== undefined || (!left && judgeEnd(replayer, properties, schedule));
  const leaving =
    options.partial && !options.continue ? leftWith(replayer, ends, properties, schedule, left) : undefined;
  const cut = options.continue && !left ? replayer.continue(options.stepsMax ?? 10_000) : false;
  compareLive(multiprocessor, replayer.vias);
  const end = endOf(replayer, ends, cut);
  return {
    steps: replayer.steps,
    recorded,
    violations: replayer.violations,
    ...(leaving ? {} : reproduction(replayer, properties, schedule, decided)),
    ...(replayer.misuse ? { misuse: replayer.misuse } : {}),
    end,
    waits: waitsIn(multiprocessor, replayer.walker.state, end === 'deadlock' || isStuckKnown(replayer, properties)),
    remembered: replayer.remembered,
    programChanged: schedule.programHash !== undefined && schedule.programHash !== programHash(system),
    ...(leaving ? { left: leaving } : {}),
  };
}

/** Who is stuck was found by exploring all that may come. */
function isStuckKnown({ violations }: Replayer, properties: readonly Property[]): boolean {
  const names = properties.filter(({ kind }) => kind === 'noStuck').map(({ name }) => name);
  return violations.some(({ property }) => names.includes(property));
}

/** A property that nobody watched can not be said to hold. */
function reproduction(
  { misuse, violations }: Replayer,
  properties: readonly Property[],
  { property }: ScheduleText,
  decided: boolean,
): Pick<ReplayResult, 'reproduced'> {
  if (property === undefined) return {};
  if (misuse?.code === property || violations.some((each) => each.property === property)) return { reproduced: true };
  const isWatched = isErrorCode(property) || properties.some(({ name }) => name === property);
  return decided && isWatched ? { reproduced: false } : {};
}

/** A step that ends in an error has its code in the place of a property. */
function isErrorCode(property: string): property is ErrorCode {
  return Object.hasOwn(errorTable, property);
}

/**
 * Where the path was left, and what follows from there. A path whose steps are all there and that does not fail any more
 * was left too, where the violation follows from its end, or where it would have to end for it: the steps have shifted.
 */
function leftWith(
  replayer: Replayer,
  ends: Ends,
  properties: readonly Property[],
  schedule: ScheduleText,
  left: Omit<LeftPath, 'again'> | undefined,
): LeftPath | undefined {
  const { violations, misuse, walker } = replayer;
  const hasFailed = misuse !== undefined || violations.some(({ property }) => property === schedule.property);
  if (hasFailed || (!left && (schedule.property === undefined || endOf(replayer, ends, false) !== 'schedule')))
    return undefined;
  const again = lookAgain(replayer, properties, schedule);
  if (left) return { ...left, again };
  const takesAnEnd = properties.some(({ name, kind }) => name === schedule.property && kind === 'atEnd');
  if (again.kind !== 'found' && !(takesAnEnd && again.kind === 'cut')) return undefined;
  const enabled = threadNames(walker.multiprocessor, walker.enabled);
  return { step: schedule.choices.length, reason: 'its steps do not end in the violation', enabled, again };
}

/** Looks for the violation that the schedule was written for from where the path was left. */
function lookAgain(replayer: Replayer, properties: readonly Property[], { property }: ScheduleText): FoundAgain {
  const sought = properties.filter(({ name }) => name === property);
  const code = property !== undefined && isErrorCode(property) ? property : undefined;
  if ((sought.length === 0 && !code) || sought.some(({ kind }) => kind === 'leadsTo'))
    return { kind: 'not looked for' };
  const found = replayer.again({ recognise: replayer.recognisersOf(property), code }, property);
  const isSeenByPaths = sought.every((each) => each.kind !== 'noStuck' && !isAboutPaths(each));
  return found.kind === 'found' || isSeenByPaths ? found : { kind: 'not looked for' };
}

/** Judges what only the end of the recorded path can tell: a stuck thread, a lasso. False when it cannot be told. */
function judgeEnd(
  { walker, vias, violations }: Replayer,
  properties: readonly Property[],
  schedule: ScheduleText,
): boolean {
  const property = properties.find(({ name }) => name === schedule.property);
  if (!property || violations.some((each) => each.property === property.name)) return true;
  const { multiprocessor, state } = walker;
  if (property.kind === 'leadsTo') {
    const violation = lassoViolation(multiprocessor, property, vias, schedule.loopStartsAt);
    if (violation) violations.push({ property: property.name, ...violation });
  } else if (property.kind === 'noStuck') {
    const stuck = stuckFrom(multiprocessor, state, concernedThreads(multiprocessor, property));
    if (stuck === undefined) return false;
    const reason = stuckReason(threadNames(multiprocessor, stuck));
    if (reason !== undefined) violations.push({ property: property.name, reason, step: vias.length - 1 });
  }
  return true;
}

/** leftError is QSC203. */
export function leftError(left: Omit<LeftPath, 'again'>, schedule: ScheduleText): QuiesceError {
  const next = `quiesce verify ${schedule.name.split('@')[0]}`;
  return new QuiesceError('QSC203', leftText(left, schedule.choices.length), { next });
}

/** leftText says at which step a replay left the recorded path, why, and what could step instead. */
export function leftText({ step, reason, enabled, recordedEnabled }: Omit<LeftPath, 'again'>, steps: number): string {
  const where = step < steps ? `at step ${step + 1} of ${steps}` : `after all ${steps} steps`;
  const then = recordedEnabled ? `; recorded as enabled: ${recordedEnabled.join(', ')}` : '';
  return `${where}, ${reason}; enabled now: ${enabled.join(', ') || 'nothing'}${then}`;
}
