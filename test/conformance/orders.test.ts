// Partly ordered recordings: against every order there is, on random small ones; and the formats that people have.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlainSpecification, specification, validate } from '../../conformance/index.js';
import { readOpenTelemetry } from '../../conformance/recording/openTelemetry.js';
import { byThread, plainLock } from './lock.js';

const lines = (...records: readonly object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
const lock = () => specification(plainLock, { events: byThread });

/** Small enough to be tried in every order: a counter that may not go below nothing, nor above two, and that is reset at one. */
const counter: PlainSpecification<number> = {
  name: 'counter',
  init: 0,
  actions: {
    up: (count) => (count < 2 ? count + 1 : undefined),
    down: (count) => (count > 0 ? count - 1 : undefined),
    reset: (count) => (count === 1 ? 0 : undefined),
  },
};

interface Said {
  readonly event: string;
  readonly thread: string;
}

const said = (event: string, of: string): Said => ({ event, thread: of });

const runs = fc.array(
  fc.record({ event: fc.constantFrom('up', 'down', 'reset'), thread: fc.constantFrom('a', 'b', 'c', 'd') }),
  { minLength: 1, maxLength: 7 },
);

/** The sets of events of all orders that are allowed as far as they go. */
function reachable(run: readonly Said[]): readonly (readonly number[])[] {
  const sets = new Map<string, readonly number[]>([['', []]]);
  const go = (done: readonly number[], count: number) => {
    for (const [index, { event, thread }] of run.entries()) {
      const isNext = run.every((each, before) => before >= index || each.thread !== thread || done.includes(before));
      const next = isNext && !done.includes(index) ? counter.actions[event]!(count, {}) : undefined;
      if (next === undefined) continue;
      const after = [...done, index].sort();
      sets.set(after.join(), after);
      go([...done, index], next as number);
    }
  };
  go([], 0);
  return [...sets.values()];
}

describe('events of several threads without a common clock', () => {
  it('are accepted just where one of all orders is allowed, and else explained by a smallest set', () => {
    let [accepted, refused] = [0, 0];
    fc.assert(
      fc.property(runs, (run) => {
        const sets = reachable(run);
        const holds = (together: readonly number[]) => sets.some((set) => together.every((each) => set.includes(each)));

        const report = validate(lines(...run), specification(counter), { order: 'threads' });

        if (report.verdict === 'accepted') {
          accepted++;
          expect([...report.order!].sort()).toEqual(run.map((_, index) => index));
          const inOrder = lines(...report.order!.map((index) => run[index]!));
          expect(validate(inOrder, specification(counter)).verdict).toBe('accepted');
          return;
        }
        refused++;
        const together = report.refusal!.together!.map(({ index }) => index);
        expect(sets.some((set) => set.length === run.length)).toBe(false);
        expect(holds(together)).toBe(false);
        for (const left of together) expect(holds(together.filter((each) => each !== left))).toBe(true);
        expect(report.followed).toBe(Math.max(...sets.map((set) => set.length)));
      }),
      { seed: 13, numRuns: 400 },
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(50);
  });

  it('are put in an order that the specification allows, though they were written in another', () => {
    const run = lines(
      { event: 'acquired', thread: 'a' },
      { event: 'acquired', thread: 'b' },
      { event: 'released', thread: 'b' },
      { event: 'released', thread: 'a' },
    );

    expect(validate(run, lock()).verdict).toBe('refused');
    expect(validate(run, lock(), { order: 'threads' })).toMatchObject({ verdict: 'accepted', order: [0, 3, 1, 2] });
  });

  it('may be said to come after others', () => {
    const run = (before: string) =>
      lines(
        { event: 'acquired', thread: 'a', id: '1' },
        { event: 'released', thread: 'a', id: '2' },
        { event: 'acquired', thread: 'b', id: '3', after: before },
        { event: 'released', thread: 'b', id: '4', after: ['3'] },
      );
    const format = { order: 'threads', id: 'id', after: 'after' } as const;

    expect(validate(run('2'), lock(), format)).toMatchObject({ verdict: 'accepted', order: [0, 1, 2, 3] });
    expect(() => validate(run('5'), lock(), format)).toThrow(/QSC406 .*line 3 comes after "5", which no line is/);
    expect(() => validate(run('4'), lock(), format)).toThrow(/QSC406 .*comes after itself, in a circle/);
  });

  it('are inconclusive where the search reaches its limit, whichever way it would have ended', () => {
    const crossed = Array.from({ length: 6 }, (_, index) => [
      { event: 'acquired', thread: `t${index}` },
      { event: 'released', thread: `t${index}` },
    ]).flat();
    const twice = [...crossed, { event: 'released', thread: 't0' }];

    const cut = validate(lines(...twice), lock(), { order: 'threads' }, { nodesMax: 20 });
    const whole = validate(lines(...twice), lock(), { order: 'threads' });

    expect(cut.verdict).toBe('inconclusive');
    expect(whole.verdict).toBe('refused');
    expect(whole.refusal!.together).toEqual([
      { index: 12, line: 13, event: { name: 'released', thread: 't0', data: {} } },
    ]);
  });

  it('are refused at once where one is allowed nowhere, however many orders the others have', () => {
    const by = (event: string) => Array.from({ length: 12 }, (_, index) => ({ event, thread: `t${index}` }));
    const run = lines(...by('acquired'), ...by('released'), { event: 'released', thread: 'x' }, ...by('acquired'));

    const report = validate(run, lock(), { order: 'threads' }, { nodesMax: 50 });

    expect(report).toMatchObject({ verdict: 'refused', refusal: { together: [{ index: 24 }] } });
  });

  it('are looked at once where threads say the same', () => {
    const ups = (count: number) => Array.from({ length: count }, (_, index) => ({ event: 'up', thread: `t${index}` }));
    const most = specification({
      ...counter,
      actions: { up: (count: number) => (count < 29 ? count + 1 : undefined) },
    });

    const report = validate(lines(...ups(30)), most, { order: 'threads' });

    expect(report).toMatchObject({ verdict: 'refused', followed: 29, nodes: 29 });
    expect(report.refusal!.together).toHaveLength(30);
    expect(validate(lines(...ups(29)), most, { order: 'threads' }).verdict).toBe('accepted');
  });

  it.each<readonly [string, PlainSpecification<never>, readonly Said[], string]>([
    [
      'of states that no order comes to, what throws does not matter where there is an order',
      {
        name: 'clock',
        init: { n: 1, t: 0 },
        actions: {
          double: ({ n, t }: { n: number; t: number }) => ({ n: n * 2, t }),
          tick: ({ n, t }: { n: number; t: number }) => (t < 60 ? { n, t: t + 1 } : undefined),
          finish: ({ n, t }: { n: number; t: number }) => (t === 60 ? { n, t } : undefined),
        },
      } as never,
      [said('double', 'a'), ...Array.from({ length: 60 }, () => said('tick', 'b')), said('finish', 'b')],
      'accepted',
    ],
    [
      'nor where there is none',
      {
        name: 'fragile',
        init: 0,
        actions: {
          add: (n: number) => {
            if (n >= 5) throw new Error('too many');
            return n + 1;
          },
          check: (n: number) => (n === 2 ? n : undefined),
          never: () => undefined,
        },
      } as never,
      [said('add', 'a'), said('add', 'a'), said('check', 'a'), said('never', 'b')],
      'refused',
    ],
    [
      'and they are not looked for further than the run goes',
      {
        name: 'queue',
        init: [],
        actions: {
          push: (queue: readonly number[]) => [...queue, 1],
          pop: (queue: readonly number[]) => (queue.length > 0 ? queue.slice(1) : undefined),
          bad: () => undefined,
        },
      } as never,
      [said('push', 'a'), said('pop', 'a'), said('bad', 'b')],
      'refused',
    ],
  ])('%s', (_what, spec, run, verdict) => {
    expect(validate(lines(...run), specification(spec), { order: 'threads' }).verdict).toBe(verdict);
  });

  it('are inconclusive where the limit is reached before anything has turned back', () => {
    const down: PlainSpecification<number> = {
      name: 'down',
      init: 99,
      actions: { go: (n, { k }) => (n === k ? n - 1 : undefined), bad: () => undefined },
    };
    const run = Array.from({ length: 100 }, (_, k) => ({ event: 'go', thread: `t${k}`, k }));

    const report = validate(
      lines(...run, said('bad', 'z')),
      specification(down),
      { order: 'threads' },
      { nodesMax: 10 },
    );

    expect(report.verdict).toBe('inconclusive');
  });

  it('may be more than the search has places beside them', () => {
    const run = lines(...Array.from({ length: 50 }, (_, index) => ({ event: ['up', 'down'][index % 2], thread: 'a' })));

    expect(validate(run, specification(counter), { order: 'threads' }, { nodesMax: 10 }).verdict).toBe('accepted');
  });

  it('with data that are none are refused with their line', () => {
    const run = lines({ event: 'acquired', thread: 'a' }, { event: 'released', thread: 'a', at: 1.5 });

    expect(() => validate(run, specification(plainLock), { order: 'threads' })).toThrow(
      /QSC406 .*line 2, released, has/,
    );
  });
});

describe('a field of a line', () => {
  it('may lie inside others, and the data in one of its own', () => {
    const run = lines({ log: { what: 'acquired', by: 'a' }, body: { thread: 'a' } });
    const format = { name: 'log.what', thread: 'log.by', data: 'body' };

    expect(validate(run, specification(plainLock), format).verdict).toBe('accepted');
    expect(() => validate(run, specification(plainLock), { ...format, data: 'log.what' })).toThrow(/QSC406/);
  });
});

const text = (value: string) => ({ stringValue: value });
const attributes = (given: object) => Object.entries(given).map(([key, value]) => ({ key, value }));
const span = (name: string, who: string, from: number, to: number, more: object = {}) => ({
  name,
  spanId: `${name}${who}${from}`,
  startTimeUnixNano: String(from),
  endTimeUnixNano: String(to),
  attributes: attributes({ 'thread.name': text(who) }),
  ...more,
});
const resource = (name: string, ...spans: readonly object[]) => ({
  resource: { attributes: attributes({ 'service.name': text(name) }) },
  scopeSpans: [{ spans }],
});
const traces = (...resources: readonly object[]) => JSON.stringify({ resourceSpans: resources });
const format = { format: 'opentelemetry' } as const;

describe('OpenTelemetry spans', () => {
  it('are events that happened somewhere between their start and their end, in the order of one clock', () => {
    const overlapping = traces(
      resource(
        'one',
        span('acquired', 'b', 10, 40),
        span('acquired', 'a', 12, 20),
        span('released', 'a', 14, 30),
        span('released', 'b', 50, 60),
      ),
    );
    const apart = traces(resource('one', span('acquired', 'b', 10, 11), span('acquired', 'a', 12, 20)));

    expect(validate(overlapping, lock(), format)).toMatchObject({ verdict: 'accepted', order: [1, 2, 0, 3] });
    expect(validate(apart, lock(), format).refusal).toMatchObject({
      index: 1,
      line: 2,
      event: { name: 'acquired', thread: 'a' },
    });
  });

  it('of several resources have no common clock: only links order them', () => {
    const [take, give] = [span('acquired', 'a', 500, 510), span('released', 'a', 520, 530)];
    const other = (links: readonly object[]) => span('acquired', 'b', 1, 2, { links });
    const run = (links: readonly object[]) => traces(resource('one', take, give), resource('two', other(links)));

    expect(validate(run([]), lock(), format).verdict).toBe('accepted');
    expect(validate(run([{ spanId: take.spanId }]), lock(), format)).toMatchObject({
      verdict: 'accepted',
      order: [1, 2, 0],
    });
  });

  it('may have events of their own, and be one document a line', () => {
    const held = span('held', 'a', 1, 9, {
      events: [
        { name: 'acquired', timeUnixNano: '2', attributes: attributes({ count: { intValue: '3' } }) },
        { name: 'released', timeUnixNano: '8' },
      ],
    });
    const spec = specification(plainLock, { events: { ...byThread, held: { hidden: 'the whole of it' } } });
    const document = traces(resource('one', held));

    expect(validate(document, spec, format)).toMatchObject({ verdict: 'accepted', events: 3, transitions: 2 });
    expect(validate(`${document}\n${document}\n`, spec, format).events).toBe(6);
  });

  it('are read in seconds, however many', () => {
    const spans = Array.from({ length: 20_000 }, (_, index) =>
      span(index % 2 === 0 ? 'acquired' : 'released', 'a', index * 2, index * 2 + (index % 3 === 0 ? 3 : 1)),
    );
    const beganMs = performance.now();

    expect(validate(traces(resource('one', ...spans)), lock(), format).verdict).toBe('accepted');
    expect(performance.now() - beganMs).toBeLessThan(20_000);
  }, 60_000);

  it('have the order that their times say, on random ones', () => {
    const times = fc.array(fc.tuple(fc.nat(9), fc.nat(4)), { maxLength: 12 });
    fc.assert(
      fc.property(times, (some) => {
        const spans = some.map(([from, long], index) => span(`e${index}`, 'a', from, from + long));
        const { events } = readOpenTelemetry(traces(resource('one', ...spans)), format);
        const closure = (index: number): Set<number> =>
          new Set(events[index]!.after.flatMap((before) => [before, ...closure(before)]));
        const timeOf = (index: number) => some[events[index]!.line - 1]!;

        for (const index of events.keys()) {
          const ended = [...events.keys()].filter((each) => timeOf(each)[0] + timeOf(each)[1] < timeOf(index)[0]);
          expect([...closure(index)].sort((one, other) => one - other)).toEqual(ended);
        }
      }),
      { seed: 13, numRuns: 300 },
    );
  });

  it('without ids of their own come after no link, and a link names one', () => {
    const named = (spanId: unknown) => ({ ...span('acquired', 'b', 1, 2), spanId });
    const linked = (spanId: unknown) => span('acquired', 'a', 1, 2, { links: [{ spanId }] });

    expect(validate(traces(resource('one', named(undefined))), lock(), format).verdict).toBe('accepted');
    expect(() => validate(traces(resource('one', linked(undefined))), lock(), format)).toThrow(
      /QSC406 .*names no span/,
    );
    expect(() => validate(traces(resource('one', named(5))), lock(), format)).toThrow(/QSC406 .*names no span/);
  });

  it.each([
    ['are cut short', traces(resource('one')).slice(0, -3), /QSC406 the|QSC406/],
    ['are something else', '{"spans":[]}', /QSC406 .*no resourceSpans/],
    [
      'end before they start',
      traces(resource('one', span('acquired', 'a', 9, 1))),
      /QSC406 .*acquired ends before it starts/,
    ],
    [
      'have a time that is none',
      traces(resource('one', { ...span('acquired', 'a', 1, 2), endTimeUnixNano: 1.5 })),
      /QSC406 .*has the time 1\.5/,
    ],
  ])('are refused with a code where they %s', (_what, run, error) => {
    expect(() => validate(run, lock(), format)).toThrow(error);
  });
});

describe('a run in the Informal Trace Format', () => {
  const document = (states: readonly object[]) =>
    JSON.stringify({ vars: ['owner', 'mbt::actionTaken', 'mbt::nondetPicks'], states });
  const state = (owner: string, action: string, by?: string) => ({
    owner,
    'mbt::actionTaken': action,
    'mbt::nondetPicks': {
      thread: by === undefined ? { tag: 'None', value: { '#tup': [] } } : { tag: 'Some', value: by },
    },
  });
  const held = (owner: string) =>
    document([state('', 'init'), state('a', 'acquired', 'a'), state(owner, 'released', 'a')]);
  const valued = (n: unknown) => JSON.stringify({ vars: ['n'], states: [{ n }] });
  const loopAt = (loop: unknown) => JSON.stringify({ vars: ['n'], states: [{ n: 1 }], loop });
  const deep = `{"vars":["n"],"states":[{"n":${'['.repeat(5000)}${']'.repeat(5000)}}]}`;
  const itf = {
    format: 'itf',
    state: ({ owner }: { readonly owner?: unknown }) => ({ owner: String(owner) }),
  } as const;

  it('is followed by its actions, with what was picked, and its states are compared', () => {
    const spec = specification(plainLock);

    expect(validate(held(''), spec, itf)).toMatchObject({ verdict: 'accepted', events: 2, transitions: 2 });
    expect(validate(held('b'), spec, itf).refusal).toMatchObject({
      index: 1,
      line: 3,
      reason: 'owner is "" in the specification and "b" in the recording',
    });
    expect(validate(document([state('b', 'init')]), spec, itf).refusal).toMatchObject({ index: -1, line: 1 });
  });

  it.each([
    ['has no states', document([]), /QSC406 .*no states/],
    ['lacks a variable', document([{ owner: '' }]), /QSC406 .*state 1 has no mbt::actionTaken/],
    [
      'has a number that is not exact',
      JSON.stringify({ vars: ['n'], states: [{ n: { '#bigint': '9007199254740993' } }] }),
      /QSC406/,
    ],
    ['has a loop outside of it', loopAt(1), /QSC406 .*the loop starts at 1, and there are 1 states/],
    ['has a loop that is no number', loopAt('x'), /QSC406 .*the loop starts at "x"/],
    ['has a map that is none', valued({ '#map': [1, 2] }), /QSC406 .*a map with 1, which is no pair/],
    [
      'has a key twice',
      valued({
        '#map': [
          ['a', 1],
          ['a', 2],
        ],
      }),
      /QSC406 .*a key twice/,
    ],
    ['has a form of its own', valued({ '#wat': 1 }), /QSC406 .*the form #wat/],
    ['is nested without end', deep, /QSC406 .*nested deeper than 200/],
    [
      'does not say what was done',
      JSON.stringify({ vars: ['n'], states: [{ n: 1 }, { n: 2 }] }),
      /QSC406 .*state 2 has no action/,
    ],
  ])('is refused with a code where it %s', (_what, run, error) => {
    expect(() => validate(run, specification(plainLock), itf)).toThrow(error);
  });
});
