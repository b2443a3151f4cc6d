// What was seen of litmus tests and scenarios on real threads, as a table, with each outcome that exploration does not allow.

import { isAllowed, type SeenOutcome, type ThreadsChecked } from '../runner/realThreads/check.js';
import { drawTable, fitLines, usualWidth } from './table.js';

/** threadsText is the report for a terminal, ending in a line end. */
export function threadsText(checked: readonly ThreadsChecked[], width = usualWidth): string {
  const table = drawTable(
    [
      { title: 'what is run' },
      { title: 'threads', align: 'right' },
      { title: 'repetitions', align: 'right' },
      { title: 'outcomes seen', align: 'right' },
      { title: 'allowed', align: 'right' },
      { title: 'states explored', align: 'right' },
      { title: '' },
    ],
    checked.map((one) => [
      [one.name],
      [String(one.threads)],
      [String(one.repetitions)],
      [String(one.seen.length)],
      [String(one.allowed)],
      [String(one.states)],
      [isAllowed(one) ? 'all allowed' : 'NOT ALLOWED'],
    ]),
    width,
  );
  return `${[...table, ...fitLines(checked.flatMap(refutationsOf), width)].join('\n')}\n`;
}

/** How many of the outcomes that are not allowed are printed. */
const printedMost = 3;

function refutationsOf({ name, seen, failure, allowedOutcomes }: ThreadsChecked): readonly string[] {
  const wrong = seen.filter((one) => !one.isAllowed);
  const shown = wrong.slice(0, printedMost).flatMap((one) => outcomeLines(one, allowedOutcomes));
  const more = wrong.length > printedMost ? [`  and ${wrong.length - printedMost} more`] : [];
  const why = failure === undefined ? [] : [`  the threads came to no end: ${failure}`];
  return wrong.length + why.length === 0 ? [] : ['', `${name}:`, ...shown, ...more, ...why];
}

/** Beside the allowed outcome that it is nearest to: what differs. */
function outcomeLines({ outcome, times }: SeenOutcome, allowed: readonly string[]): readonly string[] {
  const nearest = allowed
    .map((text) => differences(outcome, text))
    .reduce<readonly string[] | undefined>((best, one) => (best && best.length <= one.length ? best : one), undefined);
  const often = times === undefined ? '' : `, ${times} times`;
  return [`  seen${often}, and in no interleaving: ${(nearest ?? [outcome]).join(', ')}`];
}

function differences(seen: string, allowed: string): readonly string[] {
  const [here, there] = [seen, allowed].map((text) => JSON.parse(text) as Record<string, unknown>) as [
    Record<string, unknown>,
    Record<string, unknown>,
  ];
  const names = [...new Set([...Object.keys(here), ...Object.keys(there)])];
  return names.flatMap((name) => {
    const [one, other] = [here[name], there[name]].map((value) => JSON.stringify(value) ?? 'nothing');
    return one === other ? [] : [`${name} ${one} (nearest: ${other})`];
  });
}
