// Examples of the help texts, run: in a folder that has the files they speak of, each ends with a verdict and no error.
// Left out is what takes minutes, what needs a server or a person, and what is of a checkout.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allExamples } from './helpExample.js';
import { lost } from './programs.js';
import { folderWith, quiesce, shell } from './run.js';

const leftOut: readonly RegExp[] = [
  /^quiesce verify$/,
  /--builtin$|--builtin --mechanism|--watch|--deep|--queue/,
  /^quiesce compare|^quiesce simulate/,
  /^quiesce mutants(?!.*--list)/,
  /^quiesce conform( --mutants| --cost| --against model,tla)?$/,
  /^quiesce tla$|--graphs|--engine|mine\.cfg/,
  /^quiesce prove(?! hotSwap --list)/,
  /--ui|--step|NAME|validate|lock\.conform|dot -Tsvg/,
];

const root = join(import.meta.dirname, '..', '..');

describe('an example of a help text, run', async () => {
  const examples = (await allExamples()).filter((line) => !leftOut.some((pattern) => pattern.test(line)));

  it('is one of many', () => {
    expect(examples.length).toBeGreaterThan(25);
  });

  it.each(examples)('%s', { timeout: 600_000 }, (line) => {
    const pool = readFileSync(join(root, 'examples/new-component/box.scenario.ts'), 'utf8');
    const box = readFileSync(join(root, 'examples/new-component/box.ts'), 'utf8');
    const own = { 'mine.quiesce.ts': lost, 'mine.scenario.ts': pool, 'box.ts': box };
    const folder = folderWith({ 'lost.ts': lost, ...own });
    quiesce(folder, 'explore', './lost.ts', '--out', 'out');
    quiesce(folder, 'tla', 'FailsSleeping', '--itf', 'trace.json');

    const { code, stderr } = shell(folder, line.replace('#mine@asItIs', '').replace('quiesce ', 'npx quiesce '));

    expect(stderr).not.toMatch(/QSC\d{3}/);
    expect([0, 1]).toContain(code);
  });
});
