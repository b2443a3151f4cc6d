// What `conform` and `mutants` found, as pages. Each is brought to the one form that the page shows: verdicts with their paths,
// and tables for what is no verdict. Leaves out the comparison with rivals, which has a file of its own.

import type { OwnResult } from '../runner/conformance/own.js';
import {
  type ComparisonResult,
  type ConformanceResult,
  type ConformanceRow,
  comparisonExitCode,
  conformanceExitCode,
  coverageKinds,
  type Divergence,
  type Refusal,
} from '../runner/conformance/result.js';
import { type MutantResult, type MutantRow, mutantExitCodeOf } from '../runner/mutants/result.js';
import {
  type FindingPath,
  isUnexpected,
  makeResult,
  type ResultError,
  type ResultExploration,
  type ResultRow,
} from '../runner/result.js';
import { replayLine } from './counterexample.js';
import type { PageSubject } from './html.js';
import type { PageTable } from './page/data.js';
import { counted } from './table.js';

/** What something took that was measured, whose figures are in its rows: for documents that show times. */
export interface Measured {
  readonly scenario: string;
  readonly mechanism: string;
  readonly elapsedMs: number;
}

/** Whether the verdicts of a place come from one exploration, as those of machines beside it do, or each from its own. */
type Explored = 'together' | 'apart';

/** Of each place that was measured what was explored there. How deep, and whether to the end, the rows do not say. */
function explorationsOf(
  rows: readonly ResultRow[],
  measured: readonly Measured[],
  explored: Explored,
): ResultExploration[] {
  return measured.map(({ elapsedMs, ...place }) => {
    const mine = rows.filter((row) => row.scenario === place.scenario && row.mechanism === place.mechanism);
    const transitions = countOf(mine, 'transitions', explored);
    const limit = mine.find((row) => row.limit)?.limit;
    return {
      ...{ ...place, kind: 'safety', mode: 'exhaustive', states: countOf(mine, 'states', explored) ?? 0 },
      ...(transitions === undefined ? {} : { transitions }),
      ...(limit ? { complete: false, limit } : {}),
      elapsedMs: Math.round(elapsedMs),
    };
  });
}

/** Undefined where no row has any. */
function countOf(rows: readonly ResultRow[], of: 'states' | 'transitions', explored: Explored): number | undefined {
  const counts = rows.flatMap((row) => row[of] ?? []);
  if (counts.length === 0) return undefined;
  return explored === 'together' ? Math.max(...counts) : counts.reduce((sum, count) => sum + count, 0);
}

/** conformancePage shows each machine beside each scenario, its divergences as paths, and how much of it is covered. */
export function conformancePage(result: ConformanceResult, measured: readonly Measured[] = []): PageSubject {
  const { rows } = result;
  const verdicts = [...rows.flatMap(conformanceVerdicts), ...chartVerdicts(result)];
  const diverging = rows.filter(({ verdict }) => verdict === 'diverges').length;
  const states = rows.reduce((sum, row) => sum + row.states, 0);
  return {
    result: makeResult({ verdicts, explorations: explorationsOf(verdicts, measured, 'together'), errors: [] }),
    title: 'Quiesce: implementation and machine',
    summary: `${counted(rows.length, 'machine')} beside ${counted(states, 'state')}: ${rows.length - diverging} conform, ${diverging} diverge`,
    isGood: conformanceExitCode(result) === 0,
    kinds: conformanceWords,
    words: ({ verdict, asExpected }) => `${conformanceWords[verdict] ?? verdict}${asExpected ? '' : ', UNEXPECTED'}`,
    tables: [coverageTable(result), uncoveredTable(result)].filter((table) => table.rows.length > 0),
  };
}

const conformanceWords: Readonly<Record<string, string>> = { proved: 'conforms', refuted: 'diverges' };
const asVerdict = {
  conforms: 'proved',
  diverges: 'refuted',
  vacuous: 'vacuous',
  inconclusive: 'inconclusive',
} as const;

function conformanceVerdicts(row: ConformanceRow): ResultRow[] {
  const { scenario, mechanism, ref, verdict, expected, divergence, states, transitions, limit, below } = row;
  const place = { scenario, mechanism, ...placeIn(row) };
  return [
    {
      ...{ ...place, property: `conforms.${ref}`, states, transitions },
      statement: `every step of the swaps of ${ref} is one that the machine allows`,
      ...{ verdict: asVerdict[verdict], expected: asVerdict[expected], asExpected: verdict === expected },
      ...(limit ? { limit } : {}),
      ...pathOf(divergence),
    },
    ...floorVerdicts({ ...place, property: `coverage.${ref}` }, below),
  ];
}

/** Of the whole chart, where everything was checked. */
function chartVerdicts({ below, withoutFloor }: ConformanceResult): ResultRow[] {
  const place = { scenario: 'the whole chart', mechanism: 'none', file: 'model/coverage.json', line: 1 };
  return floorVerdicts({ ...place, property: 'coverage' }, [...below, ...withoutFloor]);
}

/** None where nothing falls below what is committed. */
function floorVerdicts(
  place: Pick<ResultRow, 'scenario' | 'mechanism' | 'property' | 'file' | 'line'>,
  below: readonly string[],
): ResultRow[] {
  if (below.length === 0) return [];
  const statement = 'as much is covered as the committed figures say';
  const verdict = { verdict: 'refuted', expected: 'proved', asExpected: false } as const;
  const reason = `coverage falls below the committed figures: ${below.join('; ')}`;
  return [{ ...place, statement, ...verdict, reason }];
}

function placeIn({ file, line }: { readonly file?: string; readonly line?: number }): Pick<ResultRow, 'file' | 'line'> {
  return { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
}

function pathOf(found: Pick<Divergence, 'schedule' | 'counterexample'> | undefined): Partial<ResultRow> {
  return found ? { schedule: found.schedule, counterexample: found.counterexample } : {};
}

function coverageTable({ rows, total }: ConformanceResult): PageTable {
  const cells = (coverage: ConformanceRow['coverage']) =>
    coverageKinds.map((kind) => {
      const covered = coverage[kind];
      return covered ? `${covered.realised} of ${covered.of}` : '';
    });
  // Of what diverges nothing is counted.
  const measured = rows.filter(({ coverage }) => coverageKinds.some((kind) => coverage[kind]));
  const lines = measured.map(({ scenario, mechanism, ref, coverage }) => [
    `${scenario}@${mechanism} ${ref}`,
    ...cells(coverage),
  ]);
  return {
    title: 'How much of the machine is covered',
    note: 'Of what the machine has, how much some interleaving takes: states, transitions, arrows, guards both ways, pairs of arrows.',
    columns: ['of', ...coverageKinds],
    rows: [['the whole chart', ...cells(total)], ...lines],
  };
}

function uncoveredTable({ uncovered }: ConformanceResult): PageTable {
  return { title: 'What no scenario covers', columns: ['arrow, guard or pair'], rows: uncovered.map((name) => [name]) };
}

/** threeWayPage shows implementation, machine and TLA+ specification, each pair of each configuration. */
export function threeWayPage(result: ComparisonResult, measured: readonly Measured[] = []): PageSubject {
  const verdicts = [...result.configurations.flatMap(pairVerdicts), ...result.unexercised.flatMap(untakenVerdicts)];
  const unexercised = result.unexercised.map(({ action, why }) => [action, why ?? 'NOBODY SAYS WHY']);
  const wrong = verdicts.filter(({ asExpected }) => !asExpected).length;
  return {
    result: makeResult({ verdicts, explorations: explorationsOf(verdicts, measured, 'apart'), errors: [] }),
    title: 'Quiesce: implementation, machine and specification',
    summary: `${counted(result.configurations.flatMap(({ pairs }) => pairs).length, 'pair')} compared: ${wrong === 0 ? 'each conforms' : `${wrong} not as expected`}`,
    isGood: comparisonExitCode(result) === 0,
    kinds: conformanceWords,
    words: ({ verdict }) => conformanceWords[verdict] ?? verdict,
    tables: [
      actionsTable(result),
      { title: 'Actions that no interleaving takes', columns: ['action', 'why'], rows: unexercised },
    ].filter((table) => table.rows.length > 0),
  };
}

function pairVerdicts(compared: ComparisonResult['configurations'][number]): ResultRow[] {
  const { configuration, scenario, mechanism, pairs } = compared;
  return pairs.map(({ first, second, verdict, extent, states, transitions, divergence, refusal }) => ({
    ...{ scenario, mechanism, ...placeIn(compared), property: `${first} to ${second}` },
    statement: `every step of the ${first} is one of the ${second} (${configuration}; ${extent})`,
    ...{ verdict: asVerdict[verdict], expected: 'proved', asExpected: verdict === 'conforms' },
    ...(states === undefined ? {} : { states, transitions }),
    ...refusedAt(refusal),
    ...pathOf(divergence),
  }));
}

/** Where one specification refuses what another allows: why, and where that is written. */
function refusedAt(refusal: Refusal | undefined): Partial<ResultRow> {
  if (!refusal) return {};
  const written = /^(.+):(\d+)$/.exec(refusal.followerSource[0] ?? '');
  return { reason: refusal.reason, ...(written ? { file: written[1]!, line: Number(written[2]) } : {}) };
}

/** An action that nothing takes, and of which nobody says why. */
function untakenVerdicts({ action, why }: ComparisonResult['unexercised'][number]): ResultRow[] {
  if (why !== undefined) return [];
  return [
    {
      ...{ scenario: 'the specification', mechanism: 'none', property: `takes ${action}` },
      statement: `some interleaving takes the action ${action}`,
      ...{ verdict: 'refuted', expected: 'proved', asExpected: false },
      reason: 'no interleaving of any workload takes it, and nobody says why',
    },
  ];
}

/** Of each action of the specification, how many of its edges some interleaving takes, over all configurations. */
function actionsTable({ configurations }: ComparisonResult): PageTable {
  const counts = new Map<string, readonly [taken: number, all: number]>();
  for (const { pairs } of configurations)
    for (const { action, inBoth, onlyInSecond } of pairs.find(({ first }) => first === 'implementation')!.rows) {
      const [taken, all] = counts.get(action) ?? [0, 0];
      counts.set(action, [taken + inBoth, all + inBoth + onlyInSecond]);
    }
  const sorted = [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    title: 'How much of the specification is covered',
    note: 'Of the edges of its graphs, how many some interleaving takes: by action, over all configurations.',
    columns: ['action', 'edges'],
    rows: sorted.map(([action, [taken, all]]) => [action, `${taken} of ${all}`]),
  };
}

/** ownPage shows the pairs of the user's own files, each a system or a specification beside a specification. */
export function ownPage(results: readonly OwnResult[], measured: readonly Measured[] = []): PageSubject {
  const verdicts = results.flatMap((result) => [
    ...result.rows.flatMap((row) => ownVerdicts(result.file, row)),
    ...floorVerdicts(
      { scenario: result.file, mechanism: 'none', property: 'coverage', file: result.file, line: 1 },
      result.withoutFloor,
    ),
  ]);
  const wrong = verdicts.filter(({ asExpected }) => !asExpected).length;
  return {
    result: makeResult({ verdicts, explorations: explorationsOf(verdicts, measured, 'apart'), errors: [] }),
    title: 'Quiesce: held to specifications',
    summary: `${counted(results.flatMap(({ rows }) => rows).length, 'pair')}: ${wrong === 0 ? 'all as expected' : `${wrong} not as expected`}`,
    isGood: wrong === 0,
    kinds: conformanceWords,
    words: ({ verdict, asExpected }) => `${conformanceWords[verdict] ?? verdict}${asExpected ? '' : ', UNEXPECTED'}`,
    tables: [remarksTable(results)].filter((table) => table.rows.length > 0),
  };
}

function exploredIn({
  states,
  transitions,
  limit,
}: NonNullable<OwnResult['rows'][number]['report']>): Partial<ResultRow> {
  return { states, transitions, ...(limit ? { limit } : {}) };
}

/** What limits a verdict: of a graph whose steps have names only, for example, that parameters are not compared. */
function remarksTable(results: readonly OwnResult[]): PageTable {
  const rows = results.flatMap(({ file, rows }) =>
    rows.flatMap(({ pair, report, models }) => {
      const remark = report?.remark ?? models?.remark;
      return remark === undefined ? [] : [[file, pair, remark]];
    }),
  );
  return { title: 'Remarks', columns: ['file', 'pair', 'remark'], rows };
}

function ownVerdicts(file: string, row: OwnResult['rows'][number]): ResultRow[] {
  const { pair, expected, verdict, report, models, below } = row;
  const place = { scenario: file, mechanism: 'none', file, ...placeIn(row) };
  const unfair = report?.fairness?.find(({ counterexample }) => counterexample);
  const lasso = unfair && { schedule: unfair.schedule!, counterexample: unfair.counterexample! };
  return [
    {
      ...{ ...place, property: pair, statement: 'every step is one that the specification allows' },
      ...{ verdict: asVerdict[verdict], expected: asVerdict[expected], asExpected: verdict === expected },
      ...(report ? exploredIn(report) : {}),
      ...refusedAt(models?.refusal),
      ...pathOf(report?.divergence ?? lasso),
    },
    ...floorVerdicts({ ...place, property: `${pair} coverage` }, below),
  ];
}

/** mutantsPage shows each mutant with what killed it, and the path where it has one; the survivors first. */
export function mutantsPage(result: MutantResult, command: string, measured: readonly Measured[] = []): PageSubject {
  const { killed, survived, equivalent, inconclusive, failed, states } = result.totals;
  const order = ['survived', 'failed', 'inconclusive', 'killed', 'equivalent'];
  const sorted = [...result.mutants].sort((one, other) => order.indexOf(one.fate) - order.indexOf(other.fate));
  const drawn = sorted.filter(({ kill }) => kill?.taken);
  const rows = sorted.map((row): PageTable['rows'][number] => {
    const { kind, mutant, statement, fate, kill, proof, error } = row;
    const how = kill?.path ? `${kill.path.steps} (${kill.path.length})` : (kill?.seen ?? '');
    return [
      ...[kind, mutant, statement, fate, kill ? `${kill.by} in ${kill.in}` : (proof ?? error ?? '')],
      kill?.taken ? { text: how, path: drawn.indexOf(row) } : how,
      kill?.path ? replayLine(kill.path.schedule, command) : '',
    ];
  });
  const columns = ['kind', 'mutant', 'what is changed', 'fate', 'by', 'steps', 'replay'];
  const open = `${survived} survived, ${inconclusive} undecided, ${failed} failed`;
  const errors = sorted.flatMap(mutantError);
  const verdicts = sorted.filter(({ fate }) => fate !== 'failed').map(mutantVerdict);
  return {
    result: makeResult({ verdicts, explorations: explorationsOf(verdicts, measured, 'apart'), errors }),
    kinds: fateWords,
    words: (row) => `${fateWords[row.verdict] ?? row.verdict}${isUnexpected(row) ? ', UNEXPECTED' : ''}`,
    title: 'Quiesce: mutants',
    summary: `${killed} killed, ${open}, ${equivalent} proved equivalent; ${counted(states, 'state')}`,
    isGood: mutantExitCodeOf(result) === 0,
    tables: [{ title: 'Mutants', columns, rows }],
    paths: drawn.map(killingPath),
  };
}

const fateWords: Readonly<Record<string, string>> = {
  ...{ proved: 'killed', refuted: 'survived', vacuous: 'equivalent', inconclusive: 'undecided' },
};
const asFate = {
  ...({ killed: 'proved', survived: 'refuted', equivalent: 'vacuous' } as const),
  ...({ inconclusive: 'inconclusive', failed: 'inconclusive' } as const),
};

/** mutantPlace is where a mutant stands among verdicts. */
export function mutantPlace({ kind, mutant }: Pick<MutantRow, 'kind' | 'mutant'>): Omit<Measured, 'elapsedMs'> {
  return { scenario: `mutants of kind ${kind}`, mechanism: mutant };
}

/** Of a mutant by which something was thrown nothing is known: that is an error, and no verdict. */
function mutantError(row: MutantRow): ResultError[] {
  if (row.fate !== 'failed') return [];
  const message = whyFate(row);
  return [{ ...mutantPlace(row), code: /\bQSC\d{3}\b/.exec(message)?.[0] ?? 'QSC901', message, exitCode: 4 }];
}

/** That a mutant is killed is what is claimed of it; of one that is proved equivalent, that nothing tells it apart. */
function mutantVerdict(row: MutantRow): ResultRow {
  const { fate, proof, states, edits, line } = row;
  const verdict = asFate[fate];
  const expected = proof === undefined ? 'proved' : 'vacuous';
  const [edit] = edits;
  return {
    ...{ ...mutantPlace(row), property: 'mutant', statement: 'something gives away what is broken' },
    ...{ verdict, expected, asExpected: verdict === expected, states, reason: whyFate(row) },
    ...(edit ? placeIn({ file: edit.file, ...(line === undefined ? {} : { line }) }) : {}),
  };
}

function whyFate({ statement, fate, proof, error, kill }: MutantRow): string {
  if (fate === 'equivalent') return proof!;
  if (kill) return `${statement}: ${kill.by} in ${kill.in}`;
  return `${statement}: ${error ?? (fate === 'survived' ? 'nothing gives it away' : 'a limit cut the search')}`;
}

function killingPath({ mutant, statement, kill }: MutantRow): FindingPath {
  const { by, in: scenario, path, taken } = kill!;
  return {
    ...{ scenario, mechanism: mutant, property: by, statement },
    title: `${mutant} is given away by ${by}: ${scenario}`,
    ...taken!,
    ...(path ? { schedule: path.schedule } : {}),
  };
}
