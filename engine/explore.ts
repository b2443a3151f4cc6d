// explore: every interleaving of a system, against properties. The public face of the engine.

import { audited } from './audited.js';
import { counterexampleOf } from './explain/counterexample.js';
import { lassoCounterexample } from './explain/lasso.js';
import { alongSchedule } from './explain/misuse.js';
import { vacuities } from './explain/vacuity.js';
import { type Counterexample, type Exploration, memoryOf, type Verdict } from './explain/verdict.js';
import { ExploredGraph } from './exploredGraph.js';
import { Multiprocessor } from './multiprocessor/multiprocessor.js';
import type { System } from './multiprocessor/system.js';
import { threadNames } from './multiprocessor/threadNames.js';
import { refuseUnknownOptions } from './program/misspelt.js';
import { refuseIllTyped } from './program/wellTyped.js';
import { findLasso } from './search/fairness.js';
import { type ExploreOptions, exploreOptions, type LimitHit } from './search/options.js';
import { Search } from './search/search.js';
import { withBuiltIn } from './watch/builtIn.js';
import { Checks } from './watch/checks.js';
import { asksEnds } from './watch/premises.js';
import { isAboutPaths, type Property } from './watch/property.js';
import { concernedThreads } from './watch/stuckThreads.js';

/** What an exhaustive exploration found, and the graph that it went through. */
export interface ExhaustiveExploration extends Exploration {
  /**
   * The explored graph, to walk: see ExploredGraph. It is no part of the result as data (no JSON has it, and it is not
   * sent to another thread), and it keeps the states in memory for as long as it is held.
   */
  readonly graph: ExploredGraph;
}

/**
 * explore searches every interleaving of `system` and returns a verdict for each property, in their order, and after them
 * for noDeadlock, noStuck and noFailure, unless `builtIn` says otherwise: proved, vacuous or refuted, or inconclusive
 * where a limit cut the search.
 * Throws QuiesceError for misdeclared systems (QSC1xx), nondeterminism (QSC2xx) and misuse by a program (QSC5xx).
 */
export function explore(
  system: System,
  properties: readonly Property[] = [],
  options: ExploreOptions = {},
): ExhaustiveExploration {
  refuseIllTyped(system, properties, options);
  refuseUnknownOptions('explore', options, exploreOptions);
  const checked = withBuiltIn(system, properties, options.builtIn);
  const multiprocessor = new Multiprocessor(system);
  const search = new Search(multiprocessor, new Checks(multiprocessor, checked), options);
  audited(multiprocessor, checked, options, {
    run: () => run(search),
    isOver: () => search.isTimeOver(),
    inquiries: (functions) => search.inquiries(functions),
  });
  const graph = new ExploredGraph(search);
  const searched = { search, graph, stuck: findStuck(search), vacuity: vacuities(search) };
  const verdicts = checked.map((property, index) => verdictOf(searched, property, index));
  const exploration: Exploration = {
    system: system.name ?? 'system',
    mode: 'exhaustive',
    states: search.store.count,
    transitions: search.transitions,
    depth: options.search === 'depthFirst' || search.isReduced ? 0 : search.graph.pathTo(search.store.count - 1).length,
    complete: search.complete,
    ...(search.limit ? { limit: search.limit } : {}),
    verdicts,
    nodes: search.multiprocessor.automata.reduce((sum, { nodes }) => sum + nodes.length, 0),
    bytesPerState: Math.round(((search.store.bytes + search.graph.bytes) / search.store.count) * 10) / 10,
    elapsedMs: search.elapsedMs,
    ...reductionOf(search),
    ...engineOf(search),
    ...(options.store === 'fingerprint' ? { collisionProbability: search.store.collisionProbability } : {}),
  };
  return withGraph(exploration, graph);
}

function reductionOf({ isReduced, inFull }: Search): Pick<Exploration, 'reduction' | 'inFull'> {
  return { ...(isReduced ? { reduction: 'persistent' } : {}), ...(inFull === undefined ? {} : { inFull }) };
}

function engineOf({ whyTypescript }: Search): Pick<Exploration, 'engine' | 'whyTypescript'> {
  return whyTypescript === undefined ? { engine: 'kernel' } : { engine: 'typescript', whyTypescript };
}

/** The graph is not enumerable: what is made of a result goes over its data. */
function withGraph(exploration: Exploration, graph: ExploredGraph): ExhaustiveExploration {
  return Object.defineProperty(exploration, 'graph', { value: graph }) as ExhaustiveExploration;
}

/**
 * explored is the search alone: the graph, without verdicts, counterexamples and live executions. For what walks the
 * graph itself, and for measuring.
 *
 * @example
 * explored({ cells: [x], threads }).states // => 12
 */
export function explored(
  system: System,
  properties: readonly Property[] = [],
  options: ExploreOptions = {},
): ExploredGraph {
  return new ExploredGraph(searchOf(system, properties, options));
}

/** searchOf runs the search alone: for the drivers that need its states and automata. */
export function searchOf(system: System, properties: readonly Property[], options: ExploreOptions): Search {
  refuseIllTyped(system, properties, options);
  refuseUnknownOptions('explore', options, exploreOptions);
  const multiprocessor = new Multiprocessor(system);
  const search = new Search(multiprocessor, new Checks(multiprocessor, properties), options);
  run(search);
  return search;
}

/** Runs a search; what goes wrong on an interleaving is thrown with its schedule. */
function run(search: Search): void {
  try {
    search.run();
  } catch (error) {
    const { failedAfter, multiprocessor } = search;
    throw failedAfter ? alongSchedule(error, multiprocessor, failedAfter) : error;
  }
}

/** By state, the threads that are stuck there, as bits; undefined where the search cannot tell. */
function findStuck(search: Search): ((state: number) => number) | undefined {
  const { checks, graph, store } = search;
  if (!search.complete || checks.stucks.length === 0 || !graph.waiting || !search.keepsStates) return undefined;
  const ever = graph.waiting.ever(store.count);
  const stuckIn = (state: number) => ~ever(state);
  let open = checks.stucks.length;
  for (const state of graph.waiting.states()) {
    if (open <= 0) break;
    const stuck = stuckIn(state);
    if (stuck !== 0) open -= search.findStuck(state, stuck);
  }
  return stuckIn;
}

type StuckIn = ReturnType<typeof findStuck>;

/** A search that is over, and what was made of it as a whole. */
interface Searched {
  readonly search: Search;
  readonly graph: ExploredGraph;
  readonly stuck: StuckIn;
  readonly vacuity: ReturnType<typeof vacuities>;
}

/** Refuted beats all; of a search that was cut nothing else can be said; what is left is proved, unless it is vacuous. */
function verdictOf(searched: Searched, property: Property, index: number): Verdict {
  const { search, vacuity } = searched;
  const counterexample = counterexampleFor(searched, property, index);
  const limit = counterexample ? undefined : cutBy(search, property);
  const reason = counterexample || limit ? undefined : vacuity(property, index);
  const unrefuted = limit ? 'inconclusive' : reason === undefined ? 'proved' : 'vacuous';
  return {
    property: property.name,
    statement: property.statement,
    verdict: counterexample ? 'refuted' : unrefuted,
    ...memoryOf(search.multiprocessor.layout),
    states: search.store.count,
    transitions: search.transitions,
    ...(reason === undefined ? {} : { reason }),
    ...(limit ? { limit } : {}),
    ...(counterexample ? { counterexample } : {}),
  };
}

function cutBy(search: Search, property: Property): LimitHit | undefined {
  if (search.limit) return search.limit;
  if (asksEnds(property) && search.ends.cut) return search.ends.cut;
  if (search.keepsStates) return undefined;
  const probability = search.store.collisionProbability.toExponential(1);
  return {
    limit: 'fingerprint',
    text: `states compared by fingerprint only; some were missed with probability ${probability}`,
  };
}

function counterexampleFor(
  { search, graph, stuck: stuckIn }: Searched,
  property: Property,
  index: number,
): Counterexample | undefined {
  if (property.kind === 'leadsTo') return lassoFor(search, index);
  const finding = search.findings.get(index);
  if (!finding) return isAboutPaths(property) && search.keepsStates ? graph.counterexample(property.name) : undefined;
  return counterexampleOf({
    multiprocessor: search.multiprocessor,
    checks: search.checks,
    ends: search.ends,
    finding,
    vias: search.graph.pathTo(finding.state),
    stuckIn: (state) => {
      const id = search.store.lookup(state);
      const stuck = id < 0 || !stuckIn ? 0 : stuckIn(id) & concernedThreads(search.multiprocessor, property);
      return threadNames(search.multiprocessor, stuck);
    },
    shortest: search.isBreadthFirst && !search.isReduced && isNearest(property),
  });
}

/** Whether the finding of a property is its nearest violation: a monitor with an end has two kinds, found in turns. */
function isNearest(property: Property): boolean {
  return !(property.kind === 'monitor' && property.atEnd);
}

function lassoFor(search: Search, index: number): Counterexample | undefined {
  if (!search.complete || !search.keepsStates) return undefined;
  const { checks, graph, multiprocessor, store } = search;
  const at = checks.leadsTos.findIndex((each) => each.index === index);
  const { property } = checks.leadsTos[at]!;
  const lasso = findLasso(graph, store.count, multiprocessor.layout.threads.length, {
    from: (state) => search.leadsToTruth(at, 0, state),
    to: (state) => search.leadsToTruth(at, 1, state),
    onlyAtStart: property.onlyAtStart ?? false,
  });
  return lasso && lassoCounterexample({ multiprocessor, checks, ends: search.ends }, property.name, lasso);
}
