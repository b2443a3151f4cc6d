// A disk that is full, at each write; and two who write at once. What is found afterwards is one whole result, the old or the
// new one, the error has a code, and nothing that is left over keeps the next run from its work.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listName, writeDocuments } from '../../cli/outputFolder.js';
import { lost } from './programs.js';
import { contentsOf, folderWith, quiesce, shell } from './run.js';

const module = pathToFileURL(join(import.meta.dirname, '..', '..', 'dist', 'cli', 'outputFolder.js')).href;
const names = ['a.json', 'b.json', 'c/d.json'];
const documents = (text: string) => names.map((path) => ({ path, text }));

/** Writes in a process of its own; the n-th change of a file finds no room, and leaves behind what it has made by then. */
function writeWithoutRoom(folder: string, writes: number) {
  const script = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    let left = ${writes};
    for (const name of ['mkdirSync', 'renameSync', 'writeFileSync']) {
      const real = fs[name];
      fs[name] = (path, ...words) => {
        if (left-- !== 0) return real(path, ...words);
        if (name === 'writeFileSync') real(path, '', words[1]);
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', syscall: 'write' });
      };
    }
    syncBuiltinESMExports();
    const { writeDocuments } = await import(${JSON.stringify(module)});
    try {
      writeDocuments(${JSON.stringify(folder)}, 'out', ${JSON.stringify(documents('new'))});
    } catch (error) {
      console.log(error.code, error.message.split('\\n')[0]);
    }
  `;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }).stdout;
}

/** What lies there, after a further run of another document beside; one text where the result is whole. */
function textsOf(folder: string): readonly string[] {
  return [...new Set(names.map((name) => readFileSync(join(folder, name), 'utf8')))];
}

describe('a disk that is full', () => {
  it('at any write leaves the old result or the new one, and the next run goes on', { timeout: 240_000 }, () => {
    const said = Array.from({ length: 16 }, (_, writes) => {
      const folder = folderWith();
      writeDocuments(folder, 'out', documents('old'));
      const error = writeWithoutRoom(folder, writes);
      const isWhole = textsOf(folder).length === 1;
      const beganMs = performance.now();
      writeDocuments(folder, 'out', documents('next'));
      expect(textsOf(folder)).toEqual(['next']);
      expect(contentsOf(folder)).toEqual([...names, 'c', listName].sort());
      expect(performance.now() - beganMs).toBeLessThan(8000);
      return { error: error.trim(), isWhole };
    });

    const failed = said.filter(({ error }) => error !== '');
    expect(failed.length).toBeGreaterThan(8);
    for (const { error } of failed) expect(error).toMatch(/^QSC109 .*ENOSPC/);
    expect(said.at(-1)).toEqual({ error: '', isWhole: true });
  });

  it('loses no result in silence where the report itself finds no room', () => {
    const isThere = existsSync('/dev/full');
    const { code, stderr } = shell(folderWith({ 'lost.ts': lost }), 'npx quiesce explore ./lost.ts > /dev/full');

    expect(isThere).toBe(true);
    expect(stderr).toMatch(/^QSC135 .*ENOSPC/m);
    expect(code).toBe(2);
  });

  it('leaves a lock that nobody holds, which is taken away', () => {
    const folder = folderWith({ '.replacing': '' });
    utimesSync(join(folder, '.replacing'), 1, 1);

    writeDocuments(folder, 'out', documents('new'));

    expect(textsOf(folder)).toEqual(['new']);
    expect(existsSync(join(folder, '.replacing'))).toBe(false);
  });
});

describe('two who write at once', () => {
  it('come whole, one after the other', { timeout: 240_000 }, async () => {
    const folder = folderWith({ 'lost.ts': lost });
    const script = (text: string) => `
      const { writeDocuments } = await import(${JSON.stringify(module)});
      for (let i = 0; i < 50; i++) writeDocuments(${JSON.stringify(folder)}, 'out', ${JSON.stringify(documents(text))});
    `;
    const ended = ['one', 'two', 'three'].map(
      (text) =>
        new Promise((resolve) => {
          spawn(process.execPath, ['--input-type=module', '--eval', script(text)]).on('close', resolve);
        }),
    );

    expect(await Promise.all(ended)).toEqual([0, 0, 0]);
    expect(textsOf(folder)).toHaveLength(1);
    expect(contentsOf(folder)).toEqual([...names, 'c', listName, 'lost.ts'].sort());
  });

  it('of which one has another result, too', () => {
    const folder = folderWith({ 'lost.ts': lost });
    const { code } = shell(folder, 'npx quiesce explore ./lost.ts --out out');
    writeFileSync(join(folder, 'lost.ts'), lost.replace('=== 2', '>= 1'));

    const again = quiesce(folder, 'explore', './lost.ts', '--out', 'out');

    expect([code, again.code]).toEqual([1, 0]);
    expect(contentsOf(join(folder, 'out'))).not.toContain('schedules');
  });
});
