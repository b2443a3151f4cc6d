// Wakeup trees (Abdulla, Aronis, Jonsson, Sagonas: Optimal Dynamic Partial Order Reduction, POPL 2014, section 6): what
// has still to be explored after a prefix, as sequences of steps that share their beginnings, in order. A sequence is
// inserted where none that is there, or that has been explored, already begins an equivalent one.

import { touchesOf } from './happenings.js';

/** A step that is to be taken or has been, with what it touches. */
export interface Step {
  readonly via: number;
  readonly thread: number;
  /** Slots, -1: none; and as bits which of them it writes. */
  readonly slots: readonly number[];
  readonly writes: number;
}

/** A step of a wakeup tree, and what comes after it. */
export interface WakeupNode extends Step {
  readonly after: WakeupNode[];
}

/** Whether two steps of different threads depend on each other. */
export function depend(one: Step, other: Step): boolean {
  for (let place = 0; place < touchesOf; place++) {
    const slot = one.slots[place]!;
    if (slot < 0) continue;
    for (let elsewhere = 0; elsewhere < touchesOf; elsewhere++) {
      if (other.slots[elsewhere] === slot && ((one.writes >>> place) | (other.writes >>> elsewhere)) & 1) return true;
    }
  }
  return false;
}

/** Not begun with: the step depends on what comes first. Else the place of the step in the sequence, or its length. */
const NOT_INITIAL = -1;

/**
 * Whether a sequence is equivalent to one that begins with a step, or could be continued to be (a weak initial of it). Its
 * place in the sequence, the length where it is not in it, NOT_INITIAL where it cannot come first.
 */
function initialPlace(step: Step, sequence: readonly Step[]): number {
  for (let place = 0; place < sequence.length; place++) {
    const other = sequence[place]!;
    if (other.thread === step.thread) return other.via === step.via ? place : NOT_INITIAL;
    if (depend(step, other)) return NOT_INITIAL;
  }
  return sequence.length;
}

/** Whether one of the steps begins an equivalent of a sequence. */
export function beginsWithOneOf(steps: readonly Step[], sequence: readonly Step[]): boolean {
  return steps.some((step) => initialPlace(step, sequence) !== NOT_INITIAL);
}

/** Inserts a sequence into the tree; nothing where a leaf on its way stands for it. */
export function insert(tree: WakeupNode[], sequence: Step[]): void {
  let level = tree;
  const left = sequence;
  for (;;) {
    const next = descend(level, left);
    if (!next) break;
    if (next.after.length === 0) return;
    level = next.after;
  }
  for (const step of left) {
    const node: WakeupNode = { ...step, after: [] };
    level.push(node);
    level = node.after;
  }
}

/** The first node with which the sequence may begin; it is taken out of the sequence. */
function descend(level: readonly WakeupNode[], sequence: Step[]): WakeupNode | undefined {
  for (const node of level) {
    const place = initialPlace(node, sequence);
    if (place === NOT_INITIAL) continue;
    if (place < sequence.length) sequence.splice(place, 1);
    return node;
  }
  return undefined;
}
