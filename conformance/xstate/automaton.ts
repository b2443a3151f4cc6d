// An xstate machine as a specification automaton: a state is its value and context, with what its history states remember
// and the actors that it has, and the machine is asked once per distinct (state, event). Everything after that is a look-up,
// so that a check of every transition of every interleaving costs as many calls as there are questions. Guards are noted as
// they answer. Actions are not run: what comes of them from outside is an event that has to be declared (environment.ts).

import {
  type AnyActorRef,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  type StateValue,
} from 'xstate';
import { functionGiven, recordGiven } from '../../engine/program/given.js';
import { canonical, deepFreeze, QuiesceError, type Value } from '../../engine/program/index.js';
import type { Answer, Conditions, Field, SpecificationAutomaton, Step } from '../automaton.js';
import { type Arrow, arrowsByDefinition, type Definition, inOrder, pathsOf, pathText, rootOf } from './chart.js';
import { type Effect, invokedIds, nameAnew, refuseUndeclared } from './environment.js';
import { plainState, quickText, refuseNoPart, snapshotOf } from './plainState.js';
import type { MachineText } from './sources.js';

/** A state of a machine: plain data, so that it can be kept, compared and printed. */
export type MachineState = {
  readonly value: StateValue;
  readonly context: { readonly [field: string]: Value };
  /** By history state, the states that it leads back to; left out where nothing is remembered. */
  readonly history?: { readonly [id: string]: readonly string[] };
  /** The ids of the actors that it has; left out where it has none. */
  readonly children?: readonly string[];
};

export interface MachineOptions {
  /** What the machine starts with. */
  readonly input?: Value;
  /** Where the machine is written, for the places that a divergence points at. */
  readonly text?: MachineText | undefined;
  /** Events of actors and delayed ones that are said to come; none unless told. */
  readonly declared?: ReadonlySet<string>;
}

interface Known {
  readonly state: MachineState;
  /** By the order in which the fields of its context were put in, which a guard may look at and no state shows. */
  readonly snapshots: Map<string, AnyMachineSnapshot>;
  readonly answers: Map<string, { readonly step: Step; readonly answer: Answer }>;
}

/** A state that was come to with its fields in another order: what it has answered before has to be answered so. */
interface Reordered {
  readonly state: number;
  readonly snapshot: AnyMachineSnapshot;
}

/** An event in a state; `where` says so in words. */
interface Question {
  readonly snapshot: AnyMachineSnapshot;
  readonly event: { readonly type: string };
  readonly text: string;
  readonly where: string;
}

/** Arrows that are taken without an event, and raised ones, may go round for ever: xstate throws past so many. */
const microstepsMax = 10_000;

const refused = Object.freeze([]);
const nothingAsked: Conditions = Object.freeze({ true: Object.freeze([]), false: Object.freeze([]) });

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
  readonly #reordered: Reordered[] = [];
  readonly #ids = new Map<string, number>();
  /** The same by a text that is quicker to make; equal states may have several. */
  readonly #quick = new Map<string, number>();
  readonly #scope: AnyActorScope;
  readonly #guards = { true: new Set<string>(), false: new Set<string>() };
  readonly #foreseen: { readonly invoked: ReadonlySet<string>; readonly declared: ReadonlySet<string> };
  /** What the actions of the present call would send. */
  readonly #effects: Effect[] = [];
  /** The arrows of the microsteps of the present call. */
  readonly #microsteps: Definition[] = [];

  /** Throws QSC401 and QSC409. */
  constructor(machine: AnyStateMachine, options: MachineOptions = {}) {
    const { input, text, declared = new Set() } = recordGiven<MachineOptions>('QSC407', 'options: a record', options);
    functionGiven('QSC407', 'a machine of xstate', machine?.getInitialSnapshot);
    this.name = machine.id;
    this.machine = this.#listeningTo(machine);
    this.input = input;
    this.#text = text;
    this.#foreseen = { invoked: invokedIds(this.machine), declared };
    this.#arrowOf = arrowsByDefinition(this.machine);
    const arrows = [...this.#arrowOf.values()];
    this.#listenInPlace();
    this.arrows = arrows.map(({ name }) => name);
    this.conditions = [...new Set(arrows.flatMap(({ guard }) => (guard === undefined ? [] : [guard])))];
    this.#hasEventless = arrows.some(({ event }) => event === 'always');
    const actor = this.#guarded('the start', () => createActor(this.machine, { input }));
    nameAnew(actor.system);
    this.#scope = this.#inertScope(actor);
    const begun = this.#guarded('the start', () => this.machine.getInitialSnapshot(this.#scope, input as never));
    this.initial = [this.#keep(begun as AnyMachineSnapshot, 'the start')];
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
    return known ?? this.#keep(snapshotOf(this.machine, state), 'a state from elsewhere');
  }

  find({ value, context, history, children }: MachineState): number | undefined {
    const state = { value, context, ...(history ? { history } : {}), ...(children ? { children } : {}) };
    const quick = quickText(state);
    const known = this.#quick.get(quick);
    if (known !== undefined) return known;
    const id = this.#ids.get(canonical(state));
    if (id !== undefined) this.#quick.set(quick, id);
    return id;
  }

  nameOf(state: number): string {
    return pathText(inOrder(this.show(state).value, rootOf(this.machine)));
  }

  textOf(state: number): string {
    const { value: _value, context, ...others } = this.show(state);
    const more = Object.keys(others).length === 0 ? '' : ` ${canonical(others)}`;
    return `${this.nameOf(state)} ${canonical(context)}${more}`;
  }

  /** Of a part of a state, what is there. Throws QSC403 for what is none. */
  fields(part: Partial<MachineState>): readonly Field[] {
    refuseNoPart(this.name, part);
    const { value, context = {}, history, children } = part;
    return [
      ...(value === undefined ? [] : [['state', pathText(inOrder(value, rootOf(this.machine)))] as const]),
      ...Object.entries(context).map(([name, each]): Field => [name, canonical(each)]),
      ...Object.entries(history ?? {}).map(([id, nodes]): Field => [`history ${id}`, nodes.join(' | ')]),
      ...(children ? [['actors', children.join(', ')] as const] : []),
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
    const { answers, snapshots } = this.#known[state]!;
    const known = answers.get(step.text);
    if (known) return known.answer;
    const [first, ...others] = snapshots.values();
    const answer = this.#ask(state, first!, step);
    answers.set(step.text, { step, answer });
    for (const snapshot of others) this.#askAlike({ state, snapshot }, step, answer);
    this.#askReordered();
    return answer;
  }

  /** Asking may come to further states in another order: one after the other, until there is none left. */
  #askReordered(): void {
    for (let next = this.#reordered.pop(); next; next = this.#reordered.pop())
      for (const { step, answer } of this.#known[next.state]!.answers.values()) this.#askAlike(next, step, answer);
  }

  /** Throws QSC405 where the order of fields is answered to. */
  #askAlike({ state, snapshot }: Reordered, step: Step, answer: Answer): void {
    if (canonical(this.#ask(state, snapshot, step)) === canonical(answer)) return;
    const where = `${step.text} in ${this.nameOf(state) || this.name}`;
    throw new QuiesceError('QSC405', `${this.name} answers otherwise for fields in another order at ${where}`);
  }

  /**
   * Arrows without target or actions leave the state as it is; where there is more, xstate is asked for the next. Each
   * question is asked twice, because a guard or an action may answer by something else than state and event.
   */
  #ask(state: number, snapshot: AnyMachineSnapshot, { name, parameters, text }: Step): Answer {
    const event = { ...parameters, type: name };
    const question: Question = { snapshot, event, text, where: `${text} in ${this.nameOf(state) || this.name}` };
    if (snapshot.status !== 'active') return Object.freeze({ targets: refused, conditions: nothingAsked });
    const { selected, conditions } = this.#twice(question, this.#selected);
    if (selected.length === 0) return Object.freeze({ targets: refused, conditions });
    if (!this.#hasEventless && selected.every(({ target, actions }) => !target && actions.length === 0))
      return answerOf(
        state,
        selected.map((each) => this.#arrowOf.get(each)!.name),
        conditions,
      );
    const taken = this.#twice(question, this.#taken);
    return answerOf(taken.state, taken.arrows, conditions);
  }

  /** Throws QSC405 where the second answer is another than the first. */
  #twice<A extends { readonly same: string }>(question: Question, ask: (question: Question) => A): A {
    const answer = ask.call(this, question);
    if (ask.call(this, question).same === answer.same) return answer;
    throw new QuiesceError('QSC405', `${this.name} answers otherwise when asked again at ${question.where}`);
  }

  /** The transitions that an event selects, and what guards said of it. */
  #selected({ snapshot, event, text }: Question) {
    this.#guards.true.clear();
    this.#guards.false.clear();
    const found = this.#guarded(text, () => this.machine.getTransitionData(snapshot, event)) as Definition[];
    const selected = found.filter((each) => this.#arrowOf.has(each));
    const conditions: Conditions = deepFreeze({ true: [...this.#guards.true], false: [...this.#guards.false] });
    const arrows = selected.map((each) => this.#arrowOf.get(each)!.name);
    return { selected, conditions, same: canonical([arrows, conditions]) };
  }

  /** Where an event leads, and by which arrows. */
  #taken({ snapshot, event, text, where }: Question) {
    this.#microsteps.length = 0;
    this.#effects.length = 0;
    const after = this.#guarded(text, () => this.machine.transition(snapshot, event, this.#scope));
    const arrows = this.#microsteps.flatMap((each) => this.#arrowOf.get(each)?.name ?? []);
    const state = this.#keep(after as AnyMachineSnapshot, where);
    return { state, arrows, same: canonical([state, arrows]) };
  }

  /** Where the machine's own code throws, it is no total function of state and event. */
  #guarded<T>(text: string, call: () => T): T {
    try {
      return this.#timed(call);
    } catch (error) {
      const seen = `${this.name} threw at ${text}: ${error instanceof Error ? error.message : String(error)}`;
      throw new QuiesceError('QSC405', seen, { cause: error });
    }
  }

  /** `where` is what led there. */
  #keep(snapshot: AnyMachineSnapshot, where: string): number {
    if (snapshot.status === 'error')
      throw new QuiesceError('QSC405', `${this.name} threw at ${where}: ${snapshot.error}`);
    refuseUndeclared(where, snapshot, this.#effects, this.#foreseen);
    const state: MachineState = deepFreeze(plainState(this.machine, snapshot));
    const order = JSON.stringify(state.context);
    const known = this.find(state);
    if (known !== undefined) return this.#keepOrder(known, order, snapshot);
    const id = this.#known.push({ state, snapshots: new Map([[order, snapshot]]), answers: new Map() }) - 1;
    this.#ids.set(canonical(state), id);
    this.#quick.set(quickText(state), id);
    return id;
  }

  #keepOrder(state: number, order: string, snapshot: AnyMachineSnapshot): number {
    const { snapshots } = this.#known[state]!;
    if (!snapshots.has(order)) {
      snapshots.set(order, snapshot);
      this.#reordered.push({ state, snapshot });
    }
    return state;
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
    const copy = machine.provide({ guards: Object.fromEntries(guards) } as never) as AnyStateMachine;
    const options = copy.options as { maxIterations?: number } | undefined;
    if (options && !Number.isFinite(options.maxIterations)) options.maxIterations = microstepsMax;
    return copy;
  }

  /** Guards that are written in place have no name but that of their arrow. The definitions are this copy's own. */
  #listenInPlace(): void {
    for (const [definition, { name }] of this.#arrowOf) {
      if (typeof definition.guard !== 'function') continue;
      const guard = this.#listeningGuard(`the guard of ${name}`, definition.guard as Guard);
      (definition as { guard: Guard }).guard = guard;
    }
  }

  /** A guard is a function; one that xstate makes of others (`and`, `not`, `stateIn`) has a check of its own besides. */
  #listeningGuard(name: string, guard: Guard): Guard {
    const note = (said: unknown): boolean => {
      if (said instanceof Promise) throw new Error(`${name} answers with a promise, which is neither true nor false`);
      const answer = Boolean(said);
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
      this.#microsteps.push(
        ...((event as unknown as { readonly _transitions: readonly Definition[] })._transitions ?? []),
      );
    });
    const actionExecutor = ({ type, params }: { readonly type: string; readonly params: unknown }) => {
      this.#effects.push({ type, self: actor, params: params as Effect['params'] });
    };
    const inert = { self: actor, system: actor.system, id: actor.id, sessionId: actor.sessionId };
    return {
      ...inert,
      ...{ defer: nothing, logger: nothing, stopChild: nothing, emit: nothing, actionExecutor },
    } as unknown as AnyActorScope;
  }
}

interface Guard {
  (given: unknown, parameters: unknown): boolean;
  readonly check?: (snapshot: unknown, given: unknown, guard: Guard) => boolean;
}

function answerOf(state: number, arrows: readonly string[], conditions: Conditions): Answer {
  return deepFreeze({ targets: [{ state, arrows: [...new Set(arrows)] }], conditions });
}
