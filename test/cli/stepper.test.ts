import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerKey, keyTexts, type SteppedPath, start } from '../../cli/stepper.js';
import { filled } from '../../reports/table.js';
import { lostUpdate } from '../reports/sampleResult.js';
import { folderWith, quiesce } from './run.js';

const path: SteppedPath = { steps: lostUpdate.steps, failsAfter: 4, textOf: (position) => [`step ${position + 1}`] };

/** What the keys print, and how many steps are taken after them; undefined when the session is over. */
function press(...keys: readonly string[]) {
  let place: typeof start | undefined = start;
  const lines = keys.flatMap((key) => {
    if (!place) throw new Error('the session is over');
    const answer = answerKey(path, place, key, 80);
    place = answer.place;
    return answer.lines;
  });
  return { lines, taken: (place as typeof start | undefined)?.taken };
}

describe('a path by keys', () => {
  it('goes round the loop of a lasso: from its last step to the first of the loop, and "to the failure" is there', () => {
    const lasso = { ...path, failsAfter: 2, loopStartsAt: 1 };
    const answer = answerKey(lasso, { taken: 4, looked: 0 }, 'n', 80);

    expect(answer).toEqual({ place: { taken: 2, looked: 0 }, lines: ['once more round the loop', 'step 2'] });
    expect(answerKey(lasso, start, 'f', 80).lines).toEqual(['step 2']);
  });

  it('goes forward and back, and not before the start', () => {
    expect(press('n', 'n', 'b')).toEqual({ lines: ['step 1', 'step 2', 'step 1'], taken: 1 });
    expect(press('b').lines).toEqual(['this is the start']);
  });

  it('jumps to the failure, and is over after the last step', () => {
    expect(press('f')).toEqual({ lines: ['step 4'], taken: 4 });
    expect(press('f', 'n').taken).toBeUndefined();
  });

  it('shows what the cells hold, and what changed since they were looked at', () => {
    expect(press('f', 's').lines.slice(1)).toEqual(['cell  │ after 4 steps', '──────┼──────────────', 'count │ 1']);
    expect(press('n', 's', 'n', 'n', 'd').lines.slice(-2)).toEqual(['from 1 step to 3:', '  count: 0 → 1']);
  });

  it('answers another key with what keys there are', () => {
    expect(press('x')).toEqual({ lines: filled(keyTexts, 80), taken: 0 });
  });
});

const hasScript = spawnSync('script', ['--version']).status === 0;

describe.skipIf(!hasScript)('quiesce replay --step in a pseudo-terminal (skipped where there is no `script`)', () => {
  it('goes on, back and to the failure as keys are pressed, one at a time', async () => {
    const folder = folderWith({ 'lost.ts': lostProgram });

    const shown = await inTerminal(folder, 'v1 lost.ts:noneLost a b*2 a', ['n', 'n', 'b', 'f', 'd', 'q']);

    const steps = [...shown.matchAll(/^step (\d): (\w+) on processor/gm)].map(
      ([, number, agent]) => `${number}${agent}`,
    );
    expect(steps).toEqual(['1a', '2b', '1a', '4a']);
    expect(shown).toContain('noneLost');
    expect(shown).toContain('from 0 steps to 4:');
  });
});

describe('quiesce replay --step of a lasso', () => {
  it('says where the loop begins and that it goes back there, and of no step that it breaks the claim', () => {
    const folder = folderWith({ 'turns.ts': turningProgram });
    const { stdout: found } = quiesce(folder, 'explore', 'turns.ts');
    const schedule = /replay '([^']+)'/.exec(found)![1]!;

    const { stdout } = quiesce(folder, 'replay', schedule, '--step');

    expect(stdout).toMatch(/\n╭▶ the loop begins here\nstep 2: /);
    expect(stdout).toMatch(/\n╰─ from here back to step 2, for ever\nturnsTo2 is false of the loop from step 2 on: /);
    expect(stdout).not.toContain('✗');
  });
});

const turningProgram = `
import { again, cell, eventually, load, loop, store, thread } from 'quiesce';
const turn = cell('turn', 0);
function* begin() { yield* load(turn); yield* loop({}, go); }
function* go() { yield* store(turn, 1 - (yield* load(turn))); return again({}); }
export const system = { cells: [turn], threads: [thread('t', begin)] };
export const properties = [eventually('turnsTo2', (state) => state.read(turn) === 2)];
`;

const lostProgram = `
import { atEnd, cell, load, store, thread } from 'quiesce';
const x = cell('x', 0);
function* add() {
  const seen = yield* load(x);
  yield* store(x, seen + 1);
}
export const system = { cells: [x], threads: [thread('a', add), thread('b', add)] };
export const properties = [atEnd('noneLost', (state) => state.read(x) === 2)];
`;

/** Presses a key whenever what the last one printed has come to rest. */
function inTerminal(folder: string, schedule: string, keys: readonly string[]): Promise<string> {
  const entry = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
  const line = `stty cols 80; ${process.execPath} ${entry} replay '${schedule}' --step`;
  const child = spawn('script', ['-qec', line, '/dev/null'], { cwd: folder });
  let shown = '';
  let left = [...keys];
  let resting: NodeJS.Timeout | undefined;
  child.stdout.on('data', (data) => {
    shown += data;
    clearTimeout(resting);
    if (!shown.includes(keyTexts.at(-1)!)) return;
    resting = setTimeout(() => {
      const [key, ...rest] = left;
      left = rest;
      if (key) child.stdin.write(key);
    }, 150);
  });
  return new Promise((resolve) => child.on('close', () => resolve(shown.replaceAll('\r', ''))));
}
