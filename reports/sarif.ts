// What is not as expected as SARIF 2.1.0, for code scanning: a rule for each property, a result for each verdict, at the
// line of the step after which it was false, and the path as a code flow.

import type { StepRecord } from '../engine/explain/verdict.js';
import { jsonDocument, visibleParts } from '../engine/program/visible.js';
import { isUnexpected, placeOf, type ResultRow, type VerificationResult } from '../runner/result.js';
import { faultLine, whatHappened } from './annotations.js';
import { verdictInWords } from './console.js';
import { stepTexts } from './stepText.js';

/** sarifReport is the document, ending in a line end. */
export function sarifReport(given: VerificationResult): string {
  const rows = visibleParts(given).verdicts.filter((row) => !row.asExpected);
  const rules = [...new Map(rows.map((row) => [row.property, row])).values()];
  const driver = {
    name: 'Quiesce',
    rules: rules.map(({ property, statement }) => ({ id: property, shortDescription: { text: statement } })),
  };
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results: rows.map(sarifResult) };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return jsonDocument(log);
}

function sarifResult(row: ResultRow): unknown {
  const { file, line } = faultLine(row);
  const text = `${placeOf(row)}: ${verdictInWords(row)}. ${whatHappened(row)}`;
  return {
    ruleId: row.property,
    level: isUnexpected(row) ? 'error' : 'warning',
    message: { text },
    locations: file === undefined ? [] : [{ physicalLocation: physical(file, line ?? 1) }],
    partialFingerprints: { verdict: JSON.stringify([row.scenario, row.mechanism, row.property]) },
    ...(row.counterexample ? { codeFlows: [{ threadFlows: flowsOf(row.counterexample.steps) }] } : {}),
  };
}

/** A flow for each thread, whose steps say by their numbers how they lie among those of the others. */
function flowsOf(steps: readonly StepRecord[]): unknown[] {
  const texts = stepTexts(steps);
  const names = [...new Set(steps.map(({ agent }) => agent))];
  return names.map((name) => ({
    id: name,
    locations: steps.flatMap((step, index) => (step.agent === name ? [flowLocation(step, index, texts[index]!)] : [])),
  }));
}

function flowLocation(step: StepRecord, index: number, text: string): unknown {
  const match = /^(.*):(\d+)$/.exec(step.source ?? '');
  const location = match ? { physicalLocation: physical(match[1]!, Number(match[2])) } : {};
  return {
    executionOrder: index + 1,
    location: { ...location, message: { text: `${step.agent}: ${text}` } },
  };
}

function physical(file: string, line: number): unknown {
  return { artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) }, region: { startLine: Math.max(1, line) } };
}
