import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileNameOf, writeDocuments } from '../../cli/outputFolder.js';
import { searchOptions } from '../../cli/searchOptions.js';
import { contentsOf, folderWith } from './run.js';

describe('writing documents', () => {
  it('replaces the documents and the folders that are its own, and leaves the rest', () => {
    const folder = folderWith({ 'out/result.json': 'old', 'out/schedules/old.json': 'old', 'out/mine.txt': 'mine' });
    const documents = [
      { path: 'result.json', text: 'new' },
      { path: 'schedules/new.json', text: 'new' },
    ];

    writeDocuments(join(folder, 'out'), 'out', documents, ['schedules']);

    expect(contentsOf(join(folder, 'out'))).toEqual(['mine.txt', 'result.json', 'schedules', 'schedules/new.json']);
    expect(readFileSync(join(folder, 'out', 'result.json'), 'utf8')).toBe('new');
  });

  it('leaves nothing behind when one document can not be written', () => {
    const folder = folderWith({ 'out/result.json': 'old' });
    mkdirSync(join(folder, 'out', 'summary.md'));
    writeFileSync(join(folder, 'out', 'summary.md', 'in the way'), '');
    const documents = [
      { path: 'summary.md', text: 'new' },
      { path: 'result.json', text: 'new' },
    ];

    expect(() => writeDocuments(join(folder, 'out'), 'out', documents)).toThrow(/QSC109/);
    expect(readFileSync(join(folder, 'out', 'result.json'), 'utf8')).toBe('old');
    expect(contentsOf(join(folder, 'out'))).toEqual(['result.json', 'summary.md', 'summary.md/in the way']);
  });

  it('makes a file name of any name', () => {
    expect(fileNameOf('../a b/c.ts#mine@asItIs.noLostUpdate')).toBe('a-b-c.ts-mine@asItIs.noLostUpdate');
  });
});

describe('limits', () => {
  it('are read as numbers', () => {
    expect(searchOptions({ limitStates: '1e6', limitSeconds: '0.5', limitMemory: '512' })).toEqual({
      limits: { states: 1_000_000, seconds: 0.5, memoryMiB: 512 },
    });
  });

  for (const flags of [{ limitStates: '1.5' }, { limitStates: '' }, { limitSeconds: 'NaN' }, { sample: '-1' }]) {
    it(`are refused when they make no sense: ${JSON.stringify(flags)}`, () => {
      expect(() => searchOptions(flags)).toThrow(/QSC104/);
    });
  }
});
