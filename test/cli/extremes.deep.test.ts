// The command line where the machine is in its way: folders that are not there or cannot be, files that are none, too few
// files that may be open, values and programs beyond all measure. Each ends, with a code, and says nothing that is not so.

import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyTlcIsSkipped } from '../../tla/archive.js';
import { lost } from './programs.js';
import { folderWith, quiesce, quiesceWith, shell } from './run.js';

const root = join(import.meta.dirname, '..', '..');

const deep = `import { cell, type Program, store, thread } from 'quiesce';

const x = cell('x', 0);
function* nest({ depth }: { readonly depth: number }): Program {
  if (depth === 0) yield* store(x, 1);
  else yield* nest({ depth: depth - 1 });
}
export const system = { cells: [x], threads: [thread('a', nest, { depth: 20_000 })] };
export const properties = [];
`;

const long = `import { again, cell, load, loop, type Program, store, thread, type Turn } from 'quiesce';

const text = cell('text', 'x'.repeat(1_600_000));
function* turn(): Program<Turn<null, void>> {
  const seen = yield* load(text);
  yield* store(text, seen.slice(1) + seen[0]);
  return again(null);
}
function* turns(): Program {
  yield* loop(null, turn);
}
export const system = { cells: [text], threads: [thread('a', turns), thread('b', turns)] };
export const properties = [];
`;

/** Seconds of processor time, after which the system ends the process: they do not depend on what else the machine does. */
const budget = 'ulimit -t 60';

describe('the command line', { timeout: 600_000 }, () => {
  it('does without a folder for temporary files', () => {
    const { code, stdout } = quiesceWith(
      { TMPDIR: '/nonexistent' },
      folderWith({ 'lost.ts': lost }),
      'explore',
      './lost.ts',
    );

    expect(stdout).toContain('refuted');
    expect(code).toBe(1);
  });

  it.each(['verify selfSwap', 'explore ./lost.ts', 'tla'])(
    'says in a folder that was deleted, to %s: QSC135',
    (words) => {
      const folder = join(folderWith({}), 'gone');
      mkdirSync(folder);

      const { code, stderr } = shell(folder, `rmdir "${folder}" && npx quiesce ${words}`);

      expect(() => rmdirSync(folder)).toThrow();
      expect(stderr).toContain('QSC135');
      expect(code).toBe(2);
    },
  );

  it('says with too few files that may be open: QSC135', () => {
    const { code, stderr } = shell(folderWith({}), 'ulimit -n 24 && npx quiesce verify selfSwap');

    expect(stderr).toContain('QSC135');
    expect(code).toBe(2);
  });

  it.each([
    ['explore', './lost.ts', '--out', '/proc/x'],
    ['init', '/proc/x'],
  ])('does not wait for a folder that cannot be: %s %s %s %s', (...words) => {
    const { code, stdout, stderr } = quiesce(
      folderWith({ 'lost.ts': lost }),
      ...words.filter((word) => word !== undefined),
    );

    expect(`${stdout}${stderr}`).toContain('QSC109');
    expect(code).toBe(2);
  });

  it.each(['/dev/zero', '/dev/tty', '.'])('reads no schedule from %s', (path) => {
    const { code, stderr } = quiesce(folderWith({}), 'replay', path);

    expect(stderr).toMatch(/QSC1\d\d/);
    expect(code).toBe(2);
  });

  it('takes no folder for an archive of TLC', () => {
    const { code, stderr } = quiesceWith({ TLA2TOOLS_JAR: '/' }, folderWith({}), 'tla', '--engine', 'tlc', 'OneCaller');

    expect(stderr).toMatch(/QSC41[56]/);
    expect(code).toBe(2);
  });

  const skipped = whyTlcIsSkipped();
  it.skipIf(skipped !== undefined)(
    `takes TLC that was killed for no verdict on the text (${skipped ?? 'asked'})`,
    () => {
      const folder = folderWith({ java: '#!/bin/sh\ncase "$1" in -version) exit 0;; esac\nkill -9 $$\n' });
      chmodSync(join(folder, 'java'), 0o755);
      const path = `${folder}${delimiter}${process.env.PATH}`;

      const { code, stderr } = quiesceWith({ PATH: path }, folder, 'tla', '--engine', 'tlc', 'OneCaller');

      expect(stderr).toMatch(/^QSC425 .*MCHotSwapOneCaller/m);
      expect(code).toBe(3);
    },
  );

  it('says of a program that is nested too deep: QSC525', () => {
    const { code, stdout, stderr } = quiesce(folderWith({ 'deep.ts': deep }), 'explore', './deep.ts');

    expect(`${stdout}${stderr}`).toContain('QSC525');
    expect(code).toBe(2);
  });

  it('keeps to its limit of seconds with values of millions of signs', () => {
    const { code, stdout } = shell(
      folderWith({ 'long.ts': long }),
      `${budget} && npx quiesce explore ./long.ts --limit-seconds 5`,
    );

    expect(stdout).toContain('inconclusive (seconds)');
    expect(code).toBe(3);
  });

  it('keeps to its limit of seconds with a million swaps in a specification', () => {
    const folder = folderWith({});
    for (const name of ['HotSwap.tla', 'MCHotSwap.tla']) copyFileSync(join(root, 'tla', name), join(folder, name));
    const configuration = readFileSync(join(root, 'tla', 'MCHotSwapOneCaller.cfg'), 'utf8');
    const many = configuration.replace(/Swaps = \d+/, 'Swaps = 1000000');
    writeFileSync(join(folder, 'MCHotSwapOneCaller.cfg'), many);

    const { code, stdout } = shell(folder, `${budget} && npx quiesce tla ./MCHotSwapOneCaller.cfg --limit-seconds 10`);

    expect(many).not.toBe(configuration);
    expect(stdout).toContain('TLC did not end within 10 seconds');
    expect(code).toBe(3);
  });
});
