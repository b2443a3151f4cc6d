// Searches that are killed when they have kept a checkpoint.

import type { ExploreOptions, Property } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { add, happened, thread } from '../../engine/program/index.js';
import type { Checkpoints } from '../../engine/search/checkpoint.js';
import type { Engine } from './engineCopies.js';
import { counting, x } from './kernelAgrees.js';

/** Keeps checkpoints in memory; or dies when it has kept the n-th, and no other. */
export class Kept implements Checkpoints {
  readonly seconds = 0;
  bytes: Uint8Array<ArrayBuffer> | undefined;
  saves = 0;
  dropped = false;
  readonly #diesAt: number;

  constructor(diesAt = Number.NaN, bytes?: Uint8Array<ArrayBuffer>) {
    this.#diesAt = diesAt;
    this.bytes = bytes;
  }

  save(parts: Iterable<Uint8Array>): void {
    this.saves++;
    if (this.saves < this.#diesAt) return;
    this.bytes = new Uint8Array(Buffer.concat([...parts]));
    if (this.saves === this.#diesAt) throw new Killed();
  }

  saved() {
    const kept = this.bytes;
    return kept && { bytes: kept.length, read: (at: number, bytes: number) => kept.slice(at, at + bytes) };
  }

  drop(): void {
    this.dropped = true;
  }
}

class Killed extends Error {}

/** killed runs a search that dies when it has kept so many checkpoints and returns the last; undefined where it ends before. */
export function killed(
  { explore }: Pick<Engine, 'explore'>,
  system: System,
  claims: readonly Property[],
  saves: number,
  options: ExploreOptions = {},
) {
  const kept = new Kept(saves);
  try {
    explore(system, claims, { ...options, liveExecutions: 0, checkpoints: kept });
    return undefined;
  } catch (error) {
    return error instanceof Killed ? kept.bytes : undefined;
  }
}

/** Writes what `counting` writes, and says something. */
export const announcing: System = {
  cells: counting(300).cells,
  threads: (['a', 'b'] as const).map((name, index) =>
    thread(name, function* () {
      for (let time = 0; time < [300, 2][index]!; time++) {
        yield* add(x, 3);
        if (time === 3) yield* happened('half');
      }
    }),
  ),
};
