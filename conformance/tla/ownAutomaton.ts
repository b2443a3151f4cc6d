// The graph of a user's TLA+ specification as an automaton that is asked in plain data: a step has parameters by name, and a part
// of a state is numbers, texts and lists. A text is a string or a model value, whichever the specification has there; a list is
// a sequence, or a set with its members in order.

import { canonical, isRecord, QuiesceError, type Value } from '../../engine/program/index.js';
import type { Answer, Field, Step } from '../automaton.js';
import { GraphAutomaton } from './automaton.js';
import type { LabelledGraph } from './graph.js';
import { type Label, labelOfStep } from './label.js';
import { TlaState } from './state.js';
import type { TlaValue } from './value.js';

/** The graph of a specification; `tlaModule` makes it. */
export interface TlaModule {
  readonly kind: 'tla';
  readonly name: string;
  /** Whether the steps have their parameters, or only names; and why not. */
  readonly labels: 'with parameters' | 'names only';
  readonly why?: string;
  readonly graph: LabelledGraph;
  /** By action, where it is defined: `Lock.tla:9`. */
  readonly places?: Readonly<Record<string, string>>;
  /** By action, the names of its parameters. */
  readonly formals?: Readonly<Record<string, readonly string[]>>;
  /** The first conjunct of an action's definition that is false in a state: known where the engine without Java takes the module. */
  readonly falseConjunct?: (
    state: Readonly<Record<string, TlaValue>>,
    label: Label,
  ) => { readonly text: string; readonly place: string } | undefined;
}

/** A state in plain data: by variable. */
export type PlainTlaState = { readonly [variable: string]: Value };

export class OwnGraphAutomaton extends GraphAutomaton {
  /** By name and plain parameters; undefined where several steps look alike. */
  readonly #named = new Map<string, Step | undefined>();
  readonly #hasParameters: boolean;
  readonly #module: TlaModule;
  readonly remark?: string;

  constructor(module: TlaModule) {
    const { name, graph, labels, why } = module;
    super(name, graph);
    this.#module = module;
    if (labels === 'names only')
      this.remark = `the steps of ${name} have names only: what parameters they are taken with is not compared${why === undefined ? '' : ` (${why})`}`;
    this.#hasParameters = labels === 'with parameters';
    for (const step of this.alphabet) {
      const key = keyOf(step.name, (step.parameters as readonly TlaValue[]).map(plainOf));
      this.#named.set(key, this.#named.has(key) ? undefined : step);
    }
  }

  /**
   * A step of the graph by its name and plain parameters: by their names, where the action has them; else in their order. Throws
   * QSC407 where it could be several.
   */
  ownStep(asked: Step, isOrdered = true): Step {
    if (Array.isArray(asked.parameters)) return asked;
    const key = keyOf(asked.name, this.#hasParameters ? this.#inOrder(asked, isOrdered) : []);
    if (!this.#named.has(key)) return asked;
    const own = this.#named.get(key);
    if (!own) throw new QuiesceError('QSC407', `${this.name}: ${asked.text} is a string or a model value`);
    return own;
  }

  #inOrder({ name, parameters }: Step, isOrdered: boolean): readonly Value[] {
    const data = parameters as { readonly [name: string]: Value };
    const formals = this.#module.formals?.[name] ?? [];
    if (formals.length > 0 && formals.every((each) => Object.hasOwn(data, each)))
      return formals.map((each) => data[each]!);
    if (!isOrdered && formals.length > 1 && !isNumbered(data))
      throw new QuiesceError(
        'QSC407',
        `the parameters of ${name} are ${formals.join(', ')}, and the event has ${canonical(data)}: say in which order they are (\`with\`)`,
      );
    return Object.values(data);
  }

  override next(state: number, step: Step): Answer {
    return super.next(state, this.ownStep(step));
  }

  whyNot(state: number, step: Step): readonly { readonly text: string; readonly place: string }[] {
    const shown = this.show(state);
    const values = Object.fromEntries(this.graph.variables.map((name) => [name, shown.value(name)]));
    const own = this.ownStep(step);
    const found = Array.isArray(own.parameters) && this.#module.falseConjunct?.(values, labelOfStep(own));
    return found ? [found] : [];
  }

  override placesOf(_state: number, refused?: { readonly step: Step }): readonly string[] {
    const place = refused && this.#module.places?.[refused.step.name];
    return place === undefined ? [] : [place];
  }

  /** Of a state, or of parts of one in plain data. */
  override fields(shown: TlaState | PlainTlaState): readonly Field[] {
    const isWhole = shown instanceof TlaState;
    if (!isWhole && !isRecord(shown))
      throw new QuiesceError('QSC403', `of ${this.name} it is to read { ${this.graph.variables.join(', ')} }, or some`);
    const names = isWhole ? this.graph.variables : Object.keys(shown);
    const strange = names.find((name) => !this.graph.variables.includes(name));
    if (strange !== undefined)
      throw new QuiesceError(
        'QSC403',
        `${this.name} has no variable ${strange}, only ${this.graph.variables.join(', ')}`,
      );
    return names.map(
      (name): Field => [name, canonical(isWhole ? plainOf(shown.value(name)) : plainGiven(shown[name]))],
    );
  }

  override textOf(state: number): string {
    return this.fields(this.show(state))
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  }
}

/** Parameters of a trace have their positions for names. */
function isNumbered(data: object): boolean {
  return Object.keys(data).every((name, index) => name === String(index + 1));
}

function keyOf(name: string, parameters: readonly Value[]): string {
  return `${name} ${canonical(parameters.map(plainGiven))}`;
}

/** A record stands for a function of strings; any other function is a list of pairs. */
function plainOf(value: TlaValue): Value {
  if (typeof value !== 'object') return value;
  if ('model' in value) return value.model;
  if ('tuple' in value) return value.tuple.map(plainOf);
  if ('set' in value) return ordered(value.set.map(plainOf));
  const entries = value.fn.map(([key, each]) => [plainOf(key), plainOf(each)] as const);
  const isRecordLike = entries.length > 0 && entries.every(([key]) => typeof key === 'string');
  return isRecordLike ? Object.fromEntries(entries as readonly (readonly [string, Value])[]) : ordered(entries);
}

function ordered(values: readonly Value[]): Value {
  const keyed = values.map((value) => [canonical(value), value] as const);
  return keyed.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)).map(([, value]) => value);
}

/** An empty function, an empty sequence and an empty set are the same in plain data. */
function plainGiven(value: Value): Value {
  if (Array.isArray(value)) return value.map(plainGiven);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  return entries.length === 0 ? [] : Object.fromEntries(entries.map(([key, each]) => [key, plainGiven(each as Value)]));
}
