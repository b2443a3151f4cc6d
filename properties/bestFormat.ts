// P12, the best format (paper, section 2: the objects "negotiate a best common format that they both support", which "may
// allow a hash table to be passed directly through a pointer, rather than converted to and from some canonical form").
// Judged from the format in which an object is asked for its state, or given one, against what the two components declare;
// what the mechanism negotiated, or says that it transfers, decides nothing. Objects that have no format in common must
// not be asked at all.

import { monitor, type Violation, violated } from '../engine/watch/property.js';
import type { Component } from '../impl/contract.js';
import type { Move, Reference } from '../impl/events.js';
import { anyReference, perReference } from './listener.js';

/** The formats that the objects of each reference give and take, by the object's number. */
export type Formats = Readonly<Record<Reference, readonly Pick<Component, 'exports' | 'imports'>[]>>;

type Moving = {
  /** Whether an object of the reference has been asked for its state since the pointer was turned last. */
  readonly asked: boolean;
};

const idle: Moving = { asked: false };

/** bestFormat claims that no state is moved in a format that is worse than another that both sides know. */
export function bestFormat(formats: Formats) {
  const automaton = perReference<Moving>(idle, {
    exports: (_state, move) => complaint(formats, move, move.object, 'gives its state') ?? { asked: true },
    imports: (state, move) => complaint(formats, move, move.object - 1, 'is given a state') ?? state,
    swung: () => idle,
  });
  const premise = anyReference<Moving>(({ asked }) => asked);
  return monitor('bestFormat', { ...automaton, premise }, { statement: bestFormatStatement });
}

export const bestFormatStatement = 'a transfer is in the best format that both objects know';

/** An object's state goes to the next object. */
function complaint(formats: Formats, move: Move, from: number, does: string): Violation | undefined {
  const { ref, object, format } = move;
  const given = formats[ref]?.[from]?.exports ?? [];
  const taken = formats[ref]?.[from + 1]?.imports ?? [];
  const [best] = given.filter((each) => taken.includes(each)).sort((a, b) => a - b);
  if (format === best) return undefined;
  const why = best === undefined ? `${from} and ${from + 1} have none in common` : `both sides know format ${best}`;
  return violated(`object ${object} of ${ref} ${does} in format ${format}, and ${why}`);
}
