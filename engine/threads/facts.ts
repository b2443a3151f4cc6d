// Facts: what the engine itself sees of steps, for monitors that judge by it: who uses whose memory, what is allocated
// and freed, which thread has begun and ended. Programs say events; nobody says facts, so nothing can be kept back.
// They stand on compiled edges beside the events, and only those that some monitor listens for.

import { learns, type Meaning, waitsOnSlot, writes } from '../operations/meaning.js';
import type { Cell } from '../program/cell.js';
import type { Operation } from '../program/operation.js';
import type { Region } from '../program/region.js';
import type { Data, Value } from '../program/value.js';

interface OfRegion {
  readonly thread: string;
  readonly region: string;
  readonly owner: Data;
  /** Whether the region can be freed. */
  readonly temporary: boolean;
}

export type Fact =
  /** The thread reads or writes a cell of the region, by a reference to an incarnation where it has one. */
  | (OfRegion & {
      readonly fact: 'access';
      readonly cell: string;
      readonly how: 'read' | 'write' | 'readWrite';
      readonly incarnation?: number;
    })
  /** The thread has come to a wait on a cell of the region. It ends with the access. */
  | (OfRegion & { readonly fact: 'waits'; readonly cell: string; readonly incarnation?: number })
  | (OfRegion & { readonly fact: 'allocated'; readonly incarnation: number })
  | (OfRegion & { readonly fact: 'freed'; readonly incarnation?: number })
  /** At the start: the region is free. */
  | (Omit<OfRegion, 'thread'> & { readonly fact: 'free' })
  | { readonly fact: 'begun' | 'ended'; readonly thread: string };

/** Which facts a monitor listens for. */
export interface Listening {
  /** Of which regions; 'temporary' are those that can be freed. */
  readonly regions?: 'temporary' | ((owner: Data) => boolean);
  readonly threads?: boolean;
}

export class Facts {
  /** The declared cells, by slot, and their regions by name. */
  readonly #cells: readonly Cell[];
  readonly #regions: ReadonlyMap<string, Region | undefined>;
  readonly #lives: ReadonlyMap<string, Region>;
  readonly #heard = new Set<string>();
  #threads = false;

  constructor(cells: readonly Cell[], regions: readonly Region[]) {
    this.#cells = cells;
    this.#regions = new Map(cells.map(({ name, region }) => [name, region]));
    this.#lives = new Map(regions.map((region) => [region.name, region]));
  }

  /** Adds what somebody listens for. Edges that have been compiled before do not have it. */
  listen({ regions, threads }: Listening): void {
    if (threads) this.#threads = true;
    for (const region of this.#lives.values())
      if (hears(regions, region.owner, region.life !== undefined)) this.#heard.add(region.name);
  }

  /** The regions that are free at the start. */
  atStart(): Fact[] {
    return [...this.#lives.values()]
      .filter(({ name, life }) => this.#heard.has(name) && life?.initial === 0)
      .map(({ name, owner }) => ({ fact: 'free', region: name, owner, temporary: true }));
  }

  begun(thread: string): Fact[] {
    return this.#threads ? [{ fact: 'begun', thread }] : [];
  }

  ended(thread: string): Fact[] {
    return this.#threads ? [{ fact: 'ended', thread }] : [];
  }

  /** What an operation with a raw result does to a region; `result` is what it gives. */
  of(operation: Operation | undefined, meaning: Meaning, raw: number, result: Value, thread: string): Fact[] {
    if (operation?.kind === 'allocate')
      return this.#told(operation.region, (of) => ({
        fact: 'allocated',
        ...of(thread),
        incarnation: result as number,
      }));
    if (operation?.kind === 'free')
      return this.#told(operation.region, (of) => ({ fact: 'freed', ...of(thread), ...incarnationOf(operation) }));
    if (operation?.kind === 'flush') return this.#flushed(raw, thread);
    const reads = learns(meaning);
    const how = writes(meaning, raw) ? (reads ? 'readWrite' : 'write') : reads ? 'read' : undefined;
    if (operation && 'cell' in operation) return how === undefined ? [] : this.#access(operation.cell, how, thread);
    return awaitedBy(operation).flatMap((cell) => this.#access(cell, 'read', thread));
  }

  /**
   * A store reaches memory long after it was made; what it does there is judged then. The result of a flush has the slot
   * and, where the memory is not in the incarnation that it was stored to, that incarnation before it.
   */
  #flushed(raw: number, thread: string): Fact[] {
    const { name, region } = this.#cells[raw % this.#cells.length]!;
    const incarnation = Math.floor(raw / this.#cells.length);
    const stored = incarnation === 0 ? {} : { incarnation };
    return this.#told(region, (of) => ({ fact: 'access', ...of(thread), cell: name, how: 'write', ...stored }));
  }

  #access(cell: Cell, how: 'read' | 'write' | 'readWrite', thread: string): Fact[] {
    return this.#told(this.#regions.get(cell.name), (of) => ({
      ...{ fact: 'access', ...of(thread), cell: cell.name, how },
      ...incarnationOf(cell),
    }));
  }

  /** What it means for a region that a thread has come to an operation. */
  arriving(operation: Operation | undefined, meaning: Meaning, thread: string): Fact[] {
    const waiting = operation && 'cell' in operation && waitsOnSlot(meaning) ? [operation.cell] : awaitedBy(operation);
    return waiting.flatMap((cell) =>
      this.#told(this.#regions.get(cell.name), (of) => ({
        ...{ fact: 'waits', ...of(thread), cell: cell.name },
        ...incarnationOf(cell),
      })),
    );
  }

  #told(region: Region | undefined, fact: (of: (thread: string) => OfRegion) => Fact): Fact[] {
    if (!region || !this.#heard.has(region.name)) return [];
    return [
      fact((thread) => ({ thread, region: region.name, owner: region.owner, temporary: region.life !== undefined })),
    ];
  }
}

/** The cells of a wait over several, each by every reference that it is looked at by. */
function awaitedBy(operation: Operation | undefined): readonly Cell[] {
  if (operation?.kind === 'waitUntil') return distinct(operation.cells);
  if (operation?.kind !== 'select') return [];
  return distinct(operation.alternatives.flatMap((each) => ('cell' in each ? [each.cell] : each.cells)));
}

function distinct(cells: readonly Cell[]): readonly Cell[] {
  return [...new Map(cells.map((cell) => [`${cell.name} ${cell.incarnation}`, cell])).values()];
}

function incarnationOf({ incarnation }: { readonly incarnation?: number }): { readonly incarnation?: number } {
  return incarnation === undefined ? {} : { incarnation };
}

/** isHeard tells whether a fact is among those that are listened for. */
export function isHeard(fact: Fact, { regions, threads }: Listening): boolean {
  return 'owner' in fact ? hears(regions, fact.owner, fact.temporary) : (threads ?? false);
}

function hears(regions: Listening['regions'], owner: Data, temporary: boolean): boolean {
  return regions === 'temporary' ? temporary : (regions?.(owner) ?? false);
}
