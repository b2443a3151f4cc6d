// What goes through the queue: work one way, what it came to the other. Findings hold values of programs, undefined among them,
// so that JSON would not do.

import { deserialize, serialize } from 'node:v8';
import type { LimitHit } from '../../engine/search/options.js';
import type { ErrorText, Job, JobFindings } from '../protocol.js';
import type { SearchOptions } from '../searchOptions.js';

/** The queue that all runs share. */
export const queueName = 'quiesce';

/** The key that is there while somebody waits for what a run comes to: it has to be renewed before its seconds are over. */
export const wantedKey = (run: string): string => `quiesce:wanted:${run}`;
export const wantedSeconds = 30;

/** A job on its way. */
export interface Work {
  /** Which run it is of. */
  readonly run: string;
  readonly job: Job;
  readonly search: SearchOptions;
  /** The text that it is about: see fingerprint.ts. */
  readonly release: string;
  readonly source: string;
}

/** What became of it. */
export type Done =
  | { readonly kind: 'done'; readonly findings: JobFindings }
  /** Cut, or its lane came to an end. */
  | { readonly kind: 'undone'; readonly limit: LimitHit; readonly error?: ErrorText }
  /** The worker has another text. */
  | { readonly kind: 'refused'; readonly what: string };

/** pack writes what became of a job as text. */
export function pack(done: Done): string {
  return serialize(done).toString('base64');
}

/** unpack reads it. */
export function unpack(text: string): Done {
  return deserialize(Buffer.from(text, 'base64')) as Done;
}
