// What a kernel asked its host and told it, in that order, with every answer: all that a search knows besides its states.
// Who resumes a search answers it again, by the functions that are there now, and has to write the same journal. So no
// answer of a search that is resumed is one that its own functions have not given.

import { IntList } from './intList.js';
import type { Asked, Told } from './kernelTalk.js';

/** Words before what was answered: how many words the entry has, how many states there were, what it is, and its numbers. */
const head = 8;
/** What an entry is: for what the kernel asks `why` it does, and these for what it tells. */
const kinds = { end: 16, seen: 17, refuted: 18 } as const;

/** What was asked or told when there were so many states, and where the next entry begins. */
export type Entry = { readonly states: number; readonly end: number } & (
  | { readonly asked: Asked; readonly told?: undefined }
  | { readonly told: Told; readonly asked?: undefined }
);

export class Journal {
  readonly #words = new IntList();
  /** Where the entry begins that is being written. */
  #open = 0;

  get words(): Int32Array<ArrayBuffer> {
    return this.#words.data.subarray(0, this.#words.length);
  }

  get bytes(): number {
    return this.#words.bytes;
  }

  ask({ why, state, thread, choice, product, batch }: Asked, states: number): void {
    this.#begin(states, [why, state, thread, choice, product, batch]);
  }

  hear(told: Told, states: number): void {
    this.#begin(states, [kinds[told.kind], told.state, ...numbersOf(told), 0, 0]);
  }

  /** Notes what was answered. */
  note(...answers: readonly number[]): void {
    for (const answer of answers) this.#words.push(answer);
  }

  close(): void {
    this.#words.data[this.#open] = this.#words.length - this.#open;
  }

  #begin(states: number, numbers: readonly number[]): void {
    this.#open = this.#words.length;
    this.note(0, states, ...numbers);
  }
}

function numbersOf(told: Told): readonly [number, number] {
  if (told.kind === 'seen') return [0, 0];
  return told.kind === 'end' ? [told.enabled, 0] : [told.via, told.target];
}

/** entryAt reads the entry of a journal that begins at a word; undefined where none that makes sense does. */
export function entryAt(words: Int32Array, at: number): Entry | undefined {
  const [length, states, kind, state, one, two, three, four] = words.subarray(at, at + head);
  if (four === undefined || length! < head || at + length! > words.length) return undefined;
  const entry = { states: states!, end: at + length! };
  if (kind === kinds.end) return { ...entry, told: { kind: 'end', state: state!, enabled: one! } };
  if (kind === kinds.seen) return { ...entry, told: { kind: 'seen', state: state! } };
  if (kind === kinds.refuted) return { ...entry, told: { kind: 'refuted', state: state!, via: one!, target: two! } };
  const asked = { why: kind!, state: state!, thread: one!, choice: two!, product: three!, batch: four };
  return { ...entry, asked };
}
