// A folder on a file system that is mounted read-only, where not even root may write: whatever writes there is refused with a
// code, and says where. What is installed is refused before it is written at all (packed/houses.deep.test.ts).

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helpFiles } from './helpProject.js';
import { contentsOf, folderWith } from './run.js';

const entry = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
const mounting = 'mount --bind "$PWD" "$PWD" && mount -o remount,bind,ro "$PWD" && cd "$PWD"';

/** Runs a line in a folder that is mounted read-only, for nobody else to see. */
function inReadOnly(folder: string, line: string) {
  const script = `${mounting} && ${line}`;
  const { status, stdout, stderr } = spawnSync('unshare', ['--map-root-user', '--mount', 'sh', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

const folder = () => folderWith(helpFiles);
const canMount = spawnSync('unshare', ['--map-root-user', '--mount', 'true']).status === 0;

describe.skipIf(!canMount)(`a read-only file system${canMount ? '' : ' (none can be mounted here)'}`, () => {
  it('is one: a shell cannot write there', () => {
    expect(inReadOnly(folder(), 'echo > x')).toMatchObject({ stderr: expect.stringContaining('Read-only'), code: 2 });
  });

  it.each([
    ['explore ./lost.ts', 'QSC109'],
    ['verify ./mine.quiesce.ts', 'QSC109'],
    ['conform ./lock.conform.ts --commit --no-out', 'QSC135'],
    ['tla ./mine.cfg --graphs', 'QSC109'],
    ['tla OneCaller --mutant oneAdvance --itf trace.json', 'QSC109'],
    ['mutants oneAdvance --kind mechanism', 'QSC109'],
    ['simulate figure1 --processors 1 --times 10 --out out', 'QSC109'],
    ['init lock', 'QSC109'],
  ])('is no place for %s', (words, error) => {
    const place = folder();
    const before = contentsOf(place);

    const { code, stderr } = inReadOnly(place, `"${process.execPath}" "${entry}" ${words}`);

    expect(stderr).toMatch(new RegExp(`^${error} .*(EROFS|ENOENT)`, 'm'));
    expect(stderr).not.toContain(place);
    expect(code).toBe(2);
    expect(contentsOf(place)).toEqual(before);
  });
});
