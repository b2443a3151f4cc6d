// Each format is read by its own reader, or held to its schema, where one can be had: SARIF to the schema of its standard,
// JUnit XML by a reader of it, ITF by that of `quiesce validate`, Mermaid by Mermaid in a browser.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { instance } from '@viz-js/viz';
import { parse } from 'junit2json';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readItf } from '../../conformance/recording/itf.js';
import type { Counterexample } from '../../engine/explain/verdict.js';
import { annotations } from '../../reports/annotations.js';
import { itfTrace } from '../../reports/itf.js';
import { junitReport } from '../../reports/junit.js';
import { markdownReport } from '../../reports/markdown.js';
import { mermaidSequence } from '../../reports/mermaid.js';
import { pathDot } from '../../reports/pathDot.js';
import { sarifReport } from '../../reports/sarif.js';
import { shivizLog, shivizParser } from '../../reports/shiviz.js';
import { traceEvents } from '../../reports/traceEvents.js';
import { makeResult, withoutTimings } from '../../runner/result.js';
import { embrace, greenResult, lostUpdate, sampleResult, spinning } from './sampleResult.js';

const browserFile = process.env.CHROMIUM ?? '/usr/bin/chromium';
const mermaidFile = join(import.meta.dirname, '..', '..', 'node_modules/mermaid/dist/mermaid.min.js');

describe('annotations of a GitHub log', () => {
  it('point at the line of the step after which the claim was false', () => {
    expect(annotations(sampleResult).split('\n')[0]).toBe(
      '::error file=lost.ts,line=7,title=noLostUpdate::lostUpdate with plain: noLostUpdate is refuted, UNEXPECTED (expected proved). count is 1 & not <2>',
    );
  });

  it('are none where everything is as expected', () => {
    expect(annotations(greenResult)).toBe('');
  });

  it('are ten at most, the last of which counts the rest', () => {
    const row = sampleResult.verdicts.find(({ asExpected }) => !asExpected)!;
    const many = makeResult({ verdicts: Array.from({ length: 25 }, () => row), explorations: [], errors: [] });

    const lines = annotations(many).trimEnd().split('\n');

    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('::error::16 more: see the report');
  });

  it('stay one command, whatever a property is called', () => {
    const row = { ...sampleResult.verdicts[0]!, property: 'x\n::error file=a::x,y%0A' };
    const lines = annotations(makeResult({ verdicts: [row], explorations: [], errors: [] })).trimEnd();

    expect(lines.split('\n')).toHaveLength(1);
    expect(lines.slice(2).split('::')[0]).toBe(
      'error file=lost.ts,line=7,title=x\\n%3A%3Aerror file=a%3A%3Ax%2Cy%250A',
    );
  });
});

describe('a job summary', () => {
  const row = sampleResult.verdicts.find(({ asExpected, counterexample }) => !asExpected && counterexample)!;
  const many = (rows: number, scenario: (index: number) => string) =>
    makeResult({
      verdicts: Array.from({ length: rows }, (_, index) => ({ ...row, scenario: scenario(index) })),
      explorations: [],
      errors: [],
    });

  it.each([
    ['with more failures than fit', many(2000, () => 'one')],
    ['of more scenarios than fit', many(9000, (index) => `${'aLongName'.repeat(12)}${index}`)],
  ])('%s keeps under the 1 MiB that GitHub takes, and says what it leaves out', (_, result) => {
    const text = markdownReport(result, 'npx quiesce');

    expect(Buffer.byteLength(text)).toBeLessThan(2 ** 20);
    expect(Buffer.byteLength(text)).toBeGreaterThan(2 ** 19);
    expect(text).toContain('```mermaid');
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^Left out for want of room: [\d,]+ of [\d,]+ failures/);
  });

  it('has a diagram within the 50,000 signs that GitHub draws, however long values and path are', () => {
    const steps = Array.from({ length: 500 }, () => ({
      ...lostUpdate.steps[0]!,
      operation: `load ${'x'.repeat(5000)}`,
    }));

    const diagram = mermaidSequence({ ...lostUpdate, steps }).join('\n');

    expect(diagram.length).toBeLessThan(50_000);
    expect(diagram).toContain('380 steps are left out');
  });
});

/** The schema of the standard, with the reader that its package brings: it is of draft 4, which the newest one left. */
const matchers = createRequire(import.meta.url).resolve('@microsoft/jest-sarif');
const theirs = createRequire(matchers);
const Draft4 = theirs('ajv') as new (
  options: object,
) => { addMetaSchema(schema: object): void; validate(schema: object, data: unknown): boolean; errorsText(): string };
const sarifSchema = theirs('./schemas/sarif-2.1.0-rtm.5.json');

function wrongWithSarif(log: unknown): string {
  const reader = new Draft4({ allErrors: true, schemaId: 'id', unknownFormats: 'ignore', logger: false });
  reader.addMetaSchema(theirs('ajv/lib/refs/json-schema-draft-04.json'));
  return reader.validate(sarifSchema, log) ? '' : reader.errorsText();
}

describe('SARIF', () => {
  const log = JSON.parse(sarifReport(sampleResult));

  it('keeps the schema of the standard, which a result without a message does not', () => {
    const { message: _, ...silent } = log.runs[0].results[0];
    const broken = { ...log, runs: [{ ...log.runs[0], results: [silent] }] };

    expect(wrongWithSarif(log)).toBe('');
    expect(wrongWithSarif(broken)).toContain('message');
  });

  it('has a result for each verdict that is not as expected, at its line, with the path as flows of threads', () => {
    const wrong = sampleResult.verdicts.filter(({ asExpected }) => !asExpected);
    const [first] = log.runs[0].results;

    expect(log.runs[0].results).toHaveLength(wrong.length);
    expect(first.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'lost.ts' },
      region: { startLine: 7 },
    });
    expect(first.codeFlows[0].threadFlows.map(({ id }: { id: string }) => id)).toEqual(['t1', 't2']);
  });

  it('has a rule for each property that a result names, once', () => {
    const rules = log.runs[0].tool.driver.rules.map(({ id }: { id: string }) => id);
    const named = log.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId);

    expect(new Set(rules)).toEqual(new Set(named));
    expect(rules).toHaveLength(new Set(named).size);
  });
});

interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly id?: number;
}

/**
 * What a reader of trace events would stumble over, by the format's own description: an event without what its phase asks
 * for; slices of a track that overlap without one being in the other; an arrow without one of its ends, that goes back in
 * time, or that has no slice to be tied to.
 */
function wrongWithTrace(document: string): string[] {
  const { traceEvents: events } = JSON.parse(document) as { traceEvents: readonly TraceEvent[] };
  const slices = events.filter(({ ph }) => ph === 'X');
  const end = ({ ts, dur }: TraceEvent) => ts! + dur!;
  const isOnTrack = (one: TraceEvent, other: TraceEvent) => one.pid === other.pid && one.tid === other.tid;
  const missing = events.flatMap((event) => {
    const asked = { X: ['ts', 'dur', 'name'], M: ['args', 'name'], s: ['ts', 'id'], f: ['ts', 'id'] }[event.ph];
    if (!asked) return [`an unknown phase ${event.ph}`];
    return ['pid', 'tid', ...asked].filter((key) => !(key in event)).map((key) => `${event.ph} without ${key}`);
  });
  const crossing = slices.flatMap((one) =>
    slices
      .filter((other) => isOnTrack(one, other) && one.ts! < other.ts! && other.ts! < end(one) && end(one) < end(other))
      .map((other) => `${one.name} crosses ${other.name}`),
  );
  const ends = events.filter(({ ph }) => ph === 's' || ph === 'f');
  const arrows = [...new Set(ends.map(({ id }) => id))].flatMap((id) => {
    const [from, to] = ['s', 'f'].map((phase) => ends.find((each) => each.id === id && each.ph === phase));
    if (!from || !to) return [`arrow ${id} has one end`];
    return from.ts! > to.ts! ? [`arrow ${id} goes back`] : [];
  });
  const loose = ends
    .filter((one) => !slices.some((slice) => isOnTrack(one, slice) && slice.ts! <= one.ts! && one.ts! <= end(slice)))
    .map(({ id }) => `arrow ${id} hangs in the air`);
  return [...missing, ...crossing, ...arrows, ...loose];
}

describe('trace events', () => {
  const document = JSON.parse(traceEvents(lostUpdate)) as { traceEvents: readonly TraceEvent[] };
  const changed = (change: (event: TraceEvent) => object) =>
    JSON.stringify({ traceEvents: document.traceEvents.map((event) => ({ ...event, ...change(event) })) });

  it('have each step on the track of its thread, in order, with arrows', () => {
    const { traceEvents: events } = document;

    expect(events.filter(({ cat }) => cat === 'step').map(({ ts, tid }) => [ts, tid])).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 0],
    ]);
    expect(events.filter(({ ph }) => ph === 's').length).toBeGreaterThan(0);
  });

  it('are what the format asks for, with calls and suspensions too, and whatever breaks one is found', () => {
    expect([lostUpdate, spinning, embrace, suspended].flatMap((path) => wrongWithTrace(traceEvents(path)))).toEqual([]);

    expect(wrongWithTrace(changed(({ ph }) => (ph === 'X' ? { dur: undefined } : {})))).toContain('X without dur');
    expect(wrongWithTrace(changed(({ ph }) => (ph === 'X' ? { ph: 'Y' } : {})))).toContain('an unknown phase Y');
    expect(wrongWithTrace(changed(({ ts }) => (ts === 0 ? { dur: 3.5, tid: 0 } : {}))).join()).toContain('crosses');
    expect(wrongWithTrace(changed(({ ph }) => (ph === 'f' ? { ts: -1 } : {}))).join()).toMatch(/goes back.*in the air/);
    expect(wrongWithTrace(changed(({ ph }) => (ph === 'f' ? { id: 99 } : {}))).join()).toContain('has one end');
  });
});

/** Two calls, one in the other, the inner one held back for a while. */
const suspended: Counterexample = {
  ...lostUpdate,
  steps: lostUpdate.steps.map((step, index) => ({
    ...step,
    agent: 't1',
    events: [
      [{ name: 'invoke', thread: 't1', data: { call: 'a', ref: 'A', method: 'outer' } }],
      [
        { name: 'invoke', thread: 't1', data: { call: 'b', ref: 'A', method: 'inner' } },
        { name: 'suspended', thread: 't1', data: { call: 'b' } },
      ],
      [
        { name: 'resumed', thread: 't1', data: { call: 'b' } },
        { name: 'return', thread: 't1', data: { call: 'b' } },
      ],
      [{ name: 'return', thread: 't1', data: { call: 'a' } }],
    ][index]!,
  })),
};

describe('DOT of a path', () => {
  const read = async (dot: string) => {
    const viz = await instance();
    return viz.renderJSON(dot) as { objects: readonly { name: string; label: string }[]; edges: readonly Edge[] };
  };
  interface Edge {
    readonly tail: number;
    readonly head: number;
    readonly label: string;
  }

  it('is read by Graphviz: a node for each state, an edge for each step, what turned false marked', async () => {
    const { objects, edges } = await read(pathDot(lostUpdate));

    expect(objects.map(({ name }) => name)).toEqual(['s0', 's1', 's2', 's3', 's4']);
    expect(edges.map(({ tail, head }) => [tail, head])).toEqual([0, 1, 2, 3].map((step) => [step, step + 1]));
    expect(edges[0]!.label).toContain('1 t1: load count');
    expect(objects[4]!.label).toContain('false from here on');
  });

  it('has a lasso go back to where its loop starts', async () => {
    const { edges } = await read(pathDot(spinning));

    expect(edges.at(-1)).toMatchObject({ tail: spinning.steps.length - 1, head: spinning.loopStartsAt });
  });

  it('is read whatever the names, and a broken one would not be', async () => {
    const name = '"\\N\\" -> x; // <b>\n}';
    const steps = lostUpdate.steps.map((step) => ({ ...step, agent: name, operation: name }));
    const { objects, edges } = await read(pathDot({ ...lostUpdate, steps }));

    expect([objects.length, edges.length]).toEqual([5, 4]);
    expect((await instance()).render(pathDot(lostUpdate).replace(']', '')).status).toBe('failure');
  });
});

describe('JUnit XML', () => {
  const measured = {
    ...sampleResult,
    explorations: sampleResult.explorations.map((one, index) => ({ ...one, elapsedMs: 1500 * (index + 1) })),
  };
  const read = async (xml: string) => (await parse(xml)) as unknown as ReadSuites;

  it('is read with the times of the explorations, each case having its share, and with the place of each fault', async () => {
    const { testsuite, time } = await read(junitReport(measured, 'npx quiesce'));
    const cases = testsuite.flatMap(({ testcase = [] }) => testcase);
    const failed = cases.find(({ file }) => file === 'lost.ts')!;

    expect(time).toBe(measured.explorations.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) / 1000);
    expect(cases.filter(({ time: share }) => share !== undefined).reduce((sum, one) => sum + one.time!, 0)).toBeCloseTo(
      testsuite.reduce((sum, suite) => sum + (suite.time ?? 0), 0),
    );
    expect(failed).toMatchObject({ name: 'noLostUpdate', line: 7 });
  });

  it('has no time where the result has no timings, and is refused where it is cut off', async () => {
    const { testsuite, time } = await read(junitReport(withoutTimings(measured), 'npx quiesce'));

    expect([time, ...testsuite.map((suite) => suite.time)].every((each) => each === undefined)).toBe(true);
    await expect(read(junitReport(measured, 'npx quiesce').slice(0, -20))).rejects.toThrow();
  });
});

interface ReadSuites {
  readonly time?: number;
  readonly testsuite: readonly {
    readonly time?: number;
    readonly testcase?: readonly {
      readonly name: string;
      readonly time?: number;
      readonly file?: string;
      readonly line?: number;
    }[];
  }[];
}

/** Reads a log as ShiViz does: what its regular expression finds, held to what it asks of vector clocks. */
function readShiviz(log: string): { host: string; clock: Record<string, number>; event: string }[] {
  const found = [...log.matchAll(new RegExp(shivizParser, 'g'))].map(({ groups }) => ({
    host: groups!.host!,
    clock: JSON.parse(groups!.clock!) as Record<string, number>,
    event: groups!.event!,
  }));
  const times = new Map<string, number>();
  for (const { host, clock } of found) {
    if (clock[host] !== (times.get(host) ?? 0) + 1) throw new Error(`the clock of ${host} jumps to ${clock[host]}`);
    times.set(host, clock[host]);
    for (const [other, time] of Object.entries(clock))
      if (time > (times.get(other) ?? 0)) throw new Error(`${host} knows a step of ${other} that was not taken yet`);
  }
  return found;
}

describe('a ShiViz log', () => {
  it('has a step of every thread under its clock, and one that reads what another wrote after it', () => {
    const read = readShiviz(shivizLog(lostUpdate));

    expect(read.map(({ host, clock }) => [host, clock])).toEqual([
      ['t1', { t1: 1 }],
      ['t2', { t2: 1 }],
      ['t2', { t2: 2 }],
      ['t1', { t1: 2, t2: 2 }],
    ]);
  });

  it('keeps its form whatever is in the names, and a clock that goes wrong would be noticed', () => {
    const hostile = lostUpdate.steps.map((step) => ({
      ...step,
      agent: `${step.agent} {}\n`,
      operation: 'x\nt1 {"t1":9}',
    }));

    const called = new Map([
      ['t1', '__proto__'],
      ['t2', 'constructor'],
    ]);
    const inherited = lostUpdate.steps.map((step) => ({ ...step, agent: called.get(step.agent)! }));

    expect(readShiviz(shivizLog({ ...lostUpdate, steps: hostile }))).toHaveLength(4);
    expect(readShiviz(shivizLog({ ...lostUpdate, steps: inherited })).at(-1)!.clock).toEqual(
      JSON.parse('{"__proto__":2,"constructor":2}'),
    );
    expect(() => readShiviz(shivizLog(lostUpdate).replace('{"t2":2}', '{"t2":3}'))).toThrow('the clock of t2');
  });
});

describe('an ITF trace', () => {
  it('is read as the recorded run that it is, and keeps the loop of a lasso', () => {
    const { events } = readItf(itfTrace(lostUpdate), { format: 'itf' }) as unknown as {
      events: { event: { thread: string } }[];
    };
    const lasso = JSON.parse(itfTrace(spinning));

    expect(events.map(({ event }) => event.thread)).toEqual(lostUpdate.steps.map(({ agent }) => agent));
    expect(lasso.loop).toBe(spinning.loopStartsAt);
    expect(lasso.states).toHaveLength(spinning.steps.length + 1);
  });

  it('has every value in a form of the format, as it is read again: integers, what is not there, names like its own', () => {
    const [first] = lostUpdate.steps;
    const value = { n: 7, none: null, list: [1, 'a', true], odd: { '#set': 2 } };
    const writes = [
      { cell: '#meta', before: null, value: 3 },
      { cell: 'job', before: 'none', value },
    ];
    const { vars, states } = JSON.parse(itfTrace({ ...lostUpdate, steps: [{ ...first!, reads: [], writes }] }));

    expect(vars).toEqual(['_#meta', 'job']);
    expect(states[0]).toMatchObject({ '#meta': { index: 0 }, '_#meta': { tag: 'None', value: {} }, job: 'none' });
    expect(states[1]).toMatchObject({ '#meta': { index: 1 }, '_#meta': { '#bigint': '3' } });
    expect(states[1].job).toEqual({
      ...{ n: { '#bigint': '7' }, none: { tag: 'None', value: {} } },
      ...{ list: [{ '#bigint': '1' }, 'a', true], odd: { '#map': [['#set', { '#bigint': '2' }]] } },
    });
    const state = (variables: object) => variables;
    const again = readItf(JSON.stringify({ vars, states }), { format: 'itf', state }) as unknown as {
      events: { seen: { job: object } }[];
    };
    expect(again.events[0]!.seen.job).toMatchObject({ n: 7, list: [1, 'a', true], odd: { '#set': 2 } });
  });
});

describe.skipIf(!existsSync(browserFile))('Mermaid (skipped where Chromium is not installed)', () => {
  const hostile = {
    ...lostUpdate,
    steps: lostUpdate.steps.map((step) => ({ ...step, agent: 'end; loop:\n#<b>', operation: 'store "x" end;%%{' })),
  };

  it('reads every sequence diagram, whatever the names, and would refuse a broken one', async () => {
    const browser = await chromium.launch({ executablePath: browserFile, args: ['--no-sandbox'] });
    const page = await browser.newPage();
    await page.addScriptTag({ path: mermaidFile });
    const parse = (text: string) =>
      page.evaluate(`mermaid.parse(${JSON.stringify(text)}).then((read) => read.diagramType, String)`);

    for (const path of [lostUpdate, spinning, embrace, hostile])
      expect(await parse(mermaidSequence(path).join('\n'))).toBe('sequence');
    expect(await parse('sequenceDiagram\n  T0->>')).not.toBe('sequence');
    await browser.close();
  });
});
