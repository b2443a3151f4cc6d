// Checkpoints of a search in the kernel: how far it is, as bytes, to go on from there after it was killed. What a search knows
// besides its states (nodes, contents, monitors, findings) is not kept but asked for again, by its journal.
// First comes a line of JSON, then integers of 32 bits: the format of packed states, the journal, the threads that wait, and
// chunk by chunk the states with their parents and vias.

import type { State } from '../multiprocessor/multiprocessor.js';
import { QuiesceError } from '../program/errors.js';
import type { Format } from './format.js';
import { perField } from './format.js';
import { type Chunk, chunkStates, type KernelStates, type StandIn } from './kernelStates.js';
import type { Packing } from './packing.js';

/** Where a search keeps how far it is. What is kept is kept whole, or what was kept before is still there. */
export interface Checkpoints {
  /** Seconds between two checkpoints. */
  readonly seconds: number;
  /** Keeps these bytes, one part after the other, in place of what was kept before. They are read before it returns. */
  save(parts: Iterable<Uint8Array>): void;
  /** What was kept last: how many bytes, and any of them; undefined where nothing was. */
  saved(): SavedBytes | undefined;
  /** The search is complete: what was kept is of no more use. */
  drop(): void;
}

export interface SavedBytes {
  readonly bytes: number;
  read(at: number, bytes: number): Uint8Array<ArrayBuffer>;
}

/** How far a search is: states that it has found and expanded, what its predicates have read, and whether it keeps who waits. */
export interface HowFar {
  readonly states: number;
  readonly expanded: number;
  readonly transitions: number;
  readonly readSlots: readonly number[];
  readonly waits: boolean;
}

/** How far a search was when its journal began, and what the kernel was told and does not ask for: who is a daemon, say. */
export interface Begun extends HowFar {
  readonly setUp: readonly number[];
}

/** Its lists, by name and in this order. */
export interface Lists {
  readonly fields: Int32Array;
  readonly parts: Int32Array;
  readonly late: Int32Array;
  readonly values: Int32Array;
  readonly journal: Int32Array;
  readonly waiting: readonly Int32Array[];
}

/** The line before the lists. */
interface Head extends HowFar {
  readonly checkpoint: 1;
  readonly words: number;
  readonly lengths: readonly number[];
  readonly begun: Begun;
}

/** partsOf makes the bytes of a checkpoint. */
export function* partsOf(
  begun: Begun,
  now: HowFar,
  states: KernelStates,
  { waiting, ...rest }: Omit<Lists, keyof Format>,
): Iterable<Uint8Array> {
  const { words, fields, parts, late, values } = states.packing.format;
  const lists = [fields, parts, late, values, rest.journal, ...waiting];
  const head: Head = { checkpoint: 1, ...now, words, lengths: lists.map(({ length }) => length), begun };
  yield new TextEncoder().encode(`${padded(JSON.stringify(head))}\n`);
  for (const list of lists) yield bytesOf(list);
  for (let index = 0; index * chunkStates < now.states; index++) {
    const chunk = states.chunk(index, statesIn(index, now.states));
    for (const each of [chunk.states, chunk.parents, chunk.vias]) yield bytesOf(each);
    yield new Uint8Array(chunk.vias.byteLength % 4);
  }
}

/** The lists begin where a word does. */
function padded(text: string): string {
  return text + ' '.repeat(3 - (new TextEncoder().encode(text).length % 4));
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function statesIn(chunk: number, states: number): number {
  return Math.min(chunkStates, states - chunk * chunkStates);
}

/** Bytes before which the line of JSON ends. */
const headMost = 1 << 20;

/** A checkpoint that is read: its states, one chunk at a time, stand in for those that the kernel does not have yet. */
export class SavedSearch implements StandIn {
  /** As many as there were when what is answered was asked. */
  count = 0;
  readonly now: HowFar;
  readonly begun: Begun;
  readonly lists: Lists;
  readonly #format: Format;
  readonly #packing: Packing;
  readonly #bytes: SavedBytes;
  /** Where the chunks begin. */
  readonly #chunksAt: number;
  #chunk: { readonly index: number; readonly chunk: Chunk } | undefined;

  /** Throws QSC143 where the bytes are none that a search has kept. */
  constructor(bytes: SavedBytes, packing: Packing) {
    const line = bytes.read(0, Math.min(bytes.bytes, headMost));
    const end = line.indexOf(10) + 1;
    const head = headOf(new TextDecoder().decode(line.subarray(0, end)));
    this.#bytes = bytes;
    this.#packing = packing;
    this.now = head;
    this.begun = head.begun;
    let at = end;
    const [fields, parts, late, values, journal, ...waiting] = head.lengths.map((length) => {
      at += 4 * length;
      return this.#integers(at - 4 * length, length);
    });
    this.#chunksAt = at;
    this.lists = { fields: fields!, parts: parts!, late: late!, values: values!, journal: journal!, waiting };
    this.#format = { words: head.words, fields: fields!, parts: parts!, late: late!, values: values! };
    if (bytes.bytes !== this.#chunkAt(head.states / chunkStates) || fields!.length !== packing.width * perField)
      throw notKept(`${bytes.bytes} bytes`);
  }

  get format(): Format {
    return this.#format;
  }

  load(id: number, state: State): void {
    const { states } = this.#chunkOf(id);
    this.#packing.unpackFrom(this.#format, states, (id % chunkStates) * this.#format.words, state);
  }

  parentOf(id: number): number {
    return this.#chunkOf(id).parents[id % chunkStates]!;
  }

  viaOf(id: number): number {
    return this.#chunkOf(id).vias[id % chunkStates]!;
  }

  /** A chunk as it was kept. */
  chunk(index: number): Chunk {
    const states = statesIn(index, this.now.states);
    const at = this.#chunkAt(index);
    const words = states * this.#format.words;
    return {
      states: this.#integers(at, words),
      parents: this.#integers(at + 4 * words, states),
      vias: new Uint16Array(this.#read(at + 4 * (words + states), 2 * states).buffer, 0, states),
    };
  }

  #chunkOf(id: number): Chunk {
    const index = Math.floor(id / chunkStates);
    if (this.#chunk?.index !== index) this.#chunk = { index, chunk: this.chunk(index) };
    return this.#chunk.chunk;
  }

  /** Where a chunk begins, or where so many and a part of one end. */
  #chunkAt(chunks: number): number {
    const states = Math.round(chunks * chunkStates);
    const vias = 2 * (states + (states % 2));
    return this.#chunksAt + 4 * states * (this.#format.words + 1) + vias;
  }

  #integers(at: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#read(at, 4 * length).buffer, 0, length);
  }

  /** Bytes that begin a buffer of their own. */
  #read(at: number, length: number): Uint8Array<ArrayBuffer> {
    if (!(length >= 0 && at + length <= this.#bytes.bytes)) throw notKept(`${this.#bytes.bytes} bytes`);
    return this.#bytes.read(at, length).slice();
  }
}

const listsAtLeast = 5;
const listsWithWaiting = 9;

function headOf(text: string): Head {
  const head = parsed(text);
  const { checkpoint, words, states, expanded, transitions, lengths, readSlots, begun } = head;
  const counts = [words, states, expanded, transitions, begun?.states, begun?.expanded, begun?.transitions];
  const isRight =
    checkpoint === 1 &&
    counts.every(isCount) &&
    [lengths, readSlots, begun?.readSlots].every((list) => Array.isArray(list) && list.every(isCount)) &&
    lengths!.length === (head.waits ? listsWithWaiting : listsAtLeast);
  if (!isRight) throw notKept(text.slice(0, 60));
  return head as Head;
}

function parsed(text: string): Partial<Head> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function notKept(seen: string): QuiesceError {
  return new QuiesceError('QSC143', seen);
}
