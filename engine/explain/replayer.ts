// The steps of a replay, one after the other, each with its record: what becomes of the properties along the way, and where
// a recorded step is not there any more. It can go back to where it stood.

import { slotsOf } from '../drivers/samplers/sampler.js';
import { type Stop, Walker } from '../drivers/walk.js';
import { pendingStep } from '../multiprocessor/step.js';
import { threadNames } from '../multiprocessor/threadNames.js';
import { threadOf, viaOf } from '../multiprocessor/via.js';
import { QuiesceError } from '../program/errors.js';
import { canonical } from '../program/value.js';
import type { Ends } from '../search/ends.js';
import type { Checks } from '../watch/checks.js';
import { scheduleOf } from './counterexample.js';
import { type FoundAgain, type Sought, stepsAgain } from './foundAgain.js';
import { OpenAlong } from './openAlong.js';
import { recordPath, recordPending, recordStep } from './records.js';
import type { LeftPath, ReplayResult, ReplayViolation } from './replay.js';
import type { ScheduleText } from './schedule.js';
import type { StepRecord } from './verdict.js';
import { kindsOf, type Recognise, recogniser, stuckInDeadlock, type Watched } from './violation.js';

/** Where a replay stood. */
export interface Mark {
  readonly taken: number;
  readonly walker: Walker;
  readonly violations: readonly ReplayViolation[];
  readonly alongs: readonly OpenAlong[];
}

export class Replayer {
  walker: Walker;
  readonly steps: StepRecord[] = [];
  readonly vias: number[] = [];
  readonly violations: ReplayViolation[] = [];
  misuse: ReplayResult['misuse'];
  readonly #checks: Checks;
  readonly #ends: Ends;
  readonly #interrupted: (() => boolean) | undefined;
  readonly #recognisers;
  #alongs: readonly OpenAlong[];

  constructor(watched: Watched, interrupted: (() => boolean) | undefined) {
    const { multiprocessor, checks } = watched;
    this.#interrupted = interrupted;
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
    const alongs = checks.invariants.filter(({ property }) => property.along);
    this.#alongs = alongs.map(({ property }) => new OpenAlong(multiprocessor, property));
    this.#look(this.walker.start);
  }

  /** Where it stands, to go back to. There is nothing to go back to of a step that went wrong. */
  mark(): Mark {
    const { walker, vias, violations } = this;
    return {
      ...{ taken: vias.length, walker: walker.copy(), violations: [...violations] },
      alongs: this.#alongs.map((along) => along.copy()),
    };
  }

  /** Goes back to where it stood when it had taken fewer of the same steps. */
  returnTo({ taken, walker, violations, alongs }: Mark): void {
    this.walker = walker.copy();
    this.steps.length = taken;
    this.vias.length = taken;
    this.violations.splice(0, this.violations.length, ...violations);
    this.#alongs = alongs.map((along) => along.copy());
    this.misuse = undefined;
  }

  get remembered(): ReplayResult['remembered'] {
    const { product } = this.#checks;
    const { multiprocessor, state } = this.walker;
    return product.components.map(({ name }, index) => {
      const held = product.component(state[multiprocessor.layout.monitors]!, index);
      return [name, held ? canonical(held.value) : 'violated'];
    });
  }

  /** Takes the recorded steps from where it stands on. Returns where one of them is not there any more. */
  follow(schedule: ScheduleText): Omit<LeftPath, 'again'> | undefined {
    for (let index = this.vias.length; index < schedule.choices.length; index++) {
      if (this.misuse) return undefined;
      const { thread, choice } = schedule.choices[index]!;
      const slot = this.walker.multiprocessor.layout.threads.findIndex(({ name }) => name === thread);
      const via = viaOf(Math.max(0, slot), choice ?? 0);
      const reason = slot < 0 ? `there is no thread ${thread}` : this.#obstacle(via, schedule.operations?.[index]);
      if (reason) {
        const enabled = threadNames(this.walker.multiprocessor, this.walker.enabled);
        const recordedEnabled = schedule.enabled?.[index];
        return { step: index, reason, enabled, ...(recordedEnabled ? { recordedEnabled } : {}) };
      }
      this.#step(via);
    }
    return undefined;
  }

  /** By what a violation of a property is recognised. */
  recognisersOf(name: string | undefined): readonly Recognise[] {
    return this.#recognisers.filter(({ property }) => property.name === name).map(({ recognise }) => recognise);
  }

  /** The schedule of a violation that is found from here on. */
  again(wanted: Omit<Sought, 'interrupted'>, property: string | undefined): FoundAgain {
    const sought = { ...wanted, interrupted: this.#interrupted };
    const found = stepsAgain(this.walker, sought);
    if ('states' in found) return { kind: found.cut ? 'cut' : 'none', states: found.states };
    const { multiprocessor } = this.walker;
    const vias = [...this.vias, ...found];
    const steps = sought.code === undefined ? recordPath(multiprocessor, this.#checks, vias) : this.#withPending(vias);
    return { kind: 'found', schedule: scheduleOf(multiprocessor, vias, steps, property) };
  }

  /** The steps of a path whose last one ends in an error. */
  #withPending(vias: readonly number[]): StepRecord[] {
    const { multiprocessor } = this.walker;
    const walker = new Walker(multiprocessor, this.#checks);
    const done = vias.slice(0, -1).map((via) => recordStep(walker, via));
    return [...done, recordPending(walker, vias[vias.length - 1]!, done.length)];
  }

  /** Runs on to an end: each thread as long as it can, in slot order. True when the limit cut it. */
  continue(stepsMax: number): boolean {
    for (let steps = 0; !this.#isOver(); steps++) {
      if (steps === stepsMax) return true;
      const last = this.vias.length > 0 ? threadOf(this.vias[this.vias.length - 1]!) : 0;
      const slots = slotsOf(this.walker.enabled & ~this.walker.multiprocessor.optional);
      const turn = steps % 64 === 63 ? slots.find((slot) => slot > last) : slots.find((slot) => slot === last);
      this.#step(viaOf(turn ?? slots[0]!, 0));
    }
    return false;
  }

  /** From a normal end on, only daemons go round. */
  #isOver(): boolean {
    const { multiprocessor, state } = this.walker;
    const enabled = this.walker.enabled & ~multiprocessor.optional;
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
    this.#lookAlong(stop);
  }

  /** What a state by itself violates is said of the state. */
  #lookAlong(stop: Stop): void {
    for (const along of this.#alongs) {
      const { name } = along.property;
      if (this.violations.some(({ property }) => property === name)) continue;
      const reason = along.reason(stop);
      if (reason !== undefined) this.violations.push({ property: name, reason, step: stop.index });
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

/** endOf says how it stands; `cut` where a limit of steps has ended it. */
export function endOf({ walker, misuse }: Replayer, ends: Ends, cut: boolean): ReplayResult['end'] {
  const { enabled, state } = walker;
  if (misuse) return 'misuse';
  if (cut) return 'step limit';
  if (ends.isNormalEnd(state, enabled) === true) return 'normal end';
  return (enabled & ~walker.multiprocessor.optional) === 0 ? 'deadlock' : 'schedule';
}
