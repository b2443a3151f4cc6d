// Exceptions that cross a scope: what a scope threw is part of its result, so it has to be plain data too.

import { ofGiven } from './given.js';
import type { Value } from './value.js';

/**
 * Thrown is the exception for programs: it carries plain data. Any other Error that leaves a scope or a thread is
 * turned into one, with { name, message } as its data, so that a replay can throw it again.
 */
export class Thrown extends Error {
  readonly data: Value;

  constructor(data: Value) {
    super(typeof data === 'string' ? data : ofGiven('QSC503', 'plain data', () => JSON.stringify(data)));
    this.name = 'Thrown';
    this.data = data;
  }
}
