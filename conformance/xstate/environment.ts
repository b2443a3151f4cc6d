// What comes to a machine from elsewhere than those who send it events: timers (`after`), the ends of actors that it invokes
// or spawns, what it sends itself later. Nothing of it is run here. A timer may fire whenever its state is there: it is
// untimed. Anything else must be declared, because nobody else knows whether it ever comes and with what.

import type { AnyActorRef, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { QuiesceError } from '../../engine/program/index.js';
import { type ChartState, rootOf } from './chart.js';

/** One source of events, and how they come to the machine. */
export interface EnvironmentEvent {
  /** As xstate names it: `xstate.after.1000.lease.held`. */
  readonly event: string;
  readonly kind: 'timer' | 'actor';
  /** Where the machine has it. */
  readonly place: string;
}

/** What an action would do outside of the machine. */
export interface Effect {
  readonly type: string;
  readonly self: unknown;
  readonly params:
    | { readonly to?: unknown; readonly delay?: unknown; readonly event?: { readonly type: string } }
    | undefined;
}

interface Invoked {
  readonly id: string;
  readonly src: unknown;
}

type Invoking = ChartState & { readonly id: string; readonly invoke: readonly Invoked[] };

/** environmentOf lists the events of timers and of invoked actors that a machine reacts to. */
export function environmentOf(machine: AnyStateMachine): readonly EnvironmentEvent[] {
  return statesOf(machine).flatMap((state) => {
    const place = state.path.join('.') || machine.id;
    return [...state.transitions.keys()].flatMap((event): readonly EnvironmentEvent[] => {
      if (event.startsWith('xstate.after.')) return [{ event, kind: 'timer', place }];
      return actorOf(event) === undefined ? [] : [{ event, kind: 'actor', place }];
    });
  });
}

/** A system of actors as it knows them by the names that are the same everywhere in it. */
interface Naming {
  get(name: string): AnyActorRef | undefined;
  _set(name: string, actor: AnyActorRef): void;
  _unregister(actor: AnyActorRef): void;
}

/**
 * nameAnew lets actors of several states have one name in a system (`systemId`): no machine has two at once, but many of its
 * states are asked side by side.
 */
export function nameAnew(system: object): void {
  const naming = system as Naming;
  const set = naming._set.bind(naming);
  naming._set = (name, actor) => {
    const before = naming.get(name);
    if (before) naming._unregister(before);
    set(name, actor);
  };
}

/** refuseUnknownInvocations throws QSC409 for an invoked actor of which it is not said how it ends. */
export function refuseUnknownInvocations(machine: AnyStateMachine, declared: ReadonlySet<string>): void {
  for (const state of statesOf(machine)) {
    for (const { id } of state.invoke) {
      const handled = [...state.transitions.keys()].filter((event) => actorOf(event) === id);
      const open = handled.find((event) => !declared.has(event));
      if (open !== undefined) throw undeclared(state, machine, id, open);
      const known = actorEvents(id).some((event) => declared.has(event));
      if (handled.length === 0 && !known) throw undeclared(state, machine, id, actorEvents(id)[0]!);
    }
  }
}

function undeclared(state: Invoking, machine: AnyStateMachine, id: string, event: string): QuiesceError {
  return new QuiesceError(
    'QSC409',
    `${state.path.join('.') || machine.id} invokes ${id}, and nothing says when ${event} comes`,
  );
}

/** actorEvents are the events by which an actor makes itself known to whoever has it. */
export function actorEvents(id: string): readonly string[] {
  return [`xstate.done.actor.${id}`, `xstate.error.actor.${id}`, `xstate.snapshot.${id}`];
}

function actorOf(event: string): string | undefined {
  return /^xstate\.(?:done\.actor|error\.actor|snapshot)\.(.+)$/.exec(event)?.[1];
}

/** invokedIds are the ids of the actors that a machine invokes. */
export function invokedIds(machine: AnyStateMachine): ReadonlySet<string> {
  return new Set(statesOf(machine).flatMap((state) => state.invoke.map(({ id }) => id)));
}

/** refuseUndeclared throws QSC409 for an actor that is spawned, or an event that a machine sends itself, undeclared. */
export function refuseUndeclared(
  where: string,
  { children }: AnyMachineSnapshot,
  effects: readonly Effect[],
  { invoked, declared }: { readonly invoked: ReadonlySet<string>; readonly declared: ReadonlySet<string> },
): void {
  const spawned = Object.keys(children).find(
    (id) => !invoked.has(id) && !actorEvents(id).some((event) => declared.has(event)),
  );
  if (spawned !== undefined)
    throw new QuiesceError('QSC409', `at ${where} it spawns ${spawned}, and nothing says how that ends`);
  const own = effects.map(toItself).find((event) => event !== undefined && !isTimer(event) && !declared.has(event));
  if (own !== undefined) throw new QuiesceError('QSC409', `at ${where} it sends itself ${own}, which comes later`);
}

/** The event that comes back to the machine by another way than at once. */
function toItself({ type, self, params }: Effect): string | undefined {
  if (type === 'xstate.raise') return params?.delay === undefined ? undefined : params.event?.type;
  return type === 'xstate.sendTo' && params?.to === self ? params?.event?.type : undefined;
}

function isTimer(event: string): boolean {
  return event.startsWith('xstate.after.');
}

function statesOf(machine: AnyStateMachine): readonly Invoking[] {
  const inside = (state: ChartState): readonly Invoking[] => [
    state as Invoking,
    ...Object.values(state.states).flatMap(inside),
  ];
  return inside(rootOf(machine));
}
