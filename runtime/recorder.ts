// The recorder: what the mechanism says of itself in a running service, with who says it, one JSON object a line. The text that
// serves a recorded component is the one with its events; nobody else pays for them. Memory is bounded: what cannot be
// written in time is lost, and the recording says how much, so that nobody takes it for whole.

import { AsyncLocalStorage } from 'node:async_hooks';
import { functionGiven, recordGiven } from '../engine/program/given.js';
import { CallStrand } from './activity.js';
import * as recorded from './erased/recorded/index.js';
import { hearEvents } from './eventLoop/operations.js';
import type { Strand } from './eventLoop/strand.js';
import { problem } from './problems.js';
import type { Text } from './text.js';
import { world } from './world.js';

/** The version of the lines. */
export const recordingVersion = 1;

/** Whoever takes the lines: a stream, for example. */
export interface Sink {
  write(text: string, done: () => void): unknown;
}

export interface RecorderOptions {
  /** Where the lines go. */
  readonly to: Sink;
  /** Lines that are kept until they are written; 100,000 unless told. */
  readonly room?: number;
  /** One activity in so many is recorded, with all that swappers do; every one unless told. */
  readonly oneIn?: number;
}

/** How much of a recording there is. */
export interface Recorded {
  readonly written: number;
  readonly lost: number;
}

/** Whom a call is made by, in the words of a recording: the outermost call of the chain that is inside the same component. */
interface Chain {
  readonly ref: number;
  readonly thread: string;
  readonly around: Chain | undefined;
}

const chains = new AsyncLocalStorage<Chain>();

export class Recorder {
  readonly text: Text = recorded;
  readonly #sink: Sink;
  readonly #room: number;
  readonly #oneIn: number;
  #lines: string[] = [];
  #isWriting = false;
  #written = 0;
  #lost = 0;
  #lostSince = 0;

  /** Throws QSC612. */
  constructor(options: RecorderOptions) {
    const { to, room = 100_000, oneIn = 1 } = recordGiven('QSC612', 'options: a record', options);
    functionGiven('QSC612', 'to: whoever takes the lines, by write', to?.write);
    for (const [name, value] of Object.entries({ room, oneIn }))
      if (!Number.isInteger(value) || value < 1) throw problem('QSC612', `${name}: ${String(value)}`);
    this.#sink = to;
    this.#room = room;
    this.#oneIn = oneIn;
    this.#keep({ event: 'recording', thread: '', data: { version: recordingVersion } });
    hearEvents((event, data, self: Strand) => this.#hear(event, data, self));
  }

  /** inCall makes a call as part of the chain that it stands in, and says that it begins and ends. */
  inCall(ref: number, method: string, strand: Strand, run: () => unknown): unknown {
    const around = chains.getStore();
    const thread = threadOf(ref, around) ?? strand.name;
    strand.saysAs = thread;
    const call = `${strand.ownName}/${method}`;
    this.#hear('invoke', { call, ref, method }, strand);
    return chains.run({ ref, thread, around }, run);
  }

  ends(ref: number, method: string, strand: Strand): void {
    this.#hear('return', { call: `${strand.ownName}/${method}`, ref }, strand);
  }

  #hear(event: string, data: object, self: Strand): void {
    if (self instanceof CallStrand && self.activity.number % this.#oneIn !== 0) return;
    this.#keep({ event, thread: self.name, data: named(data) });
  }

  #keep(line: object): void {
    if (this.#lines.length >= this.#room) {
      this.#lost++;
      this.#lostSince++;
      return;
    }
    if (this.#lostSince > 0) {
      this.#lines.push(`${JSON.stringify({ event: 'lost', thread: '', data: { lines: this.#lostSince } })}\n`);
      this.#lostSince = 0;
    }
    this.#lines.push(`${JSON.stringify(line)}\n`);
    if (!this.#isWriting) this.#writeSoon();
  }

  #writeSoon(): void {
    this.#isWriting = true;
    setImmediate(() => {
      const lines = this.#lines;
      this.#lines = [];
      this.#sink.write(lines.join(''), () => {
        this.#written += lines.length;
        this.#isWriting = false;
        if (this.#lines.length > 0) this.#writeSoon();
      });
    });
  }

  /** flushed is settled when all lines are written. */
  async flushed(): Promise<Recorded> {
    while (this.#isWriting || this.#lines.length > 0) {
      if (!this.#isWriting) this.#writeSoon();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { written: this.#written, lost: this.#lost };
  }
}

function threadOf(ref: number, chain: Chain | undefined): string | undefined {
  for (let at = chain; at; at = at.around) if (at.ref === ref) return at.thread;
  return undefined;
}

/** References are told by their names. */
function named(data: object): object {
  const { ref } = data as { readonly ref?: number };
  return ref === undefined ? data : { ...data, ref: world.references[ref]?.label ?? ref };
}

/**
 * record makes a recorder for components: `swappable(name, component, { recorder })`. One at a time: another takes its place.
 */
export function record(options: RecorderOptions): Recorder {
  return new Recorder(options);
}
