// P12, the best format (paper, section 2: the objects "negotiate a best common format that they both support", which "may
// allow a hash table to be passed directly through a pointer, rather than converted to and from some canonical form").
// Judged from what is transferred, against what the two components declare, and not from what was negotiated. A swap of
// two components with nothing in common must not transfer at all.

import { monitor, type Violation, violated } from '../engine/watch/property.js';
import type { Component } from '../impl/contract.js';
import type { EventData, Reference } from '../impl/events.js';
import { anyReference, perReference } from './listener.js';

/** The formats that the objects of each reference give and take, by the object's number. */
export type Formats = Readonly<Record<Reference, readonly Pick<Component, 'exports' | 'imports'>[]>>;

type Conversion = {
  /** The format that the transfer which is on has begun in. */
  readonly format: number | null;
};

const idle: Conversion = { format: null };

/** bestFormat claims that no transfer is in a format that is worse than another that both sides know. */
export function bestFormat(formats: Formats) {
  const automaton = perReference<Conversion>(idle, {
    transferBegins: (_state, transfer) => judged(formats, transfer),
    transferEnded: (state, { ref, format, processor }) =>
      format === state.format
        ? processor === undefined
          ? idle
          : state
        : violated(`a transfer of ${ref} ends in format ${format}, not ${state.format}`),
    // Back to the old object: the transfer was broken off.
    swung: () => idle,
  });
  const premise = anyReference<Conversion>(({ format }) => format !== null);
  return monitor('bestFormat', { ...automaton, premise }, { statement: bestFormatStatement });
}

export const bestFormatStatement = 'a transfer is in the best format that both objects know';

function judged(formats: Formats, { ref, from, to, format }: EventData['transferBegins']): Conversion | Violation {
  const given = formats[ref]?.[from]?.exports ?? [];
  const taken = formats[ref]?.[to]?.imports ?? [];
  const [best] = given.filter((each) => taken.includes(each)).sort((a, b) => a - b);
  const what = `object ${from} of ${ref} is transferred to object ${to} in format ${format}`;
  if (best === undefined) return violated(`${what}, and they have none in common`);
  return format === best ? { format } : violated(`${what}, and both know format ${best}`);
}
