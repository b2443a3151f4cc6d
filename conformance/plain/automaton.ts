// A specification that is a plain TypeScript object: where it starts, and by action what becomes of a state, or nothing
// where the action is not allowed. States are plain data. Several states may follow an action: `oneOf`.
// An action is asked once for each state and parameters, and twice in a row: what answers otherwise the second time, or
// changes a state in place, is no specification.

import { canonical, deepFreeze, isRecord, normalised, QuiesceError, type Value } from '../../engine/program/index.js';
import type { Answer, Field, SpecificationAutomaton, Step, Target } from '../automaton.js';

/** Any of several states. */
export interface OneOf<S> {
  readonly oneOf: readonly S[];
}

/** oneOf is what an action returns that may lead to several states, or to none. */
export function oneOf<S>(...states: readonly S[]): OneOf<S> {
  return { oneOf: states };
}

/** No state has a list of that name and nothing else. */
function isSeveral<S>(answer: S | OneOf<S>): answer is OneOf<S> {
  if (!isRecord(answer) || !Array.isArray(answer.oneOf)) return false;
  return Object.keys(answer).length === 1;
}

export interface PlainSpecification<S = Value> {
  /** What reports call it; `specification` unless told. */
  readonly name?: string;
  readonly init: S | OneOf<S>;
  /** By name: where an action leads from a state with its parameters; undefined where it is not allowed. Pure. */
  readonly actions: { readonly [action: string]: PlainAction<S> };
}

/** Declared this way so that an action may say which parameters it takes: `(state, { thread }: { thread: string }) => …`. */
type PlainAction<S> = {
  lead(state: S, parameters: { readonly [name: string]: Value }): S | OneOf<S> | undefined;
}['lead'];

const nothingAsked = Object.freeze({ true: Object.freeze([]), false: Object.freeze([]) });

interface Known<S> {
  readonly state: S;
  readonly answers: Map<string, Answer>;
}

export class PlainAutomaton<S = Value> implements SpecificationAutomaton<S> {
  readonly name: string;
  readonly kind = 'specification';
  readonly initial: readonly number[];
  readonly arrows: readonly string[];
  readonly conditions = Object.freeze([]);
  readonly #plain: PlainSpecification<S>;
  readonly #known: Known<S>[] = [];
  readonly #ids = new Map<string, number>();

  /** Throws QSC407 where it starts nowhere. */
  constructor(plain: PlainSpecification<S>) {
    this.name = plain.name ?? 'specification';
    this.#plain = plain;
    this.arrows = Object.keys(plain.actions);
    this.initial = this.#targets(plain.init).map((state) => this.#keep(state));
    if (this.initial.length === 0) throw new QuiesceError('QSC407', `${this.name} has no state to start in`);
  }

  next(state: number, step: Step): Answer {
    const { answers } = this.#known[state]!;
    let answer = answers.get(step.text);
    if (!answer) {
      answer = this.#ask(state, step);
      answers.set(step.text, answer);
    }
    return answer;
  }

  show(state: number): S {
    return this.#known[state]!.state;
  }

  valueOf(state: number): Value {
    return this.show(state) as Value;
  }

  stateOf(value: Value): number {
    return this.#keep(value as S);
  }

  find(shown: S): number | undefined {
    return this.#ids.get(canonical(shown));
  }

  nameOf(state: number): string {
    return canonical(this.show(state));
  }

  textOf(state: number): string {
    return this.nameOf(state);
  }

  fields(shown: S): readonly Field[] {
    if (!isRecord(shown)) return [['state', canonical(shown)]];
    return Object.entries(shown).map(([name, value]): Field => [name, canonical(value)]);
  }

  placesOf(): readonly string[] {
    return [];
  }

  #ask(state: number, { name, parameters }: Step): Answer {
    const action = Object.hasOwn(this.#plain.actions, name) ? this.#plain.actions[name] : undefined;
    if (!action) return { targets: [], conditions: nothingAsked };
    const asked = () => this.#targets(this.#called(name, action, state, parameters)).map((each) => this.#keep(each));
    const [once, again] = [asked(), asked()];
    this.#refuseNoState(
      name,
      once.map((each) => this.show(each)),
    );
    if (once.join() !== again.join())
      throw new QuiesceError(
        'QSC405',
        `${name} of ${this.name} in ${this.nameOf(state)} answers otherwise when asked again`,
      );
    const targets = [...new Set(once)].map((each): Target => ({ state: each, arrows: [name] }));
    return deepFreeze({ targets, conditions: nothingAsked });
  }

  #called(
    name: string,
    action: PlainSpecification<S>['actions'][string],
    state: number,
    parameters: Step['parameters'],
  ): S | OneOf<S> | undefined {
    try {
      return action(this.show(state), parameters as { readonly [name: string]: Value });
    } catch (error) {
      if (error instanceof QuiesceError) throw error;
      const seen = `${name} of ${this.name} in ${this.nameOf(state)} threw ${String(error)}`;
      throw new QuiesceError('QSC405', seen, { cause: error });
    }
  }

  #targets(answer: S | OneOf<S> | undefined): readonly S[] {
    if (answer === undefined) return [];
    return isSeveral(answer) ? answer.oneOf : [answer];
  }

  /** `count && next` is 0 where it is not allowed, and `allowed ? next : null` null: neither is a state then. */
  #refuseNoState(name: string, answers: readonly S[]): void {
    const kinds = new Set(this.initial.map((state) => kindOf(this.show(state))));
    const odd = answers.find((each) => (!each || kindOf(each) === 'boolean') && !kinds.has(kindOf(each)));
    if (odd === undefined || (odd === null && !kinds.has('object'))) return;
    const seen = canonical(odd);
    throw new QuiesceError('QSC407', `${name} of ${this.name} leads to ${seen}: undefined is what is not allowed`);
  }

  #keep(state: S): number {
    const text = canonical(state);
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#known.push({ state: deepFreeze(normalised(state)), answers: new Map() }) - 1;
    this.#ids.set(text, id);
    return id;
  }
}

function kindOf(state: unknown): string {
  return state === null ? 'null' : typeof state;
}
