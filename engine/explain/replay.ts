// Replay: an execution along a recorded schedule, strictly. After an edit it still reproduces, or says at which step it
// left the recorded path, why, and what was enabled instead.

import { compareLive } from '../drivers/liveExecution.js';
import { slotsOf } from '../drivers/samplers/sampler.js';
import { type Stop, Walker } from '../drivers/walk.js';
import { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import { pendingStep } from '../multiprocessor/step.js';
import type { System } from '../multiprocessor/system.js';
import { threadNames } from '../multiprocessor/threadNames.js';
import { threadOf, viaOf } from '../multiprocessor/via.js';
import { type ErrorCode, QuiesceError } from '../program/errors.js';
import { Ends } from '../search/ends.js';
import { stuckFrom } from '../search/stuck.js';
import { type BuiltInChoice, withBuiltIn } from '../watch/builtIn.js';
import { Checks } from '../watch/checks.js';
import type { Property } from '../watch/property.js';
import { concernedThreads, stuckReason } from '../watch/stuckThreads.js';
import { lassoViolation } from './lassoReplay.js';
import { programHash } from './programHash.js';
import { recordPending, recordStep } from './records.js';
import type { ScheduleText } from './schedule.js';
import type { Seen, StepRecord, WaitRecord } from './verdict.js';
import { kindsOf, recogniser, stuckInDeadlock, type Watched } from './violation.js';
import { waitsIn } from './waits.js';

export interface ReplayOptions {
  readonly properties?: readonly Property[];
  /** Which built-in properties watch besides those that are given; all unless told, none where false. */
  readonly builtIn?: BuiltInChoice;
  /** Runs on after the recorded prefix, thread by thread, up to `stepsMax` steps. */
  readonly continue?: boolean;
  /** 10,000 unless told. */
  readonly stepsMax?: number;
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
  /** Whether the property that the schedule names was violated; undefined when it names none, or where that cannot be told (a stuck
   * thread with too many states ahead). */
  readonly reproduced?: boolean;
  /** What the last step did wrong, where it ended in an error; that step is among `steps`, and nothing came of it. */
  readonly misuse?: { readonly code: ErrorCode; readonly seen: string; readonly step: number };
  /** How it ended: at the schedule's end, at a normal end, in a deadlock, at the step limit, or in an error. */
  readonly end: 'schedule' | 'normal end' | 'deadlock' | 'step limit' | 'misuse';
  readonly waits: readonly WaitRecord[];
  /** True when the programs have changed since the recording, and the recorded path was still there. */
  readonly programChanged: boolean;
}

/**
 * replay performs a schedule on a system. Throws QSC203 where the recorded path is not there any more, naming the step,
 * the reason and the threads that were enabled instead.
 */
export function replay(system: System, schedule: ScheduleText, options: ReplayOptions = {}): ReplayResult {
  const multiprocessor = new Multiprocessor(system);
  const properties = withBuiltIn(system, options.properties ?? [], options.builtIn);
  const checks = new Checks(
    multiprocessor,
    properties.filter(({ kind }) => kind !== 'leadsTo'),
  );
  const ends = new Ends(multiprocessor);
  const replayer = new Replayer({ multiprocessor, checks, ends });
  replayer.follow(schedule);
  const recorded = replayer.steps.length;
  const decided = replayer.misuse !== undefined || judgeEnd(replayer, properties, schedule);
  const cut = options.continue ? replayer.continue(options.stepsMax ?? 10_000) : false;
  compareLive(multiprocessor, replayer.vias);
  const { state } = replayer.walker;
  const enabled = multiprocessor.enabled(state);
  const atEnd = ends.isNormalEnd(state, enabled) === true;
  const { property } = schedule;
  const { misuse } = replayer;
  return {
    steps: replayer.steps,
    recorded,
    violations: replayer.violations,
    ...(property === undefined || !decided
      ? {}
      : { reproduced: misuse?.code === property || replayer.violations.some((each) => each.property === property) }),
    ...(misuse ? { misuse } : {}),
    end: misuse ? 'misuse' : cut ? 'step limit' : atEnd ? 'normal end' : enabled === 0 ? 'deadlock' : 'schedule',
    waits: waitsIn(multiprocessor, state),
    programChanged: schedule.programHash !== undefined && schedule.programHash !== programHash(system),
  };
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

class Replayer {
  readonly walker: Walker;
  readonly steps: StepRecord[] = [];
  readonly vias: number[] = [];
  readonly violations: ReplayViolation[] = [];
  misuse: ReplayResult['misuse'];
  readonly #checks: Checks;
  readonly #ends: Ends;
  readonly #recognisers;

  constructor(watched: Watched) {
    const { multiprocessor, checks } = watched;
    this.#checks = checks;
    this.#ends = watched.ends;
    this.walker = new Walker(multiprocessor, checks);
    this.#recognisers = checks.properties.flatMap((property, index) =>
      kindsOf(property).map((kind) => ({
        property,
        index,
        recognise: recogniser(watched, { property: index, kind }, stuckInDeadlock(watched, property)),
      })),
    );
    this.#look(this.walker.start);
  }

  follow(schedule: ScheduleText): void {
    for (const [index, { thread, choice }] of schedule.choices.entries()) {
      if (this.misuse) return;
      const slot = this.walker.multiprocessor.layout.threads.findIndex(({ name }) => name === thread);
      const via = viaOf(Math.max(0, slot), choice ?? 0);
      const reason = slot < 0 ? `there is no thread ${thread}` : this.#obstacle(via, schedule.operations?.[index]);
      if (reason) throw left(index, schedule, reason, threadNames(this.walker.multiprocessor, this.walker.enabled));
      this.#step(via);
    }
  }

  /** Runs on to an end: each thread as long as it can, in slot order. True when the limit cut it. */
  continue(stepsMax: number): boolean {
    for (let steps = 0; !this.#isOver(); steps++) {
      if (steps === stepsMax) return true;
      const last = this.vias.length > 0 ? threadOf(this.vias[this.vias.length - 1]!) : 0;
      const slots = slotsOf(this.walker.enabled);
      const turn = steps % 64 === 63 ? slots.find((slot) => slot > last) : slots.find((slot) => slot === last);
      this.#step(viaOf(turn ?? slots[0]!, 0));
    }
    return false;
  }

  /** From a normal end on, only daemons go round. */
  #isOver(): boolean {
    const { enabled, state } = this.walker;
    return this.misuse !== undefined || enabled === 0 || this.#ends.isNormalEnd(state, enabled) === true;
  }

  /** Takes a step. Where it ends in an error, the execution ends before it, and the step is shown all the same. */
  #step(via: number): void {
    const { state } = this.walker;
    const before = state.slice();
    const pending = recordPending(this.walker, via, this.steps.length);
    try {
      this.steps.push(recordStep(this.walker, via, (stop) => this.#look(stop)));
      this.vias.push(via);
    } catch (error) {
      if (!isMisuse(error)) throw error;
      state.set(before);
      this.steps.push(pending);
      this.misuse = { code: error.code, seen: error.seen, step: this.steps.length - 1 };
    }
  }

  #look(stop: Stop): void {
    for (const { property, index, recognise } of this.#recognisers) {
      if (this.violations.some((each) => each.property === property.name)) continue;
      const reason = recognise(stop, this.walker.enabled);
      if (reason === undefined) continue;
      const seen = this.#checks.seen(index, stop.state);
      this.violations.push({ property: property.name, reason, step: stop.index, ...(seen.length > 0 ? { seen } : {}) });
    }
  }

  #obstacle(via: number, recordedOperation: string | undefined): string | undefined {
    const { multiprocessor, state } = this.walker;
    const { agent, operation } = pendingStep(multiprocessor, state, via);
    const at = `${agent} is at "${operation}"`;
    if (!this.walker.allows(via)) return `${agent} cannot step: it is at "${operation}"`;
    if (recordedOperation !== undefined && recordedOperation !== operation)
      return `${at}, recorded was "${recordedOperation}"`;
    return undefined;
  }
}

/** Misuse by a program or a property is shown; nondeterminism and defects of the tool are thrown. */
function isMisuse(error: unknown): error is QuiesceError {
  return error instanceof QuiesceError && error.code.startsWith('QSC5');
}

function left(index: number, schedule: ScheduleText, reason: string, enabled: readonly string[]): QuiesceError {
  const before = schedule.enabled?.[index];
  const then = before ? `; recorded as enabled: ${before.join(', ')}` : '';
  return new QuiesceError(
    'QSC203',
    `at step ${index}, ${reason}; enabled now: ${enabled.join(', ') || 'nothing'}${then}`,
    {
      next: `quiesce verify ${schedule.name.split('@')[0]}`,
    },
  );
}
