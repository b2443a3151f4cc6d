import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cell, explore, invariant, load, type Program, store, thread } from '../../index.js';

/** What takes lines here and none in the JavaScript that runs. */
interface Shifting {
  readonly one: number;
  readonly two: number;
}

type Further = {
  readonly three: number;
};

const x = cell('x', 0);
const shifted: Shifting & Further = { one: 1, two: 2, three: 3 };

function* up(): Program {
  yield* load(x); // the first step
  yield* store(x, 1); // the second step
}

it('steps have the lines of the test file that they stand in, types above them or not', () => {
  const lines = readFileSync(import.meta.filename, 'utf8').split('\n');
  const lineOf = (text: string) => 1 + lines.findIndex((line) => line.endsWith(`// ${text}`));

  const { verdicts } = explore({ cells: [x], threads: [thread('a', up)] }, [
    invariant('never1', (state) => state.read(x) < shifted.one),
  ]);

  expect(verdicts[0]!.counterexample!.steps.map(({ source }) => source)).toEqual([
    `test/integrations/sourceLines.test.ts:${lineOf('the first step')}`,
    `test/integrations/sourceLines.test.ts:${lineOf('the second step')}`,
  ]);
});
