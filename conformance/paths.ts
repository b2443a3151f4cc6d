// Model-based tests: paths through a specification that take every transition of it, for whoever drives the real system. A path
// goes on as long as a transition that was not taken can be reached, nearest first, and then another begins. A failing path is
// shrunk: the shortest way to the step that fails, or the same path without its loops.

import { QuiesceError, type Value } from '../engine/program/index.js';
import type { SpecificationAutomaton, Step } from './automaton.js';
import { traversed } from './graph.js';
import { type ModelsOptions, refuseNothingAsked, stepsIn } from './models.js';
import type { Specification } from './specification.js';
import { refuseNoObject, refuseNoText, refuseOther } from './wellDeclared.js';

export interface PathsOptions {
  /** By name, with which parameters steps are made; needed where the specification does not know all of them itself. */
  readonly alphabet?: NonNullable<ModelsOptions['alphabet']>;
  /** Steps of a path at most; 100 unless told. */
  readonly stepsMax?: number;
}

/** A step to be made, and between which states of the specification. */
export interface TestStep {
  readonly step: string;
  readonly parameters: Step['parameters'];
  readonly text: string;
  readonly from: { readonly [field: string]: string };
  readonly to: { readonly [field: string]: string };
}

export interface TestPath {
  readonly start: { readonly [field: string]: string };
  readonly steps: readonly TestStep[];
}

export interface TestPaths {
  readonly paths: readonly TestPath[];
  readonly states: number;
  /** All of them, and each is taken by some path. */
  readonly transitions: number;
}

interface Edge {
  readonly from: number;
  readonly step: Step;
  readonly to: number;
}

/** testPaths covers every transition of a specification. Throws QSC407 without an alphabet, and where there are more than 20,000 states. */
export function testPaths<S>(specification: Specification<S>, options: PathsOptions = {}): TestPaths {
  refuseOther('a specification', specification, 'automaton');
  refuseNoObject('options', options);
  const { alphabet, stepsMax = 100 } = options;
  const { automaton } = specification;
  const walk = new Walks(automaton.initial, edgesOf(specification, alphabet));
  const paths = walk.all(stepsMax);
  return { paths: paths.map((path) => shown(automaton, path)), states: walk.states, transitions: walk.edges.length };
}

function edgesOf<S>({ automaton, bounds }: Specification<S>, alphabet: PathsOptions['alphabet']): readonly Edge[] {
  const asked = alphabet ? stepsIn(automaton, alphabet) : automaton.alphabet;
  if (!asked) throw new QuiesceError('QSC407', `${automaton.name} does not know all of its steps: give an alphabet`);
  refuseNothingAsked(automaton.name, asked);
  const graph = traversed(automaton, asked, bounds?.([]));
  if (!graph) throw new QuiesceError('QSC407', `${automaton.name} has too many states for paths: give it bounds`);
  if (graph.transitions.length === 0)
    throw new QuiesceError('QSC407', `${automaton.name} allows no step of the alphabet where it starts`);
  return graph.transitions;
}

class Walks {
  readonly edges: readonly Edge[];
  readonly #initial: readonly number[];
  readonly #leaving: ReadonlyMap<number, readonly Edge[]>;
  readonly #open: Set<Edge>;

  constructor(initial: readonly number[], edges: readonly Edge[]) {
    this.#initial = initial;
    this.edges = edges;
    this.#open = new Set(edges);
    this.#leaving = groupedBy(edges);
  }

  get states(): number {
    return new Set([...this.#initial, ...this.edges.flatMap(({ from, to }) => [from, to])]).size;
  }

  all(stepsMax: number): readonly (readonly Edge[])[] {
    const paths: Edge[][] = [];
    for (let path = this.#one(stepsMax); path.length > 0; path = this.#one(stepsMax)) paths.push(path);
    return paths;
  }

  /** From where it starts to the nearest open transition, and on from there. */
  #one(stepsMax: number): Edge[] {
    const path: Edge[] = [];
    let at: readonly number[] = this.#initial;
    for (;;) {
      const way = this.wayTo(at, (edge) => this.#open.has(edge));
      const isTooLong = path.length > 0 && way && path.length + way.length > stepsMax;
      if (!way || isTooLong) return path;
      for (const edge of way) this.#open.delete(edge);
      path.push(...way);
      at = [path.at(-1)!.to];
    }
  }

  /** The shortest way whose last transition is wanted. */
  wayTo(starts: readonly number[], isWanted: (edge: Edge) => boolean): readonly Edge[] | undefined {
    const cameBy = new Map<number, Edge | undefined>(starts.map((state) => [state, undefined]));
    for (const from of cameBy.keys()) {
      for (const edge of this.#leaving.get(from) ?? []) {
        if (isWanted(edge)) return [...back(cameBy, from), edge];
        if (!cameBy.has(edge.to)) cameBy.set(edge.to, edge);
      }
    }
    return undefined;
  }
}

function groupedBy(edges: readonly Edge[]): ReadonlyMap<number, readonly Edge[]> {
  const groups = new Map<number, Edge[]>();
  for (const edge of edges) groups.set(edge.from, [...(groups.get(edge.from) ?? []), edge]);
  return groups;
}

function back(cameBy: ReadonlyMap<number, Edge | undefined>, state: number): readonly Edge[] {
  const way: Edge[] = [];
  for (let edge = cameBy.get(state); edge; edge = cameBy.get(edge.from)) way.push(edge);
  return way.reverse();
}

function shown<S>(automaton: SpecificationAutomaton<S>, path: readonly Edge[]): TestPath {
  const fields = (state: number) => Object.fromEntries(automaton.fields(automaton.show(state)));
  const steps = path.map(({ from, step, to }) => ({
    step: step.name,
    parameters: step.parameters,
    text: step.text,
    from: fields(from),
    to: fields(to),
  }));
  return { start: fields(path[0]!.from), steps };
}

/** The real system, as a test moves it. What throws has failed. */
export interface Driver<S> {
  /** Makes a new one, where the specification starts. */
  readonly start: () => void | Promise<void>;
  readonly step: (name: string, parameters: { readonly [name: string]: Value }) => void | Promise<void>;
  /** Which parts of the specification's state it is in; nothing is compared unless told. */
  readonly state?: () => Partial<S> | Promise<Partial<S>>;
  /** Called at the end of every path. */
  readonly end?: () => void | Promise<void>;
}

export interface Driven {
  readonly verdict: 'passed' | 'failed';
  /** Paths that were driven to their end. */
  readonly paths: number;
  /** Paths that the system left for another state that the specification allows there. */
  readonly left: number;
  /** Distinct transitions that were taken, of all. */
  readonly transitions: { readonly realised: number; readonly of: number };
  readonly failure?: DrivenFailure;
}

export interface DrivenFailure {
  /** The last of its steps fails. */
  readonly path: TestPath;
  readonly reason: string;
  /** Steps before shrinking. */
  readonly shrunkFrom: number;
}

type Ended =
  | { readonly end: 'whole' }
  | { readonly end: 'left'; readonly at: number }
  | { readonly end: 'failed'; readonly at: number; readonly reason: string };

/** drive takes a system along every path. It stops at the first failure, and shrinks it. Throws as testPaths does. */
export async function drive<S>(
  specification: Specification<S>,
  driver: Driver<NoInfer<S>>,
  options: PathsOptions = {},
): Promise<Driven> {
  refuseOther('a specification', specification, 'automaton');
  refuseOther('a driver', driver, 'step');
  refuseNoObject('options', options);
  const { automaton } = specification;
  const walks = new Walks(automaton.initial, edgesOf(specification, options.alphabet));
  const taken = new Set<Edge>();
  let [whole, left] = [0, 0];
  const counts = () => ({ paths: whole, left, transitions: { realised: taken.size, of: walks.edges.length } });
  for (const path of walks.all(options.stepsMax ?? 100)) {
    const ended = await along(automaton, driver, path);
    for (const edge of ended.end === 'whole' ? path : path.slice(0, ended.at)) taken.add(edge);
    if (ended.end === 'failed') {
      const failing = path.slice(0, ended.at + 1);
      return { verdict: 'failed', ...counts(), failure: await shrunk(automaton, walks, driver, failing, ended.reason) };
    }
    if (ended.end === 'left') left++;
    else whole++;
  }
  return { verdict: 'passed', ...counts() };
}

async function along<S>(
  automaton: SpecificationAutomaton<S>,
  driver: Driver<S>,
  path: readonly Edge[],
): Promise<Ended> {
  let at = -1;
  try {
    await driver.start();
    const first = path[0] && (await differing(automaton, driver, path[0].from));
    if (first) return { end: 'failed', at: 0, reason: `at the start ${first}` };
    for (const [index, { from, step, to }] of path.entries()) {
      at = index;
      await driver.step(step.name, step.parameters as { readonly [name: string]: Value });
      const other = await differing(automaton, driver, to);
      if (other === undefined) continue;
      for (const { state } of automaton.next(from, step).targets)
        if ((await differing(automaton, driver, state)) === undefined) return { end: 'left', at: index };
      return { end: 'failed', at: index, reason: `after ${step.text} ${other}` };
    }
    return { end: 'whole' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      end: 'failed',
      at: Math.max(at, 0),
      reason: at < 0 ? `at the start it threw ${reason}` : `${path[at]!.step.text} threw ${reason}`,
    };
  } finally {
    await driver.end?.();
  }
}

/** In what the system's state is not the specification's, in words. */
async function differing<S>(
  automaton: SpecificationAutomaton<S>,
  { state: seen }: Driver<S>,
  state: number,
): Promise<string | undefined> {
  if (!seen) return undefined;
  const wanted = new Map(automaton.fields(automaton.show(state)));
  const texts = automaton
    .fields((await seen()) as S)
    .filter(([name, value]) => wanted.get(name) !== value)
    .map(([name, value]) => `${name} is ${wanted.get(name) ?? 'nothing'} in the ${automaton.kind} and ${value} here`);
  return texts.length > 0 ? texts.join('; ') : undefined;
}

async function shrunk<S>(
  automaton: SpecificationAutomaton<S>,
  walks: Walks,
  driver: Driver<S>,
  failing: readonly Edge[],
  reason: string,
): Promise<DrivenFailure> {
  const last = failing.at(-1)!;
  let best = { path: failing, reason };
  const candidates = [walks.wayTo(automaton.initial, (edge) => edge === last) ?? failing, ...withoutLoops(failing)];
  for (const path of candidates.sort((one, other) => one.length - other.length)) {
    if (path.length >= best.path.length) break;
    const ended = await along(automaton, driver, path);
    if (ended.end === 'failed') best = { path: path.slice(0, ended.at + 1), reason: ended.reason };
  }
  return { path: shown(automaton, best.path), reason: best.reason, shrunkFrom: failing.length };
}

/** The path without each part that comes back to where it began. */
function withoutLoops(path: readonly Edge[]): (readonly Edge[])[] {
  return path.flatMap(({ from }, begin) =>
    path.flatMap(({ to }, end) =>
      end >= begin && to === from && end < path.length - 1 ? [[...path.slice(0, begin), ...path.slice(end + 1)]] : [],
    ),
  );
}

/** pathItf writes a path in the Informal Trace Format, ending in a line end; states are texts, field by field. */
export function pathItf(path: TestPath, source: string): string {
  refuseOther('a path', path, 'steps');
  refuseNoText('the source of a path', source);
  const { start, steps } = path;
  const states = [
    { '#meta': { index: 0 }, ...start },
    ...steps.map(({ to, step, parameters }, index) => ({
      '#meta': { index: index + 1, action: step, event: step, data: parameters },
      ...to,
    })),
  ];
  const document = { '#meta': { format: 'ITF', source }, vars: Object.keys(start), states };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
