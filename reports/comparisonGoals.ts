// The paper's six goals (section 1) by mechanism, each cell with what shows it: a property of the matrix, or a count on the
// simulated multiprocessor.

import { type ComparedMechanism, type Comparison, cellsOf } from '../runner/comparison/result.js';
import type { CallCost } from '../simulation/costs.js';
import { markdownText } from './escape.js';
import { drawTable, wrap } from './table.js';

const columns: readonly string[] = Object.freeze([
  'mechanism',
  '1, 2: idle call',
  '3: transparent',
  '4: asks besides',
  '5: others stuck',
  '6: call in a swap',
  '6: swap',
  '6: starved',
]);

const legend: readonly string[] = Object.freeze([
  '1, 2  no cost for what is never swapped, and none while no swap is on: operations of the mechanism in a call (remote ones)',
  '3     transparent to clients: no call fails or is refused (P4)',
  '4     little code in components: what a mechanism asks for besides exportState and importState; the components are the same',
  '5     no effect on others: a thread that never calls what is swapped is stuck because of it (P11)',
  '6     fast and scalable: operations of the mechanism in a call during a swap, and of an idle swap; a fair schedule in which callers without end keep the swap from ending (L2 in endlessCallers)',
]);

/** The properties that cells of the table are shown by. */
const showing: readonly string[] = Object.freeze(['transparency', 'isolation', 'swapEnds']);

/** goalsText is the table for a terminal; nothing where only some properties were asked for, and not those that it takes. */
export function goalsText(comparison: Comparison, width: number): string[] {
  if (!showing.every((property) => comparison.properties.some(({ name }) => name === property))) return [];
  const rows = goalRows(comparison).map((row) => row.map((text) => [text]));
  return [
    "the paper's six goals:",
    ...drawTable(
      columns.map((title) => ({ title })),
      rows,
      width,
    ),
    '',
    ...legend.flatMap((line) => wrap(line, width, '      ')),
    '',
  ];
}

/** goalsMarkdown is the table for the README. */
export function goalsMarkdown(comparison: Comparison): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownText).join(' | ')} |`;
  const rows = goalRows(comparison).map(line);
  return [line(columns), `|${columns.map(() => ' --- |').join('')}`, ...rows].join('\n');
}

function goalRows(comparison: Comparison): string[][] {
  return comparison.mechanisms.map((mechanism) => [
    mechanism.name,
    costText(mechanism.cost?.idle),
    saying(comparison, mechanism, 'transparency', ['no', 'yes']),
    mechanism.asks ?? 'nothing',
    saying(comparison, mechanism, 'isolation', ['yes', 'no']),
    costText(mechanism.cost?.during),
    mechanism.cost === undefined ? '' : String(mechanism.cost.swap),
    saying(comparison, mechanism, 'swapEnds', ['yes', 'no'], 'endlessCallers'),
  ]);
}

/** Operations, and the remote ones of them; none where no call was made meanwhile. */
function costText(cost: CallCost | undefined): string {
  if (!cost) return '';
  return cost.calls === 0 ? 'none made' : `${cost.operations} (${cost.remote})`;
}

/** What is said where a property is refuted, and where it is not; a question mark where some scenario is undecided. */
function saying(
  { grounds }: Comparison,
  { name }: ComparedMechanism,
  property: string,
  [refuted, kept]: readonly [string, string],
  scenario?: string,
): string {
  const verdicts = cellsOf({ grounds: grounds.filter(({ mechanism }) => mechanism === name) })
    .filter((cell) => cell.property === property && (scenario === undefined || cell.scenario === scenario))
    .map(({ verdict }) => verdict);
  if (verdicts.includes('refuted')) return refuted;
  return verdicts.includes('inconclusive') ? '?' : kept;
}
