// The result of running mutants, as plain data, and its two reports: a table for people and one versioned document.
// A mutant is killed when a property that the sound mechanism keeps in a scenario is refuted with the mutant there.
// One that is proved equivalent is listed apart and not scored; it must survive, or its proof is wrong.

import type { Counterexample } from '../engine/explore/verdict.js';
import { replayLine } from './counterexample.js';
import { counted, drawTable, withThousands, wrap } from './table.js';

/** What killed a mutant: of the properties refuted in one exploration, the one with the fewest steps. */
export interface MutantKill {
  readonly property: string;
  readonly scenario: string;
  /** As schedules call it: the mutant's name, and the sound mechanism that it changes where that is not the paper's. */
  readonly mechanism: string;
  readonly steps: number;
  readonly length: Counterexample['length'];
  /** The failing schedule in text, as `replay` takes it. */
  readonly schedule: string;
  /** Of the exploration that found it. */
  readonly states: number;
  /** Other properties refuted in the same exploration. */
  readonly also: readonly string[];
}

export type MutantFate = 'killed' | 'survived' | 'equivalent' | 'inconclusive' | 'failed';

export interface MutantRow {
  readonly mutant: string;
  /** Numbers of the catalogue of mutants and defects: M1 to M25, D1 to D8. */
  readonly numbers: readonly string[];
  readonly statement: string;
  readonly fate: MutantFate;
  readonly kill?: MutantKill;
  /** Why no scenario can tell it from the sound mechanism. */
  readonly proof?: string;
  /** What an exploration threw. */
  readonly error?: string;
  /** Explorations that it took, and the states of all of them. */
  readonly explorations: number;
  readonly states: number;
}

/** A mutant of the catalogue that needs what is not built. */
export interface MutantOutOfReach {
  readonly number: string;
  readonly statement: string;
  readonly needs: string;
}

/** A defect that the paper's own mechanism has: a scenario expects its refutation. */
export interface DefectOfThePaper {
  readonly number: string;
  readonly statement: string;
  readonly scenario: string;
  readonly property: string;
}

export interface MutantResult {
  readonly version: 1;
  readonly mutants: readonly MutantRow[];
  readonly inThePaper: readonly DefectOfThePaper[];
  readonly outOfReach: readonly MutantOutOfReach[];
  readonly totals: Readonly<Record<MutantFate | 'states', number>>;
}

/** makeMutantResult puts rows together and counts them. */
export function makeMutantResult(
  mutants: readonly MutantRow[],
  outOfReach: readonly MutantOutOfReach[] = [],
  inThePaper: readonly DefectOfThePaper[] = [],
): MutantResult {
  const of = (fate: MutantFate) => mutants.filter((row) => row.fate === fate).length;
  const totals = {
    killed: of('killed'),
    survived: of('survived'),
    equivalent: of('equivalent'),
    inconclusive: of('inconclusive'),
    failed: of('failed'),
    states: mutants.reduce((total, { states }) => total + states, 0),
  };
  return { version: 1, mutants, inThePaper, outOfReach, totals };
}

/** refutesItsProof is true of a mutant that is listed as equivalent and was killed. */
export function refutesItsProof(row: MutantRow): boolean {
  return row.fate === 'killed' && row.proof !== undefined;
}

/** mutantExitCodeOf: 0 all killed but those proved equivalent, 1 a survivor or a wrong proof, 3 undecided, 4 an error. */
export function mutantExitCodeOf({ mutants, totals }: MutantResult): 0 | 1 | 3 | 4 {
  if (totals.failed > 0) return 4;
  if (totals.survived > 0 || mutants.some(refutesItsProof)) return 1;
  return totals.inconclusive > 0 ? 3 : 0;
}

/** mutantsJson is the document, ending in a line end. */
export function mutantsJson(result: MutantResult): string {
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

/** mutantsText is the report for a person at a terminal, ending in a line end. */
export function mutantsText(result: MutantResult, command: string): string {
  const { mutants, inThePaper, outOfReach } = result;
  const lines = [
    ...scoredTable(mutants.filter(({ fate }) => fate !== 'equivalent')),
    '',
    ...mutants.flatMap((row) => replayLines(row, command)),
    ...section('equivalent, not scored:', mutants.filter(({ fate }) => fate === 'equivalent').map(proofText)),
    ...section(
      "of the paper's mechanism itself, not scored; quiesce verify refutes them:",
      inThePaper.map(inThePaperText),
    ),
    ...section('out of reach, not scored:', outOfReach.map(outOfReachText)),
    ...section('survivors and undecided:', mutants.filter(isTrouble).map(troubleText)),
    totalText(result),
  ];
  return `${lines.join('\n')}\n`;
}

function scoredTable(rows: readonly MutantRow[]): string[] {
  return drawTable(
    [
      { title: 'mutant' },
      { title: 'number' },
      { title: 'killed by' },
      { title: 'in' },
      { title: 'steps', align: 'right' },
      { title: 'states', align: 'right' },
    ],
    rows.map(({ mutant, numbers, fate, kill, states }) => [
      [mutant],
      [numbers.join(' ')],
      [kill?.property ?? `NOT KILLED (${fate})`],
      [kill ? groundText(kill) : ''],
      [kill ? stepsText(kill) : ''],
      [withThousands(states)],
    ]),
  );
}

/** The scenario, and the sound mechanism that was changed where it is not the paper's. */
function groundText({ scenario, mechanism }: MutantKill): string {
  const [, base] = mechanism.split('.');
  return base === undefined ? scenario : `${scenario} (${base})`;
}

/** A length that no breadth-first search proves to be the shortest is marked. */
function stepsText({ steps, length }: MutantKill): string {
  return length === 'shortest' ? String(steps) : `≤${steps}`;
}

function replayLines({ mutant, kill }: MutantRow, command: string): string[] {
  return kill ? [`${mutant}: ${replayLine(kill.schedule, command)}`] : [];
}

function section(title: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return [''];
  return ['', title, ...texts.flatMap((text) => wrap(`  ${text}`, 110, '    ')), ''];
}

function proofText({ mutant, numbers, proof }: MutantRow): string {
  return `${[mutant, ...numbers].join(' ')}: ${proof}`;
}

function inThePaperText({ number, statement, scenario, property }: DefectOfThePaper): string {
  return `${number} ${statement}: ${property} in ${scenario}`;
}

function outOfReachText({ number, statement, needs }: MutantOutOfReach): string {
  return `${number}: ${statement}; needs ${needs}`;
}

function isTrouble(row: MutantRow): boolean {
  return !['killed', 'equivalent'].includes(row.fate) || refutesItsProof(row);
}

function troubleText(row: MutantRow): string {
  const { mutant, fate, kill, error, explorations, states } = row;
  if (refutesItsProof(row)) return `${mutant}: listed as equivalent, but ${kill!.property} tells it apart`;
  if (error !== undefined) return `${mutant}: ${error}`;
  return `${mutant}: ${fate} after ${counted(explorations, 'exploration')}, ${counted(states, 'state')}`;
}

function totalText({ totals }: MutantResult): string {
  const { killed, survived, equivalent, inconclusive, failed, states } = totals;
  const scored = killed + survived + inconclusive + failed;
  const apart = `${equivalent} equivalent`;
  return `${killed} of ${scored} mutants killed, ${survived} survived, ${inconclusive} inconclusive, ${apart}; ${counted(states, 'state')}`;
}
