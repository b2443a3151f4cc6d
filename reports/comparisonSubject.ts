// The comparison with rivals as a page: the matrix of verdicts, what each mechanism does, and how each is refuted.

import {
  type ComparedCell,
  type Comparison,
  comparisonExitCode,
  type Difference,
} from '../runner/comparison/result.js';
import { isUndecided, makeResult, type ResultRow, type VerificationResult } from '../runner/result.js';
import { replayLine } from './counterexample.js';
import type { PageSubject } from './html.js';
import { counted } from './table.js';

/** What cells were made of; and held against the committed matrix, what is not as there. */
interface Compared extends Pick<VerificationResult, 'verdicts' | 'explorations'> {
  readonly changed?: readonly Difference[] | undefined;
}

const noResult = { verdicts: [], explorations: [] } as const;

/**
 * comparisonPage is the matrix of mechanisms: each refutation with its path where there is one, and a line that replays it.
 * Nothing is expected of a cell but that it is decided; held against the committed matrix, that it is as there. A cell that is
 * undecided is so in every document, also where the committed matrix has it so.
 */
export function comparisonPage(
  comparison: Comparison,
  command: string,
  { verdicts: found, explorations, changed }: Compared = noResult,
): PageSubject {
  const { grounds, mechanisms, properties, errors } = comparison;
  const statements = new Map(properties.map(({ name, statement }) => [name, statement]));
  const rows = new Map(found.map((row) => [keyOf(row), row]));
  const refuted = grounds.flatMap(({ scenario, mechanism, verdicts }) =>
    Object.entries(verdicts).flatMap(([property, cell]) =>
      typeof cell === 'string' ? [] : [{ scenario, mechanism, property, found: cell }],
    ),
  );
  const cells = grounds.flatMap(({ scenario, mechanism, verdicts: ofGround }) =>
    Object.entries(ofGround).map(([property, cell]): ResultRow => {
      const verdict = typeof cell === 'string' ? cell : 'refuted';
      const place = { scenario, mechanism, property, statement: statements.get(property) ?? property };
      const { counterexample, ...known } = rows.get(keyOf(place)) ?? {};
      const path = typeof cell !== 'string' && counterexample ? { counterexample, schedule: cell.schedule } : {};
      return { ...known, ...place, verdict, ...heldTo(verdict, changed, place), ...path };
    }),
  );
  const verdicts = [...cells, ...departures(changed ?? [], found)];
  const steps = new Map(refuted.map((each) => [keyOf(each), counted(each.found.steps, 'step')]));
  return {
    result: makeResult({ verdicts, explorations, errors }),
    title: 'Quiesce: mechanisms compared',
    summary: `${counted(mechanisms.length, 'mechanism')} in ${counted(comparison.scenarios.length, 'scenario')}: ${refuted.length} of ${counted(cells.length, 'claim')} refuted`,
    isGood: comparisonExitCode(comparison, changed) === 0,
    words: (row) => {
      const unlike = row.asExpected || isUndecided(row) ? '' : ', UNEXPECTED';
      const count = steps.get(keyOf(row));
      const refuted = count === undefined ? 'differs' : `refuted in ${count}`;
      return `${row.verdict === 'refuted' ? refuted : row.verdict}${unlike}`;
    },
    tables: [
      {
        title: 'The mechanisms',
        columns: ['name', 'what it does', 'from'],
        rows: mechanisms.map(({ name, statement, from }) => [name, statement, from]),
      },
      {
        title: 'How each is refuted',
        columns: ['scenario', 'mechanism', 'property', 'steps', 'replay'],
        rows: refuted.map(({ scenario, mechanism, property, found: { steps: count, length, schedule } }) => [
          ...[scenario, mechanism, property, `${count} (${length})`, replayLine(schedule, command)],
        ]),
      },
    ],
  };
}

type Cell = Pick<ResultRow, 'scenario' | 'mechanism' | 'property'>;

function heldTo(
  verdict: ResultRow['verdict'],
  changed: readonly Difference[] | undefined,
  cell: Cell,
): Pick<ResultRow, 'expected' | 'asExpected' | 'reason'> {
  const difference = changed?.find(({ now }) => now && keyOf(now) === keyOf(cell));
  if (isOpenVerdict(verdict)) return { expected: 'proved', asExpected: false };
  if (!difference) return { expected: verdict, asExpected: true };
  const { before } = difference;
  const expected = before === undefined || before.verdict === 'unrefuted' ? 'proved' : before.verdict;
  return { expected, asExpected: false, reason: committedText(before) };
}

/** What differs and has no decided cell of its own to say so: a cell that is undecided now, and one that is gone. */
function departures(changed: readonly Difference[], found: readonly ResultRow[]): ResultRow[] {
  return changed.flatMap(({ before, now }) => {
    if (now && !isOpenVerdict(now.verdict)) return [];
    const { scenario, mechanism, property } = (now ?? before)!;
    const beside = found.find((row) => row.scenario === scenario && row.mechanism === mechanism);
    return [
      {
        ...{ scenario, mechanism, property: `${property} as committed` },
        ...(beside?.file === undefined ? {} : { file: beside.file }),
        ...(beside?.line === undefined ? {} : { line: beside.line }),
        statement: `the cell of ${property} is as the committed matrix says`,
        ...{ verdict: 'refuted', expected: 'proved', asExpected: false },
        reason: `${committedText(before)}, and now it is ${now?.verdict ?? 'gone'}`,
      },
    ];
  });
}

function isOpenVerdict(verdict: ResultRow['verdict']): verdict is 'inconclusive' | 'unrefuted' {
  return verdict === 'inconclusive' || verdict === 'unrefuted';
}

function committedText(before: ComparedCell | undefined): string {
  return `the committed matrix says ${cellText(before)}`;
}

function cellText(cell: ComparedCell | undefined): string {
  if (!cell) return 'nothing of it';
  const { verdict, refutation } = cell;
  return refutation ? `refuted in ${counted(refutation.steps, 'step')}: ${refutation.schedule}` : verdict;
}

function keyOf({ scenario, mechanism, property }: Cell): string {
  return JSON.stringify([scenario, mechanism, property]);
}
