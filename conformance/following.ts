// A specification that follows what is said, event by event. As it may allow several ways to go on, what is remembered is
// all states that it can be in (the subset construction), each with the steps that it has made and still owes the event
// of. Hidden steps are taken at once, late ones too, for as long as they lead on (closure). All of it is a pure function
// of a memory, which is plain data, and an event: nothing is counted here and nothing noted.

import { canonical, type Event, QuiesceError, type Value } from '../engine/program/index.js';
import { type Violation, violated } from '../engine/watch/property.js';
import { allowed, allows, type Step } from './automaton.js';
import { type Check, type Rule, ruleFor } from './rules.js';
import type { Specification } from './specification.js';

/** A state that the specification can be in, with the texts of the steps that it owes the event of. */
export interface Member {
  readonly state: number;
  readonly owed: readonly string[];
}

/** The members as plain data, in one order: for each what stands for its state, then what it owes. */
export type Memory = readonly (readonly Value[])[];

/** A transition of the specification. */
export interface Made {
  readonly from: number;
  readonly step: Step;
  readonly to: number;
  readonly arrows: readonly string[];
}

/** What an event asks of the specification. */
export interface Asked {
  /** The states in which it is asked. */
  readonly states: readonly number[];
  /** The step that it is, or that it says is allowed. */
  readonly step?: Step;
  /** What it says else, in words. */
  readonly means: string;
  /** The step is allowed there, but what the event says besides is not true. */
  readonly isAllowed: boolean;
}

/** An event with its rule, and the step that it is where it is one. */
interface Reading<S> {
  readonly event: Event;
  readonly rule: Rule<S>;
  readonly step?: Step;
}

type Note = (made: Made) => void;
const unnoted: Note = () => {};

/** How many states hidden steps may lead to at once. */
const membersMax = 10_000;

export class Following<S> {
  readonly specification: Specification<S>;
  /** Before any event. */
  readonly initial: Memory;
  /** Memories that have been seen, taken apart: the same object is asked for many times over. */
  readonly #known = new WeakMap<object, readonly Member[]>();
  /** By the keys of their members, the memories that were given back last: equal ones are one object as soon as can be. */
  readonly #memories = new Map<string, Memory>();
  /** Events are few and come again and again. */
  readonly #readings = new WeakMap<Event, Reading<S>>();

  constructor(specification: Specification<S>) {
    this.specification = specification;
    const { automaton } = specification;
    this.initial = this.#memoryOf(this.#closed(automaton.initial.map((state) => ({ state, owed: [] }))));
  }

  /** The members of a memory. */
  members(memory: Memory): readonly Member[] {
    const known = this.#known.get(memory);
    if (known) return known;
    const members = memory.map(([value, ...owed]) => ({
      state: this.specification.automaton.stateOf(value),
      owed: owed.map(String),
    }));
    this.#known.set(memory, members);
    this.#memories.set(keyOfAll(members), memory);
    return members;
  }

  /** The rule of an event, and the step that it is. Throws QSC402. */
  read(event: Event): Reading<S> {
    let reading = this.#readings.get(event);
    if (!reading) {
      const rule = ruleFor(this.specification.rules, event);
      reading = { event, rule, ...(rule.kind === 'step' ? { step: rule.step(event) } : {}) };
      this.#readings.set(event, reading);
    }
    return reading;
  }

  /** The memory after an event, or why the specification cannot follow. */
  after(memory: Memory, event: Event): Memory | Violation {
    const reading = this.read(event);
    if (isSilent(reading)) return memory;
    const next = this.#followed(this.members(memory), reading, unnoted);
    return next.length > 0 ? this.#memoryOf(this.#closed(next)) : violated(this.#refusal(memory, event));
  }

  /** The members of which something is true, and where hidden steps lead from them; undefined where it is of none. */
  keeping(memory: Memory, isKept: (state: number) => boolean): Memory | undefined {
    const members = this.members(memory);
    const kept = members.filter(({ state }) => isKept(state));
    if (kept.length === members.length) return memory;
    return kept.length > 0 ? this.#memoryOf(this.#closed(kept)) : undefined;
  }

  /** The transitions of the specification that an event makes, hidden and late ones that follow it included. */
  made(memory: Memory, event: Event): readonly Made[] {
    const reading = this.read(event);
    if (isSilent(reading)) return [];
    const made: Made[] = [];
    const note: Note = (each) => made.push(each);
    this.#closed(this.#followed(this.members(memory), reading, note), note);
    return made;
  }

  /** The hidden and late transitions that may be made before any event. */
  madeAtFirst(): readonly Made[] {
    const made: Made[] = [];
    const initial = this.specification.automaton.initial.map((state) => ({ state, owed: [] }));
    this.#closed(initial, (each) => made.push(each));
    return made;
  }

  /** What an event asks, and where: for those who explain why it was refused. */
  asked(memory: Memory, event: Event): Asked {
    const { rule, step: said } = this.read(event);
    const members = this.members(memory);
    const able = settledOnes(members, rule, event);
    const states = [...new Set((able.length > 0 ? able : members).map(({ state }) => state))];
    const means = rule.why ?? rule.name;
    const step = rule.kind === 'observation' ? rule.enables : said;
    if (!step) return { states, means, isAllowed: false };
    const isAllowed = rule.kind === 'step' && states.some((state) => allows(this.specification.automaton, state, step));
    return { states, step, means, isAllowed };
  }

  /** All members that hidden and late steps lead to, the given ones included. */
  #closed(members: readonly Member[], note: Note = unnoted): readonly Member[] {
    const { hidden = [], late = [] } = this.specification;
    if (hidden.length === 0 && late.length === 0) return members;
    const found = new Map(members.map((member) => [keyOf(member), member]));
    for (const member of found.values()) {
      const early = late.filter(({ text }) => !member.owed.includes(text));
      const next = [
        ...hidden.flatMap((step) => this.#step(member, step, note)),
        ...early.flatMap((step) => this.#step(member, step, note).map((each) => owing(each, step.text))),
      ];
      for (const each of next) if (!found.has(keyOf(each))) found.set(keyOf(each), each);
      if (found.size > membersMax) throw this.#endless([...hidden, ...late]);
    }
    return [...found.values()];
  }

  #endless(steps: readonly Step[]): QuiesceError {
    const { name } = this.specification.automaton;
    const seen = `${name} gets to more than ${membersMax} states by ${steps.map(({ text }) => text).join(', ')} alone`;
    return new QuiesceError('QSC301', seen, {
      next: 'say which event that is, or bound what the specification counts there',
    });
  }

  #step({ state, owed }: Member, step: Step, note: Note): readonly Member[] {
    return this.specification.automaton.next(state, step).targets.map((target) => {
      note({ from: state, step, to: target.state, arrows: target.arrows });
      return { state: target.state, owed };
    });
  }

  #followed(members: readonly Member[], { event, rule, step }: Reading<S>, note: Note): readonly Member[] {
    const able = settledOnes(members, rule, event);
    if (rule.kind === 'observation')
      return able.filter(({ state }) => truth(rule, rule.holds, this.#shown(state), event));
    if (rule.kind !== 'step') return members;
    if (rule.late)
      return able.filter(({ owed }) => owed.includes(step!.text)).map((each) => discharged(each, step!.text));
    const stepped = able.flatMap((member) => this.#stepped(member, step!, rule, event, note));
    if (stepped.length > 0 || !rule.otherwise) return stepped;
    return able.filter(({ state }) => rule.otherwise!(this.#shown(state), event));
  }

  /** Where a step leads whose event is true of where it leads; only that is noted. */
  #stepped(
    member: Member,
    step: Step,
    { check }: Extract<Rule<S>, { kind: 'step' }>,
    event: Event,
    note: Note,
  ): readonly Member[] {
    const isTrue = (state: number) => check?.(this.#shown(state), event) ?? true;
    return this.#step(member, step, (made) => {
      if (isTrue(made.to)) note(made);
    }).filter(({ state }) => isTrue(state));
  }

  #shown(state: number): S {
    return this.specification.automaton.show(state);
  }

  #refusal(memory: Memory, event: Event): string {
    const { automaton } = this.specification;
    const { states, step, means, isAllowed } = this.asked(memory, event);
    const where = states.map((state) => automaton.nameOf(state)).join(' or ');
    if (isAllowed)
      return `the ${automaton.kind} takes ${step!.text} in ${where} otherwise: not with ${canonical(event.data)}`;
    if (!step) return `the ${automaton.kind} is in ${where}, where ${event.name} is not true: ${means}`;
    return `the ${automaton.kind} does not allow ${step.text} in ${where}${this.#whyNot(states, step)}`;
  }

  #whyNot(states: readonly number[], step: Step): string {
    const { automaton } = this.specification;
    const failed = new Set(states.flatMap((state) => automaton.next(state, step).conditions.false));
    if (failed.size > 0) return `: ${[...failed].join(' and ')} is false`;
    if (!automaton.steps) return ': it has no arrow for it there';
    const enabled = new Set(states.flatMap((state) => allowed(automaton, state, []).map(({ text }) => text)));
    return `; allowed there: ${[...enabled].sort().join(', ') || 'nothing'}`;
  }

  /** In one order, so that equal sets are equal memories. */
  #memoryOf(members: readonly Member[]): Memory {
    const key = keyOfAll(members);
    const known = this.#memories.get(key);
    if (known) return known;
    const { automaton } = this.specification;
    const rows = members.map(({ state, owed }): readonly Value[] => [automaton.valueOf(state), ...owed]);
    const ordered = new Map(rows.map((row) => [rows.length === 1 ? '' : canonical(row), row]));
    const memory = [...ordered].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
    this.#memories.set(key, memory);
    return memory;
  }
}

/** What an observation answers is true or false: a promise, or nothing, would be taken for one of them. */
function truth<S>({ name }: Rule<S>, holds: Check<S>, state: S, event: Event): boolean {
  const answer: unknown = holds(state, event);
  if (typeof answer === 'boolean') return answer;
  throw new QuiesceError('QSC405', `the observation ${name} answers neither true nor false: ${typeof answer}`);
}

function isSilent<S>({ rule: { kind } }: Reading<S>): boolean {
  return kind === 'stutter' || kind === 'hidden';
}

function keyOf({ state, owed }: Member): string {
  return owed.length === 0 ? String(state) : [state, ...owed].join('\n');
}

function keyOfAll(members: readonly Member[]): string {
  return members.length === 1 ? keyOf(members[0]!) : members.map(keyOf).sort().join(';');
}

function owing({ state, owed }: Member, step: string): Member {
  return { state, owed: [...owed, step].sort() };
}

function discharged({ state, owed }: Member, step: string): Member {
  return { state, owed: owed.filter((each) => each !== step) };
}

/** Where the specification can be when something is said: not where it owes what whoever says it did before. */
function settledOnes<S>(members: readonly Member[], { settled }: Rule<S>, event: Event): readonly Member[] {
  if (!settled) return members;
  if (settled === true) return members.filter(({ owed }) => owed.length === 0);
  const { text } = settled(event);
  return members.filter(({ owed }) => !owed.includes(text));
}
