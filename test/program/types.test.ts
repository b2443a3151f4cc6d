import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cell, cells, explore, invariant, load, type Program, store, thread } from '../../index.js';
import { createUserProgram, typeErrors } from '../../runner/typescriptProgram.js';
import { folderWith } from '../cli/run.js';

const fixture = join(import.meta.dirname, '..', 'fixtures', 'types', 'recordsInCells.ts');

describe('the types of cells', () => {
  it('let records, interfaces, unions, null and empty lists be written as a person expects', () => {
    expect(typeErrors(createUserProgram(fixture, 'alone'), '.')).toEqual([]);
  });

  it('refuse each line of the fixture that is marked so', () => {
    const text = readFileSync(fixture, 'utf8');
    const marked = [...text.matchAll(/@ts-expect-error/g)].length;
    const folder = folderWith({ 'bare.ts': text.replaceAll('@ts-expect-error', 'refused') });

    const errors = typeErrors(createUserProgram(join(folder, 'bare.ts'), 'alone'), folder);

    expect(marked).toBeGreaterThan(5);
    expect(errors).toHaveLength(marked);
  });
});

describe('cells', () => {
  it('start with a value for each index where a function says which', () => {
    const ring = cells('ring', 3, (index) => (index + 1) % 3);

    expect(ring.map(({ initial }) => initial)).toEqual([1, 2, 0]);
  });

  it('hold records of an interface in a system that is explored', () => {
    interface Job {
      readonly state: 'idle' | 'busy';
    }
    const job = cell<Job>('job', { state: 'idle' });
    function* take(): Program {
      yield* store(job, { ...(yield* load(job)), state: 'busy' });
    }

    const { verdicts } = explore({ cells: [job], threads: [thread('t', take)] }, [
      invariant('neverBusy', (state) => state.read(job).state !== 'busy'),
    ]);

    expect(verdicts[0]!.verdict).toBe('refuted');
  });
});
