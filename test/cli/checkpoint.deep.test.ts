// quiesce explore --checkpoint: killed by SIGKILL, again and again, it ends with the bytes of a run that nobody killed.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quiesce } from './run.js';

const main = join(import.meta.dirname, '../../dist/cli/main.js');
const asked = ['--no-out', '--json', '--no-timings'];
const keeping = [...asked, '--checkpoint', 'kept', '--checkpoint-seconds', '0.1'];

/** One and three quarter million states, an end that is refuted, and threads that wait. */
const counters = `import { add, atEnd, cell, invariant, is, store, thread, wait } from 'quiesce';

const counts = [cell('a', 0), cell('b', 0), cell('c', 0)];
const [open, last] = [cell('open', 0), cell('last', 0)];

function* count(index: number) {
  for (let time = 0; time < 120; time++) yield* add(counts[index]!, 1);
  if (index === 0) yield* store(open, 1);
  else yield* wait(open, is(1));
  yield* store(last, index);
}

export const system = {
  cells: [...counts, open, last],
  threads: [thread('t0', count, 0), thread('t1', count, 1), thread('t2', count, 2)],
};
export const properties = [
  invariant('small', (state) => state.read(counts[1]!) < 121),
  atEnd('the first is last', (state) => state.read(last) === 0),
];
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quiesce-checkpoint-'));
  writeFileSync(join(folder, 'counters.ts'), counters);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function kept(): string[] {
  try {
    return readdirSync(join(folder, 'kept')).filter((name) => name.endsWith('.checkpoint'));
  } catch {
    return [];
  }
}

function started(): ChildProcess {
  return spawn(process.execPath, [main, 'explore', './counters.ts', ...keeping], { cwd: folder, stdio: 'ignore' });
}

/** Kills a run some time after it has kept another checkpoint; whether it did not end before. */
async function killedLater(ms: number): Promise<boolean> {
  const before = contents();
  const child = started();
  while (child.exitCode === null && contents() === before) await wait(20);
  await wait(ms);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const isKilled = child.kill('SIGKILL');
  if (isKilled) await ended;
  return isKilled;
}

function contents(): string {
  return kept()
    .map((name) =>
      readFileSync(join(folder, 'kept', name))
        .subarray(0, 200)
        .toString('hex'),
    )
    .join();
}

describe('quiesce explore --checkpoint', () => {
  it('ends, killed three times, as if nobody had killed it, and leaves nothing', async () => {
    const atOnce = quiesce(folder, 'explore', './counters.ts', ...asked);

    for (const ms of [0, 10, 30]) expect(await killedLater(ms)).toBe(true);
    expect(kept()).toHaveLength(1);
    const resumed = quiesce(folder, 'explore', './counters.ts', ...keeping);

    expect(resumed.stdout).toBe(atOnce.stdout);
    expect([resumed.code, atOnce.code]).toEqual([1, 1]);
    expect(readdirSync(join(folder, 'kept'))).toEqual([]);
  }, 600_000);

  it('refuses what was cut off, and what is of another program', async () => {
    await killedLater(0);
    writeFileSync(join(folder, 'counters.ts'), counters.replace('counts[index]!, 1', 'counts[index]!, 2'));
    const other = quiesce(folder, 'explore', './counters.ts', ...keeping);
    writeFileSync(join(folder, 'counters.ts'), counters);
    truncateSync(join(folder, 'kept', kept()[0]!), 5000);
    const cut = quiesce(folder, 'explore', './counters.ts', ...keeping);

    expect([other.code, cut.code]).toEqual([2, 2]);
    expect(other.stderr + other.stdout).toContain('QSC144');
    expect(cut.stderr + cut.stdout).toContain('QSC143');
  }, 600_000);

  it.each([
    [['--checkpoint', '', '--no-out'], 'QSC104'],
    [['--checkpoint', 'counters.ts', '--no-out'], 'QSC109'],
    [['--checkpoint', 'kept', '--checkpoint-seconds', '0'], 'QSC104'],
    [['--checkpoint-seconds', '3'], 'QSC110'],
    [['--checkpoint', 'kept', '--engine', 'typescript'], 'QSC110'],
    [['--checkpoint', 'kept', '--reduction', 'persistent'], 'QSC110'],
    [['--checkpoint', 'kept', '--sample', '10'], 'QSC110'],
  ])('%j ends in %s', (words, code) => {
    const { code: exit, stderr, stdout } = quiesce(folder, 'explore', './counters.ts', ...words);

    expect(exit).not.toBe(0);
    expect(stderr + stdout).toContain(code);
  });
});
