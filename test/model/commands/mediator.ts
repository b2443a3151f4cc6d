// The real side of the model-based test: the mechanism of impl/hotswap in a small workload, whose threads are told one by
// one to step. It says what its events are to the machine, and which state of the machine its own state stands for.

import type { Step } from '../../../conformance/automaton.js';
import { ruleFor } from '../../../conformance/rules.js';
import type { MachineState } from '../../../conformance/xstate/automaton.js';
import { type Walk, walk } from '../../../engine/index.js';
import { Violation } from '../../../engine/watch/property.js';
import { sharedCounter } from '../../../impl/components/counter/index.js';
import type { MechanismVariant } from '../../../impl/contract.js';
import { type SwapSpecification, swapSpecifications } from '../../../model/specification.js';
import { request, swap } from '../../../scenarios/actions.js';
import { buildSystemWith, siteOf } from '../../../scenarios/build.js';
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
  readonly events: readonly Step[];
  readonly stands: MachineState;
}

export class Mediator {
  readonly schedule: string[] = [];
  readonly processors: readonly number[];
  readonly #walk: Walk;
  readonly #specification: SwapSpecification;

  constructor(mechanism: MechanismVariant) {
    this.#walk = walk(buildSystemWith(workload, mechanism));
    this.#specification = swapSpecifications(mechanism, siteOf(workload))[0]!;
    this.processors = (this.#specification.automaton.input as { processors: readonly number[] }).processors;
  }

  /** Whether the thread can step now. */
  may(thread: string): boolean {
    return this.#walk.enabled.some((next) => next.thread === thread);
  }

  /** Performs one operation of the thread; where there is a choice, the last one if it is to give up, else the first. */
  step(thread: string, giveUp = false): Stepped {
    const { choices } = this.#walk.enabled.find((next) => next.thread === thread)!;
    this.schedule.push(thread);
    this.#walk.step({ thread, choice: giveUp ? choices - 1 : 0 });
    const { rules, abstraction } = this.#specification;
    const events = this.#walk.events.flatMap((event) => {
      const rule = ruleFor(rules, event);
      return rule.kind === 'step' ? [rule.step(event)] : [];
    });
    if (abstraction.kind !== 'exact') throw new Error('the abstraction is exact');
    const stands = abstraction.of(this.#walk.view);
    if (stands instanceof Violation) throw new Error(`no state of the machine is like this one: ${stands.reason}`);
    return { events, stands };
  }
}
