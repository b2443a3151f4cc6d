// What `quiesce tla` found as verdicts at the lines of the specification, for the documents that other commands write too: a
// verdict for each configuration and engine, and the states of each counterexample as a table.

import type { PageSubject } from '../reports/html.js';
import type { PageTable } from '../reports/page/data.js';
import { counted } from '../reports/table.js';
import { makeResult, type ResultExploration, type ResultRow } from '../runner/result.js';
import { claimKind } from '../tla/claimKind.js';
import { claimPlace } from '../tla/claimPlace.js';
import type { OwnOutcome, OwnTraceStep } from '../tla/own/ownResult.js';
import type { TlaResult, TlaState } from '../tla/result.js';

type Outcome = OwnOutcome | TlaResult;

/** A configuration that was checked, and the files that it is made of. */
export interface TlaChecked {
  readonly configuration: string;
  readonly cfgPath: string;
  readonly tlaPath: string;
  readonly libraries?: readonly string[];
  /** How a path of these is named. */
  readonly shown: (path: string) => string;
  readonly expected: string;
  readonly outcomes: readonly Outcome[];
  /** How the outcomes differ from what is expected. */
  readonly departures: readonly string[];
  /** Of each engine, how long it took; nothing where that is left out. */
  readonly elapsedMs?: ReadonlyMap<string, number>;
  /** Why there is no outcome, where a limit was reached. */
  readonly inconclusive?: string;
}

/** tlaSubject is what there is to report of checked configurations. */
export function tlaSubject(checks: readonly TlaChecked[]): PageSubject {
  const verdicts = checks.flatMap((check) =>
    check.inconclusive === undefined ? check.outcomes.map((outcome) => rowOf(check, outcome)) : [cutRow(check)],
  );
  const wrong = checks.filter(({ departures }) => departures.length > 0).length;
  const cut = checks.filter(({ inconclusive }) => inconclusive !== undefined).length;
  return {
    result: makeResult({ verdicts, explorations: checks.flatMap(explorationsOf), errors: [] }),
    title: 'Quiesce: the TLA+ specification',
    summary: `${counted(checks.length, 'configuration')}: ${summaryOf(wrong, cut)}`,
    isGood: wrong + cut === 0,
    kinds: { proved: 'hold', refuted: 'violated' },
    words: ({ verdict, asExpected }) =>
      verdict === 'inconclusive'
        ? verdict
        : `${verdict === 'proved' ? 'holds' : 'violated'}${asExpected ? '' : ', NOT as expected'}`,
    tables: checks.flatMap(({ configuration, outcomes }) =>
      outcomes.flatMap((outcome) => traceTable(configuration, outcome)),
    ),
  };
}

/** What each engine searched. */
function explorationsOf(check: TlaChecked): ResultExploration[] {
  const { configuration, outcomes, elapsedMs } = check;
  return outcomes.map(({ engine, states, depth, verdict }) => {
    const measured = elapsedMs?.get(engine);
    return {
      ...{ scenario: configuration, mechanism: engine, mode: 'exhaustive', states, depth },
      kind: verdict === 'liveness violated' ? 'liveness' : claimKind(check),
      ...(verdict === 'holds' ? { complete: true } : {}),
      ...(measured === undefined ? {} : { elapsedMs: Math.round(measured) }),
    };
  });
}

function summaryOf(wrong: number, cut: number): string {
  const parts = [...(wrong > 0 ? [`${wrong} not as expected`] : []), ...(cut > 0 ? [`${cut} inconclusive`] : [])];
  return parts.join(', ') || 'all as expected';
}

const claimed = {
  property: 'everyClaimHolds',
  statement: 'what the configuration claims of the specification holds in every state and behaviour of it',
};

function cutRow(check: TlaChecked): ResultRow {
  const { configuration, expected, shown, inconclusive } = check;
  const { path, line } = claimPlace(check, undefined);
  return {
    ...{ ...claimed, scenario: configuration, mechanism: '', file: shown(path), line },
    ...{ verdict: 'inconclusive', expected: expected === 'holds' ? 'proved' : 'refuted', asExpected: false },
    reason: inconclusive!,
  };
}

function rowOf(check: TlaChecked, outcome: Outcome): ResultRow {
  const { configuration, expected, shown, departures } = check;
  const { engine, verdict, violated, states } = outcome;
  const { path, line } = claimPlace(check, violated);
  const isExpected = departures.length === 0;
  const found = verdict === 'holds' ? 'proved' : 'refuted';
  const said = violated === undefined ? verdict : `${verdict}: ${violated}`;
  return {
    ...{ ...claimed, scenario: configuration, mechanism: engine, file: shown(path), line },
    ...{ verdict: found, expected: expected === 'holds' ? 'proved' : 'refuted', asExpected: isExpected },
    states,
    reason: isExpected ? said : departures.join('; '),
  };
}

function traceTable(
  configuration: string,
  { engine, verdict, violated, trace = [], loopStartsAt }: Outcome,
): PageTable[] {
  if (trace.length === 0) return [];
  const steps = trace.map((step) =>
    'action' in step && 'state' in step ? (step as OwnTraceStep) : { action: '', state: step as TlaState },
  );
  const rows = steps.flatMap(({ action, state }, index) => {
    const before = steps[index - 1]?.state ?? {};
    const changed = Object.entries(state).filter(([name, value]) => before[name] !== value);
    const head = `${index + 1}${action === '' ? '' : ` ${action}`}${index === loopStartsAt ? ', where the loop starts' : ''}`;
    return (changed.length > 0 ? changed : [['', 'nothing changes'] as const]).map(([name, value], row) => [
      row === 0 ? head : '',
      name,
      value,
    ]);
  });
  const what = violated === undefined ? verdict : `${verdict}: ${violated}`;
  return [{ title: `${configuration}, ${engine}: ${what}`, columns: ['state', 'variable', 'value'], rows }];
}
