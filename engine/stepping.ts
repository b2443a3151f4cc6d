// An execution whose steps somebody chooses one after the other. It stands where a replay of the steps would, with the same
// records and the same live comparison; but it goes on from where it stands, and back to where it stood, and takes only the
// steps that are new: with thousands behind it one more costs as much as the first. A live execution goes forward only: the
// first new step after a way back performs all steps before it live once more.

import { LiveComparison } from './drivers/liveExecution.js';
import { leftError, type ReplayResult } from './explain/replay.js';
import { endOf, type Mark, Replayer } from './explain/replayer.js';
import type { Choice, ScheduleText } from './explain/schedule.js';
import { waitsIn } from './explain/waits.js';
import { Multiprocessor } from './multiprocessor/multiprocessor.js';
import type { System } from './multiprocessor/system.js';
import { refuseIllTyped, refuseNoSchedule } from './program/wellTyped.js';
import { Ends } from './search/ends.js';
import { Walk } from './walk.js';
import { Checks } from './watch/checks.js';
import type { Property } from './watch/property.js';

/** Where it has stood is kept after so many steps each: on the way back fewer than these are taken again. */
const stepsOfMark = 64;

export class Stepping {
  readonly #multiprocessor: Multiprocessor;
  readonly #ends: Ends;
  readonly #replayer: Replayer;
  readonly #marks: Mark[];
  #choices: readonly Choice[] = [];
  /** How many of the steps were performed live too, and that execution, as long as it stands there. */
  #compared = 0;
  #live: LiveComparison | undefined;

  /** Stands at the start. Of the properties those that a path can violate, none besides. */
  constructor(system: System, properties: readonly Property[]) {
    refuseIllTyped(system, properties, {});
    this.#multiprocessor = new Multiprocessor(system);
    this.#ends = new Ends(this.#multiprocessor);
    const checks = new Checks(this.#multiprocessor, properties);
    this.#replayer = new Replayer({ multiprocessor: this.#multiprocessor, checks, ends: this.#ends }, undefined);
    this.#marks = [this.#replayer.mark()];
    this.#live = new LiveComparison(this.#multiprocessor);
  }

  /** Goes to where all of these steps lead. Throws QSC203 where one of them is not there, and is of no use then. */
  goTo(schedule: ScheduleText): void {
    refuseNoSchedule(schedule);
    const { choices } = schedule;
    const kept = commonSteps(this.#choices, choices);
    if (kept < this.#choices.length) this.#goBack(kept);
    while (this.#replayer.vias.length < choices.length && !this.#replayer.misuse) this.#goOn(schedule);
    this.#choices = choices;
    this.#compare();
  }

  get stand(): Pick<ReplayResult, 'steps' | 'violations' | 'misuse' | 'end' | 'waits' | 'remembered'> {
    const { steps, violations, misuse, remembered, walker } = this.#replayer;
    const end = endOf(this.#replayer, this.#ends, false);
    const waits = waitsIn(this.#multiprocessor, walker.state, end === 'deadlock');
    return { steps, violations, ...(misuse ? { misuse } : {}), end, waits, remembered };
  }

  /** To look around with, and ahead. */
  get walk(): Walk {
    const { walker } = this.#replayer;
    return new Walk(walker.copy(), []);
  }

  /** Takes the steps up to the next mark. */
  #goOn(schedule: ScheduleText): void {
    const to = this.#marks.length * stepsOfMark;
    const left = this.#replayer.follow({ ...schedule, choices: schedule.choices.slice(0, to) });
    if (left) throw leftError(left, schedule);
    if (this.#replayer.vias.length === to) this.#marks.push(this.#replayer.mark());
  }

  #goBack(steps: number): void {
    this.#marks.length = Math.min(this.#marks.length, Math.floor(steps / stepsOfMark) + 1);
    this.#replayer.returnTo(this.#marks.at(-1)!);
    this.#compared = Math.min(this.#compared, steps);
    this.#live = undefined;
  }

  /** Performs what is new live too; after a way back by another live execution. */
  #compare(): void {
    const { vias } = this.#replayer;
    if (vias.length <= this.#compared) return;
    this.#live ??= liveAfter(this.#multiprocessor, vias.slice(0, this.#compared));
    for (const via of vias.slice(this.#compared)) this.#live.step(via);
    this.#compared = vias.length;
  }
}

function liveAfter(multiprocessor: Multiprocessor, vias: readonly number[]): LiveComparison {
  const live = new LiveComparison(multiprocessor);
  for (const via of vias) live.step(via);
  return live;
}

/** commonSteps is how many steps two schedules begin with alike. */
export function commonSteps(one: readonly Choice[], other: readonly Choice[]): number {
  const differs = one.findIndex(({ thread, choice }, at) => {
    const there = other[at];
    return there?.thread !== thread || there.choice !== choice;
  });
  return differs < 0 ? one.length : differs;
}
