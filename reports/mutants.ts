// Two reports of the mutants, and of what there is to run: a table for people and one versioned document.
// A mutant is killed when something that the sound text passes fails with it, or something that it fails passes. One that
// is proved equivalent is listed apart and not scored.

import { jsonDocument } from '../engine/program/visible.js';
import type { DefectOfThePaper, Edit, Mutant, MutantOutOfReach } from '../mutants/mutant.js';
import { type MutantKill, type MutantResult, type MutantRow, refutesItsProof } from '../runner/mutants/result.js';
import { replayLine } from './counterexample.js';
import { counted, drawTable, usualWidth, withThousands, wrap } from './table.js';

export interface MutantsTextOptions {
  /** Show what each mutant changes. */
  readonly edits?: boolean;
  /** Places that a line may take; edits and replay lines are not broken for it. */
  readonly width?: number;
}

/** mutantsJson is the document, ending in a line end; of a path it has the schedule, not each of its steps. */
export function mutantsJson(result: MutantResult): string {
  const withoutSteps = (key: string, value: unknown) => (key === 'taken' ? undefined : value);
  return `${JSON.stringify(result, withoutSteps, 2)}\n`;
}

/** mutantsText is the report for a person at a terminal, ending in a line end. */
export function mutantsText(result: MutantResult, command: string, options: MutantsTextOptions = {}): string {
  const { mutants, inThePaper, outOfReach } = result;
  const { width = usualWidth } = options;
  const section = sectionWithin(width);
  const lines = [
    ...scoredTable(
      mutants.filter(({ fate }) => fate !== 'equivalent'),
      width,
    ),
    '',
    ...mutants.flatMap((row) => replayLines(row, command)),
    ...(options.edits ? mutants.flatMap((row) => ['', ...editLines(row.mutant, row.edits)]) : []),
    ...section('equivalent, not scored:', mutants.filter(({ fate }) => fate === 'equivalent').map(proofText)),
    ...section(
      "of the paper's mechanism itself, not scored; quiesce verify refutes them:",
      inThePaper.map(inThePaperText),
    ),
    ...section('out of reach, not scored:', outOfReach.map(outOfReachText)),
    ...section('survivors and undecided:', mutants.filter(isTrouble).map(troubleText)),
    ...wrap(totalText(result), width),
  ];
  return `${lines.join('\n')}\n`;
}

function scoredTable(rows: readonly MutantRow[], width: number): string[] {
  return drawTable(
    [
      { title: 'mutant' },
      { title: 'kind' },
      { title: 'number' },
      { title: 'edit of' },
      { title: 'killed by', wraps: 'first' },
      { title: 'in' },
      { title: 'steps', align: 'right' },
      { title: 'states', align: 'right' },
    ],
    rows.map(({ kind, mutant, numbers, edits, fate, kill, states }) => [
      [mutant],
      [kind],
      [numbers.join(' ')],
      placesOf(edits),
      [kill?.by ?? `NOT KILLED (${fate})`],
      [kill ? groundText(kill) : ''],
      [stepsText(kill)],
      [withThousands(states)],
    ]),
    width,
  );
}

/** The files of the edits, a line each, with the number of edits where there are several. */
function placesOf(edits: readonly Edit[]): string[] {
  const files = [...new Set(edits.map(({ file }) => file))];
  const times = (file: string) => edits.filter((edit) => edit.file === file).length;
  return files.map((file) => (times(file) === 1 ? file : `${file} (${times(file)})`));
}

/** The scenario, and the sound mechanism that was changed where it is not the paper's. */
function groundText({ in: place }: MutantKill): string {
  const [at, mechanism] = place.split('@');
  return mechanism === undefined || mechanism === 'asItIs' ? at! : `${at} (${mechanism})`;
}

/** A length that no breadth-first search proves to be the shortest is marked. */
function stepsText(kill: MutantKill | undefined): string {
  if (!kill?.path) return '';
  const { steps, length } = kill.path;
  return length === 'shortest' ? String(steps) : `≤${steps}`;
}

function replayLines({ mutant, kill }: MutantRow, command: string): string[] {
  return kill?.path ? [`${mutant}: ${replayLine(kill.path.schedule, command)}`] : [];
}

/** What a mutant changes, with the marks of a difference. */
function editLines(mutant: string, edits: readonly Edit[]): string[] {
  const marked = (mark: string, text: string) =>
    text.split('\n').flatMap((line) => (line === '' ? [] : [`    ${mark} ${line}`]));
  return edits.flatMap(({ file, find, replace }) => [
    `${mutant}: ${file}`,
    ...marked('-', find),
    ...marked('+', replace),
  ]);
}

function sectionWithin(width: number): (title: string, texts: readonly string[]) => string[] {
  return (title, texts) =>
    texts.length === 0 ? [''] : ['', title, ...texts.flatMap((text) => wrap(`  ${text}`, width, '    ')), ''];
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
  if (refutesItsProof(row)) return `${mutant}: listed as equivalent, but ${kill!.by} tells it apart`;
  if (error !== undefined) return `${mutant}: ${error}`;
  return `${mutant}: ${fate} after ${counted(explorations, 'exploration')}, ${counted(states, 'state')}`;
}

function totalText({ totals }: MutantResult): string {
  const { killed, survived, equivalent, inconclusive, failed, states } = totals;
  const scored = killed + survived + inconclusive + failed;
  const apart = `${equivalent} equivalent`;
  return `${killed} of ${scored} mutants killed, ${survived} survived, ${inconclusive} inconclusive, ${apart}; ${counted(states, 'state')}`;
}

/** mutantsListJson is what there is to run, as a document. */
export function mutantsListJson(mutants: readonly Mutant[]): string {
  return jsonDocument({ version: 1, mutants });
}

/** mutantsListText says what there is to run, and what must kill it. */
export function mutantsListText(mutants: readonly Mutant[], options: MutantsTextOptions = {}): string {
  const lines = mutants.flatMap(({ kind, name, numbers, statement, edits, killedBy, equivalent }) => [
    ...wrap([kind, name, ...numbers].join(' ').concat(`: ${statement}`), options.width ?? usualWidth),
    ...killedBy.flatMap((killer) => wrap(`    ${killer}`, options.width ?? usualWidth, '      ')),
    ...(equivalent === undefined ? [] : ['    equivalent']),
    ...(options.edits ? editLines(name, edits).map((line) => `    ${line}`) : []),
  ]);
  return `${lines.join('\n')}\n`;
}
