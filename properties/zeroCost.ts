// P10, zero cost (paper, section 1: "zero impact on performance when a component is not being swapped"; section 3: the
// mediator "is used only during the swapping process and hence adds no overhead when not swapping").
// Between the invocation of a call and its return, with no swap on at any time meanwhile, its thread reads the
// translation once, and besides uses only memory that is no mechanism's: the component's own, and what clients share.
// Judged from accesses: nobody has to announce one. A swap is on from the client's or component's request, which the
// workload tells, to the end of the last thread that the mechanism has running for it, which the engine sees.
// Where each processor has an entry of its own, the first call of a processor since the last swap looks up the global one
// and fills it; the claim is about those that follow.
// Activation and deactivation of threads are the system's own, and no part of a call; a component that goes to sleep
// inside a call leaves the claim for that call.

import type { Event } from '../engine/program/event.js';
import type { Data } from '../engine/program/value.js';
import type { Fact } from '../engine/threads/facts.js';
import { type MonitorProperty, monitor, type Violation, violated } from '../engine/watch/property.js';
import { isOfMechanism } from '../impl/owners.js';
import { listen } from './listener.js';
import { drop, exclude, include, type Names, put, type Table } from './plainData.js';

/**
 * How often a call has read the translation; 'excused' once a swap is on or its thread has slept; or for which processor
 * it is the first call of its reference.
 */
type Reads = number | 'excused' | { readonly first: number };

type Cost = {
  /** Per thread, its calls under way, the innermost last. */
  readonly calls: Table<readonly Reads[]>;
  /** Threads that have asked for a swap and have not been heard of since. */
  readonly asking: Names;
  /** Threads of the mechanism that are running. */
  readonly running: Names;
  /** Where calls have entered since the last swap: `reference@processor`, for translations that each processor has. */
  readonly known: Names;
};

const idle: Cost = { calls: {}, asking: [], running: [], known: [] };

/** zeroCost claims that calls pay nothing for hot-swapping while no swap is on; `workers` are the mechanism's threads. */
export function zeroCost(workers: readonly string[]): MonitorProperty {
  return monitor<Cost>(
    'zeroCost',
    {
      init: idle,
      on: (state, event) => (event.name === 'swapAsked' ? ask(state, event) : said(heardOf(state, event), event)),
      facts: {
        of: { regions: isOfMechanism, threads: true },
        on: (state, fact) => hear(state, fact, workers),
      },
      premise: ({ calls }) => Object.values(calls).some((reads) => reads.includes(1)),
    },
    { statement: zeroCostStatement },
  );
}

export const zeroCostStatement =
  'a call that meets no swap reads the translation once, and nothing else of the mechanism';

const said = listen<Cost, Cost | Violation>({
  invoke: (state, _data, thread) => {
    const reads = isSwapOn(state) ? 'excused' : 0;
    return { ...state, calls: put(state.calls, thread, [...callsOf(state, thread), reads]) };
  },
  enter: (state, { ref }, thread) => {
    const reads = callsOf(state, thread).at(-1);
    return typeof reads === 'object' ? { ...state, known: include(state.known, `${ref}@${reads.first}`) } : state;
  },
  sleeps: (state, _data, thread) => withInnermost(state, thread, 'excused'),
  return: (state, _data, thread) => {
    const outer = callsOf(state, thread).slice(0, -1);
    return { ...state, calls: outer.length === 0 ? drop(state.calls, thread) : put(state.calls, thread, outer) };
  },
});

function callsOf({ calls }: Cost, thread: string): readonly Reads[] {
  return calls[thread] ?? [];
}

function isSwapOn({ asking, running }: Cost): boolean {
  return asking.length > 0 || running.length > 0;
}

function ask(state: Cost, { thread }: Event): Cost {
  return excuseAll({ ...state, asking: include(state.asking, thread) });
}

/** Whoever makes or ends a call has its answer; what the mechanism says meanwhile is no answer. */
function heardOf(state: Cost, { name, thread }: Event): Cost {
  return ofClients.includes(name) ? answered(state, thread) : state;
}

const ofClients: readonly string[] = Object.freeze(['invoke', 'enter', 'leave', 'return', 'sleeps']);

function answered(state: Cost, thread: string): Cost {
  return state.asking.includes(thread) ? { ...state, asking: exclude(state.asking, thread) } : state;
}

function hear(state: Cost, fact: Fact, workers: readonly string[]): Cost | Violation {
  switch (fact.fact) {
    case 'access':
      return access(state, fact);
    case 'allocated':
      return manages(state, fact.thread, `allocates ${fact.region}`);
    case 'freed':
      return manages(state, fact.thread, `frees ${fact.region}`);
    default:
      return turn(state, fact, workers);
  }
}

/** Memory that is taken or given back costs too, whether anybody uses it or not. */
function manages(state: Cost, thread: string, what: string): Cost | Violation {
  const reads = callsOf(state, thread).at(-1);
  return reads === undefined || reads === 'excused'
    ? state
    : violated(`${thread} ${what} in a call, and no swap is on`);
}

function turn(state: Cost, fact: Fact, workers: readonly string[]): Cost {
  if (fact.fact !== 'begun' && fact.fact !== 'ended') return state;
  const { thread } = fact;
  if (fact.fact === 'ended') return { ...answered(state, thread), running: exclude(state.running, thread) };
  return workers.includes(thread) ? excuseAll({ ...state, running: include(state.running, thread) }) : state;
}

function excuseAll(state: Cost): Cost {
  const excused = Object.entries(state.calls).map(([thread, reads]) => [thread, reads.map(() => 'excused')] as const);
  return { ...state, calls: Object.fromEntries(excused) as Cost['calls'], known: [] };
}

function access(state: Cost, { thread, cell, how, owner }: Extract<Fact, { readonly fact: 'access' }>) {
  const reads = callsOf(state, thread).at(-1);
  if (reads === undefined || reads === 'excused') return state;
  if (isFirst(state, reads, owner)) return looksUp(state, thread, owner);
  if (owner.kind !== 'translation' || how !== 'read')
    return violated(`${thread} uses ${cell} in a call, and no swap is on`);
  if (typeof reads === 'object' || reads > 0)
    return violated(`${thread} reads ${cell} twice in one call, and no swap is on`);
  return withInnermost(state, thread, reads + 1);
}

/** The processor does not know the reference yet, and the call finds out what serves it. */
function isFirst({ known }: Cost, reads: Reads, { kind, ref, processor }: Data): boolean {
  if (typeof reads === 'object') return kind === 'translation' || kind === 'globalEntry';
  return kind === 'translation' && processor !== undefined && !known.includes(`${ref}@${processor}`);
}

function looksUp(state: Cost, thread: string, { processor }: Data): Cost {
  return processor === undefined ? state : withInnermost(state, thread, { first: processor as number });
}

function withInnermost(state: Cost, thread: string, reads: Reads): Cost {
  const calls = callsOf(state, thread);
  return calls.length === 0 ? state : { ...state, calls: put(state.calls, thread, [...calls.slice(0, -1), reads]) };
}
