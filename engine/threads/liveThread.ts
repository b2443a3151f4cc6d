// A live thread: its generators run natively, scopes and loops included, with nothing remembered or merged.
// It is the second opinion on compiled threads: what hidden state would change shows up here.

import { operationText } from '../operations/table.js';
import { QuiesceError } from '../program/errors.js';
import type { Annotation, Label } from '../program/event.js';
import type { NestedBody } from '../program/nesting.js';
import type { Self, Thread } from '../program/thread.js';
import { canonical, deepFreeze } from '../program/value.js';
import type { Resumption } from './resumption.js';
import { advance, annotationText, type Deed, type Running, running } from './segment.js';
import type { Rest } from './settle.js';

interface LiveFrame {
  readonly kind: 'program' | 'scope' | 'loop' | 'atomic';
  readonly body: NestedBody;
  readonly generator: Running;
  label: Label | undefined;
}

export interface LiveRest extends Pick<Rest, 'annotations' | 'label' | 'end'> {
  /** Whether the operation stands in an atomic section, and in the one that the thread comes from. */
  readonly isAtomic?: boolean;
  readonly goesOn?: boolean;
}

/** Scopes or iterations in a row without an operation; more is taken for endless nesting. */
const hopsMax = 10_000;

export class LiveThread {
  readonly #self: Self;
  readonly #frames: LiveFrame[];

  constructor(thread: Thread, self: Self) {
    this.#self = self;
    this.#frames = [this.#frame('program', thread.program, thread.args, undefined)];
  }

  /** Runs to the first operation, or, given an operation's resumption, to the next one. */
  run(given?: Resumption): LiveRest {
    const annotations: Annotation[] = [];
    const section = this.#section();
    let stays = section !== undefined;
    let resumption = given;
    for (let hops = 0; hops < hopsMax; hops++) {
      const frame = this.#frames[this.#frames.length - 1]!;
      stays &&= this.#section() === section;
      const deed = advance(frame.generator, resumption, { self: this.#self }, false);
      this.#note(frame, deed, annotations);
      const { end } = deed;
      if (end.kind === 'operation')
        return { annotations, label: frame.label, end, isAtomic: this.#section() !== undefined, goesOn: stays };
      if (end.kind === 'nesting') {
        resumption = undefined;
        this.#frames.push(this.#frame(end.nesting.kind, end.nesting.body, end.nesting.args, frame.label));
        continue;
      }
      if (this.#frames.length === 1) return { annotations, label: frame.label, end: endOfThread(end) };
      resumption = this.#leave(frame, end);
    }
    throw new QuiesceError('QSC508', `${this.#self.name}: ${hopsMax} scopes or loops without an operation`);
  }

  /** The outermost atomic section that it is in. */
  #section(): LiveFrame | undefined {
    return this.#frames.find(({ kind }) => kind === 'atomic');
  }

  #frame(kind: LiveFrame['kind'], body: NestedBody, args: unknown, label: Label | undefined): LiveFrame {
    deepFreeze(args);
    return { kind, body, generator: running(body, args, this.#self), label };
  }

  #note(frame: LiveFrame, deed: Deed, annotations: Annotation[]): void {
    annotations.push(...deed.annotations);
    for (const each of deed.annotations) if (each.kind === 'at') frame.label = { name: each.name, data: each.data };
  }

  /** Ends the innermost frame; a loop that goes round gets a fresh iteration instead. */
  #leave(frame: LiveFrame, end: Deed['end']): Resumption | undefined {
    const turn =
      frame.kind === 'loop' && end.kind === 'returned'
        ? (end.value as { turn: string; locals: unknown; result: unknown })
        : undefined;
    this.#frames.pop();
    if (turn?.turn === 'again') {
      const around = this.#frames[this.#frames.length - 1]!;
      this.#frames.push(this.#frame('loop', frame.body, turn.locals, around.label));
      return undefined;
    }
    if (end.kind === 'threw') return end.resumption;
    return { kind: 'returned', value: (turn ? turn.result : end.kind === 'returned' ? end.value : undefined) as never };
  }
}

function endOfThread(end: Deed['end']): Rest['end'] {
  if (end.kind !== 'threw') return { kind: 'finished' };
  return {
    kind: 'failed',
    message: `uncaught exception ${JSON.stringify(end.resumption.kind === 'threw' ? end.resumption.data : null)}`,
  };
}

/** restText says in words where a thread rests and what it announced on the way: equal texts, equal behaviour. */
export function restText(rest: LiveRest): string {
  const events = rest.annotations.filter((each) => each.kind !== 'at');
  const said = events.map(annotationText).join('; ');
  const label = rest.label ? `${rest.label.name} ${canonical(rest.label.data)}` : '';
  return `${said} @${rest.end.kind === 'operation' ? label : ''} ${endText(rest)}`;
}

function endText(rest: LiveRest): string {
  const { end } = rest;
  return end.kind === 'operation' ? operationText(end.operation) : end.kind === 'failed' ? end.message : 'finished';
}
