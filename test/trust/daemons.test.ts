// Daemons and ends: one with work left is no end, one that goes round for ever is no obstacle. One small system each; what
// random daemons do is in test/secondOpinions/daemons.test.ts.

import { describe, expect, it } from 'vitest';
import {
  atEnd,
  eventually,
  explore,
  invariant,
  monitor,
  outcomes,
  type Property,
  parseSchedule,
  replay,
  sample,
  type Verdict,
} from '../../engine/index.js';
import { Multiprocessor } from '../../engine/multiprocessor/multiprocessor.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { closes, opens } from '../../engine/program/event.js';
import { again, done, loop, type Turn } from '../../engine/program/nesting.js';
import {
  above,
  add,
  choose,
  exchange,
  is,
  load,
  type Program,
  spawn,
  store,
  wait,
} from '../../engine/program/operation.js';
import { type Thread, thread } from '../../engine/program/thread.js';
import { atMost, Ends } from '../../engine/search/ends.js';

const x = cell('x', 0);
const go = cell('go', 0);
const requests = cell('requests', 0);
const handled = cell('handled', 0);
const busy = cell('busy', 0);

const daemon = { daemon: true };
const of = (...threads: readonly Thread[]): System => ({ cells: [x, go, requests, handled, busy], threads });
const verdictOn = (system: System, property: Property): Verdict => explore(system, [property]).verdicts[0]!;

function* setsX(to: number): Program<void> {
  yield* store(x, to);
}

function* opensTheWay(): Program<void> {
  yield* store(go, 1);
}

function* spin(): Program<Turn<null, void>> {
  yield* load(x);
  return again(null);
}

/** Takes whatever is there, in two steps; looks for ever. */
function* polls(): Program<void> {
  yield* loop(null, poll);
}

function* poll(): Program<Turn<null, void>> {
  const taken = yield* exchange(requests, 0);
  if (taken !== 0) yield* add(handled, taken);
  return again(null);
}

/** Waits for a request and says that it is busy with it. */
function* attends(): Program<void> {
  yield* loop(null, attend);
}

function* attend(): Program<Turn<null, void>> {
  yield* wait(requests, above(0));
  yield* store(busy, 1);
  yield* store(requests, 0);
  yield* add(handled, 1);
  yield* store(busy, 0);
  return again(null);
}

function* asks(): Program<void> {
  yield* add(requests, 1);
}

function* asksAndSeesItTaken(): Program<void> {
  yield* add(requests, 1);
  yield* wait(busy, is(1));
}

/** Its last step is a pause: only the closing of the span is left. */
function* closesASpan(): Program<void> {
  yield* opens('work');
  yield* store(x, 1);
  yield* closes('worked');
}

function* starts(name: string): Program<void> {
  yield* load(x);
  yield* spawn(name);
}

describe('a daemon with work left', () => {
  const bothHandled = atEnd('both are handled', (state) => state.read(handled) === 2);
  const clients = [thread('c1', asks), thread('c2', asks)];

  it.each([
    ['polls', polls],
    ['waits for requests', attendsBoth],
  ] as const)('that %s is no end, so that what it will do counts as done', (_how, server) => {
    const system = of(thread('server', server, undefined, daemon), ...clients);

    expect(verdictOn(system, bothHandled).verdict).toBe('proved');
  });

  it('is no end half way through a request either', () => {
    const system = of(thread('server', attends, undefined, daemon), thread('c1', asksAndSeesItTaken));

    expect(outcomes(system, (state) => [state.read(handled), state.read(busy)]).outcomes).toEqual(['[1,0]']);
  });

  it('is no end where its last step only says something', () => {
    const system = of(thread('d', closesASpan, undefined, daemon), thread('a', setsX, 0));
    const said = monitor<number>('what began has ended', {
      init: 0,
      on: (state, event) => state + (event.name === 'work' ? 1 : -1),
      atEnd: (open) => open === 0,
    });

    expect(verdictOn(system, said).verdict).toBe('proved');
  });

  it('is no end where it may still start a thread that is none', () => {
    const child = thread('child', asks, undefined, { dormant: true });
    const system = of(thread('d', starts, 'child', daemon), thread('a', setsX, 1), child);

    expect(outcomes(system, (state) => state.read(requests)).outcomes).toEqual(['1']);
  });

  it('is an end for each of the states in which it may come to rest', () => {
    const system = of(thread('d', choosesForEver, undefined, daemon), thread('a', asks));

    expect(outcomes(system, (state) => state.read(x)).outcomes).toEqual(['1', '2']);
  });
});

/** attend, but it leaves the requests that it has not taken. */
function* attendsBoth(): Program<void> {
  yield* loop(null, attendOne);
}

function* attendOne(): Program<Turn<null, void>> {
  yield* wait(requests, above(0));
  yield* add(requests, -1);
  yield* add(handled, 1);
  return again(null);
}

/** Goes round, and may leave to one of two loops that it never leaves again. */
function* choosesForEver(): Program<void> {
  const chosen = yield* loop(null, choosesOnce);
  yield* store(x, chosen);
  yield* loop(null, spin);
}

function* choosesOnce(): Program<Turn<null, number>> {
  const chosen = yield* choose(3);
  return chosen === 0 ? again(null) : done(chosen);
}

describe('a daemon that goes round for ever', () => {
  const beats = of(thread('heart', beatsForEver, undefined, daemon), thread('a', opensTheWay));

  it('keeps nobody from an end, and each of its states there is asked', () => {
    const reached = (value: number) => atEnd(`x is not ${value}`, (state) => state.read(x) !== value);

    expect([0, 1, 2].map((value) => verdictOn(beats, reached(value)).verdict)).toEqual([
      'refuted',
      'refuted',
      'proved',
    ]);
  });

  it('can be told from a livelock where something never comes', () => {
    const { counterexample } = verdictOn(
      beats,
      eventually('go is 2', (state) => state.read(go) === 2),
    );

    expect(counterexample!.reason).toBe('the execution ends without it: only heart goes on, for ever');
  });

  it('ends a continued replay, and is no cut of a sampled execution', () => {
    const again = replay(beats, parseSchedule('v1 system heart*3'), { continue: true });
    const found = sample(beats, [], { sampler: 'random', executions: 3, stepsMax: 50 });

    expect(again).toMatchObject({ recorded: 3, end: 'normal end' });
    expect(found).toMatchObject({ complete: true, depth: 50 });
  });

  it('may be too much to look at: then it cannot be told, and a claim about the end is open', () => {
    const multiprocessor = new Multiprocessor(of(thread('d', countsFar, undefined, daemon)));
    const { state } = multiprocessor.initial();
    const [some, all] = [new Ends(multiprocessor, atMost(20)), new Ends(multiprocessor)];

    expect([some.isNormalEnd(state, 1), some.cut?.limit]).toEqual([undefined, 'ends']);
    expect([all.isNormalEnd(state, 1), all.cut]).toEqual([false, undefined]);
  });

  it('may come to an error somewhere: then a sampled claim about the end is open, and only that', () => {
    const risky = of(thread('d', mayMisuse, undefined, daemon), thread('a', setsX, 1));
    const properties = [atEnd('x is 1', (state) => state.read(x) === 1), invariant('go is 0', (s) => s.read(go) === 0)];

    const { verdicts } = sample(risky, properties, { sampler: 'random', executions: 3, stepsMax: 20, builtIn: false });

    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'unrefuted']);
    expect(verdicts[0]!.limit).toEqual({ limit: 'ends', text: "a daemon's step is an error: QSC506" });
    expect(() => explore(risky)).toThrow('QSC506');
  });
});

function* mayMisuse(): Program<void> {
  if ((yield* choose(200)) === 7) yield* spawn('d');
}

function* beatsForEver(): Program<void> {
  yield* loop(null, beat);
}

function* beat(): Program<Turn<null, void>> {
  yield* store(x, 1);
  yield* store(x, 0);
  return again(null);
}

function* countsFar(): Program<void> {
  for (let count = 0; count < 100; count += 1) yield* add(x, 1);
}
