import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atEnd, explore, formatSchedule, invariant, parseSchedule, replay } from '../../engine/index.js';
import { cell, load, type Program, store, thread } from '../../engine/program/index.js';
import { visible, visibleJson, visibleLines } from '../../engine/program/visible.js';
import { consoleReport } from '../../reports/console.js';
import { itfTrace } from '../../reports/itf.js';
import { jsonReport } from '../../reports/json.js';
import { junitReport } from '../../reports/junit.js';
import { markdownReport } from '../../reports/markdown.js';
import { mermaidSequence } from '../../reports/mermaid.js';
import { conformanceDocument, ownText, runsText } from '../../reports/ownConformance.js';
import { pathDot } from '../../reports/pathDot.js';
import { sarifReport } from '../../reports/sarif.js';
import { shivizLog } from '../../reports/shiviz.js';
import { traceEvents } from '../../reports/traceEvents.js';
import type { OwnResult, RunsResult } from '../../runner/conformance/own.js';
import { resolve } from '../../runner/resolve.js';
import { makeResult } from '../../runner/result.js';
import { lostUpdate, sampleResult } from '../reports/sampleResult.js';
import { lost } from './programs.js';
import { folderWith, quiesce, shell } from './run.js';

/** What a terminal or a CI log obeys. */
const obeyed = /[\p{Cf}\p{Zl}\p{Cs}]|(?!\n)\p{Cc}|^\s*::|##\[/mu;

const hostile = "a\n::error::b\u001b[2J\u202e'`$(x)";

describe('names are data', () => {
  it('in every report: shown as escapes, and in a replay line that works when it is pasted', () => {
    const text = lost.replace("'noLostUpdate'", JSON.stringify(hostile));
    const folder = folderWith({ 'o\n::w\u202e.ts': text });

    const { code, stdout, stderr } = quiesce(folder, 'explore', 'o\n::w\u202e.ts', '--out', 'out');
    const line = /replay: (npx quiesce replay '([^']*)')/.exec(stdout)!;
    const again = shell(folder, line[1]!);
    const summary = readFileSync(join(folder, 'out', 'summary.md'), 'utf8');

    expect(code).toBe(1);
    expect(line[2]).toMatch(/^[\w./:*%@ -]+$/);
    expect(again.stdout).toMatch(/\nreproduced\n$/);
    for (const shown of [stdout, stderr, again.stdout, again.stderr, summary]) expect(shown).not.toMatch(obeyed);
  });

  it('in the place of a step, whatever signs are in the path to it', () => {
    const folder = folderWith({ 'a (copy) $(x) [1].ts': lost });

    const { stdout } = quiesce(folder, 'explore', 'a (copy) $(x) [1].ts', '--json', '--no-out');
    const path = JSON.parse(stdout).verdicts.find(({ verdict }: { verdict: string }) => verdict === 'refuted');

    for (const { source } of path.counterexample.steps) expect(source).toMatch(/^a \(copy\) \$\(x\) \[1\]\.ts:\d+$/);
  });

  it('in errors too', () => {
    const { code, stderr } = quiesce(folderWith(), 'verify', hostile);

    expect(stderr).toMatch(/^QSC101 /);
    expect(stderr).not.toMatch(obeyed);
    expect(code).toBe(2);
  });

  it('in every format of a path, and in what is said of conformance and of recorded runs', () => {
    const event = { name: hostile, thread: 't1', data: { [hostile]: hostile } };
    const steps = lostUpdate.steps.map((step) => ({
      ...step,
      ...{ operation: `store x <- ${hostile}`, source: `${hostile}:1`, events: [event] },
      writes: [{ cell: 'x', before: hostile, value: { [hostile]: hostile } }],
    }));
    const counterexample = { ...lostUpdate, steps, reason: hostile };
    const row = { ...sampleResult.verdicts[0]!, property: hostile, statement: hostile, counterexample };
    const result = makeResult({ verdicts: [row], explorations: [], errors: [] });
    const divergence = {
      ...{
        kind: 'machine',
        step: 1,
        reason: hostile,
        common: [{ state: hostile, fields: [hostile] }],
        told: [hostile],
      },
      ...{ specificationAllows: [hostile], implementationAllows: [hostile], conditions: [], fields: [] },
      ...{ specificationSource: [`${hostile}:3`], schedule: 'v1 x t1', counterexample },
    } as const;
    const report = { states: 1, transitions: 1, coverage: {}, divergence };
    const pair = { pair: hostile, verdict: 'diverges', expected: 'conforms', below: [], report };
    const own = { file: hostile, rows: [pair], withoutFloor: [hostile] } as unknown as OwnResult;
    const refusal = { ...{ line: 1, event, reason: hostile, allowed: [hostile] }, common: [], conditions: [] };
    const run = { ...{ run: hostile, verdict: 'refused', followed: 0, events: 1, transitions: 0 }, refusal };
    const runs = { version: 1, specification: hostile, rows: [run] } as unknown as RunsResult;
    const command = 'npx quiesce';

    const shown = {
      ...{ trace: traceEvents(counterexample), shiviz: shivizLog(counterexample), itf: itfTrace(counterexample) },
      ...{ mermaid: mermaidSequence(counterexample).join('\n'), dot: pathDot(counterexample) },
      ...{ sarif: sarifReport(result), junit: junitReport(result, command), markdown: markdownReport(result, command) },
      ...{ json: jsonReport(result), console: consoleReport(result, { command }), own: ownText(own, { command }) },
      ...{ ownJson: conformanceDocument(own), runs: runsText(runs), runsJson: conformanceDocument(runs) },
    };

    for (const [format, text] of Object.entries(shown)) expect([format, obeyed.exec(text)]).toEqual([format, null]);
    expect(ownText(own, { command })).toContain('\\u202e');
  });

  it('of every kind come back from the text of a schedule', () => {
    const names = fc.string({ unit: 'binary', minLength: 1 });
    const broken = fc.string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)), minLength: 1 });

    fc.assert(
      fc.property(fc.oneof(names, broken), fc.oneof(names, broken), (name, thread) => {
        const schedule = { version: 1, name, property: thread, choices: [{ thread }, { thread, choice: 2 }] } as const;
        const text = formatSchedule(schedule);

        expect(text).toMatch(/^[\w./:*%@? -]+$/);
        expect(parseSchedule(text)).toEqual(schedule);
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  it('that every object has a field of are names like others, of cells, threads and properties', async () => {
    const count = cell('constructor', 0);
    function* increment(): Program {
      const seen = yield* load(count);
      yield* store(count, seen + 1);
    }
    const system = { cells: [count], threads: ['vars', '__proto__'].map((name) => thread(name, increment)) };
    const lossless = ['constructor', 'toString', '__proto__'].map((name) =>
      atEnd(name, (state) => state.read(count) === 2),
    );
    const bounded = invariant('hasOwnProperty', (state) => state.read(count) < 3);

    const { verdicts } = explore(system, [...lossless, bounded], { builtIn: false });

    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['refuted', 'refuted', 'refuted', 'proved']);
    for (const { schedule } of verdicts.slice(0, 3).map(({ counterexample }) => counterexample!)) {
      const read = parseSchedule(formatSchedule(schedule));
      expect(replay(system, read, { properties: lossless }).reproduced).toBe(true);
      expect(await resolve(JSON.stringify(schedule), ['schedule', 'trace'], tmpdir())).toMatchObject({
        kind: 'schedule',
      });
    }
  });

  it('of every kind are shown without anything that is obeyed', () => {
    const broken = fc.string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)) });

    fc.assert(
      fc.property(fc.oneof(broken, fc.constant(hostile), fc.constant('##[error]x')), (name) => {
        expect(visibleLines(visible(name))).not.toMatch(obeyed);
        expect(visible(name)).not.toMatch(/##\[|\p{Cc}/u);
        expect(JSON.parse(visibleJson(JSON.stringify([name])))).toEqual([name]);
      }),
      { seed: 12, numRuns: 300 },
    );
  });
});
