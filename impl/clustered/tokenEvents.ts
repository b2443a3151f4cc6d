// What is said of the token, and all that properties and the specification (tla/Token.tla) may listen to: events have the
// names of its actions. No mechanism for swaps says any of this.

import { begins, happened } from '../../engine/program/event.js';
import type { Program } from '../../engine/program/operation.js';

export interface TokenEventData {
  /** A thread is active and has found what names an object: its number, or -1. Said by the client. */
  readonly begin: { readonly thread: string; readonly named: number };
  /** It has gone from the reference that it found to where that leads: an object, or -1. Said by the client. */
  readonly reach: { readonly thread: string; readonly named: number; readonly object: number };
  /** It is active no more. Said by the client. */
  readonly end: { readonly thread: string };
  /** The object is given up. */
  readonly destroy: Readonly<Record<string, never>>;
  /** The token has come round: the round counts, or a processor has joined in it. */
  readonly look: { readonly counts: boolean };
  /** What the end of a round has made of the destruction. */
  readonly endRound: { readonly object: 'none' | 'counting' | 'freed' | 'recycled' };
  /** From now on the token waits for who is active on its processor: rides on the first step of the wait. */
  readonly hold: { readonly processor: number };
  /** Nobody is waited for any more, and the next processor is chosen. */
  readonly pass: { readonly to: number };
  /** A processor is in the ring, with a thread on it. */
  readonly join: { readonly processor: number; readonly starter: string; readonly thread: string };
  /** The round that is running does not count. */
  readonly stutter: { readonly starter: string };
  /** A processor is out of the ring. */
  readonly leave: { readonly processor: number };
}

export type TokenEventName = keyof TokenEventData;

/** told says what the last step made true. */
export function told<N extends TokenEventName>(name: N, data: TokenEventData[N]): Program<void> {
  return happened(name, data);
}

/** tell says what becomes true with the next step. */
export function tell<N extends TokenEventName>(name: N, data: TokenEventData[N]): Program<void> {
  return begins(name, data);
}
