// Frames and positions: where a thread is, without its history. A thread is a stack of frames (its program, then the
// scopes and loop iterations it is inside); a position is the list of resumptions that its innermost frame was given.
// scope and loop merge by construction: a finished scope is one resumption of the frame around it, whatever happened
// inside; an iteration is known by its locals, however often it has been run.

import type { Label } from '../program/event.js';
import { deepFreeze } from '../program/value.js';
import { argumentKey } from './argumentKey.js';
import { type Resumption, resumptionKey } from './resumption.js';
import { type Code, type Past, runSegment, type Segment } from './segment.js';

export interface Frame {
  readonly kind: 'program' | 'scope' | 'loop' | 'atomic';
  readonly code: Code;
  /** The position of the frame around it that entered this one. */
  readonly caller: Position | undefined;
  /** Frames of loops around it, itself included. */
  readonly loopDepth: number;
  readonly labelAtEntry: Label | undefined;
  /** The position at which the outermost atomic section around it was entered; undefined outside of all. */
  readonly section?: Position | undefined;
}

export class Position {
  readonly frame: Frame;
  readonly segment: Segment;
  /** The label in force where the segment starts, and where it ends. */
  readonly labelBefore: Label | undefined;
  readonly label: Label | undefined;
  readonly #previous: Position | undefined;
  readonly #resumption: Resumption | undefined;
  readonly #children = new Map<string, Position>();
  readonly #entered = new Map<string, Position>();

  private constructor(frame: Frame, previous?: Position, resumption?: Resumption) {
    this.frame = frame;
    this.#previous = previous;
    this.#resumption = resumption;
    this.segment = runSegment(frame.code, this.#past());
    this.labelBefore = previous ? previous.label : frame.labelAtEntry;
    this.label = labelsAlong(this.segment, this.labelBefore).at(-1) ?? this.labelBefore;
  }

  /** The first position of a new frame. */
  static entry(frame: Frame): Position {
    return new Position(frame);
  }

  /** The position after this one's operation or nesting gave `resumption`. */
  after(resumption: Resumption): Position {
    const key = resumptionKey(resumption);
    let child = this.#children.get(key);
    if (!child) {
      child = new Position(this.frame, this, resumption);
      this.#children.set(key, child);
    }
    return child;
  }

  /** The first position of the scope that this one enters, or of the loop's iteration with these locals. */
  enter(kind: 'scope' | 'loop' | 'atomic', code: Code): Position {
    deepFreeze(code.args);
    const key = kind === 'loop' ? argumentKey(code.args) : kind;
    let entry = this.#entered.get(key);
    if (!entry) {
      const loopDepth = this.frame.loopDepth + (kind === 'loop' ? 1 : 0);
      const section = this.frame.section ?? (kind === 'atomic' ? this : undefined);
      entry = Position.entry({ kind, code, caller: this, loopDepth, labelAtEntry: this.label, section });
      this.#entered.set(key, entry);
    }
    return entry;
  }

  #past(): Past[] {
    const past: Past[] = [];
    let at: Position = this;
    while (at.#previous && at.#resumption) {
      past.push({ text: at.#previous.segment.text, resumption: at.#resumption });
      at = at.#previous;
    }
    return past.reverse();
  }
}

/** The label in force after each annotation of a segment. */
export function labelsAlong(segment: Segment, before: Label | undefined): (Label | undefined)[] {
  let label = before;
  return segment.annotations.map((annotation) => {
    if (annotation.kind === 'at') label = Object.freeze({ name: annotation.name, data: annotation.data });
    return label;
  });
}
