// What is run by real threads: a litmus test, or a scenario with one of its mechanisms. As a name, because a worker thread is
// given plain data; as the system that is explored; and as the threads and cells of its erased text.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { System } from '../../engine/multiprocessor/system.js';
import { type Cell, QuiesceError } from '../../engine/program/index.js';
import { type Litmus, litmusTests } from '../../runtime/litmus.js';
import { layOut, type SharedCell } from '../../runtime/threads/memory.js';
import { cell } from '../../runtime/threads/operations.js';
import { buildSystem, type Scenario, type ScenarioVariant, scenarios, variantNamed } from '../../scenarios/index.js';
import { withLives } from '../../simulation/simulation.js';
import { refuseUnknown } from '../selection.js';
import { type ErasedThread, erasedFolder, load, threadsOf } from './erasedSystem.js';

export type Subject =
  | { readonly kind: 'litmus'; readonly name: string }
  | { readonly kind: 'scenario'; readonly name: string; readonly mechanism: string };

/** Scenarios that are explored while one waits, and whose threads all come to an end, whoever runs when. */
const small: readonly string[] = Object.freeze([
  'oldPointerInHand@asItIs',
  'mediatorPointerInHand@asItIs',
  'callBackThroughAnotherThread@withBlockDeadline',
  'lockBesideTheComponent@asItIs',
  'selfSwap@asItIs',
  'selfSwapAwaited@withDeadline',
  'noCommonFormat@asItIs',
  'severalFormats@asItIs',
  'failingConstruction@asItIs',
  'secondConstruction@asItIs',
  'failingTransfer@asItIs',
  'backToBackSwaps@asItIs',
]);

/** subjects are what there is to run: all litmus tests, and the small scenarios. */
export const subjects: readonly Subject[] = Object.freeze([
  ...litmusTests.map(({ name }) => ({ kind: 'litmus', name }) as const),
  ...small.map((each) => {
    const [name, mechanism] = each.split('@') as [string, string];
    return { kind: 'scenario', name, mechanism } as const;
  }),
]);

/**
 * nameOf names a subject as the command line does.
 *
 * @example
 * nameOf({ kind: 'scenario', name: 'selfSwap', mechanism: 'asItIs' }) // => 'selfSwap@asItIs'
 */
export function nameOf(subject: Subject): string {
  return subject.kind === 'litmus' ? subject.name : `${subject.name}@${subject.mechanism}`;
}

/** subjectsNamed finds what is to be run; all where nothing is named. Throws QSC110. */
export function subjectsNamed(names: readonly string[]): readonly Subject[] {
  refuseUnknown('QSC110', names, subjects.map(nameOf));
  return names.length === 0 ? subjects : subjects.filter((one) => names.includes(nameOf(one)));
}

/** systemOf is the system that is explored. */
export function systemOf(subject: Subject): System {
  if (subject.kind === 'litmus') return litmusNamed(subject.name).layOut();
  const { scenario, variant } = scenarioOf(subject);
  return buildSystem(scenario, variant);
}

/** cellsOf are the cells of a system that an outcome tells of: those that it declares, and the lives of their regions. */
export function cellsOf({ cells }: System): readonly Cell[] {
  return withLives(cells.flat() as Cell[]);
}

function litmusNamed(name: string, tests: readonly Litmus[] = litmusTests): Litmus {
  return tests.find((one) => one.name === name)!;
}

function scenarioOf({ name, mechanism }: Subject & { readonly kind: 'scenario' }): {
  readonly scenario: Scenario;
  readonly variant: ScenarioVariant;
} {
  const scenario = scenarios.find((one) => one.name === name);
  if (!scenario) throw new QuiesceError('QSC101', name);
  return { scenario, variant: variantNamed(scenario, mechanism) };
}

/** A subject as its erased text lays it out in shared memory. */
export interface Erased {
  readonly threads: readonly ErasedThread[];
  readonly cells: readonly SharedCell[];
}

/** erasedOf loads the text for threads, and lays the subject out. */
export async function erasedOf(subject: Subject): Promise<Erased> {
  if (subject.kind === 'litmus') {
    const file = pathToFileURL(join(erasedFolder, 'threads', 'litmus.js')).href;
    const { litmusTests: erased } = (await import(file)) as { readonly litmusTests: readonly Litmus[] };
    const { made, cells } = layOut(() => litmusNamed(subject.name, erased).layOut());
    const threads = made.threads as unknown as readonly ErasedThread[];
    return { threads, cells };
  }
  const { scenario, variant } = scenarioOf(subject);
  const modules = await load(erasedFolder, 'threads', cell as never);
  const { made, cells } = layOut(() => threadsOf(modules, scenario, variant));
  return { threads: made, cells };
}
