// Generations by themselves (paper, section 3; K42's markers): threads that begin and end without end, on two processors,
// and markers that are placed and elapse, over and over, so that every counter goes round (corner case 19). The two
// counters of a processor are held to an oracle of one step: a marker may elapse only when every thread that was active on its
// processor when it was placed has ended; and in the end it does.

import { describe, expect, test } from 'vitest';
import { explore, leadsTo, monitor, noDeadlock, violated } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import {
  add,
  again,
  begins,
  type Cell,
  cell,
  cells,
  deepFreeze,
  type Event,
  exchange,
  happened,
  is,
  load,
  loop,
  type Program,
  type Self,
  safePoint,
  scope,
  type Turn,
  thread,
  wait,
} from '../../engine/program/index.js';
import { type Grace, grace } from '../../impl/clustered/generations.js';
import type { Clustered } from '../../impl/clustered/layout.js';
import { activate, deactivate, generationIndex, type ProcessorGenerations } from '../../impl/hotswap/generations.js';

type Counting = Pick<Clustered, 'generations' | 'counter' | 'advancing'>;
type Waiter = (args: Grace, self: Self) => Program<unknown>;

interface Client {
  readonly counting: Counting;
}

/** A short-lived thread after the other: a daemon that passes a safe point each time round. */
function* client(args: Client): Program<void> {
  yield* loop(args, oneLife);
}

function* oneLife(args: Client, self: Self): Program<Turn<Client, void>> {
  const counting = args.counting as Clustered;
  const activation = yield* activate(counting, self);
  yield* happened('began', { processor: self.processor });
  yield* safePoint();
  yield* deactivate(counting, activation, self);
  yield* happened('ended', { processor: self.processor });
  return again(args);
}

interface Markers {
  readonly counting: Counting;
  readonly waiter: 'two' | 'one' | 'none';
}

function* markers(args: Markers): Program<void> {
  yield* loop(args, oneMarker);
}

const waiters: Readonly<Record<Markers['waiter'], Waiter>> = { two: grace, one: hasty, none: safePoint };

function* oneMarker(args: Markers, self: Self): Program<Turn<Markers, void>> {
  const clustered = args.counting as Clustered;
  yield* begins('placed', { processor: self.processor });
  yield* scope(waiters[args.waiter], deepFreeze({ clustered, processor: self.processor, deadline: null }));
  // Said a step later than it is true: whoever is active still can be so then.
  yield* safePoint();
  yield* happened('elapsed', { processor: self.processor });
  return again(args);
}

/** Lets one generation pass, where two are needed. */
function* hasty({ clustered, processor }: Grace): Program<void> {
  const { word, active, reading } = clustered.generations[processor]!;
  const current = yield* load(word, reading.generation);
  const next = (current + 1) % reading.size;
  yield* wait(active[next & 1]!, is(0));
  const activated = yield* exchange(word, next, reading.activations);
  yield* add(active[current & 1]!, activated);
}

/** The counters of a processor, that go round at `wrap`. */
function countersOf(processor: number, wrap: number): ProcessorGenerations {
  const reading = generationIndex;
  const word = cell(`processor${processor}.word`, 0, { modulo: reading.size * wrap }) as Cell<number>;
  const active = cells(`processor${processor}.active`, 2, 0, { modulo: wrap });
  return { processor, reading, word, active };
}

interface Shape {
  /** Clients on each processor. */
  readonly clients: readonly number[];
  readonly wrap: number;
  readonly waiter?: Markers['waiter'];
}

function systemOf({ clients, wrap, waiter = 'two' }: Shape): System {
  const generations = clients.map((_, processor) => countersOf(processor, wrap));
  const counting: Counting = deepFreeze({ generations, counter: [] as never, advancing: [] });
  const threads = clients.flatMap((count, processor) => [
    ...Array.from({ length: count }, (_, index) =>
      thread(`client${processor}.${index}`, client, { counting }, { processor, daemon: true }),
    ),
    thread(`marker${processor}`, markers, { counting, waiter }, { processor, daemon: true }),
  ]);
  return { name: 'generations', cells: generations.flatMap(({ word, active }) => [word, active]), threads };
}

interface Oracle {
  readonly active: readonly string[];
  /** Those that the marker of a processor waits for; none where no marker is placed. */
  readonly awaited: readonly string[] | null;
}

/** The oracle of one step: it knows who is active, and whom a marker has to wait for. */
const oracle = (processor: number) =>
  monitor<Oracle>(
    `markersAreSoundOn${processor}`,
    {
      init: { active: [], awaited: null },
      handles: ['began', 'ended', 'placed', 'elapsed'],
      on: (known, event) => (event.data.processor === processor ? follow(known, event) : known),
    },
    { statement: 'no marker elapses before every thread that was active when it was placed has ended' },
  );

function follow({ active, awaited }: Oracle, { name, thread: who }: Event) {
  switch (name) {
    case 'began':
      return { active: [...active, who].sort(), awaited };
    case 'ended':
      return {
        active: active.filter((each) => each !== who),
        awaited: awaited?.filter((each) => each !== who) ?? null,
      };
    case 'placed':
      return { active, awaited: active };
    default:
      return awaited?.length === 0
        ? { active, awaited: null }
        : violated(`the marker has elapsed, and ${awaited?.join(' and ')} began before it and is active`);
  }
}

const markersElapse = (processor: number) =>
  leadsTo(
    `markersElapseOn${processor}`,
    (_state, placed) => placed === true,
    (_state, placed) => placed === false,
    {
      statement: 'a marker that is placed elapses',
      memory: {
        init: false,
        on: (placed, { name, data }) =>
          data.processor !== processor || !['placed', 'elapsed'].includes(name) ? placed : name === 'placed',
      },
    },
  );

/** The verdicts by property, without the built-in ones. */
function verdictsOf(shape: Shape): Readonly<Record<string, string>> {
  const processors = [...shape.clients.keys()];
  const system = systemOf(shape);
  const safety = explore(system, [...processors.map(oracle), noDeadlock], { builtIn: false });
  const liveness = processors.flatMap((each) => explore(system, [markersElapse(each)], { builtIn: false }).verdicts);
  return Object.fromEntries([...safety.verdicts, ...liveness].map(({ property, verdict }) => [property, verdict]));
}

describe('the two counters of a processor', () => {
  test.each([
    ['one client', { clients: [1], wrap: 2 }],
    ['two clients', { clients: [2], wrap: 3 }],
    ['three clients', { clients: [3], wrap: 4 }],
    ['two processors', { clients: [1, 1], wrap: 2 }],
  ])('refine the oracle for ever, with %s, and go round at one more than there are threads', (_what, shape) => {
    const verdicts = verdictsOf(shape);

    expect(new Set(Object.values(verdicts))).toEqual(new Set(['proved']));
  });

  test('let a marker elapse too early where only one generation passes', () => {
    expect(verdictsOf({ clients: [2], wrap: 4, waiter: 'one' }).markersAreSoundOn0).toBe('refuted');
  });

  test('let a marker elapse too early where nothing is waited for', () => {
    expect(verdictsOf({ clients: [1], wrap: 4, waiter: 'none' }).markersAreSoundOn0).toBe('refuted');
  });

  test('are taken for empty where they go round at the number of threads', () => {
    expect(verdictsOf({ clients: [2], wrap: 2 }).markersAreSoundOn0).toBe('refuted');
  });
});
