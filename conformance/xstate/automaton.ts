// An xstate machine as a specification automaton: a state is its value and context, and the machine is asked once per
// distinct (state, event). Everything after that is a look-up, so that a check of every transition of every interleaving
// costs as many calls as there are questions. Guards are noted as they answer.

import {
  type AnyActorRef,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  type StateValue,
} from 'xstate';
import { canonical, deepFreeze, isRecord, QuiesceError, type Value } from '../../engine/program/index.js';
import type { Answer, Conditions, Field, SpecificationAutomaton, Step } from '../automaton.js';
import { type Arrow, arrowsByDefinition, type Definition, pathsOf, pathText } from './chart.js';
import type { MachineText } from './sources.js';

/** A state of a machine: plain data, so that it can be kept, compared and printed. */
export type MachineState = {
  readonly value: StateValue;
  readonly context: { readonly [field: string]: Value };
};

export interface MachineOptions {
  /** What the machine starts with. */
  readonly input?: Value;
  /** Where the machine is written, for the places that a divergence points at. */
  readonly text?: MachineText | undefined;
}

interface Known {
  readonly snapshot: AnyMachineSnapshot;
  readonly state: MachineState;
  readonly answers: Map<string, Answer>;
}

const refused = Object.freeze([]);

export class MachineAutomaton implements SpecificationAutomaton<MachineState> {
  readonly name: string;
  readonly kind = 'machine';
  readonly machine: AnyStateMachine;
  readonly input: Value;
  readonly initial: readonly [number];
  readonly arrows: readonly string[];
  readonly conditions: readonly string[];
  /** How often xstate was called, and how long that took. */
  readonly cost = { calls: 0, elapsedMs: 0 };
  readonly #arrowOf: ReadonlyMap<Definition, Arrow>;
  /** Arrows that are taken without an event may follow any event. */
  readonly #hasEventless: boolean;
  readonly #text: MachineText | undefined;
  readonly #known: Known[] = [];
  readonly #ids = new Map<string, number>();
  /** The same by a text that is quicker to make; equal states may have several. */
  readonly #quick = new Map<string, number>();
  readonly #scope: AnyActorScope;
  readonly #guards = { true: new Set<string>(), false: new Set<string>() };
  /** The arrows of the microsteps of the present call. */
  readonly #taken: Definition[] = [];

  constructor(machine: AnyStateMachine, { input, text }: MachineOptions = {}) {
    this.name = machine.id;
    this.machine = this.#listeningTo(machine);
    this.input = input;
    this.#text = text;
    this.#arrowOf = arrowsByDefinition(this.machine);
    const arrows = [...this.#arrowOf.values()];
    this.arrows = arrows.map(({ name }) => name);
    this.conditions = [...new Set(arrows.flatMap(({ guard }) => (guard === undefined ? [] : [guard])))];
    this.#hasEventless = arrows.some(({ event }) => event === 'always');
    const actor = this.#timed(() => createActor(this.machine, { input }));
    this.#scope = this.#inertScope(actor);
    this.initial = [this.#keep(actor.getSnapshot() as AnyMachineSnapshot)];
  }

  /** How many states have been seen. */
  get size(): number {
    return this.#known.length;
  }

  show(state: number): MachineState {
    return this.#known[state]!.state;
  }

  valueOf(state: number): Value {
    return this.show(state) as Value;
  }

  stateOf(value: Value): number {
    const state = value as unknown as MachineState;
    const known = this.find(state);
    if (known !== undefined) return known;
    return this.#keep(this.machine.resolveState(state as never) as AnyMachineSnapshot);
  }

  find({ value, context }: MachineState): number | undefined {
    const quick = quickText({ value, context });
    const known = this.#quick.get(quick);
    if (known !== undefined) return known;
    const id = this.#ids.get(canonical({ value, context }));
    if (id !== undefined) this.#quick.set(quick, id);
    return id;
  }

  nameOf(state: number): string {
    return pathText(this.show(state).value);
  }

  textOf(state: number): string {
    return `${this.nameOf(state)} ${canonical(this.show(state).context)}`;
  }

  /** Of a part of a state, what is there. */
  fields({ value, context = {} }: Partial<MachineState>): readonly Field[] {
    return [
      ...(value === undefined ? [] : [['state', pathText(value)] as const]),
      ...Object.entries(context).map(([name, each]): Field => [name, canonical(each)]),
    ];
  }

  placesOf(state: number, refusal?: { readonly step: Step; readonly conditions: Conditions }): readonly string[] {
    const paths = pathsOf(this.show(state).value);
    const guards = refusal?.conditions.false ?? [];
    const places =
      refusal && guards.length > 0
        ? [
            ...guards.map((name) => this.#text?.guard(name)),
            ...paths.map((path) => this.#text?.arrow(path, refusal.step.name)),
          ]
        : paths.map((path) => this.#text?.state(path));
    return [...new Set(places.filter((place) => place !== undefined))];
  }

  /** The answer to a step, which is an event, from the machine or from memory. */
  next(state: number, step: Step): Answer {
    const { answers, snapshot } = this.#known[state]!;
    let answer = answers.get(step.text);
    if (!answer) {
      answer = this.#ask(state, snapshot, step);
      answers.set(step.text, answer);
    }
    return answer;
  }

  /** Arrows without target or actions leave the state as it is; where there is more, xstate is asked for the next. */
  #ask(state: number, snapshot: AnyMachineSnapshot, { name, parameters }: Step): Answer {
    const event = { type: name, ...parameters };
    this.#guards.true.clear();
    this.#guards.false.clear();
    const selected = this.#timed(() => this.machine.getTransitionData(snapshot, event)) as readonly Definition[];
    const conditions: Conditions = deepFreeze({ true: [...this.#guards.true], false: [...this.#guards.false] });
    if (selected.length === 0) return Object.freeze({ targets: refused, conditions });
    if (!this.#hasEventless && selected.every(({ target, actions }) => !target && actions.length === 0))
      return answerOf(
        state,
        selected.map((each) => this.#arrowOf.get(each)!),
        conditions,
      );
    this.#taken.length = 0;
    const after = this.#timed(() => this.machine.transition(snapshot, event, this.#scope)) as AnyMachineSnapshot;
    const arrows = this.#taken.map((each) => this.#arrowOf.get(each)!);
    return answerOf(this.#keep(after), arrows, conditions);
  }

  #keep(snapshot: AnyMachineSnapshot): number {
    const { value, context } = snapshot;
    refuseForeign(context, `${this.machine.id} context`);
    const state: MachineState = deepFreeze({ value, context });
    const known = this.find(state);
    if (known !== undefined) return known;
    const id = this.#known.push({ snapshot, state, answers: new Map() }) - 1;
    this.#ids.set(canonical(state), id);
    this.#quick.set(quickText(state), id);
    return id;
  }

  #timed<T>(call: () => T): T {
    const startedMs = performance.now();
    this.cost.calls++;
    try {
      return call();
    } finally {
      this.cost.elapsedMs += performance.now() - startedMs;
    }
  }

  /** The same machine, its guards noting what they answer. */
  #listeningTo(machine: AnyStateMachine): AnyStateMachine {
    const guards = Object.entries(machine.implementations.guards).map(([name, guard]) => [
      name,
      this.#listeningGuard(name, guard as Guard),
    ]);
    return machine.provide({ guards: Object.fromEntries(guards) } as never) as AnyStateMachine;
  }

  /** A guard is a function; one that xstate makes of others (`and`, `not`, `stateIn`) has a check of its own besides. */
  #listeningGuard(name: string, guard: Guard): Guard {
    const note = (answer: boolean): boolean => {
      this.#guards[`${answer}`].add(name);
      return answer;
    };
    const listening: Guard = (given, parameters) => note(guard(given, parameters));
    const { check } = guard;
    return check
      ? Object.assign(listening, guard, { check: (...given: unknown[]) => note(check(given[0], given[1], guard)) })
      : listening;
  }

  /** What a machine needs around it to be asked: an actor that is never started. Nothing comes of actions. */
  #inertScope(actor: AnyActorRef): AnyActorScope {
    const nothing = () => {};
    actor.system.inspect((event) => {
      if (event.type !== '@xstate.microstep') return;
      this.#taken.push(...((event as unknown as { readonly _transitions: readonly Definition[] })._transitions ?? []));
    });
    const inert = { self: actor, system: actor.system, id: actor.id, sessionId: actor.sessionId };
    return {
      ...inert,
      ...{ defer: nothing, logger: nothing, stopChild: nothing, emit: nothing, actionExecutor: nothing },
    } as unknown as AnyActorScope;
  }
}

interface Guard {
  (given: unknown, parameters: unknown): boolean;
  readonly check?: (snapshot: unknown, given: unknown, guard: Guard) => boolean;
}

function answerOf(state: number, arrows: readonly (Arrow | undefined)[], conditions: Conditions): Answer {
  const names = arrows.flatMap((arrow) => (arrow ? [arrow.name] : []));
  return deepFreeze({ targets: [{ state, arrows: [...new Set(names)] }], conditions });
}

/** Different states have different texts, equal ones may too. Half stands for undefined: no plain data holds a fraction. */
function quickText(state: MachineState): string {
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
