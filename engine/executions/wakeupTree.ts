// Wakeup trees (Abdulla, Aronis, Jonsson, Sagonas: Optimal Dynamic Partial Order Reduction, POPL 2014, section 6): what
// has still to be explored after a prefix, as sequences of steps that share their beginnings, in order. A sequence is
// inserted where none that is there, or that has been explored, already begins an equivalent one.

import type { Steps } from './steps.js';

/** A step of a wakeup tree, by its number, and what comes after it. */
export interface WakeupNode {
  step: number;
  readonly after: WakeupNode[];
}

/** Not begun with: the step depends on what comes first. Else the place of the step in the sequence, or its length. */
const NOT_INITIAL = -1;

/**
 * Whether a sequence is equivalent to one that begins with a step, or could be continued to be (a weak initial of it). Its
 * place in the sequence, the length where it is not in it, NOT_INITIAL where it cannot come first.
 */
function initialPlace(steps: Steps, step: number, sequence: readonly number[]): number {
  const thread = steps.thread[step]!;
  for (let place = 0; place < sequence.length; place++) {
    const other = sequence[place]!;
    if (steps.thread[other] === thread) return steps.via[other] === steps.via[step] ? place : NOT_INITIAL;
    if (steps.depend(step, other)) return NOT_INITIAL;
  }
  return sequence.length;
}

/** Whether one of some steps begins an equivalent of a sequence. */
export function beginsWithOneOf(steps: Steps, some: readonly number[], sequence: readonly number[]): boolean {
  for (const step of some) if (initialPlace(steps, step, sequence) !== NOT_INITIAL) return true;
  return false;
}

/** Inserts a sequence into the tree; nothing where a leaf on its way stands for it. */
export function insert(steps: Steps, tree: WakeupNode[], sequence: number[]): void {
  let level = tree;
  const left = sequence;
  for (;;) {
    const next = descend(steps, level, left);
    if (!next) break;
    if (next.after.length === 0) return;
    level = next.after;
  }
  for (const step of left) {
    const node: WakeupNode = { step, after: [] };
    level.push(node);
    level = node.after;
  }
}

/** The first node with which the sequence may begin; it is taken out of the sequence. */
function descend(steps: Steps, level: readonly WakeupNode[], sequence: number[]): WakeupNode | undefined {
  for (const node of level) {
    const place = initialPlace(steps, node.step, sequence);
    if (place === NOT_INITIAL) continue;
    if (place < sequence.length) sequence.splice(place, 1);
    return node;
  }
  return undefined;
}
