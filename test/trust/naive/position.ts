// Positions for the naive enumerator: where a thread is, as the results it has been given, and what it does next, found
// by running fresh generators from the start. Nothing is remembered between two questions.

import { QuiesceError } from '../../../engine/program/errors.js';
import type { Annotation, Label } from '../../../engine/program/event.js';
import type { Nesting, Turn } from '../../../engine/program/nesting.js';
import type { Operation, Program, Yielded } from '../../../engine/program/operation.js';
import type { Self, Thread } from '../../../engine/program/thread.js';
import { Thrown } from '../../../engine/program/thrown.js';
import type { Value } from '../../../engine/program/value.js';

/** What a program was given back: a value, or an exception. */
type Result = { readonly gave: unknown } | { readonly threw: Value };

/** One open program, scope or loop iteration: the arguments it runs with and the results it has been given. */
export interface Frame {
  readonly kind: 'program' | 'scope' | 'loop';
  readonly locals: unknown;
  readonly results: readonly Result[];
}

export type Life = 'dormant' | 'live' | 'finished' | 'failed';

/** Where a thread is, and what it will say with its next step. */
export interface Position {
  readonly life: Life;
  /** Outermost first; a thread that has ended remembers nothing. */
  readonly frames: readonly Frame[];
  /** What begins with the next step. */
  readonly announced: readonly Said[];
  /** A pause: an opening and a closing met on one step, so the closing, and what follows it, waits for a step. */
  readonly pause?: { readonly owed: readonly Said[]; readonly onward: Position };
}

/** An event in the words of its thread. */
export type Said = Exclude<Annotation, { readonly kind: 'at' }>;

/** A position just reached, and what happened on the way. */
export interface Arrival {
  readonly position: Position;
  /** The frames in which the thread came to rest, even if it has ended. */
  readonly frames: readonly Frame[];
  readonly happened: readonly Said[];
}

/** What a frame does next, once it has been given all its results, and the label it has reached. */
type Sight = { readonly label: Label | undefined; readonly said: readonly Said[] } & Next;

type Next =
  | { readonly next: 'operation'; readonly operation: Operation }
  | { readonly next: 'nesting'; readonly nesting: Nesting }
  | { readonly next: 'return'; readonly value: unknown }
  | { readonly next: 'throw'; readonly data: Value };

export const nowhere: Position = { life: 'dormant', frames: [], announced: [] };

/** The positions of one thread. */
export class Itinerary {
  private readonly thread: Thread;
  private readonly self: Self;

  constructor(thread: Thread, slot: number) {
    this.thread = thread;
    this.self = Object.freeze({ name: thread.name, slot, processor: thread.processor });
  }

  start(): Arrival {
    return this.settle([{ kind: 'program', locals: this.thread.args, results: [] }]);
  }

  /** Where the thread gets to when its operation gives `result`. */
  after(frames: readonly Frame[], result: unknown): Arrival {
    return this.settle(given(frames, { gave: result }));
  }

  pending(frames: readonly Frame[]): Operation {
    const sight = this.look(frames);
    if (sight.next !== 'operation') throw new Error('a live thread has no operation');
    return sight.operation;
  }

  /** Runs fresh generators, outermost first, through all their results. */
  look(frames: readonly Frame[]): Sight {
    let body: (args: never, self: Self) => Program<unknown> = this.thread.program;
    let sight: Sight | undefined;
    for (const frame of frames) {
      if (sight?.next === 'nesting') body = sight.nesting.body;
      sight = rerun(body(frame.locals as never, this.self), frame.results, sight?.label);
    }
    return sight!;
  }

  /** Opens and closes frames until an operation is pending or the thread has ended. */
  private settle(frames: readonly Frame[], before: readonly Said[] = []): Arrival {
    const sight = this.look(frames);
    const said = [...before, ...sight.said];
    if (sight.next === 'nesting') {
      if (sight.nesting.kind === 'atomic') throw new Error('there are no atomic sections here');
      return this.settle([...frames, { kind: sight.nesting.kind, locals: sight.nesting.args, results: [] }], said);
    }
    const happened = said.filter(({ kind }) => kind === 'happened');
    const announced = said.filter(({ kind }) => kind === 'begins');
    if (sight.next === 'operation') return { position: { life: 'live', frames, announced }, frames, happened };
    if (frames.length > 1) return this.settle(this.close(frames, sight), said);
    return { position: { ...nowhere, life: sight.next === 'return' ? 'finished' : 'failed' }, frames, happened };
  }

  /** The innermost frame has ended: a loop turns, or the frame below is given the result. */
  private close(frames: readonly Frame[], end: Sight & { next: 'return' | 'throw' }): readonly Frame[] {
    const below = frames.slice(0, -1);
    const outer = this.look(below);
    if (outer.next !== 'nesting') throw new Error('a frame stands on something that is no scope and no loop');
    if (end.next === 'throw') return given(below, { threw: end.data });
    if (outer.nesting.kind === 'scope') return given(below, { gave: end.value });
    const turn = end.value as Turn<unknown, unknown>;
    if (turn.turn === 'again') return [...below, { kind: 'loop', locals: turn.locals, results: [] }];
    return given(below, { gave: turn.result });
  }
}

type Running = Required<Iterator<Yielded, unknown, unknown>>;

/** Runs a fresh generator through its results; it starts with the label of the frame below. */
function rerun(fresh: Program<unknown>, results: readonly Result[], inherited: Label | undefined): Sight {
  const program = fresh[Symbol.iterator]() as Running;
  let label = inherited;
  let given = 0;
  let said: Said[] = [];
  try {
    let turn = program.next();
    while (!turn.done) {
      const yielded: Yielded = turn.value;
      if (yielded.kind === 'at') label = { name: yielded.name, data: yielded.data };
      if (yielded.kind === 'begins' || yielded.kind === 'happened') said.push(yielded);
      if (isAnnotation(yielded)) turn = program.next(undefined);
      else if (given === results.length) return { label, said, ...next(yielded) };
      else {
        said = [];
        turn = resumeWith(program, results[given++]!);
      }
    }
    return { label, said, next: 'return', value: turn.value };
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    return { label, said, next: 'throw', data: dataOf(error) };
  }
}

export function isSpan(said: Said): boolean {
  return said.span === true;
}

function isAnnotation(yielded: Yielded): boolean {
  return yielded.kind === 'begins' || yielded.kind === 'happened' || yielded.kind === 'at';
}

function next(yielded: Yielded): Next {
  if (yielded.kind === 'scope' || yielded.kind === 'loop') return { next: 'nesting', nesting: yielded };
  return { next: 'operation', operation: yielded as Operation };
}

function resumeWith(program: Running, result: Result): IteratorResult<Yielded, unknown> {
  return 'gave' in result ? program.next(result.gave) : program.throw(new Thrown(result.threw));
}

function dataOf(error: unknown): Value {
  if (error instanceof Thrown) return error.data;
  if (error instanceof Error) return { name: error.name, message: error.message };
  return error as Value;
}

function given(frames: readonly Frame[], result: Result): readonly Frame[] {
  const top = frames[frames.length - 1]!;
  return [...frames.slice(0, -1), { ...top, results: [...top.results, result] }];
}
