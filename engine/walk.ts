// walk: an execution of a system that is taken step by step, by whoever calls: which threads may step, what they would
// do, what the state looks like, what was said. For explanations, for other drivers of the same programs, and for tests.

import { Walker } from './drivers/walk.js';
import { recordStep } from './explain/records.js';
import type { Choice } from './explain/schedule.js';
import type { StepRecord } from './explain/verdict.js';
import { Multiprocessor } from './multiprocessor/multiprocessor.js';
import type { System } from './multiprocessor/system.js';
import { threadNames } from './multiprocessor/threadNames.js';
import { viaOf } from './multiprocessor/via.js';
import { QuiesceError } from './program/errors.js';
import type { Event } from './program/event.js';
import { refuseIllTyped, refuseNoChoices } from './program/wellTyped.js';
import { showSource } from './threads/sourceMap.js';
import { Checks } from './watch/checks.js';
import type { StateView } from './watch/property.js';
import { StateReader } from './watch/stateReader.js';

/** What a thread would do next. */
export interface NextStep {
  readonly thread: string;
  /** How many ways there are to do it: 1, but at a choose. */
  readonly choices: number;
  /** In words, as in a StepRecord. */
  readonly operation: string;
  readonly source?: string;
}

export class Walk {
  readonly #walker: Walker;
  #events: readonly Event[];

  /** Made by `walk`. */
  constructor(walker: Walker, events: readonly Event[]) {
    this.#walker = walker;
    this.#events = events;
  }

  /** The threads that may step, in slot order, each with what it would do. */
  get enabled(): readonly NextStep[] {
    const { multiprocessor, enabled, state } = this.#walker;
    return multiprocessor.layout.threads.flatMap(({ name }, slot) => {
      if (((enabled >>> slot) & 1) === 0) return [];
      const { text, source } = multiprocessor.automata[slot]!.nodes[state[multiprocessor.layout.nodes + slot]!]!;
      const choices = multiprocessor.choices(state, slot);
      return [{ thread: name, choices, operation: text, ...(source ? { source: showSource(source) } : {}) }];
    });
  }

  /** What a predicate sees of the present state; it stays as it is when the walk goes on. */
  get view(): StateView {
    const { multiprocessor, state } = this.#walker;
    return new StateReader(multiprocessor).of(state.slice());
  }

  /** The events that rode on the last step; at first, those that ride on the start. */
  get events(): readonly Event[] {
    return this.#events;
  }

  /** Takes a step, and says what it was. Throws QSC203 where the thread may not step. */
  step(choice: Choice): StepRecord {
    const via = this.#via(choice);
    return recordStep(this.#walker, via, ({ batch }) => {
      this.#events = this.#walker.multiprocessor.batches.events(batch);
    });
  }

  /** Another walk that stands where this one does, to look ahead with. */
  copy(): Walk {
    return new Walk(this.#walker.copy(), this.#events);
  }

  #via({ thread, choice = 0 }: Choice): number {
    const { multiprocessor, enabled } = this.#walker;
    const slot = multiprocessor.layout.threads.findIndex(({ name }) => name === thread);
    const via = viaOf(Math.max(0, slot), choice);
    if (slot >= 0 && this.#walker.allows(via)) return via;
    const may = threadNames(multiprocessor, enabled).join(', ') || 'nothing';
    throw new QuiesceError('QSC203', `${thread} may not take choice ${choice}; enabled now: ${may}`);
  }
}

/**
 * walk starts an execution and takes the steps that are given. Throws QSC203 where one of them is not there.
 *
 * @example
 * walk({ cells: [x], threads }).enabled.map(({ thread }) => thread) // => ['a', 'b']
 */
export function walk(system: System, choices: readonly Choice[] = []): Walk {
  refuseIllTyped(system, [], {});
  refuseNoChoices(choices);
  const multiprocessor = new Multiprocessor(system);
  const walker = new Walker(multiprocessor, new Checks(multiprocessor, []));
  const started = new Walk(walker, multiprocessor.batches.events(walker.start.batch));
  for (const choice of choices) started.step(choice);
  return started;
}
