// Hunts mutants: each in a copy of the package that has its edits, where its killers are asked first, and then, for a
// mutant of the mechanism, all scenarios. What is proved equivalent is hunted too, and must survive.

import { availableParallelism } from 'node:os';
import { mutants as catalogue, editsToRun, inThePaper, outOfReach } from '../../mutants/catalogue.js';
import { lineOf } from '../../mutants/edits.js';
import { decidingKillers, groundOf, type Killer, type Mutant } from '../../mutants/mutant.js';
import { type Answer, unexplored } from './answer.js';
import { type CopiedPackage, withCopy } from './copiedPackage.js';
import { sourceOf } from './copy.js';
import { type Found, type MutantResult, type MutantRow, makeMutantResult, rowOf } from './result.js';

export interface HuntOptions {
  readonly onDone?: (row: MutantRow, elapsedMs: number) => void;
  /** One integer: 1 when the user wants to stop. */
  readonly stop?: SharedArrayBuffer;
  /** Mutants at a time; as many as there are cores unless told. */
  readonly lanes?: number;
}

/** huntMutants hunts these mutants, all of the catalogue unless told. Throws QSC109, QSC113 and QSC115. */
export async function huntMutants(
  hunted: readonly Mutant[] = catalogue,
  options: HuntOptions = {},
): Promise<MutantResult> {
  const rows: MutantRow[] = new Array(hunted.length);
  const waiting = hunted.map((mutant, index) => ({ mutant, index }));
  const sound = new SoundMachine(options);
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const startedMs = performance.now();
      const row = await hunt(next.mutant, sound, options);
      rows[next.index] = row;
      options.onDone?.(row, performance.now() - startedMs);
    }
  };
  const lanes = Math.min(options.lanes ?? availableParallelism(), hunted.length);
  await Promise.all(Array.from({ length: lanes }, lane));
  return makeMutantResult(rows, outOfReach, inThePaper);
}

async function hunt(mutant: Mutant, sound: SoundMachine, { stop }: HuntOptions): Promise<MutantRow> {
  const answers: Answer[] = [];
  await withCopy(
    editsToRun(mutant),
    async (copy) => {
      for await (const answer of answersOf(mutant, copy, sound)) {
        answers.push(answer);
        if (answer.kill || answer.error !== undefined || isStopped(stop)) break;
      }
    },
    stop,
  );
  return rowOf(mutant, foundIn(mutant, answers, isStopped(stop)), lineIn(mutant));
}

function lineIn({ edits: [first] }: Mutant): number | undefined {
  return first && lineOf(sourceOf(first.file), first);
}

async function* answersOf(mutant: Mutant, copy: CopiedPackage, sound: SoundMachine): AsyncGenerator<Answer> {
  for (const killer of decidingKillers(mutant)) yield await askKiller(copy, mutant, killer, sound);
  const { kind, name } = mutant;
  if (kind === 'mechanism') yield await copy.ask({ ask: 'everywhere', kind, mutant: name });
}

/** askKiller asks a copy whether this gives the mutant away, `alone` or with whatever else is asked there. */
export async function askKiller(
  copy: CopiedPackage,
  { kind, name: mutant }: Mutant,
  killer: Killer,
  sound: SoundMachine,
  alone = false,
): Promise<Answer> {
  const isAboutMachine = kind === 'machine' && groundOf(killer).by === 'coverage';
  const unreached = isAboutMachine ? { unreached: await sound.unreachedIn(killer) } : {};
  return await copy.ask({ ask: 'killer', kind, mutant, killer, alone, ...unreached });
}

/** What nothing realises of the machine as it is, asked once for each place. */
export class SoundMachine {
  readonly #known = new Map<string, Promise<readonly string[]>>();
  readonly #options: HuntOptions;

  constructor(options: HuntOptions = {}) {
    this.#options = options;
  }

  unreachedIn(killer: Killer): Promise<readonly string[]> {
    const { at, mechanism } = groundOf(killer);
    const ground = `${at}@${mechanism}`;
    const known =
      this.#known.get(ground) ?? withCopy([], (copy) => copy.ask({ ask: 'unreached', ground }), this.#options.stop);
    this.#known.set(ground, known);
    return known;
  }
}

function foundIn({ equivalent }: Mutant, answers: readonly Answer[], stopped: boolean): Found {
  const { kill, error } = answers.at(-1) ?? unexplored;
  const tally = {
    explorations: answers.reduce((sum, answer) => sum + answer.explorations, 0),
    states: answers.reduce((sum, answer) => sum + answer.states, 0),
  };
  if (kill) return { ...tally, fate: 'killed', kill };
  if (error !== undefined) return { ...tally, fate: 'failed', error };
  if (stopped || answers.some(({ undecided }) => undecided)) return { ...tally, fate: 'inconclusive' };
  return { ...tally, fate: equivalent === undefined ? 'survived' : 'equivalent' };
}

function isStopped(stop: SharedArrayBuffer | undefined): boolean {
  return stop !== undefined && Atomics.load(new Int32Array(stop), 0) === 1;
}

/** mutantOfSchedule finds the mutant of the mechanism that a schedule is of, if it is of one. */
export function mutantOfSchedule(name: string): Mutant | undefined {
  const [, variant = ''] = name.split('@');
  const [called] = variant.split('.');
  return catalogue.find(({ kind, name: mutant }) => kind === 'mechanism' && mutant === called);
}
