import { describe, expect, it, vi } from 'vitest';
import type { History } from '../../engine/watch/history.js';
import {
  again,
  cell,
  done,
  eventually,
  explore,
  leadsTo,
  load,
  loop,
  type Program,
  store,
  thread,
} from '../../index.js';
import { consoleReport } from '../../reports/console.js';
import { counterexampleText } from '../../reports/counterexample.js';
import { markdownBlock, markdownText, shellQuote, xmlAttribute, xmlData } from '../../reports/escape.js';
import { jsonReport } from '../../reports/json.js';
import { junitReport } from '../../reports/junit.js';
import { markdownReport } from '../../reports/markdown.js';
import { timelineText } from '../../reports/timeline.js';
import { exitCodeOf, makeResult } from '../../runner/result.js';
import { embrace, greenResult, lostUpdate, sampleResult, spinning } from './sampleResult.js';

const command = 'npx quiesce';

describe('reports, as whole texts', () => {
  it('the console shows a table per scenario, then each failure with its path', async () => {
    await expect(consoleReport(sampleResult, { command })).toMatchFileSnapshot('snapshots/console.txt');
  });

  it('the console shows expected paths when asked', async () => {
    await expect(consoleReport(greenResult, { command, allPaths: true })).toMatchFileSnapshot('snapshots/green.txt');
  });

  it('JUnit XML has a suite per scenario and mechanism', async () => {
    await expect(junitReport(sampleResult, command)).toMatchFileSnapshot('snapshots/junit.xml');
  });

  it('the Markdown summary says first what is wrong', async () => {
    await expect(markdownReport(sampleResult, command)).toMatchFileSnapshot('snapshots/summary.md');
  });

  it('are made without what only Node has', () => {
    const whole = [markdownReport(sampleResult, 'npx quiesce'), jsonReport(sampleResult)];
    for (const name of ['Buffer', 'process']) vi.stubGlobal(name, undefined);
    try {
      expect([markdownReport(sampleResult, 'npx quiesce'), jsonReport(sampleResult)]).toEqual(whole);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('JSON is one versioned document', async () => {
    await expect(jsonReport(sampleResult)).toMatchFileSnapshot('snapshots/result.json');
  });
});

const [asked, flag] = [cell('asked', 0), cell('flag', 0)];
function* asks(): Program {
  yield* store(asked, 1);
  yield* load(flag);
  yield* load(flag);
}
const neverRaised = { cells: [asked, flag], threads: [thread('t', asks)] };
const raised = leadsTo(
  'raised',
  (state) => state.read(asked) === 1,
  (state) => state.read(flag) === 1,
);

describe('a counterexample', () => {
  it('draws a lasso as a loop in the margin', () => {
    expect(`\n${counterexampleText(spinning, 'v1 spin', command).join('\n')}`).toMatchSnapshot();
  });

  it('says of a loop of one step that it is one', () => {
    function* looks() {
      return (yield* load(flag)) === 0 ? again({}) : done();
    }
    function* spinningOn(): Program<void> {
      yield* loop({}, looks);
    }
    const found = explore({ cells: [flag], threads: [thread('t', spinningOn)] }, [
      eventually('raised', (state) => state.read(flag) === 1),
    ]).verdicts[0]!.counterexample!;

    expect(found.reason).toBe('livelock: 1 step repeats for ever');
    expect(counterexampleText(found, 'v1 one', command).join('\n')).toMatch(/^ *step 1 repeats for ever$/m);
  });

  it('names who waits for whom in a deadlock', () => {
    expect(`\n${counterexampleText(embrace, 'v1 embrace', command).join('\n')}`).toMatchSnapshot();
  });

  it('ends with the replay command on one line', () => {
    const lines = counterexampleText(lostUpdate, 'v1 lostUpdate@plain t1 sw t2*2 sw t1', command);

    expect(lines.at(-1)).toBe("replay: npx quiesce replay 'v1 lostUpdate@plain t1 sw t2*2 sw t1'");
  });

  it('is false after its last step where what is claimed to come has not come, and says since when that is waited for', () => {
    const { steps, ...found } = explore(neverRaised, [raised]).verdicts[0]!.counterexample!;
    const text = counterexampleText({ steps, ...found }, 'v1 x', command);

    expect([steps.length, found.turnedFalseAt, found.opensAt]).toEqual([3, 2, 0]);
    expect(text.filter((line) => line.includes('✗')).join()).toMatch(/^ ✗ {5}3 │ t: load flag/);
    expect(text).toContain('what is claimed to come is waited for since step 1');
  });

  it('says when the property was false before any step', () => {
    const atStart = { ...lostUpdate, steps: [], turnedFalseAt: -1, size: { steps: 0, switches: 0, threads: 0 } };

    expect(counterexampleText(atStart, 'v1 x', command)[0]).toBe('false at the start, before any step');
  });
});

describe('the history of a refuted linearizability', () => {
  const history: History = {
    object: 'A',
    calls: [
      { thread: 'c1', call: 'c1.0', method: 'increment', args: '', from: 0, to: 1, result: 'null' },
      { thread: 'c2', call: 'c2.0', method: 'add', args: '2', from: 2 },
      { thread: 'c1', call: 'c1.1', method: 'read', args: '', from: 3, to: 4, result: '0' },
    ],
    leftOut: 2,
    size: 'smallest',
  };
  const refuted = { ...lostUpdate, history };

  it('stands before the path, as a timeline', () => {
    const lines = counterexampleText(refuted, 'v1 lostUpdate@plain t1', command);

    expect(`\n${lines.slice(0, 5).join('\n')}`).toMatchInlineSnapshot(`
      "
      smallest history of A that no order of its calls explains; 2 calls left out, as nothing depends on them:
        c1 |-increment() -> null-|   |-read() -> 0-|  <- no order explains this
        c2                         |-add(2)-...

          step │ processor 0                                    │ processor 1              │ source"
    `);
    expect(lines.slice(4)).toEqual(counterexampleText(lostUpdate, 'v1 lostUpdate@plain t1', command));
  });

  it('is a block of text in Markdown, and data in JSON', () => {
    const rows = sampleResult.verdicts.map((row) => (row.counterexample ? { ...row, counterexample: refuted } : row));
    const result = { ...sampleResult, verdicts: rows };

    expect(markdownReport(result, command)).toContain(`\`\`\`text\n${timelineText(history).slice(1).join('\n')}\n`);
    expect(JSON.parse(jsonReport(result)).verdicts[0].counterexample.history).toEqual(history);
  });
});

describe('escaping', () => {
  it('keeps XML well formed whatever the text', () => {
    expect(xmlAttribute('<a b="c">&\u0000\n\'')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;\uFFFD&#10;&apos;');
    expect(xmlData('x ]]> y')).toBe('<![CDATA[x ]]]]><![CDATA[> y]]>');
  });

  it('keeps Markdown tables whole whatever the text', () => {
    expect(markdownText('a|b\n<c>`d` [e](f) @g')).toBe('a&#124;b<br>&#60;c&#62;&#96;d&#96; &#91;e&#93;(f) &#64;g');
    expect(markdownBlock('a ``` b')).toBe('````text\na ``` b\n````');
  });

  it('makes one shell word of any text', () => {
    expect(shellQuote("it's")).toBe("'it'\\''s'");
  });
});

describe('the exit code', () => {
  const rows = sampleResult.verdicts;
  const of = (verdicts: typeof rows, errors: typeof sampleResult.errors = []) =>
    exitCodeOf(makeResult({ verdicts, explorations: [], errors }));
  const error = sampleResult.errors[0]!;

  it('is 0 when every verdict is as expected, an expected refutation included', () => {
    expect(of(rows.filter((row) => row.asExpected))).toBe(0);
  });

  it('is 1 for a verdict that contradicts its scenario', () => {
    expect(of(rows)).toBe(1);
  });

  it('is 3 for inconclusive, and for expected proved and only sampled', () => {
    expect(of(rows.filter((row) => row.verdict === 'inconclusive'))).toBe(3);
    expect(of(rows.filter((row) => row.verdict === 'unrefuted'))).toBe(3);
  });

  it('puts 2 before 4 before 1 before 3', () => {
    expect(of(rows, [error, { ...error, exitCode: 2 }])).toBe(2);
    expect(of(rows, [error])).toBe(4);
    expect(of(rows)).toBe(1);
  });

  it('is 1 for code of impl/ that is unreached without a reason, or listed and reached', () => {
    const parts = { verdicts: [], explorations: [], errors: [] };
    const open = { file: 'impl/a.ts', line: 1, text: 'x' };

    expect(exitCodeOf(makeResult({ ...parts, unreached: [open] }))).toBe(1);
    expect(exitCodeOf(makeResult({ ...parts, unreached: [{ ...open, reason: 'y' }] }))).toBe(0);
    expect(exitCodeOf(makeResult({ ...parts, staleUnreached: [{ ...open, problem: 'reached' }] }))).toBe(1);
  });
});

describe('a vacuous verdict', () => {
  const [unexpected] = sampleResult.verdicts.filter(({ verdict, asExpected }) => verdict === 'vacuous' && !asExpected);
  const only = makeResult({ verdicts: [unexpected!], explorations: [], errors: [] });

  it('is counted as what it is, and is no pass unless it is expected', () => {
    expect(only.totals).toMatchObject({ proved: 0, vacuous: 1, unexpected: 1, undecided: 0 });
    expect(exitCodeOf(only)).toBe(1);
  });

  it('says why nothing was asked, in every report', () => {
    for (const text of [
      consoleReport(only, { command }),
      junitReport(only, command),
      markdownReport(only, command),
      jsonReport(only),
    ]) {
      expect(text).toContain('no normal end is reached: these threads never end: t1 (should one be a daemon?)');
      expect(text).toContain('vacuous');
    }
  });
});
