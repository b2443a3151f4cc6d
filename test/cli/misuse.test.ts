import { describe, expect, it } from 'vitest';
import { folderWith, quiesce, shell } from './run.js';

/** Both threads may see 0, and then both spawn. */
const twice = `import { cell, load, spawn, store, thread } from 'quiesce';

const x = cell('x', 0);

function* start() {
  if ((yield* load(x)) === 0) {
    yield* store(x, 1);
    yield* spawn('worker');
  }
}

function* work() {
  yield* store(x, 2);
}

export const system = {
  name: 'twice',
  cells: [x],
  threads: [thread('a', start), thread('b', start), thread('worker', work, undefined, { dormant: true })],
};
`;

describe('a program that goes wrong on one interleaving', () => {
  it('is shown with its schedule and a line that replays it to the step that goes wrong', () => {
    const folder = folderWith({ 'twice.ts': twice });

    const explored = quiesce(folder, 'explore', 'twice.ts');
    const replayed = shell(folder, /replay: (npx quiesce .*)/.exec(explored.stdout)![1]!);

    expect(explored.stdout).toMatchSnapshot();
    expect(explored.code).toBe(2);
    expect(replayed.stdout).toMatchSnapshot();
    expect(replayed.code).toBe(1);
  });

  it('is not reproduced where it has been repaired', () => {
    const folder = folderWith({ 'twice.ts': twice.replace("yield* spawn('worker');", 'yield* store(x, 1);') });

    const { code, stdout } = quiesce(folder, 'replay', 'v1 twice.ts:QSC506 a b a*2 b*2', '--step');

    expect(stdout).toContain('NOT reproduced');
    expect(code).toBe(0);
  });
});
