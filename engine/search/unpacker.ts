// Unpacking as code: what the loop over fields does, written out field by field with its words, shifts and masks as
// constants, for a format in which many states are packed. Part of the hot loop: the loop takes three times as long.

import type { State } from '../multiprocessor/multiprocessor.js';
import { type Field, type Format, fieldsOf } from './format.js';

export type Unpacker = (words: Int32Array, offset: number, state: State, values: Int32Array) => void;

/**
 * unpackerOf writes the code for a format. Nothing but integers of the format gets into it. Undefined where no code may be
 * made of text, as on a page whose policy forbids it: then the loop over fields goes on.
 */
export function unpackerOf(format: Format): Unpacker | undefined {
  const words = Array.from({ length: format.words }, (_, word) => `const w${word} = words[offset + ${word}];`);
  const fields = fieldsOf(format).map((field) => `state[${field.slot}] = ${contentOf(field)};`);
  const body = ['"use strict";', ...words, ...fields].join('\n');
  try {
    return new Function('words', 'offset', 'state', 'values', body) as Unpacker;
  } catch {
    return undefined;
  }
}

function contentOf({ parts, values }: Field): string {
  const coded = parts.map(({ word, shift, mask, at }) => `(((w${word} >>> ${shift}) & ${mask}) << ${at})`).join(' | ');
  return values < 0 ? coded : `values[${values} + (${coded})]`;
}
