// Where a system stands after some steps that somebody chose by hand: what the cells hold, what each thread would do or waits
// for, what has become of the safety properties, and what may step next. And the first state in which a cell holds a value.

import {
  type Choice,
  explored,
  formatSchedule,
  type ReplayResult,
  Stepping,
  type StepRecord,
  type WaitRecord,
  type Walk,
} from '../../engine/index.js';
import type { Cell } from '../../engine/program/cell.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { unknownText } from '../../engine/program/misspelt.js';
import { canonical, type Value } from '../../engine/program/value.js';
import type { LimitHit, Limits } from '../../engine/search/options.js';
import type { Task } from '../task.js';

export interface StandingThread {
  readonly thread: string;
  /** dormant, finished, failed, ready or blocked. */
  readonly status: string;
  /** Where it says that it is. */
  readonly label?: string;
}

/** Something that may be done next. */
export interface StandingChoice extends Choice {
  readonly operation: string;
  readonly source?: string;
  /** The step that it would be. */
  readonly ahead?: StepRecord;
  /** Where it would go wrong, a monitor that throws for example: what would be said of it. */
  readonly misuse?: Misuse;
}

export interface Stand {
  readonly version: 1;
  readonly name: string;
  /** The steps so far, as `replay` takes them. */
  readonly schedule: string;
  readonly steps: readonly StepRecord[];
  readonly cells: readonly (readonly [name: string, value: Value])[];
  readonly threads: readonly StandingThread[];
  readonly enabled: readonly StandingChoice[];
  /** How it stands: it may go on, or it has come to a normal end, or nobody can go on, or the last step went wrong. */
  readonly end: 'open' | 'normal end' | 'deadlock' | 'misuse';
  readonly waits: readonly WaitRecord[];
  /** Each safety property, and the step after which it was false, where it was. */
  readonly properties: readonly {
    readonly property: string;
    readonly violated?: { readonly step: number; readonly reason: string };
  }[];
  /** What monitors and memories hold, in words. */
  readonly remembered: ReplayResult['remembered'];
  readonly misuse?: Misuse;
}

export interface Misuse {
  readonly code: string;
  readonly seen: string;
}

/** A task that somebody steps through: where it stands is kept, so that the next step is one step. */
export class SteppedTask {
  readonly task: Task;
  readonly #stepping: Stepping;

  constructor(task: Task) {
    const { system, name, safety } = task;
    this.task = task;
    this.#stepping = new Stepping({ ...system, name }, safety);
  }

  /** standAfter takes the steps. Throws QSC203 where one of them is not there, and is of no use then. */
  standAfter(choices: readonly Choice[]): Stand {
    const { name } = this.task;
    const schedule = { version: 1, name, choices } as const;
    this.#stepping.goTo(schedule);
    const { steps, end, waits, misuse, violations, remembered } = this.#stepping.stand;
    const ended = end === 'schedule' || end === 'step limit' ? 'open' : end;
    const properties = this.task.safety.map(({ name: property }) => claimOf(property, violations));
    return {
      ...{ version: 1, name, schedule: formatSchedule(schedule), steps },
      ...(misuse ? nowhere : lookedAround(this.task, this.#stepping.walk)),
      ...{ end: ended, waits, properties, remembered: remembered.filter(hasMemory) },
      ...(misuse ? { misuse: { code: misuse.code, seen: misuse.seen } } : {}),
    };
  }
}

/** After a step that went wrong there is no state. */
const nowhere = { cells: [], threads: [], enabled: [] };

function lookedAround(task: Task, walked: Walk): Pick<Stand, 'cells' | 'threads' | 'enabled'> {
  const { view } = walked;
  return {
    cells: cellsOf(task).map((cell) => [cell.name, view.read(cell) as Value]),
    threads: view.threads.map((thread) => threadOf(thread, view)),
    enabled: walked.enabled.flatMap(choicesOf).map((each) => withAhead(each, walked)),
  };
}

function claimOf(property: string, violations: ReplayResult['violations']): Stand['properties'][number] {
  const found = violations.find((each) => each.property === property);
  return { property, ...(found ? { violated: { step: found.step, reason: found.reason } } : {}) };
}

/** Some only wait for what may never come, and have nothing to remember. */
function hasMemory([, text]: Stand['remembered'][number]): boolean {
  return text !== 'null';
}

function cellsOf({ system }: Task): readonly Cell<unknown>[] {
  return system.cells.flat().filter((cell): cell is Cell<unknown> => !('quiet' in cell));
}

type View = Walk['view'];

function threadOf(thread: string, view: View): StandingThread {
  const label = view.label(thread);
  const data = label && Object.keys(label.data).length > 0 ? ` ${canonical(label.data)}` : '';
  return { thread, status: view.status(thread), ...(label ? { label: `${label.name}${data}` } : {}) };
}

/** One for each way to do it. */
function choicesOf({ thread, choices, operation, source }: Walk['enabled'][number]): StandingChoice[] {
  const said = { operation, ...(source === undefined ? {} : { source }) };
  if (choices === 1) return [{ thread, ...said }];
  return Array.from({ length: choices }, (_, choice) => ({ thread, choice, ...said }));
}

function withAhead(choice: StandingChoice, walked: Walk): StandingChoice {
  try {
    return { ...choice, ahead: walked.copy().step(choice) };
  } catch (error) {
    if (error instanceof QuiesceError) return { ...choice, misuse: { code: error.code, seen: error.seen } };
    throw error;
  }
}

export interface Sought {
  readonly cell: string;
  /** As reports show it: `2`, `"block"`, `{"object":1}`; what is none of these is a text. */
  readonly value: string;
}

export interface FoundState {
  readonly version: 1;
  /** inconclusive: a limit cut the search before such a state was found. */
  readonly verdict: 'found' | 'none' | 'inconclusive';
  readonly states: number;
  readonly limit?: LimitHit;
  readonly schedule?: string;
  readonly choices?: readonly Choice[];
  /** Where it was not found: what the cell does hold, as reports show it, the first of them. */
  readonly holds?: readonly string[];
}

const holdsMost = 12;

/** findState looks for a state in which a cell holds a value, and gives a shortest schedule. Throws QSC137 for an unknown cell. */
export function findState(
  task: Task,
  { cell: wanted, value }: Sought,
  options: { readonly limits?: Limits; readonly interrupted?: () => boolean },
): FoundState {
  const cells = cellsOf(task);
  const cell = cells.find(({ name }) => name === wanted);
  if (!cell)
    throw unknownCell(
      wanted,
      cells.map(({ name }) => name),
    );
  const graph = explored({ ...task.system, name: task.name }, [], options);
  const base = { version: 1, states: graph.states, ...(graph.limit ? { limit: graph.limit } : {}) } as const;
  const wantedText = canonicalOf(value);
  const held = new Set<string>();
  for (let state = 0; state < graph.states; state++) {
    const holds = canonical(graph.contents(state, [cell])[0]);
    if (held.size < holdsMost) held.add(holds);
    if (holds !== wantedText) continue;
    const { choices } = graph.scheduleTo(state);
    const schedule = formatSchedule({ version: 1, name: task.name, choices });
    return { ...base, verdict: 'found', schedule, choices };
  }
  return { ...base, verdict: graph.complete ? 'none' : 'inconclusive', holds: [...held] };
}

const namesMost = 12;

function unknownCell(wanted: string, names: readonly string[]): QuiesceError {
  const rest = names.length > namesMost ? `, and ${names.length - namesMost} more` : '';
  const next = `name a cell: ${names.slice(0, namesMost).join(', ')}${rest}`;
  return new QuiesceError('QSC137', `cell ${unknownText(wanted, names)}`, { next });
}

/** However its fields are ordered and spaced. */
function canonicalOf(text: string): string {
  try {
    return canonical(JSON.parse(text));
  } catch {
    return canonical(text);
  }
}
