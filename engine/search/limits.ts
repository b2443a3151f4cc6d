// Limits of a search. One that is hit makes every undecided verdict inconclusive; nothing is cut silently.

import { QuiesceError } from '../program/errors.js';
import type { ExploreOptions, LimitHit, Limits } from './options.js';

const statesDefault = 20_000_000;
/** More states than ids can be given. */
const statesMost = 1_000_000_000;

export class LimitWatch {
  readonly #states: number;
  readonly #seconds: number;
  readonly #bytes: number;
  readonly #memoryMiB: number;
  readonly #startedMs = performance.now();
  readonly #interrupted: () => boolean;

  constructor(options: Pick<ExploreOptions, 'limits' | 'interrupted'>) {
    const limits = checked(options.limits ?? {});
    this.#states = limits.states ?? statesDefault;
    this.#seconds = limits.seconds ?? Number.POSITIVE_INFINITY;
    this.#memoryMiB = limits.memoryMiB ?? 12_288;
    this.#bytes = this.#memoryMiB * 2 ** 20;
    this.#interrupted = options.interrupted ?? (() => false);
  }

  get states(): number {
    return this.#states;
  }

  get memoryMiB(): number {
    return this.#memoryMiB;
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }

  /** The limit that is hit now, or undefined. Asked every few thousand expansions. */
  hit(bytes: number): LimitHit | undefined {
    if (this.#interrupted()) return { limit: 'interrupted', text: 'interrupted' };
    if (this.elapsedMs > this.#seconds * 1000) return { limit: 'seconds', text: `${this.#seconds} seconds` };
    if (bytes > this.#bytes) return { limit: 'memory', text: `${this.#memoryMiB} MiB` };
    return undefined;
  }

  statesHit(): LimitHit {
    return { limit: 'states', text: `${this.#states} states` };
  }
}

function checked(limits: Limits): Limits {
  for (const [name, value] of Object.entries(limits)) {
    if (!['states', 'seconds', 'memoryMiB'].includes(name)) throw new QuiesceError('QSC104', `a limit named ${name}`);
    const most = name === 'states' ? statesMost : 1e9;
    if (value === undefined) continue;
    if (!(typeof value === 'number' && value > 0 && value <= most))
      throw new QuiesceError('QSC104', `${name}: ${value}`);
    if (name === 'states' && !Number.isInteger(value)) throw new QuiesceError('QSC104', `${name}: ${value}`);
  }
  return limits;
}
