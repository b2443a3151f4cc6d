// A step of the form of the hot-swap protocol in the vocabulary of impl/events.ts: what a monitor of properties/ would
// hear of it. Read off the two states alone, whatever the action is called, so that a mutant's steps have their events too.

import type { Event } from '../../engine/program/event.js';
import type { EventData, EventName } from '../../impl/events.js';
import type { AnyCallable } from '../../proof/form/action.js';
import { Reader } from '../../proof/hotSwap/specification.js';
import {
  aim,
  at,
  current,
  freedMediator,
  freedObject,
  inFlight,
  original,
  phase,
  pointer,
  successor,
  swapper,
  table,
  threadOf,
} from '../../proof/hotSwap/vocabulary.js';
import type { Instance, State } from '../../proof/instance/instance.js';
import { said } from '../properties/judge.js';

const ref = 'A';

/** eventsOf are the events of a step, in the order in which the mechanism says them. */
export function eventsOf(instance: Instance, before: State, after: State): readonly Event[] {
  const step = new Step(new Reader(instance, before), new Reader(instance, after));
  return [...step.ofCalls(), ...step.ofPhases(), ...step.ofSwapper(), ...step.ofPointer(), ...step.ofMemory()];
}

class Step {
  readonly #before: Reader;
  readonly #after: Reader;

  constructor(before: Reader, after: Reader) {
    this.#before = before;
    this.#after = after;
  }

  /** The values of a symbol before and after, where they are not the same. */
  #change(symbol: AnyCallable, ...point: readonly string[]): readonly [string, string] | undefined {
    const [one, other] = [this.#before.text(symbol, ...point), this.#after.text(symbol, ...point)];
    return one === other ? undefined : [one, other];
  }

  #turned(symbol: AnyCallable, ...point: readonly string[]): 'on' | 'off' | undefined {
    const change = this.#change(symbol, ...point);
    return change && (change[1] === 'true' ? 'on' : 'off');
  }

  ofCalls(): readonly Event[] {
    return this.#after.elements('Call').flatMap((call) => this.#ofCall(call));
  }

  #ofCall(call: string): readonly Event[] {
    const say = <N extends EventName>(name: N, data: EventData[N]) =>
      said(this.#after.text(threadOf, call), name, data);
    const counts = this.#after.elements('Mediator').flatMap((mediator) => {
      const turned = this.#turned(inFlight, mediator, call);
      const data = { call, ref, mediator: Number(mediator), delta: turned === 'on' ? 1 : -1 };
      return turned ? [say('counted', data)] : [];
    });
    const tabled = this.#turned(table, call);
    const mediator = Number(this.#after.text(current));
    const rows = tabled ? [say('tracked', { call, ref, mediator, present: tabled === 'on' })] : [];
    const [from, to] = this.#change(at, call) ?? [];
    const object = this.#runsIn(this.#after, call);
    const moves: Readonly<Record<string, () => Event>> = {
      invoked: () => (from === 'suspended' ? say('resumed', { call, ref }) : say('invoke', invoked(call))),
      suspended: () => say('suspended', { call, ref }),
      inside: () => say('enter', { call, ref, object }),
      left: () => say('leave', { call, ref, object }),
      returned: () => say('return', { call, ref, result: null }),
    };
    const isBegun = from === 'idle' || to !== 'invoked' || from === 'suspended';
    return [...counts, ...rows, ...(to && isBegun && moves[to] ? [moves[to]()] : [])];
  }

  #runsIn(reader: Reader, call: string): number {
    const [kind, which] = reader.text(aim, call).split(' ') as [string, string];
    return Number(kind === 'object' ? which : reader.text(original, which));
  }

  ofPhases(): readonly Event[] {
    return this.#after.elements('Mediator').flatMap((mediator) => {
      const to = this.#change(phase, mediator)?.[1] as EventData['phase']['phase'] | undefined;
      return to ? [this.#say('phase', { ref, mediator: Number(mediator), phase: to })] : [];
    });
  }

  ofSwapper(): readonly Event[] {
    const [, to] = this.#change(swapper) ?? [];
    const mediator = Number(this.#after.text(current));
    const move = {
      ...{
        ref,
        from: Number(this.#after.text(original, `${mediator}`)),
        to: Number(this.#after.text(successor)),
        format: 0,
      },
    };
    const served = this.#after.text(pointer) === `object ${move.to}`;
    const said: Readonly<Record<string, () => Event>> = {
      requested: () => this.#say('swapRequested', { ref }),
      forward: () => this.#say('swapStarted', { ref, mediator }),
      transfer: () => this.#say('transferBegins', move),
      transferred: () => this.#say('transferEnded', move),
      aborting: () => this.#say('swapAbandoned', { ref, mediator }),
      ended: () => this.#say('swapEnded', { ref, mediator, outcome: served ? 'completed' : 'aborted' }),
      idle: () => this.#say('swapIdle', { ref }),
    };
    return to && said[to] ? [said[to]()] : [];
  }

  ofPointer(): readonly Event[] {
    const [kind, object] = this.#change(pointer)?.[1].split(' ') ?? [];
    return kind === 'object' ? [this.#say('swung', { ref, object: Number(object) })] : [];
  }

  ofMemory(): readonly Event[] {
    const objects = this.#after.elements('Object').filter((object) => this.#turned(freedObject, object) === 'on');
    const mediators = this.#after.elements('Mediator').filter((each) => this.#turned(freedMediator, each) === 'on');
    return [
      ...objects.map((object) => this.#say('freedObject', { ref, object: Number(object) })),
      ...mediators.map((mediator) => this.#say('freedMediator', { ref, mediator: Number(mediator) })),
    ];
  }

  #say<N extends EventName>(name: N, data: EventData[N]): Event {
    return said('swapper', name, data);
  }
}

function invoked(call: string): EventData['invoke'] {
  return { call, ref, method: 'm', args: [] };
}
