// What an operation does to the slot that it is about, in the terms of engine/operations: for whoever performs operations on
// memory of its own, a simulation or a real core.

import type { Linker } from '../engine/operations/linker.js';
import * as terms from '../engine/operations/meaning.js';
import { integerLimit } from '../engine/program/cell.js';

/** resultOf is the raw result of an operation on what its slot holds. */
export function resultOf(meaning: terms.Meaning, content: number, linker: Linker): number {
  switch (terms.resultOf(meaning)) {
    case terms.CONTENT:
      return content;
    case terms.SEEN:
      return linker.see(meaning.view, content);
    case terms.MATCHED:
      return content === meaning.x ? 1 : 0;
    default:
      return 0;
  }
}

/** afterwards is what the slot holds after it. */
export function afterwards(meaning: terms.Meaning, content: number, linker: Linker): number {
  const { x, y } = meaning;
  switch (terms.effectOf(meaning)) {
    case terms.SET:
      return x;
    case terms.SET_IF:
      return content === x ? y : content;
    case terms.ADD:
      return y === 0 ? checked(content + x) : (((content + x) % y) + y) % y;
    case terms.SET_BITS:
      return content | x;
    case terms.CLEAR_BITS:
      return content & ~x;
    case terms.UPDATE:
      return linker.see(y, content);
    default:
      return content;
  }
}

function checked(sum: number): number {
  if (Math.abs(sum) >= integerLimit) throw new RangeError(`${sum} does not fit a cell`);
  return sum;
}
