// How far a proof is, on stderr: a line per action where there is no terminal, one line in place where there is one, and
// nothing beside a document.

import { describe, expect, it } from 'vitest';
import { proofProgress } from '../../cli/proofProgress.js';
import { questionsOf } from '../../proof/questions.js';
import type { RowOutcome } from '../../proof/result.js';
import { lockWith } from '../proof/lock.js';

/** What is written where each row but one is inductive. */
function written(isTTY: boolean, options = {}, other: RowOutcome = 'inductive'): string {
  let text = '';
  const write = (part: string) => {
    text += part;
    return true;
  };
  const stream = { isTTY, columns: 200, rows: 50, write, on: () => {}, off: () => {} };
  const progress = proofProgress(lockWith(), options, stream as unknown as NodeJS.WriteStream);
  for (const [index, { action, claim }] of questionsOf(lockWith()).entries())
    progress.row({ action, claim, outcome: index === 3 ? other : 'inductive', elapsedMs: 1 });
  progress.end();
  return text;
}

describe('the progress of a proof', () => {
  it('is a line per action where there is no terminal', () => {
    expect(written(false).split('\n')).toEqual([
      'lock: 7 rows to ask',
      '[2/7] lock initially: 2 rows, inductive',
      '[4/7] lock enter: 2 rows, inductive',
      '[6/7] lock leave: 2 rows, inductive',
      '[7/7] lock always: 1 row, inductive',
      '',
    ]);
  });

  it.each(['lost', 'unknown'] as const)('names a row that is %s', (outcome) => {
    expect(written(false, {}, outcome)).toContain(`[4/7] lock enter: oneIsInside ${outcome}\n`);
    expect(written(true, {}, outcome)).toContain('lock: 7 of 7 rows, 1 not inductive, ');
  });

  it('is one line that is taken away at the end, on a terminal', () => {
    expect(written(true)).toContain('lock: 0 of 7 rows, 0.0 s (the two readings are compared)');
    expect(written(true)).toMatch(/lock: 7 of 7 rows, [\d.]+ s \(always\)/);
    expect(written(true)).not.toContain('to ask');
  });

  it.each([true, false])('is nothing where a document is printed', (isTTY) => {
    expect(written(isTTY, { json: true })).toBe('');
  });
});
