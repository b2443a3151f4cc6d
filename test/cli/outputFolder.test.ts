import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fileNameOf, listName, removeDocuments, writeDocuments } from '../../cli/outputFolder.js';
import { searchOptions } from '../../cli/searchOptions.js';
import { contentsOf, folderWith } from './run.js';

const first = [
  { path: 'result.json', text: 'one' },
  { path: 'schedules/one.json', text: 'one' },
];
const second = [
  { path: 'result.json', text: 'two' },
  { path: 'schedules/two.json', text: 'two' },
];

/** What lies in a folder, with its text. */
function textsOf(folder: string): Readonly<Record<string, string>> {
  const files = contentsOf(folder).filter((name) => statSync(join(folder, name)).isFile() && name !== listName);
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

describe('writing documents', () => {
  it('replaces those of the last run, and leaves everything else', () => {
    const folder = folderWith({ 'schedules/mine.json': 'mine', 'mine.txt': 'mine' });

    writeDocuments(folder, 'out', first);
    writeDocuments(folder, 'out', second);

    expect(textsOf(folder)).toEqual({
      'mine.txt': 'mine',
      'result.json': 'two',
      'schedules/mine.json': 'mine',
      'schedules/two.json': 'two',
    });
  });

  it('leaves a document of the last run that somebody has changed since', () => {
    const folder = folderWith();
    writeDocuments(folder, 'out', first);
    writeFileSync(join(folder, 'schedules/one.json'), 'changed');

    writeDocuments(folder, 'out', second);

    expect(textsOf(folder)).toMatchObject({ 'schedules/one.json': 'changed', 'schedules/two.json': 'two' });
  });

  it('removes a folder of its own when nothing is left in it', () => {
    const folder = folderWith();
    writeDocuments(folder, 'out', first);

    writeDocuments(folder, 'out', [{ path: 'result.json', text: 'two' }]);

    expect(contentsOf(folder)).toEqual([listName, 'result.json']);
  });

  it('takes away what a run has written, but for what somebody has changed or put there since', () => {
    const [folder, untouched] = [folderWith({ 'mine.txt': 'mine' }), folderWith({ 'of/last/run': '' })];
    writeDocuments(folder, 'out', first);
    writeFileSync(join(folder, 'schedules/one.json'), 'changed');
    writeDocuments(join(untouched, 'of'), 'of', first);
    rmSync(join(untouched, 'of/last'), { recursive: true });

    for (const each of [folder, join(untouched, 'of'), join(untouched, 'none')]) removeDocuments(each, 'out');

    expect(contentsOf(folder)).toEqual(['mine.txt', 'schedules', 'schedules/one.json']);
    expect(contentsOf(untouched)).toEqual([]);
  });

  it('refuses to write over what it has not written, and changes nothing', () => {
    const folder = folderWith({ 'schedules/two.json': 'mine' });
    writeDocuments(folder, 'out', first);

    expect(() => writeDocuments(folder, 'out', second)).toThrow(/QSC109 .*schedules\/two.json is there/);
    expect(textsOf(folder)).toEqual({
      'result.json': 'one',
      'schedules/one.json': 'one',
      'schedules/two.json': 'mine',
    });
  });

  it('leaves nothing behind when one document can not be written', () => {
    const folder = folderWith({ 'summary.md/in the way': '' });
    writeDocuments(folder, 'out', first);

    expect(() => writeDocuments(folder, 'out', [...second, { path: 'summary.md', text: 'new' }])).toThrow(/QSC109/);
    expect(textsOf(folder)).toMatchObject({ 'result.json': 'one', 'schedules/one.json': 'one' });
    expect(contentsOf(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('removes nothing that lies outside of the folder, whatever a list says', () => {
    const folder = folderWith({ 'out/documents.json': '', 'mine.txt': 'mine' });
    const hash = createHash('sha256').update('mine').digest('hex');
    writeFileSync(join(folder, 'out', listName), JSON.stringify({ version: 1, documents: { '../mine.txt': hash } }));

    writeDocuments(join(folder, 'out'), 'out', first);

    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('is done whole or not at all, wherever the process is killed', () => {
    const script = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'outputFolder.js');
    const results = Array.from({ length: 30 }, (_, writes) => {
      const folder = folderWith();
      writeDocuments(folder, 'out', first);
      const ran = killedAfter(writes, script, folder);
      writeDocuments(folder, 'out', [{ path: 'other.json', text: 'three' }, ...recovered(folder)]);
      return { ran, texts: recovered(folder).map(({ text }) => text) };
    });

    expect(new Set(results.map(({ texts }) => texts.join()))).toEqual(new Set(['one', 'two']));
    expect(results.at(-1)).toEqual({ ran: 'to its end', texts: ['two'] });
    expect(results[0]).toEqual({ ran: 'killed', texts: ['one'] });
  });

  it('makes a file name of any name, and not the same of two', () => {
    expect(fileNameOf('../a/b/c.ts#mine@asItIs.noLostUpdate')).toBe('a-b-c.ts-mine@asItIs.noLostUpdate');
    expect(fileNameOf('ä')).not.toBe(fileNameOf('ö'));
    expect(fileNameOf('a b')).not.toBe(fileNameOf('a-b'));
    expect(fileNameOf('x'.repeat(300)).length).toBeLessThan(150);
    expect(fileNameOf('x'.repeat(300))).not.toBe(fileNameOf('x'.repeat(301)));
  });
});

/** What a further run finds of the one before it: the document that all runs write. */
function recovered(folder: string) {
  const text = readFileSync(join(folder, 'result.json'), 'utf8');
  return [{ path: 'result.json', text }];
}

/** Writes the second documents in a process of its own, which is killed at its n-th change of a file. */
function killedAfter(writes: number, script: string, folder: string): 'killed' | 'to its end' {
  const text = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    let left = ${writes};
    for (const name of ['mkdirSync', 'renameSync', 'rmSync', 'rmdirSync', 'writeFileSync']) {
      const real = fs[name];
      fs[name] = (...words) => {
        if (left-- === 0) process.kill(process.pid, 'SIGKILL');
        return real(...words);
      };
    }
    syncBuiltinESMExports();
    const { writeDocuments } = await import(${JSON.stringify(pathToFileURL(script).href)});
    writeDocuments(${JSON.stringify(folder)}, 'out', ${JSON.stringify(second)});
  `;
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', text]);
  return signal === null ? 'to its end' : 'killed';
}

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
