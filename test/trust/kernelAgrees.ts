// What the kernel and the loop in TypeScript found of one system, laid side by side: all states under the same ids, how
// each was found, where executions end, what waits, what was refuted; or the same error at the same place.

import fc from 'fast-check';
import type * as Explorer from '../../engine/explore.js';
import {
  atEnd,
  type ExploreOptions,
  invariant,
  monitor,
  noDeadlock,
  noFailure,
  noStuck,
  type Property,
  violated,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import type { QuiesceError } from '../../engine/program/errors.js';
import type { Event } from '../../engine/program/event.js';
import {
  above,
  add,
  again,
  atomically,
  cell,
  cells,
  choose,
  done,
  is,
  kill,
  load,
  loop,
  type Program,
  select,
  store,
  type Turn,
  thread,
  view,
  waitUntil,
  when,
} from '../../engine/program/index.js';
import { canonical, type Value } from '../../engine/program/value.js';
import { randomSystem } from './randomPrograms.js';

type Loop = 'kernel' | 'typescript';
/** The engine that is judged: this one, or a copy with a defect. */
type Engine = Pick<typeof Explorer, 'explore' | 'searchOf'>;

/** Everything that a search leaves behind. */
function searched({ searchOf }: Engine, system: System, properties: readonly Property[], options: ExploreOptions) {
  const search = searchOf(system, properties, options);
  const { store, graph, multiprocessor, checks } = search;
  const state = new Int32Array(multiprocessor.layout.width);
  const states = Array.from({ length: store.count }, (_, id) => {
    store.load(id, state);
    const found = `${graph.parents.parentOf(id)} ${graph.parents.viaOf(id)}`;
    return `${state.join()} from ${found}, ${store.lookup(state) === id ? 'found' : 'lost'} again`;
  });
  const ever = search.complete ? graph.waiting?.ever(store.count) : undefined;
  return {
    states,
    waiting: ever && states.map((_, id) => ever(id)),
    ends: [...search.normalEnds.data.subarray(0, search.normalEnds.length)],
    findings: [...search.findings],
    counts: [search.transitions, search.expanded, search.deadlocked, checks.product.size, multiprocessor.compiledEdges],
    limit: search.limit,
    why: search.whyTypescript,
  };
}

/** What is said of it, but for what may differ. */
function explored({ explore }: Engine, system: System, properties: readonly Property[], options: ExploreOptions) {
  const {
    elapsedMs: _,
    bytesPerState: _bytes,
    engine: _engine,
    whyTypescript: _why,
    ...said
  } = explore(system, properties, { ...options, liveExecutions: 0 });
  return said;
}

function orError<R>(find: () => R) {
  try {
    return find();
  } catch (error) {
    const { code, message } = error as QuiesceError;
    return { code, message, why: undefined };
  }
}

/** foundBy is what one of the loops finds. */
export function foundBy(
  judged: Engine,
  engine: Loop,
  system: System,
  properties: readonly Property[],
  options: ExploreOptions = {},
) {
  const { why, ...found } = orError(() => searched(judged, system, properties, { ...options, engine }));
  return { why, found, said: orError(() => explored(judged, system, properties, { ...options, engine })) };
}

const wordsOf = ({ name, thread, data }: Event) => `${thread} ${name} ${name === 'failed' ? '' : canonical(data)}`;

/** Remembers the last events, so that what is said, and its order, makes other states; and refutes now and then. */
const lastTwo = monitor('last two', {
  init: [] as readonly string[] as Value,
  on: (heard, event) => {
    const now = [...(heard as readonly string[]), wordsOf(event)].slice(-2);
    return now.length === 2 && now[0] === now[1] ? violated(now.join()) : now;
  },
  atEnd: (heard) => (heard as readonly string[]).length < 2,
});
export function claimsOf({ cells: [first] }: System): Property[] {
  return [...common, invariant('the first is not 2', (state) => state.read([first].flat()[0] as never) !== 2)];
}

const common: readonly Property[] = [
  invariant('two do not wait', (state) => state.threads.filter((name) => state.status(name) === 'blocked').length < 2),
  invariant('nobody is here', (state) => state.threads.every((name) => state.label(name)?.name !== 'here')),
  invariant('odd after an event', (_, heard) => heard !== 'read', {
    memory: { init: 'nothing' as Value, on: (heard, { name }) => (heard === 'read' ? heard : name) },
  }),
  lastTwo,
  atEnd('ends even', (state) => state.status(state.threads[0]!) === 'finished'),
  ...[noDeadlock, noStuck, noFailure],
];

/** Random systems without cooperative processors, some of them on weak memory. */
const preemptive = randomSystem.map((random): System => ({ ...random, processors: ['preemptive', 'preemptive'] }));
const memory = fc.constantFrom('sc' as const, 'sc' as const, 'tso' as const, 'pso' as const);

export const randomly = fc
  .tuple(preemptive, memory)
  .map(([random, model]): System => ({ ...random, memory: model, storeBuffer: 2 }));

export const [x, y, log] = [cell('x', 0), cell('y', 0), cells('log', 2, 0)];

function* counts(times: number): Program {
  for (let time = 0; time < times; time++) yield* add(x, 3);
}

/** Contents of a cell grow far, and so do nodes. */
export const counting = (times: number): System => ({
  cells: [x, y, log],
  threads: [thread('a', counts, times), thread('b', counts, 2)],
});

/** Each node of `counts` meets contents that are far apart, as the others leap; what they leap to is small and far alike. */
export const leaping = (times: number): System => ({
  cells: [x],
  threads: [
    thread('a', counts, times),
    thread('b', function* () {
      for (const by of [5000, -5003, 20_000]) yield* add(x, by);
    }),
    thread('c', counts, 2),
  ],
});

function* countsDown({ left }: { readonly left: number }): Program<Turn<{ left: number }, void>> {
  yield* add(x, 1);
  return left > 1 ? again({ left: left - 1 }) : done();
}

/** Each state has a node and a content of its own. */
export const counter = (times: number): System => ({
  cells: [x],
  threads: [
    thread('a', function* (): Program {
      yield* loop({ left: times }, countsDown);
    }),
  ],
});

function* goesRound(at: typeof x): Program {
  yield* loop(at, round);
}

function* round(at: typeof x): Program<Turn<typeof x, void>> {
  yield* store(at, 1);
  yield* store(at, 0);
  return again(at);
}

/** Two that go round for ever, each in a cell of its own, and one that comes to its end. */
export const sharing: System = {
  cells: [x, y, log],
  threads: [thread('a', goesRound, x), thread('b', goesRound, y), thread('c', counts, 5)],
};

const isBoth = view('both', ([one, other]: readonly [number, number]) => one > 0 && other > 0);

function* waits(me: number): Program {
  yield* waitUntil([x, y], isBoth);
  yield* store(log[me]!, yield* choose(3, 'which'));
  yield* select(
    when(x, is(1), () => add(y, 1)),
    when(y, above(1), () => add(x, 1)),
  );
}

function* sets(): Program {
  yield* store(y, 1);
  yield* store(log[0]!, yield* atomically(both));
  yield* kill('w1');
}

/** What it writes, its first operation decides; where it leads, another cell does. */
function* both(): Program<number> {
  yield* add(x, 1);
  return yield* load(y);
}

function* besides(): Program {
  yield* add(y, 1);
}

export const meeting: System = {
  cells: [x, y, log],
  threads: [thread('w0', waits, 0), thread('w1', waits, 1), thread('s', sets), thread('b', besides)],
};

function* overflows(): Program {
  for (let time = 0; time < 6; time++) yield* add(y, 2 ** 27);
}

/** Some interleaving of it comes to an integer that no cell holds. */
export const failing: System = {
  cells: [x, y],
  threads: [thread('a', counts, 3), thread('b', overflows), thread('c', overflows)],
};
