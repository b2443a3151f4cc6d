// An xstate machine as a deterministic automaton over plain data: a state is its value and context, and the machine is
// asked once per distinct (state, event). Everything after that is a look-up, so that a check of every transition of
// every interleaving costs as many calls as there are questions. Guards are noted as they answer.
// States are known by numbers, in the order of discovery; numbers never reach a report.

import {
  type AnyActorRef,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  type StateValue,
} from 'xstate';
import { canonical, deepFreeze, isRecord, QuiesceError, type Value } from '../engine/program/index.js';

/** A state of a machine: plain data, so that it can be kept, compared and printed. */
export type ModelState = {
  readonly value: StateValue;
  readonly context: { readonly [field: string]: Value };
};

export type ModelEvent = { readonly type: string; readonly [datum: string]: Value };

/** An arrow of the chart: one transition as it is written down. */
export interface Arrow {
  /** `swapping.forward counted.in`, with the position where an event has several arrows there. */
  readonly name: string;
  /** Where it is written: the path of the state that has it. */
  readonly source: string;
  readonly event: string;
  readonly guard: string | undefined;
  readonly target: string | undefined;
  readonly actions: readonly string[];
}

/** What the guards that were asked said: names of those that were true, and of those that were false. */
export interface GuardAnswers {
  readonly true: readonly string[];
  readonly false: readonly string[];
}

/** What the machine answers: where the event leads; or nowhere, by its guards, or for want of an arrow. */
export type Answer =
  | { readonly accepted: true; readonly guards: GuardAnswers; readonly state: number; readonly arrow: Arrow }
  | { readonly accepted: false; readonly guards: GuardAnswers };

/** An event with its canonical text, worked out once. */
export interface Question {
  readonly event: ModelEvent;
  readonly text: string;
}

export function question(event: ModelEvent): Question {
  return Object.freeze({ event, text: canonical(event) });
}

interface Known {
  readonly snapshot: AnyMachineSnapshot;
  readonly state: ModelState;
  readonly answers: Map<string, Answer>;
}

/** A transition as xstate keeps it; its own type has too many parameters to be named. */
interface Definition {
  readonly eventType: string;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
  readonly source: { readonly path: readonly string[] };
  readonly target?: readonly { readonly path: readonly string[] }[] | undefined;
}

export class MachineAutomaton {
  readonly machine: AnyStateMachine;
  readonly input: Value;
  readonly initial: number;
  /** How often xstate was called, and how long that took. */
  calls = 0;
  elapsedMs = 0;
  /** The arrows of the chart, by name. */
  readonly arrows: ReadonlyMap<string, Arrow>;
  readonly #arrowOf: ReadonlyMap<Definition, Arrow>;
  readonly #known: Known[] = [];
  readonly #ids = new Map<string, number>();
  /** The same by a text that is quicker to make; equal states may have several. */
  readonly #quick = new Map<string, number>();
  readonly #scope: AnyActorScope;
  readonly #guards = { true: new Set<string>(), false: new Set<string>() };

  constructor(machine: AnyStateMachine, input: Value) {
    this.machine = this.#listeningTo(machine);
    this.input = input;
    this.#arrowOf = arrowsByDefinition(this.machine);
    this.arrows = new Map([...this.#arrowOf.values()].map((arrow) => [arrow.name, arrow]));
    const actor = this.#timed(() => createActor(this.machine, { input }));
    this.#scope = inertScope(actor);
    const snapshot = actor.getSnapshot() as AnyMachineSnapshot;
    this.initial = this.#keep(snapshot);
  }

  /** How many states have been seen. */
  get size(): number {
    return this.#known.length;
  }

  state(id: number): ModelState {
    return this.#known[id]!.state;
  }

  /** The answer to an event in a state, from the machine or from memory. */
  next(id: number, { event, text }: Question): Answer {
    const { answers, snapshot } = this.#known[id]!;
    let answer = answers.get(text);
    if (!answer) {
      answer = this.#ask(id, snapshot, event);
      answers.set(text, answer);
    }
    return answer;
  }

  /** The number of a snapshot's state. */
  idOf(snapshot: AnyMachineSnapshot): number {
    return this.#keep(snapshot);
  }

  /** An arrow without target or actions leaves the state as it is; where there is more, xstate is asked for the next. */
  #ask(id: number, snapshot: AnyMachineSnapshot, event: ModelEvent): Answer {
    this.#guards.true.clear();
    this.#guards.false.clear();
    const [definition] = this.#timed(() => this.machine.getTransitionData(snapshot, event)) as readonly Definition[];
    const guards: GuardAnswers = deepFreeze({ true: [...this.#guards.true], false: [...this.#guards.false] });
    if (!definition) return Object.freeze({ accepted: false, guards });
    const arrow = this.#arrowOf.get(definition)!;
    if (arrow.target === undefined && arrow.actions.length === 0) {
      return Object.freeze({ accepted: true, guards, state: id, arrow });
    }
    const after = this.#timed(() => this.machine.transition(snapshot, event, this.#scope)) as AnyMachineSnapshot;
    return Object.freeze({ accepted: true, guards, state: this.#keep(after), arrow });
  }

  /** The number of a state, if it has been seen. */
  find({ value, context }: ModelState): number | undefined {
    const quick = quickText({ value, context });
    const known = this.#quick.get(quick);
    if (known !== undefined) return known;
    const id = this.#ids.get(canonical({ value, context }));
    if (id !== undefined) this.#quick.set(quick, id);
    return id;
  }

  #keep(snapshot: AnyMachineSnapshot): number {
    const { value, context } = snapshot;
    refuseForeign(context, `${this.machine.id} context`);
    const state: ModelState = deepFreeze({ value, context });
    const known = this.find(state);
    if (known !== undefined) return known;
    const id = this.#known.push({ snapshot, state, answers: new Map() }) - 1;
    this.#ids.set(canonical(state), id);
    this.#quick.set(quickText(state), id);
    return id;
  }

  #timed<T>(call: () => T): T {
    const startedMs = performance.now();
    this.calls++;
    try {
      return call();
    } finally {
      this.elapsedMs += performance.now() - startedMs;
    }
  }

  /** The same machine, its guards noting what they answer. */
  #listeningTo(machine: AnyStateMachine): AnyStateMachine {
    const guards = Object.entries(machine.implementations.guards).map(([name, guard]) => {
      const listening = (given: unknown, parameters: unknown): boolean => {
        const answer = (guard as (given: unknown, parameters: unknown) => boolean)(given, parameters);
        this.#guards[`${answer}`].add(name);
        return answer;
      };
      return [name, listening];
    });
    return machine.provide({ guards: Object.fromEntries(guards) } as never) as AnyStateMachine;
  }
}

/** What a machine needs around it to be asked: an actor that is never started. Nothing comes of actions. */
function inertScope(actor: AnyActorRef): AnyActorScope {
  const nothing = () => {};
  const inert = { self: actor, system: actor.system, id: actor.id, sessionId: actor.sessionId };
  return {
    ...inert,
    ...{ defer: nothing, logger: nothing, stopChild: nothing, emit: nothing, actionExecutor: nothing },
  } as unknown as AnyActorScope;
}

/** Different states have different texts, equal ones may too. Half stands for undefined: no plain data holds a fraction. */
function quickText(state: ModelState): string {
  return JSON.stringify(state, (_key, part) => (part === undefined ? 0.5 : part));
}

/** A context must be plain data: anything else is compared by what JSON shows of it, and states collapse into one. */
function refuseForeign(value: unknown, place: string): void {
  if (Array.isArray(value)) value.forEach((part, index) => void refuseForeign(part, `${place}[${index}]`));
  else if (isRecord(value)) for (const [key, part] of Object.entries(value)) refuseForeign(part, `${place}.${key}`);
  else if (!isScalar(value)) throw new QuiesceError('QSC401', `${place} holds ${describe(value)}`);
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return value === null || value === undefined || typeof value === 'boolean' || typeof value === 'string';
}

function describe(value: unknown): string {
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'object' && value !== null) return `an instance of ${value.constructor?.name ?? 'a class'}`;
  return `a ${typeof value}`;
}

/** pathText writes a state value as a path: `swapping.forward`. */
export function pathText(value: StateValue): string {
  if (typeof value === 'string') return value;
  return Object.entries(value)
    .map(([name, inner]) => (inner === undefined ? name : `${name}.${pathText(inner)}`))
    .join('|');
}

/** arrowsOf lists the arrows of a chart, in the order in which they are written. */
export function arrowsOf(machine: AnyStateMachine): readonly Arrow[] {
  return [...arrowsByDefinition(machine).values()];
}

function arrowsByDefinition(machine: AnyStateMachine): ReadonlyMap<Definition, Arrow> {
  const nodes = nodesOf(machine.root as unknown as Node);
  const definitions = nodes.flatMap((node) => [...node.transitions.values()].flat());
  return new Map(definitions.map((definition) => [definition, arrowOf(definition, machine)]));
}

interface Node {
  readonly path: readonly string[];
  readonly states: Readonly<Record<string, Node>>;
  readonly transitions: ReadonlyMap<string, readonly Definition[]>;
}

function nodesOf(node: Node): Node[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}

function arrowOf(definition: Definition, machine: AnyStateMachine): Arrow {
  const { eventType, guard, target, actions } = definition;
  return Object.freeze({
    name: nameOf(definition, machine),
    source: definition.source.path.join('.'),
    event: eventType,
    guard: typeof guard === 'string' ? guard : undefined,
    target: target?.map(({ path }) => path.join('.')).join(' '),
    actions: actions.map(String),
  });
}

function nameOf(definition: Definition, machine: AnyStateMachine): string {
  const { eventType, source } = definition;
  const among = siblingsOf(definition, machine);
  const place = source.path.length === 0 ? machine.id : source.path.join('.');
  return `${place} ${eventType}${among.length > 1 ? ` ${among.indexOf(definition) + 1}` : ''}`;
}

function siblingsOf({ eventType, source }: Definition, machine: AnyStateMachine): readonly Definition[] {
  let node = machine.root as unknown as Node;
  for (const name of source.path) node = node.states[name]!;
  return node.transitions.get(eventType) ?? [];
}
