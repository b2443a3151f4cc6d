// The shape that a result.json has to have so that every report can be made of it, whoever wrote it: field by field, bounds
// included. Leaves out what no report looks at, which a schema says (docs/schemas).

import { verdictKinds } from '../engine/explain/verdict.js';
import { canonical, type Value } from '../engine/program/value.js';
import { makeResult, type VerificationResult } from '../runner/result.js';

type Test = (data: unknown) => boolean;
type Fields = Readonly<Record<string, unknown>>;

const isFields = (data: unknown): data is Fields => typeof data === 'object' && data !== null && !Array.isArray(data);
const isText: Test = (data) => typeof data === 'string';
const isFlag: Test = (data) => typeof data === 'boolean';
const isCount: Test = (data) => Number.isSafeInteger(data) && (data as number) >= 0;
const isTime: Test = (data) => Number.isFinite(data) && (data as number) >= 0;
const isIndex: Test = (data) => data === -1 || isCount(data);
const oneOf = (values: readonly unknown[]): Test => values.includes.bind(values);
const perhaps =
  (test: Test): Test =>
  (data) =>
    data === undefined || test(data);
const listOf =
  (test: Test): Test =>
  (data) =>
    Array.isArray(data) && data.every(test);
const having =
  (fields: Readonly<Record<string, Test>>): Test =>
  (data) =>
    isFields(data) && Object.entries(fields).every(([name, test]) => test(data[name]));

const isLimit = having({ limit: isText, text: isText });
/** What a cell may hold: a fraction, for example, has no text of its own. */
const isValue: Test = (data) => {
  try {
    canonical(data as Value);
    return true;
  } catch {
    return false;
  }
};
const isEvent = having({ name: isText, thread: isText, data: (data) => isFields(data) && isValue(data) });
const ofCell = having({ cell: isText, value: isValue, before: isValue });

const isStep = having({
  ...{ agent: isText, kind: isText, operation: isText, processor: isCount, source: perhaps(isText) },
  ...{ reads: listOf(ofCell), writes: listOf(ofCell), events: listOf(isEvent), enabled: listOf(isText) },
});

const isSize = having({ steps: isCount, switches: isCount, threads: isCount });
const isWait = having({
  ...{ thread: isText, operation: isText, source: perhaps(isText) },
  ...{ waitsFor: listOf(isText), notKnown: perhaps(listOf(isText)) },
});
const isCall = having({
  ...{ thread: isText, call: isText, method: isText, args: isText, from: isTime },
  ...{ to: perhaps(isTime), result: perhaps(isText), threw: perhaps(isText) },
});
const isHistory = having({ object: isText, calls: listOf(isCall), leftOut: isCount, size: isText });
const isChoice = having({ thread: isText, choice: perhaps(isCount) });
const isSchedule = having({ version: oneOf([1]), name: isText, choices: listOf(isChoice) });

const hasPathFields = having({
  ...{ property: isText, reason: isText, length: isText, schedule: isSchedule, steps: listOf(isStep) },
  ...{ size: isSize, shrunkFrom: isSize, turnedFalseAt: isIndex, opensAt: perhaps(isIndex) },
  ...{ loopStartsAt: perhaps(isCount), waits: perhaps(listOf(isWait)), threads: perhaps(listOf(isText)) },
  ...{ seen: perhaps(listOf(having({ what: isText, value: isValue }))), history: perhaps(isHistory) },
});

/** Its marks lie among its steps; a loop may be one in which nothing happens, after the last. */
const isPath: Test = (data) => {
  if (!hasPathFields(data)) return false;
  const { steps, turnedFalseAt, opensAt = -1, loopStartsAt = 0 } = data as unknown as Path;
  return turnedFalseAt < Math.max(1, steps.length) && opensAt < steps.length && loopStartsAt <= steps.length;
};

interface Path {
  readonly steps: readonly unknown[];
  readonly turnedFalseAt: number;
  readonly opensAt?: number;
  readonly loopStartsAt?: number;
}

const isKind = oneOf(verdictKinds);
const ofProperty = { scenario: isText, mechanism: isText, property: isText, statement: isText };

const isRow = having({
  ...{ ...ofProperty, verdict: isKind, expected: isKind, asExpected: isFlag },
  ...{ states: perhaps(isCount), transitions: perhaps(isCount) },
  ...{ executions: perhaps(isCount), reason: perhaps(isText), limit: perhaps(isLimit), words: perhaps(isText) },
  ...{ schedule: perhaps(isText), counterexample: perhaps(isPath), file: perhaps(isText), line: perhaps(isCount) },
});

const isExploration = having({
  ...{ scenario: isText, mechanism: isText, kind: isText, states: isCount, transitions: perhaps(isCount) },
  ...{ elapsedMs: perhaps(isTime), limit: perhaps(isLimit) },
});

const isError = having({
  scenario: isText,
  mechanism: isText,
  code: isText,
  message: isText,
  schedule: perhaps(isText),
});
const isUnreached = having({ file: isText, line: isCount, text: isText, reason: perhaps(isText) });
const isStale = having({ file: isText, text: isText, problem: isText });

const isPair: Test = (data) => Array.isArray(data) && data.length === 2 && data.every(isText);
const isModelState = having({ name: isText, active: listOf(isText), fields: listOf(isPair) });
const isBox: Test = (data) =>
  having({ name: isText, path: isText, isParallel: isFlag, inner: listOf(isBox), initial: perhaps(isText) })(data);
const isArrow = having({ from: isText, to: isText, event: isText });
const isChart = having({ isParallel: isFlag, states: listOf(isBox), arrows: listOf(isArrow) });
const isModel = having({
  ...{ kind: isText, name: isText, states: listOf(isModelState), at: listOf(isIndex), made: listOf(listOf(isText)) },
  ...{ chart: perhaps(isChart), diverges: perhaps(having({ step: isIndex, reason: isText })) },
});

const isFindingPath = having({
  ...{ ...ofProperty, title: isText, schedule: perhaps(isText) },
  ...{ counterexample: isPath, models: perhaps(listOf(isModel)) },
});

/** With links to paths that are there. */
const tableOf = (paths: number) => {
  const isLink = having({ text: isText, path: (path) => isCount(path) && (path as number) < paths });
  const isCell: Test = (cell) => isText(cell) || isLink(cell);
  return having({ title: isText, note: perhaps(isText), columns: listOf(isText), rows: listOf(listOf(isCell)) });
};

const isRecordOfTexts: Test = (data) => isFields(data) && Object.values(data).every(isText);

const areFindings: Test = (data) => {
  if (!isFields(data)) return false;
  const { paths = [], tables = [], ...others } = data;
  const told = { title: isText, summary: isText, isGood: isFlag, kinds: isRecordOfTexts };
  const areTold = Object.entries(told).every(([name, test]) => perhaps(test)(others[name]));
  return areTold && listOf(isFindingPath)(paths) && listOf(tableOf((paths as unknown[]).length))(tables);
};

/** The lists of a result: what one of them is called, its test, and whether there has to be one. */
const lists: readonly (readonly [name: keyof VerificationResult, one: string, test: Test, isNeeded: boolean])[] = [
  ['verdicts', 'verdict', isRow, true],
  ['explorations', 'exploration', isExploration, true],
  ['errors', 'error', isError, true],
  ['unreached', 'unreached line', isUnreached, false],
  ['staleUnreached', 'stale line', isStale, false],
];

/** What keeps data from being a result that every report can be made of; undefined where nothing does. */
export function whatIsWrong(data: unknown): string | undefined {
  if (!isFields(data)) return 'it is no result';
  if (typeof data.version === 'number' && data.version > 1) return `it is of version ${data.version}; this reads 1`;
  if (data.version !== 1) return 'it has no version';
  for (const [name, one, test, isNeeded] of lists) {
    const list = data[name];
    if (list === undefined && !isNeeded) continue;
    if (!Array.isArray(list)) return `it has no ${name}`;
    const index = list.findIndex((each) => !test(each));
    if (index >= 0) return `${one} ${index + 1} is damaged`;
  }
  if (data.findings !== undefined && !areFindings(data.findings)) return 'what it found besides is damaged';
  return wrongTotal(data as unknown as VerificationResult);
}

/** Totals are what counting gives; transitions that nobody counted may be left out, or be 0. */
function wrongTotal(result: VerificationResult): string | undefined {
  if (!isFields(result.totals)) return 'it has no totals';
  const given: Fields = { transitions: 0, ...result.totals };
  const { totals } = makeResult(result);
  const counted = Object.entries({ ...totals, transitions: totals.transitions ?? 0 });
  const wrong = counted.find(([name, count]) => given[name] !== count);
  if (!wrong) return undefined;
  const [name, count] = wrong;
  return `its totals say ${JSON.stringify(given[name]) ?? 'nothing'} of ${name}, and there are ${count}`;
}
