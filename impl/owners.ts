// Whose memory the cells of a mechanism are, as the owners of their regions. Objects belong to what is swapped; all other
// kinds are the mechanism's, and cost a call something. Memory without an owner is the clients' own.

import type { Data } from '../engine/program/index.js';
import type { Reference } from './events.js';

/** The memory of object `object` of a reference: the component's own. */
export function ownedByObject(ref: Reference, object: number): Data {
  return { kind: 'object', ref, object };
}

/** What a call reads to find out what serves it: the indirection pointer, or whatever stands for it on a processor. */
export function ownedByTranslation(ref: Reference, processor?: number): Data {
  return { kind: 'translation', ref, ...(processor === undefined ? {} : { processor }) };
}

/** What a call looks up when its processor does not know yet what serves it. */
export function ownedByGlobalEntry(ref: Reference): Data {
  return { kind: 'globalEntry', ref };
}

/** The memory of one mediator, or of whatever stands between callers and the object during swap `mediator`. */
export function ownedByMediator(ref: Reference, mediator: number): Data {
  return { kind: 'mediator', ref, mediator };
}

/** The thread generations of a processor. */
export function ownedByGenerations(processor: number): Data {
  return { kind: 'generations', processor };
}

/** A thread's stack, which every call uses: no mechanism's. */
export function ownedByStack(of: string): Data {
  return { kind: 'stack', of };
}

/** Whatever else a mechanism keeps, in its words. */
export function ownedByProtocol(what: string): Data {
  return { kind: 'protocol', what };
}

const kinds: readonly unknown[] = Object.freeze(['translation', 'globalEntry', 'mediator', 'generations', 'protocol']);

/** isOfMechanism tells the memory of the mechanism from that of components and clients. */
export function isOfMechanism({ kind }: Data): boolean {
  return kinds.includes(kind);
}
