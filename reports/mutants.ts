// The result of running mutants, as plain data, and its two reports: a table for people and one versioned document.
// A mutant is killed when a property that the sound mechanism keeps in a scenario is refuted with the mutant there.
// One that is proved equivalent is listed apart and not scored; it must survive, or its proof is wrong.

import type { DefectOfThePaper, MutantOutOfReach } from '../mutants/mutant.js';
import { type MutantKill, type MutantResult, type MutantRow, refutesItsProof } from '../runner/mutantResult.js';
import { replayLine } from './counterexample.js';
import { counted, drawTable, withThousands, wrap } from './table.js';

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
