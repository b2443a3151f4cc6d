// Each format is read by its own reader where one can be had: Mermaid by Mermaid in a browser, JSON by JSON's.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { annotations } from '../../reports/annotations.js';
import { mermaidSequence } from '../../reports/mermaid.js';
import { sarifReport } from '../../reports/sarif.js';
import { traceEvents } from '../../reports/traceEvents.js';
import { makeResult } from '../../runner/result.js';
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

describe('SARIF', () => {
  const log = JSON.parse(sarifReport(sampleResult));

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
