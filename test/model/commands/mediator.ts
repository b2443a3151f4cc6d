// The real side of the model-based test: the mechanism of impl/hotswap in a small workload, whose threads are told one by
// one to step. It says what its events are to the machine, and which state of the machine its own state stands for.

import { Multiprocessor, type State } from '../../../engine/multiprocessor/multiprocessor.js';
import { Violation } from '../../../engine/watch/property.js';
import { StateReader } from '../../../engine/watch/stateReader.js';
import { sharedCounter } from '../../../impl/components/counter/index.js';
import type { MechanismVariant } from '../../../impl/contract.js';
import type { ModelEvent, ModelState } from '../../../model/automaton.js';
import type { Pairing } from '../../../model/conformance.js';
import { pairingsOf } from '../../../model/pairing.js';
import { ruleFor, translated } from '../../../model/rules.js';
import { request, swap } from '../../../scenarios/actions.js';
import { buildSystemWith } from '../../../scenarios/build.js';
import { asItIs } from '../../../scenarios/mechanisms.js';
import { defineScenario, type Scenario } from '../../../scenarios/scenario.js';

export const clients = ['c1', 'c2'] as const;
export const callsOfEach = 4;
export const requests = 3;

/** Two clients whose every call makes another one inside, and an operator that asks for swaps whether one is on or not. */
export const workload: Scenario = defineScenario({
  name: 'commanded',
  cases: [],
  statement: 'two clients call A, and again inside of each call, while A is swapped and swapped again',
  processors: 1,
  references: { A: { versions: Array.from({ length: requests + 1 }, () => sharedCounter) } },
  threads: [
    ...clients.map((name) => ({
      name,
      actions: Array.from({ length: callsOfEach }, () => request('A', 'incrementNested', 1)),
    })),
    { name: 'operator', actions: Array.from({ length: requests }, () => swap('A')) },
  ],
  recursive: true,
  variants: [{ mechanism: asItIs }],
});

/** What came of a step: the events that the machine makes steps of, and the state that it must be in by then. */
export interface Stepped {
  readonly events: readonly ModelEvent[];
  readonly stands: ModelState;
}

export class Mediator {
  readonly schedule: string[] = [];
  readonly processors: readonly number[];
  readonly #multiprocessor: Multiprocessor;
  readonly #state: State;
  readonly #pairing: Pairing;
  readonly #reader: StateReader;

  constructor(mechanism: MechanismVariant) {
    this.#multiprocessor = new Multiprocessor(buildSystemWith(workload, mechanism));
    this.#state = this.#multiprocessor.initial().state;
    this.#pairing = pairingsOf(workload, mechanism)[0]!;
    this.#reader = new StateReader(this.#multiprocessor);
    this.processors = (this.#pairing.automaton.input as { processors: readonly number[] }).processors;
  }

  /** Whether the thread can step now. */
  may(thread: string): boolean {
    return ((this.#multiprocessor.enabled(this.#state) >>> this.#slot(thread)) & 1) === 1;
  }

  /** Performs one operation of the thread; where there is a choice, the last one if it is to give up, else the first. */
  step(thread: string, giveUp = false): Stepped {
    const slot = this.#slot(thread);
    const choice = giveUp ? this.#multiprocessor.choices(this.#state, slot) - 1 : 0;
    this.schedule.push(thread);
    this.#multiprocessor.touchedCount = 0;
    const batch = this.#multiprocessor.step(this.#state, slot, choice);
    const { rules, subject, abstraction } = this.#pairing;
    const events = this.#multiprocessor.batches.events(batch).flatMap((event) => {
      const rule = ruleFor(rules, event, subject);
      return rule.kind === 'step' ? [translated(rule, event)] : [];
    });
    this.#reader.at(this.#state);
    const stands = abstraction(this.#reader);
    if (stands instanceof Violation) throw new Error(`no state of the machine is like this one: ${stands.reason}`);
    return { events, stands };
  }

  #slot(thread: string): number {
    return this.#multiprocessor.layout.threads.findIndex(({ name }) => name === thread);
  }
}
