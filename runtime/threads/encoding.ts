// Integers for what cells of data hold: a cell of shared memory is 32 bits. Where a pointer leads is packed into one, by
// numbers alone, so that every thread and the simulator read the same off it; phases and the like are words of a list.
// Leaves out: groups. What names the mediators of several references does not fit into an integer.

import { QuiesceError } from '../../engine/program/errors.js';
import { canonical, deepFreeze } from '../../engine/program/value.js';

/** Two bits say what a code is of; the fields of a pointer's target stand above them. */
const kinds = Object.freeze({ word: 0, object: 1, mediator: 2 });
const kindBits = 2;
const objectBits = 10;
const mediatorBits = 8;
const incarnationBits = 10;

/** What is no target of a pointer and may be in a cell of data. */
const words: readonly unknown[] = deepFreeze([null, true, false, [], 'forward', 'block', 'transfer', 'completed']);
const texts: readonly string[] = words.map((word) => canonical(word));

interface Encoded {
  readonly object?: number;
  readonly mediator?: number;
  readonly original?: number;
  readonly incarnation?: number;
  readonly group?: unknown;
}

/**
 * codeOf is the integer that stands for a value. Throws QSC616 for what has none.
 *
 * @example
 * codeOf({ object: 1 }) // => 5
 */
export function codeOf(value: unknown): number {
  const word = texts.indexOf(canonical(value));
  if (word >= 0) return (word << kindBits) | kinds.word;
  const { object, mediator, original, incarnation, group } = (value ?? {}) as Encoded;
  if (group === undefined && object !== undefined)
    return packed(value, kinds.object, [object, objectBits], [stated(incarnation), incarnationBits]);
  if (group === undefined && mediator !== undefined && original !== undefined) {
    const fields: Field[] = [
      [original, objectBits],
      [stated(incarnation), incarnationBits],
      [mediator, mediatorBits],
    ];
    return packed(value, kinds.mediator, ...fields);
  }
  throw new QuiesceError('QSC616', canonical(value));
}

/** One more than an incarnation, 0 for none. */
function stated(incarnation: number | undefined): number {
  return incarnation === undefined ? 0 : incarnation + 1;
}

type Field = readonly [value: number, bits: number];

function packed(whole: unknown, kind: number, ...fields: readonly Field[]): number {
  let [code, at] = [kind, kindBits];
  for (const [value, bits] of fields) {
    if (!(Number.isInteger(value) && value >= 0 && value < 1 << bits))
      throw new QuiesceError('QSC616', canonical(whole));
    code |= value << at;
    at += bits;
  }
  return code;
}

const values = new Map<number, unknown>();

/**
 * valueFor is the value that an integer stands for, the same object each time.
 *
 * @example
 * valueFor(5) // => { object: 1 }
 */
export function valueFor(code: number): unknown {
  const known = values.get(code);
  if (known !== undefined) return known;
  const value = unpacked(code);
  values.set(code, value);
  return value;
}

function unpacked(code: number): unknown {
  let rest = code >>> kindBits;
  const field = (bits: number) => {
    const value = rest & ((1 << bits) - 1);
    rest >>>= bits;
    return value;
  };
  const kind = code & ((1 << kindBits) - 1);
  if (kind === kinds.word && rest < words.length) return words[rest];
  if (kind !== kinds.object && kind !== kinds.mediator) throw new QuiesceError('QSC616', `the integer ${code}`);
  const object = field(objectBits);
  const incarnation = field(incarnationBits);
  const of = incarnation === 0 ? {} : { incarnation: incarnation - 1 };
  return Object.freeze(
    kind === kinds.object ? { object, ...of } : { mediator: field(mediatorBits), original: object, ...of },
  );
}
