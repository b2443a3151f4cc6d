// Checks of persistent sets: small systems with a claim that is false in some order of steps. The thread that comes first
// is one that a careless reduction would let run alone, so that this order is not seen.

import type * as Explorer from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import {
  add,
  again,
  allocate,
  atomically,
  cell,
  done,
  fail,
  free,
  happened,
  inRegion,
  is,
  load,
  loop,
  type Program,
  type ProgramFunction,
  region,
  safePoint,
  spawn,
  store,
  type ThreadOptions,
  type Turn,
  thread,
  wait,
} from '../../engine/program/index.js';
import type { Check, Engine } from './engineChecks.js';
import { neverBoth, setsAndClearsX, setsAndClearsY, x, y } from './neverBoth.js';

const seen = cell('seen', 9);
const memory = region('memory', { kind: 'memory' }, { initially: 'allocated' });
const { inside } = inRegion(memory, { inside: cell('inside', 0) });

type Part = readonly [name: string, program: ProgramFunction, args?: unknown, options?: ThreadOptions];

const systemOf = (...parts: readonly Part[]): System => ({
  cells: [x, y, seen, inside],
  threads: parts.map(([name, program, args, options]) => thread(name, program, args, options)),
});

/** Claims that are made of one engine's properties. */
type Claims = (engine: Engine) => readonly Explorer.Property[];

/** Each claim is false, and the search that leaves steps out has to see it. */
const refuted =
  (claims: Claims, ...parts: readonly Part[]): Check =>
  (engine) => {
    const properties = claims(engine);
    const options = { reduction: 'persistent', builtIn: false, limits: { states: 10_000 } } as const;
    const { inFull, verdicts } = engine.explore(systemOf(...parts), properties, options);
    if (inFull !== undefined) return `explored in full: ${inFull}`;
    const proved = verdicts.filter(({ verdict }) => verdict !== 'refuted').map(({ property }) => property);
    return proved.length === 0 ? undefined : `not refuted: ${proved.join(', ')}`;
  };

const seenNever =
  (...values: readonly number[]): Claims =>
  ({ atEnd }) =>
    values.map((value) => atEnd(`${value} is never seen`, (state) => state.read(seen) !== value));

function* sees({ from }: { readonly from: 'x' | 'y' }): Program {
  yield* store(seen, yield* load(from === 'x' ? x : y));
}

function* setsX(): Program {
  yield* store(x, 1);
}

function* setsY(): Program {
  yield* store(y, 1);
}

function* setsSeen({ to }: { readonly to: number }): Program {
  yield* store(seen, to);
}

function* addsToSeen(): Program {
  yield* add(seen, 1);
}

function* waitsThenSees(): Program {
  yield* wait(x, is(1));
  yield* store(seen, yield* load(y));
}

function* spawnsLate(): Program {
  yield* spawn('late');
}

function* looksElsewhereThenSees(): Program {
  yield* load(y);
  yield* store(seen, yield* load(x));
}

function* spins(): Program {
  yield* loop({}, spinsOnce);
}

function* spinsOnce(): Program<Turn<object, void>> {
  return (yield* load(y)) === 7 ? done() : again({});
}

function* spinsInSections(): Program {
  yield* loop({}, spinsInSection);
}

function* spinsInSection(): Program<Turn<object, void>> {
  return (yield* atomically(looksTwice)) ? done() : again({});
}

function* looksTwice(): Program<boolean> {
  yield* load(x);
  return (yield* load(y)) === 7;
}

function* fails(): Program {
  yield* safePoint();
  yield* fail('after all');
}

function* says({ what }: { readonly what: string }): Program {
  yield* safePoint();
  yield* happened(what);
}

function* beatsEveryOtherTime(): Program {
  yield* loop({}, beatsOnce);
}

function* beatsOnce(): Program<Turn<object, void>> {
  yield* safePoint();
  yield* happened('beat');
  yield* safePoint();
  return again({});
}

function* uses(): Program {
  yield* store(inside, 1);
}

function* freesMemory(): Program {
  yield* free(memory);
  yield* allocate(memory);
}

/** False where the second comes after the first, once armed. */
const order: Claims = ({ monitor, violated }) => [
  monitor('first is last', {
    init: 'idle' as string,
    on: (state, { name }) => {
      if (name === 'arm') return state === 'idle' ? 'armed' : state;
      if (name === 'first') return state === 'armed' ? 'first' : state;
      return state === 'first' ? violated('second after first') : state;
    },
  }),
];

const beatBeforeTheEnd: Claims = ({ monitor }) => [
  monitor('beats', {
    init: 0,
    on: (beats, { name }) => (name === 'beat' ? Math.min(2, beats + 1) : beats),
    atEnd: (beats) => beats > 0,
  }),
];

/** What it says last it may say from its first step on; later it turns out that its second step may say it too. */
function* saysMoreOnOneWay(): Program {
  if ((yield* load(x)) === 0) {
    yield* store(y, 1);
    yield* happened('free');
    yield* store(y, 2);
  }
  yield* happened('last');
}

function* setsXAndSays(): Program {
  yield* store(x, 1);
  yield* store(seen, 1);
  yield* happened('first');
}

/** False where the last comes after the first, and nothing freed it before. */
const lastBeforeFirst: Claims = ({ monitor, violated }) => [
  monitor('last before first', {
    init: 'idle' as string,
    on: (state, { name }) => {
      if (name === 'free') return 'free';
      if (name === 'first') return state === 'free' ? state : 'first';
      return name === 'last' && state === 'first' ? violated('last after first') : state;
    },
  }),
];

/** Its premise holds where the second has been said and the first has not. */
const secondAlone: Claims = ({ monitor }) => [
  monitor('the second alone', {
    init: '' as string,
    on: (heard, { name }) =>
      name === 'failed' || heard.includes(name) ? heard : [heard, name].sort().join(' ').trim(),
    premise: (heard) => heard === 'second',
  }),
];

/** Each premise holds in some order, and the search that leaves steps out has to see it. */
const premised =
  (claims: Claims, ...parts: readonly Part[]): Check =>
  (engine) => {
    const options = { reduction: 'persistent', builtIn: false, limits: { states: 10_000 } } as const;
    const { verdicts } = engine.explore(systemOf(...parts), claims(engine), options);
    const others = verdicts.filter(({ verdict }) => verdict !== 'proved');
    return others.length === 0
      ? undefined
      : others.map(({ property, verdict }) => `${property}: ${verdict}`).join(', ');
  };

export const reductionChecks: Readonly<Record<string, Check>> = {
  'persistent sets: a read may come after a write': refuted(seenNever(0, 1), ['r', sees, { from: 'x' }], ['w', setsX]),
  'persistent sets: a write may come before a read': refuted(seenNever(0, 1), ['w', setsX], ['r', sees, { from: 'x' }]),
  'persistent sets: of two writes either is last': refuted(
    seenNever(1, 2),
    ['a', setsSeen, { to: 1 }],
    ['b', setsSeen, { to: 2 }],
  ),
  'persistent sets: an addition before a write is lost': refuted(
    seenNever(5, 6),
    ['w', setsSeen, { to: 5 }],
    ['a', addsToSeen],
  ),
  'persistent sets: a predicate sees what two threads make true together': refuted(
    (engine) => [neverBoth(engine)],
    ['a', setsAndClearsX],
    ['b', setsAndClearsY],
  ),
  'persistent sets: who is blocked waits for others': refuted(
    seenNever(0, 1),
    ['waits', waitsThenSees],
    ['w', setsY],
    ['helps', setsX],
  ),
  'persistent sets: who is started reads too': refuted(
    seenNever(0, 1),
    ['w', setsX],
    ['s', spawnsLate],
    ['late', sees, { from: 'x' }, { dormant: true }],
  ),
  'persistent sets: what is found out later counts for what was decided before': refuted(
    seenNever(0, 1),
    ['w', setsX],
    ['r', looksElsewhereThenSees],
  ),
  'persistent sets: who goes round puts nobody off for ever': refuted(
    ({ noFailure }) => [noFailure],
    ['spins', spins],
    ['fails', fails],
  ),
  'persistent sets: who goes round in sections puts nobody off for ever': refuted(
    ({ noFailure }) => [noFailure],
    ['spins', spinsInSections],
    ['fails', fails],
  ),
  'persistent sets: the order of events matters once a third has come': refuted(
    order,
    ['second', says, { what: 'second' }],
    ['first', says, { what: 'first' }],
    ['third', says, { what: 'arm' }],
  ),
  'persistent sets: what a step does itself is found out later': refuted(
    lastBeforeFirst,
    ['t', saysMoreOnOneWay],
    ['w', setsXAndSays],
  ),
  'persistent sets: a premise holds between two events in one order': premised(
    secondAlone,
    ['first', says, { what: 'first' }],
    ['second', says, { what: 'second' }],
  ),
  'persistent sets: a daemon may speak after the end': refuted(
    beatBeforeTheEnd,
    ['daemon', beatsEveryOtherTime, {}, { daemon: true }],
    ['main', says, { what: 'nothing' }],
  ),
  'persistent sets: memory may be used after it was freed': refuted(
    ({ noUseAfterFree }) => [noUseAfterFree],
    ['uses', uses],
    ['frees', freesMemory],
  ),
};
