// Each format is read by its own reader, or held to its schema, where one can be had: SARIF to the schema of its standard,
// JUnit XML by a reader of it, ITF by that of `quiesce validate`, Mermaid by Mermaid in a browser.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'junit2json';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readItf } from '../../conformance/recording/itf.js';
import { annotations } from '../../reports/annotations.js';
import { itfTrace } from '../../reports/itf.js';
import { junitReport } from '../../reports/junit.js';
import { mermaidSequence } from '../../reports/mermaid.js';
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

describe('trace events', () => {
  it('have each step on the track of its thread, in order, and every arrow with both ends', () => {
    const { traceEvents: events } = JSON.parse(traceEvents(lostUpdate)) as {
      traceEvents: { ph: string; cat?: string; ts: number; tid: number; id?: number }[];
    };

    expect(events.filter(({ cat }) => cat === 'step').map(({ ts, tid }) => [ts, tid])).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 0],
    ]);
    const ends = (phase: string) => events.filter(({ ph }) => ph === phase).map(({ id }) => id);
    expect(ends('s')).toEqual(ends('f'));
    expect(ends('s').length).toBeGreaterThan(0);
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

    expect(readShiviz(shivizLog({ ...lostUpdate, steps: hostile }))).toHaveLength(4);
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
