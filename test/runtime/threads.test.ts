// The text for real threads: litmus tests and small scenarios by worker threads, whose outcomes have to be allowed; plain
// accesses, which are found; and the integers that stand for what cells hold.

import { describe, expect, it } from 'vitest';
import { explored } from '../../engine/index.js';
import type { Cell } from '../../engine/program/index.js';
import { threadsText } from '../../reports/realThreads.js';
import { allowedOutcomes } from '../../runner/realThreads/allowed.js';
import { checkThreads, isAllowed, threadsDefaults } from '../../runner/realThreads/check.js';
import { nameOf, type Subject, subjects, subjectsNamed, systemOf } from '../../runner/realThreads/subject.js';
import { codeOf, valueFor } from '../../runtime/threads/encoding.js';

const quick = { ...threadsDefaults, seconds: 0.4 };
const one = (name: string): Subject => subjectsNamed([name])[0]!;

describe('real threads', { timeout: 120_000 }, () => {
  it.each(['SB', 'IRIW', 'tickets', 'additions', 'mutex', 'park', 'wait'])('do in %s what is allowed', async (name) => {
    const checked = await checkThreads(one(name), quick);

    expect(isAllowed(checked), threadsText([checked])).toBe(true);
    expect(checked.repetitions).toBeGreaterThan(5);
  });

  it.each(['selfSwap@asItIs', 'failingTransfer@asItIs', 'callBackThroughAnotherThread@withBlockDeadline'])(
    'swap in %s as is allowed',
    async (name) => {
      const checked = await checkThreads(one(name), quick);

      expect(isAllowed(checked), threadsText([checked])).toBe(true);
      expect(checked.threads).toBeGreaterThan(2);
      expect(checked.seen.length).toBeGreaterThan(1);
    },
  );

  it.each(['additions', 'tickets'])('that access memory plainly are found by the outcomes of %s', async (name) => {
    let checked = await checkThreads(one(name), { ...quick, isPlain: true });
    // It is a matter of chance, and on a busy machine a rare one: asked again, with other delays, until it is seen.
    for (let seed = 2; seed <= 60 && isAllowed(checked); seed++)
      checked = await checkThreads(one(name), { ...quick, seed, isPlain: true });

    expect(isAllowed(checked)).toBe(false);
    expect(threadsText([checked])).toContain('and in no interleaving');
  });

  it('are told of nothing that is not among the subjects', () => {
    expect(() => subjectsNamed(['SBB'])).toThrow('QSC110');
    expect(new Set(subjects.map(nameOf)).size).toBe(subjects.length);
  });
});

describe('the outcomes that are allowed', () => {
  it('are those of sequential consistency', () => {
    expect([...allowedOutcomes(one('SB')).outcomes].sort()).toEqual([
      '{"a":0,"b":1,"x":1,"y":1}',
      '{"a":1,"b":0,"x":1,"y":1}',
      '{"a":1,"b":1,"x":1,"y":1}',
    ]);
    expect(allowedOutcomes(one('IRIW')).outcomes.size).toBe(15);
  });
});

describe('the integer of a value', () => {
  it.each(['failingTransfer@asItIs', 'secondConstruction@asItIs'])(
    'stands for whatever the simulator has in a cell of data of %s',
    (name) => {
      const system = systemOf(one(name));
      const data = (system.cells.flat() as Cell[]).filter(({ initial }) => typeof initial !== 'number');
      const graph = explored(system, [], { limits: { states: 100_000 } });
      const held = new Map<string, unknown>();
      for (let state = 0; state < graph.states; state++)
        for (const value of graph.contents(state, data)) held.set(JSON.stringify(value), value);

      expect(data.map(({ name: each }) => each)).toContain('A.pointer');
      expect(held.size).toBeGreaterThan(4);
      expect(new Set([...held.values()].map(codeOf)).size).toBe(held.size);
      for (const value of held.values()) expect(valueFor(codeOf(value))).toEqual(value);
    },
  );

  it('is none for what does not fit', () => {
    for (const value of [{ object: 1024 }, { object: -1 }, { mediator: 1, original: 0, group: [] }, 'other', { a: 1 }])
      expect(() => codeOf(value)).toThrow('QSC616');
    expect(() => valueFor(3)).toThrow('QSC616');
  });
});
