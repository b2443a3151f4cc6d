// What quiesce report takes for a result: of a good one, each part in turn is replaced by what it must not be. Either that is
// refused, or every report is still made of it.

import { describe, expect, it } from 'vitest';
import { whatIsWrong } from '../../cli/resultShape.js';
import type { Counterexample } from '../../engine/explain/verdict.js';
import { annotations } from '../../reports/annotations.js';
import { consoleReport } from '../../reports/console.js';
import { htmlReport } from '../../reports/html.js';
import { itfTrace } from '../../reports/itf.js';
import { jsonReport } from '../../reports/json.js';
import { junitReport } from '../../reports/junit.js';
import { markdownReport } from '../../reports/markdown.js';
import { mermaidSequence } from '../../reports/mermaid.js';
import { pathDot } from '../../reports/pathDot.js';
import { sarifReport } from '../../reports/sarif.js';
import { shivizLog } from '../../reports/shiviz.js';
import { traceEvents } from '../../reports/traceEvents.js';
import { makeResult, type VerificationResult } from '../../runner/result.js';
import { sampleResult, spinning } from '../reports/sampleResult.js';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const wrongs: readonly Json[] = [null, true, -2, 0.5, 1e9, 'funny', [], [null], {}];

/** With a lasso, a limit and a finding, so that each kind of part is there. */
const whole = JSON.parse(
  jsonReport({
    ...makeResult({
      ...sampleResult,
      verdicts: [
        ...sampleResult.verdicts,
        {
          ...{ scenario: 's', mechanism: 'm', property: 'p', statement: 'p', verdict: 'refuted', expected: 'proved' },
          ...{ asExpected: false, states: 1, transitions: 1, counterexample: spinning },
        },
      ],
    }),
    findings: {
      title: 't',
      tables: [{ title: 't', columns: ['a'], rows: [['x', { text: 'y', path: 0 }]] }],
      paths: [
        { ...{ scenario: 's', mechanism: 'm', property: 'p', statement: 'p', title: 't' }, counterexample: spinning },
      ],
    },
  }),
) as { [name: string]: Json };

/** One way to each kind of part: of a list only the first that has it. */
function waysIn(data: Json, way: readonly string[] = [], seen = new Set<string>()): (readonly string[])[] {
  const kind = way.map((name) => (/^\d+$/.test(name) ? '*' : name)).join('.');
  const isNew = way.length > 0 && !seen.has(kind);
  seen.add(kind);
  const inner = typeof data === 'object' && data !== null ? Object.entries(data) : [];
  return [...(isNew ? [way] : []), ...inner.flatMap(([name, part]) => waysIn(part, [...way, name], seen))];
}

function replaced(data: Json, [name, ...rest]: readonly string[], by: Json): Json {
  if (name === undefined) return by;
  const copy = Array.isArray(data) ? [...data] : { ...(data as object) };
  (copy as Record<string, Json>)[name] = replaced((data as Record<string, Json>)[name]!, rest, by);
  return copy as Json;
}

const formats: readonly ((path: Counterexample) => unknown)[] = [
  ...[itfTrace, mermaidSequence, pathDot, shivizLog, traceEvents],
];

function makeAll(result: VerificationResult): void {
  const command = 'npx quiesce';
  htmlReport(result, { command, script: '', style: '' });
  consoleReport(result, { command, allPaths: true });
  for (const report of [annotations, sarifReport, jsonReport]) report(result);
  for (const report of [junitReport, markdownReport]) report(result, command);
  for (const { counterexample } of result.verdicts)
    if (counterexample) for (const make of formats) make(counterexample);
}

describe('a result.json', () => {
  const ways = waysIn(whole);

  it('that is good is taken, and every report is made of it', () => {
    expect(whatIsWrong(whole)).toBeUndefined();
    makeAll(whole as unknown as VerificationResult);
    expect(ways.length).toBeGreaterThan(120);
  });

  it('with any part replaced is refused, or every report is made of it still', () => {
    const failed = ways.flatMap((way) =>
      wrongs.flatMap((wrong) => {
        const damaged = replaced(whole, way, wrong);
        if (whatIsWrong(damaged) !== undefined) return [];
        try {
          makeAll(damaged as unknown as VerificationResult);
          return [];
        } catch (error) {
          return [`${way.join('.')} = ${JSON.stringify(wrong)}: ${error}`];
        }
      }),
    );

    expect(failed).toEqual([]);
  });

  it.each([
    ['a verdict that is none', ['verdicts', '0', 'verdict'], 'funny', 'verdict 1 is damaged'],
    ['no totals', ['totals'], {}, 'its totals say nothing of verdicts'],
    ['totals that are not so', ['totals', 'refuted'], 0, 'its totals say 0 of refuted'],
    ['transitions that nobody took', ['totals', 'transitions'], 5, 'its totals say 5 of transitions'],
    ['an empty exploration', ['explorations', '0'], {}, 'exploration 1 is damaged'],
    ['an error without a message', ['errors'], [{}], 'error 1 is damaged'],
    ['a text where lines of code are', ['unreached'], 'x', 'it has no unreached'],
  ] as const)('with %s is refused', (_, way, wrong, said) => {
    expect(whatIsWrong(replaced(whole, way, wrong as Json))).toContain(said);
  });
});
