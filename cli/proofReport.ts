// What `quiesce prove` prints: for each action how much it keeps, what is lost with a picture, and what it comes to.

import type { Claim, System } from '../proof/form/system.js';
import { textOf } from '../proof/form/text.js';
import type {
  CounterexampleToInduction,
  PictureLine,
  Premise,
  ProofResult,
  ProofRow,
  Refutation,
} from '../proof/result.js';
import {
  type Column,
  counted,
  drawTable as drawnWithin,
  type TableCell,
  wrap as wrapWithin,
} from '../reports/table.js';
import type { ProveFlags } from './commands/prove.js';
import type { MutantProof, ReportedProof } from './proofRuns.js';
import { terminal } from './terminal.js';

function drawTable(columns: readonly Column[], rows: readonly (readonly TableCell[])[]): string[] {
  return drawnWithin(columns, rows, terminal().width);
}

function wrap(text: string, indent?: string): string[] {
  return wrapWithin(text, terminal().width, indent);
}

/** proofText is the report of one proof. */
export function proofText(proof: ReportedProof, system: System, { rows = false }: Pick<ProveFlags, 'rows'>): string {
  const { result } = proof;
  return [
    ...headText(result, system),
    ...(rows ? rowsText(result.rows) : actionsText(result.rows)),
    ...claimsText(system),
    ...result.counterexamples.flatMap((each) => ['', ...counterexampleText(each)]),
    ...(result.refutation ? ['', ...refutationText(result.refutation, proof)] : []),
    '',
    ...supportText(proof),
    conclusion(proof),
    '',
  ].join('\n');
}

function headText({ name, statement, solver }: ProofResult, { sorts }: System): readonly string[] {
  const open = sorts.flatMap((sort) => (sort.kind === 'open' ? [sort.elements] : []));
  const ofWhat = open.length === 0 ? '' : `for any number of ${listed(open)}, `;
  return [...wrap(`${name}: ${statement}`), ...wrap(`${ofWhat}by ${solver}`), ''];
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const right = { align: 'right' } as const;

/** A line for each action: how many of its rows are inductive, and which are not. */
function actionsText(rows: readonly ProofRow[]): readonly string[] {
  const actions = [...new Set(rows.map(({ action }) => action))];
  const lines = actions.map((action) => {
    const own = rows.filter((row) => row.action === action);
    const kept = own.filter(({ outcome }) => outcome === 'inductive').length;
    const elapsedMs = own.reduce((sum, row) => sum + row.elapsedMs, 0);
    const others = own
      .filter(({ outcome }) => outcome !== 'inductive')
      .map(({ claim, outcome }) => `${claim} ${outcome}`);
    return [[action], [`${kept} of ${own.length}`], [elapsedMs.toFixed(0)], others];
  });
  const columns = [{ title: 'action' }, { title: 'keeps', ...right }, { title: 'ms', ...right }];
  const isWhole = rows.every(({ outcome }) => outcome === 'inductive');
  return drawTable(isWhole ? columns : [...columns, { title: 'not inductive' }], lines);
}

function rowsText(rows: readonly ProofRow[]): readonly string[] {
  const lines = rows.map(({ action, claim, outcome, elapsedMs }) => [
    [action],
    [claim],
    [outcome],
    [elapsedMs.toFixed(1)],
  ]);
  return drawTable([{ title: 'action' }, { title: 'claim' }, { title: '' }, { title: 'ms', ...right }], lines);
}

function claimsText({ claims, steps }: System): readonly string[] {
  const all = Object.entries({ ...claims, ...steps });
  const lines = all.map(([name, { says }]) => [[name], [says]]);
  return all.length === 0 ? [] : ['', ...drawTable([{ title: 'claim' }, { title: '' }], lines)];
}

/** A counterexample to induction: the state before and after the step, and whether the protocol can be there. */
function counterexampleText(found: CounterexampleToInduction): readonly string[] {
  const { action, args, claim, says, lines, background, reached, proposals } = found;
  const step = [action, ...args].join(' ');
  const lost = action === 'always' ? `${claim} does not follow from the invariant` : `${step} loses ${claim}`;
  return [
    `${lost}: ${says}`,
    ...(background.length > 0 ? wrap(`where ${background.join(', ')}`) : []),
    ...pictureText(lines, action === 'always' || action === 'initially'),
    `the state before is ${reachedText[reached.outcome]} (${counted(reached.states, 'state')} explored)`,
    ...(proposals ? proposalsText(proposals) : []),
  ];
}

const reachedText = Object.freeze({
  reached: 'REACHED from the initial state',
  'not reached': 'not reached in an instance of this size',
  'not reached within the limit': 'not reached within the limit of states',
});

function proposalsText(proposals: NonNullable<CounterexampleToInduction['proposals']>): readonly string[] {
  const weak = 'the invariant is too weak there; ';
  if (proposals.length === 0)
    return [`${weak}no conjunct that may be missing was found within the bounds of the search`];
  return [
    `${weak}what may be missing in it:`,
    ...proposals.flatMap(({ text, loses }) => {
      const itself = loses.length === 0 ? 'inductive with the others' : `lost itself by ${loses.join(', ')}`;
      return wrap(`  ${text} (${itself})`, '    ');
    }),
  ];
}

function pictureText(lines: readonly PictureLine[], isOneState: boolean): readonly string[] {
  if (isOneState)
    return drawTable(
      [{ title: '' }, { title: 'state' }],
      lines.map(({ term, before }) => [[term], [before]]),
    );
  const rows = lines.map(({ term, before, after, isChanged }) => [[term], [before], [isChanged ? after : '']]);
  return drawTable([{ title: '' }, { title: 'before' }, { title: 'after' }], rows);
}

function refutationText(refutation: Refutation, { replay }: ReportedProof): readonly string[] {
  const { claim, kind, says, instance, schedule, lines } = refutation;
  const what =
    kind === 'claim' ? 'a bug of the protocol' : 'the conjunct is no invariant, though no claim was seen to fail';
  const steps = schedule.map(({ action, args }) => [action, ...args].join(' '));
  return [
    `REACHABLE: ${claim} is false after ${counted(schedule.length, 'step')} in ${instance} (${what})`,
    `  ${says}`,
    ...wrap(steps.join('; ')).map((line) => `  ${line}`),
    ...pictureText(lines, schedule.length === 0),
    ...(replay ? [replayText(replay)] : []),
  ];
}

function replayText(replay: NonNullable<ReportedProof['replay']>): string {
  return 'line' in replay ? `in the implementation: ${replay.line}` : `not in the implementation: ${replay.why}`;
}

/** An action has a name of one word; `many threads` is what is assumed of a sort, `not safe` that a claim says something. */
function premiseText({ name, by, outcome }: Premise): string {
  if (assumptions.includes(name)) return `${name} is ${outcome}`;
  if (name.startsWith('many ')) return `${name} are ${outcome}: what is assumed, or kept, bounds their number`;
  if (name.startsWith('not ')) return `${name} is ${outcome}: a claim that nothing could break says nothing`;
  if (name.startsWith('if '))
    return `${name} is ${outcome} in a small instance: a claim whose condition is never met says nothing${larger(outcome)}`;
  if (name.endsWith(' among many')) return `${name} is ${outcome}: ${boundText(outcome)}`;
  return `${name} is ${outcome} ${by === 'solver' ? 'from a state of the invariant' : `in a small instance${larger(outcome)}`}`;
}

function boundText(outcome: Premise['outcome']): string {
  if (outcome === 'impossible') return 'its guards, or what is assumed, bound the number of something';
  return 'it was not shown that its guards, and what is assumed, leave the number of everything open';
}

/** What a small instance does not show, a larger one may. */
function larger(outcome: Premise['outcome']): string {
  return outcome === 'impossible' ? '; if it takes more elements, add a larger instance' : '';
}

const assumptions: readonly string[] = ['readings', 'axioms', 'invariant'];

/** What was done besides asking the solver. */
function supportText({ result, graphs }: ReportedProof): readonly string[] {
  const { explored, stepsCompared, refutation } = result;
  // A search that ended in a violation has not seen every action.
  const premises = result.premises.filter(({ by }) => by === 'solver' || !refutation);
  const states = explored.reduce((sum, each) => sum + each.states, 0);
  const cut = explored.filter(({ extent }) => extent === 'cut').map(({ instance }) => instance);
  const wrong = premises.filter(({ outcome }) => outcome !== 'possible');
  return [
    `${counted(premises.length, 'premise')}, ${wrong.length === 0 ? 'each possible' : 'not each possible:'}`,
    ...wrong.map((premise) => `  ${premiseText(premise)}`),
    `${counted(explored.length, 'small instance')} explored, ${counted(states, 'state')}` +
      `${cut.length > 0 ? `, cut at the limit: ${cut.join(', ')}` : ''}`,
    `${counted(stepsCompared, 'step')} evaluated and asked of the solver alike`,
    ...graphsText(graphs),
  ];
}

function graphsText(graphs: ReportedProof['graphs']): readonly string[] {
  if (graphs.length === 0) return [];
  const different = graphs.filter(({ differences }) => differences.length > 0);
  const edges = graphs.reduce((sum, each) => sum + each.edges, 0);
  if (different.length === 0)
    return [
      `${counted(graphs.length, 'state graph')} of the TLA+ specification, ${counted(edges, 'edge')}, each as here`,
    ];
  return different.flatMap(({ configuration, differences }) => [
    `UNLIKE the specification in ${configuration}:`,
    ...differences.flatMap((each) => wrap(`  ${each}`, '    ')),
  ]);
}

function conclusion({ result, graphs }: ReportedProof): string {
  const { name, verdict, rows, elapsedMs } = result;
  const other = graphs.some(({ differences }) => differences.length > 0)
    ? ', of another protocol than the specification'
    : '';
  return `${name}: ${verdict}${other} (${counted(rows.length, 'row')}, ${(elapsedMs / 1000).toFixed(1)} s)`;
}

/** mutantsText is the table of the negative control. */
export function mutantsText(rows: readonly MutantProof[], summary: string): string {
  const lines = rows.map((row) => [
    [row.mutant],
    [
      row.broken === undefined
        ? `NOTHING: ${row.verdict}`
        : row.broken === row.expected
          ? row.broken
          : `${row.broken}, not ${row.expected}`,
    ],
    [row.steps === undefined ? '' : String(row.steps)],
    [row.instance ?? ''],
    [row.replay === undefined ? '' : 'line' in row.replay ? 'a schedule that replays' : row.replay.why],
  ]);
  const columns = [
    { title: 'mutant' },
    { title: 'breaks' },
    { title: 'steps', ...right },
    { title: 'in' },
    { title: 'implementation' },
  ];
  return [...drawTable(columns, lines), '', summary, ''].join('\n');
}

/** listText says what is assumed, what is claimed, and why it is so. */
export function listText(system: System): string {
  return [
    ...wrap(`${system.name}: ${system.statement}`),
    ...section('assumed', system.axioms),
    ...section('claimed of every state', system.claims),
    ...section('claimed of every step', system.steps),
    ...section('the invariant', system.invariant),
    '',
    'actions',
    ...drawTable(
      [{ title: 'name' }, { title: '' }],
      system.actions.map(({ name, says }) => [[name], [says]]),
    ),
    '',
  ].join('\n');
}

function section(
  title: string,
  claims: Readonly<Record<string, Claim & { readonly neededFor?: string }>>,
): readonly string[] {
  const rows = Object.entries(claims).map(([name, { says, holds, neededFor }]) => [
    [name],
    [says, ...wrapWithin(textOf(holds), 90, '  '), ...(neededFor === undefined ? [] : [`without it: ${neededFor}`])],
  ]);
  return rows.length === 0 ? [] : ['', title, ...drawTable([{ title: 'name' }, { title: '' }], rows)];
}
