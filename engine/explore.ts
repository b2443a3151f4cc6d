// explore: every interleaving of a system, against properties. The public face of the engine.

import { askAgain } from './drivers/askAgain.js';
import { auditMerges, runLiveExecutions } from './drivers/liveRuns.js';
import { counterexampleOf } from './explain/counterexample.js';
import { lassoCounterexample } from './explain/lasso.js';
import { alongSchedule } from './explain/misuse.js';
import type { Counterexample, Exploration, Verdict } from './explain/verdict.js';
import { Multiprocessor } from './multiprocessor/multiprocessor.js';
import type { System } from './multiprocessor/system.js';
import { threadNames } from './multiprocessor/threadNames.js';
import { findLasso } from './search/fairness.js';
import type { ExploreOptions, LimitHit } from './search/options.js';
import { type Finding, Search } from './search/search.js';
import { everEnabled } from './search/stuck.js';
import { Checks } from './watch/checks.js';
import { noDeadlock, noFailure, type Property } from './watch/property.js';
import { concernedThreads } from './watch/stuckThreads.js';
import { viewInquiries } from './watch/viewInquiry.js';

/** Live executions compared with the compiled threads, unless told otherwise. */
const liveExecutionsDefault = 20;

/**
 * explore searches every interleaving of `system` and returns a verdict for each property: proved or refuted, or
 * inconclusive where a limit cut the search. Without properties it checks noDeadlock and noFailure.
 * Throws QuiesceError for misdeclared systems (QSC1xx), nondeterminism (QSC2xx) and misuse by a program (QSC5xx).
 */
export function explore(
  system: System,
  properties: readonly Property[] = [noDeadlock, noFailure],
  options: ExploreOptions = {},
): Exploration {
  const search = searchOf(system, properties, options);
  auditMerges(search.multiprocessor);
  runLiveExecutions(search.multiprocessor, options.liveExecutions ?? liveExecutionsDefault);
  askPropertiesAgain(search, options);
  const stuck = findStuck(search);
  const verdicts = properties.map((property, index) => verdictOf(search, property, index, stuck));
  return {
    system: system.name ?? 'system',
    mode: 'exhaustive',
    states: search.store.count,
    transitions: search.transitions,
    depth: options.search === 'depthFirst' ? 0 : search.graph.pathTo(search.store.count - 1).length,
    complete: search.complete,
    ...(search.limit ? { limit: search.limit } : {}),
    verdicts,
    nodes: search.multiprocessor.automata.reduce((sum, { nodes }) => sum + nodes.length, 0),
    bytesPerState: Math.round(((search.store.bytes + search.graph.bytes) / search.store.count) * 10) / 10,
    elapsedMs: search.elapsedMs,
    ...(options.store === 'fingerprint' ? { collisionProbability: search.store.collisionProbability } : {}),
  };
}

/** searchOf runs the search alone: for the drivers that need its states and automata. */
export function searchOf(system: System, properties: readonly Property[], options: ExploreOptions): Search {
  const multiprocessor = new Multiprocessor(system);
  const search = new Search(multiprocessor, new Checks(multiprocessor, properties), options);
  try {
    search.run();
  } catch (error) {
    throw search.failedAfter ? alongSchedule(error, multiprocessor, search.failedAfter) : error;
  }
  return search;
}

/** Asks every function of the properties again; and the functions of a fresh module, where there is one. */
function askPropertiesAgain(search: Search, { again }: ExploreOptions): void {
  const { checks, multiprocessor } = search;
  const anew = again?.() ?? [];
  const properties = checks.properties.map((property) => anew.find(({ name }) => name === property.name) ?? property);
  const fresh = again ? search.inquiries(new Checks(multiprocessor, properties)) : [];
  askAgain([...search.inquiries(), ...viewInquiries(multiprocessor)], fresh);
}

/** By state, the threads that are stuck there, as bits; undefined where the search cannot tell. */
function findStuck(search: Search): ((state: number) => number) | undefined {
  const { checks, graph, store } = search;
  if (!search.complete || checks.deadlocks.length === 0 || !search.keepsStates) return undefined;
  const ever = everEnabled(graph, store.count);
  const stuckIn = (state: number) => graph.unfinished.data[state]! & ~ever.data[state]!;
  let open = checks.deadlocks.length;
  for (let state = 0; state < store.count && open > 0; state++) {
    const stuck = stuckIn(state);
    if (stuck !== 0) open -= search.findStuck(state, stuck);
  }
  return stuckIn;
}

type StuckIn = ReturnType<typeof findStuck>;

function verdictOf(search: Search, property: Property, index: number, stuckIn: StuckIn): Verdict {
  const counterexample = counterexampleFor(search, property, index, stuckIn);
  const premiseReached = search.checks.premiseReached(index);
  const limit = counterexample ? undefined : cutBy(search);
  return {
    property: property.name,
    statement: property.statement,
    verdict: counterexample ? 'refuted' : limit ? 'inconclusive' : 'proved',
    states: search.store.count,
    transitions: search.transitions,
    ...(premiseReached === undefined ? {} : { premiseReached }),
    ...(limit ? { limit } : {}),
    ...(counterexample ? { counterexample } : {}),
  };
}

function cutBy(search: Search): LimitHit | undefined {
  if (search.limit || search.keepsStates) return search.limit;
  const probability = search.store.collisionProbability.toExponential(1);
  return {
    limit: 'fingerprint',
    text: `states compared by fingerprint only; some were missed with probability ${probability}`,
  };
}

function counterexampleFor(
  search: Search,
  property: Property,
  index: number,
  stuckIn: StuckIn,
): Counterexample | undefined {
  if (property.kind === 'leadsTo') return lassoFor(search, index);
  const finding = search.findings.get(index);
  if (!finding) return undefined;
  return counterexampleOf({
    multiprocessor: search.multiprocessor,
    checks: search.checks,
    finding,
    vias: search.graph.pathTo(finding.state),
    stuckIn: (state) => {
      const id = search.store.lookup(state);
      const stuck = id < 0 || !stuckIn ? 0 : stuckIn(id) & concernedThreads(search.multiprocessor, property);
      return threadNames(search.multiprocessor, stuck);
    },
    shortest: search.isBreadthFirst && isNearest(search, property, finding),
  });
}

/** Whether a finding is the nearest violation of its property, of any kind. */
function isNearest({ nearestStuck }: Search, property: Property, { property: index, state }: Finding): boolean {
  if (property.kind === 'noDeadlock') return nearestStuck.get(index) === state;
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
  return lasso && lassoCounterexample(multiprocessor, checks, property.name, lasso);
}
