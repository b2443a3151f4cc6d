// The token of deferred destruction (impl/clustered/token.ts): what is destroyed is freed when nobody can be at it any more,
// which is judged by who uses whose memory, and its reference leads nobody astray; and each of its rules is missed.

import { describe, expect, test } from 'vitest';
import { eventually, explore, monitor, noDeadlock, noUseAfterFree, violated } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import {
  add,
  again,
  type Cell,
  cell,
  cells,
  deepFreeze,
  fetchOr,
  happened,
  is,
  load,
  loop,
  type Program,
  region,
  type Self,
  scope,
  spawn,
  store,
  type Turn,
  thread,
  wait,
} from '../../engine/program/index.js';
import { grace } from '../../impl/clustered/generations.js';
import {
  countingOn,
  destroyByToken,
  destruction,
  endFirst,
  endRound,
  nextOf,
  nothing,
  type OnRing,
  reclaim,
  type Start,
  startProcessor,
  type TokenRing,
  tokenHolder,
  useAnew,
} from '../../impl/clustered/token.js';
import { activate, deactivate, generationIndex } from '../../impl/hotswap/generations.js';

/** Deviations, each of which has to show. */
type Deviation =
  | 'none'
  | 'tokenNotHeld'
  | 'runningRoundCounts'
  | 'referenceUsedAtOnce'
  | 'joiningCounts'
  | 'stutterBeforeRing';

interface Holder extends OnRing {
  readonly deviation: Deviation;
}

function* deviatingHolder(args: Holder): Program<void> {
  yield* loop(args, oneVisit);
}

function* oneVisit(args: Holder): Program<Turn<Holder, void>> {
  const { ring, processor, deviation } = args;
  yield* wait(ring.token, is(processor));
  if (processor === 0) yield* scope(roundEnds, args);
  const visit = { clustered: countingOn(ring), processor, deadline: null };
  if (deviation !== 'tokenNotHeld') yield* scope(grace, deepFreeze(visit));
  const members = yield* load(ring.members);
  yield* store(ring.token, nextOf(members, processor));
  return again(args);
}

function* roundEnds({ ring, processor, deviation }: Holder): Program<void> {
  const progress = yield* load(ring.progress);
  const isEarly = progress === destruction.destroyed && deviation === 'runningRoundCounts';
  if (progress === destruction.counting && deviation === 'referenceUsedAtOnce') {
    yield* reclaim(ring);
    return yield* useAnew(ring);
  }
  if (isEarly) return yield* reclaim(ring);
  yield* scope(endRound, deepFreeze({ ring, processor }));
}

/** As startProcessor, but the round that is running counts; or it is said not to count before the processor is in the ring. */
function* deviatingStart(
  { deviation, ...start }: Start & { readonly deviation: Deviation },
  self: Self,
): Program<void> {
  const { ring, processor, thread: child, slot, object } = start;
  if (deviation === 'stutterBeforeRing') yield* store(ring.stutters, 1);
  const activation = yield* activate(countingOn(ring), { ...self, processor, slot });
  yield* store(ring.countedIn, activation);
  yield* store(ring.handed, object);
  yield* fetchOr(ring.members, 1 << processor);
  yield* spawn(child);
}

interface Client {
  readonly ring: TokenRing;
  /** The thread that it starts on another processor, and where. */
  readonly starts?: {
    readonly thread: string;
    readonly slot: number;
    readonly processor: number;
    readonly deviation: Deviation;
  };
}

/** Finds the reference, goes from there to the object, if it can, and uses it. */
function* client({ ring, starts }: Client, self: Self): Program<void> {
  const activation = yield* activate(countingOn(ring), self);
  const named = yield* load(ring.named);
  if (named !== nothing) {
    const object = yield* load(ring.entry);
    yield* happened('reached', { named, object });
    if (object !== nothing) yield* use(ring, object, starts, self);
  }
  yield* deactivate(countingOn(ring), activation, self);
}

function* use(ring: TokenRing, object: number, starts: Client['starts'], self: Self): Program<void> {
  yield* add(ring.objects[object]!.value, 1);
  if (!starts) return;
  const { deviation, ...start } = starts;
  if (['joiningCounts', 'stutterBeforeRing'].includes(deviation))
    yield* deviatingStart({ ring, object, ...starts }, self);
  else yield* startProcessor({ ring, object, ...start }, self);
}

/** The first thread of a processor has what its starter had. */
function* firstThread(args: OnRing): Program<void> {
  const object = yield* load(args.ring.handed);
  yield* add(args.ring.objects[object]!.value, 1);
  yield* endFirst(args);
}

function* destroyer({ ring }: Client): Program<void> {
  yield* scope(destroyByToken, ring);
}

function number(name: string, initial: number): Cell<number> {
  return cell(name, initial) as Cell<number>;
}

function ringOf(processors: number, members: number): TokenRing {
  const objects = [0, 1].map((index) => {
    const memory = region(`object${index}`, { kind: 'object', index }, { initially: 'allocated' });
    return { memory, value: cell(`object${index}.value`, 0, { region: memory, modulo: 8 }) as Cell<number> };
  });
  return deepFreeze({
    generations: Array.from({ length: processors }, (_, processor) => ({
      processor,
      reading: generationIndex,
      word: cell(`processor${processor}.word`, 0, { modulo: 16 }) as Cell<number>,
      active: cells(`processor${processor}.active`, 2, 0, { modulo: 8 }),
    })),
    token: number('token', 0),
    members: number('members', members),
    stutters: number('stutters', 0),
    progress: number('progress', 0),
    named: number('named', 0),
    entry: number('entry', 0),
    handed: number('handed', nothing),
    countedIn: number('countedIn', 0),
    objects,
  });
}

function cellsOf(ring: TokenRing): System['cells'] {
  const { generations, token, members, stutters, progress, named, entry, handed, countedIn, objects } = ring;
  const own = [token, members, stutters, progress, named, entry, handed, countedIn];
  return [...own, ...generations.flatMap(({ word, active }) => [word, active]), ...objects.map(({ value }) => value)];
}

function holders(ring: TokenRing, deviation: Deviation): System['threads'] {
  return ring.generations.map(({ processor }) => {
    const options = { processor, daemon: true };
    if (deviation === 'none') return thread(`token${processor}`, tokenHolder, { ring, processor }, options);
    return thread(`token${processor}`, deviatingHolder, { ring, processor, deviation }, options);
  });
}

function twoProcessors(deviation: Deviation = 'none'): System {
  const ring = ringOf(2, 0b11);
  const threads = [
    thread('c0', client, { ring }, { processor: 0 }),
    thread('c1', client, { ring }, { processor: 1 }),
    thread('destroyer', destroyer, { ring }, { processor: 0 }),
    ...holders(ring, deviation),
  ];
  return { name: 'tokenOnTwo', cells: cellsOf(ring), threads };
}

/** A thread on processor 2 starts processor 1, while the token is where it likes. */
function joining(deviation: Deviation = 'none'): System {
  const ring = ringOf(3, 0b101);
  const starts = { thread: 'c1', slot: 1, processor: 1, deviation };
  const threads = [
    thread('c2', client, { ring, starts }, { processor: 2 }),
    thread('c1', firstThread, { ring, processor: 1 }, { processor: 1, dormant: true }),
    thread('destroyer', destroyer, { ring }, { processor: 0 }),
    ...holders(ring, deviation),
  ];
  return { name: 'tokenAndJoining', cells: cellsOf(ring), threads };
}

const leadsNobodyAstray = monitor<null>(
  'leadsNobodyAstray',
  {
    init: null,
    handles: ['reached'],
    premise: () => true,
    on: (known, { data: { named, object } }) =>
      object === nothing || object === named
        ? known
        : violated(`a reference of object ${String(named)} leads to object ${String(object)}`),
  },
  { statement: 'a reference leads to the object that it names, or nowhere' },
);

function verdictsOf(system: System): Readonly<Record<string, string>> {
  const entry = system.cells.find((each) => 'name' in each && each.name === 'entry') as Cell<number>;
  const usedAnew = eventually('usedAnew', (state) => state.read(entry) === 1);
  const safety = explore(system, [noUseAfterFree, leadsNobodyAstray, noDeadlock], { builtIn: false });
  const liveness = explore(system, [usedAnew], { builtIn: false });
  return Object.fromEntries(
    [...safety.verdicts, ...liveness.verdicts].map(({ property, verdict }) => [property, verdict]),
  );
}

const sound = { noUseAfterFree: 'proved', leadsNobodyAstray: 'proved', noDeadlock: 'proved', usedAnew: 'proved' };

describe('the token', () => {
  test('frees what nobody is at, and has its reference used anew in the end', () => {
    expect(verdictsOf(twoProcessors())).toEqual(sound);
  });

  test('waits for a processor that joins while it is on its way', () => {
    expect(verdictsOf(joining())).toEqual(sound);
  });

  test('may be told that a round does not count before the processor is in the ring', () => {
    expect(verdictsOf(joining('stutterBeforeRing'))).toEqual(sound);
  });

  test.each([
    ['is not held until threads have ended', 'tokenNotHeld', twoProcessors, 'noUseAfterFree'],
    ['has the running round count for what is destroyed in it', 'runningRoundCounts', twoProcessors, 'noUseAfterFree'],
    [
      'has a reference used anew as soon as its object is freed',
      'referenceUsedAtOnce',
      twoProcessors,
      'leadsNobodyAstray',
    ],
    ['has a round count in which a processor joined', 'joiningCounts', joining, 'noUseAfterFree'],
  ] as const)('that %s is missed', (_what, deviation, system, property) => {
    expect(verdictsOf(system(deviation))[property]).toBe('refuted');
  });
});
