import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderWith } from '../cli/run.js';

const root = join(import.meta.dirname, '..', '..');

/** A script of a user's own that calls the library. */
const script = `import { atEnd, cell, explore, load, store, thread, type Program } from 'quiesce';

enum Start { Zero = 0 }
const count = cell('count', Start.Zero as number);

function* increment(): Program {
  const seen = yield* load(count);
  yield* store(count, seen + 1);
}

const system = { cells: [count], threads: [thread('t1', increment), thread('t2', increment)] };
const { verdicts } = explore(system, [atEnd('noLostUpdate', (state) => state.read(count) === 2)]);
const { verdict, counterexample } = verdicts[0]!;
console.log(JSON.stringify([verdict, counterexample?.steps.map(({ source }) => source)]));
`;

it("a script of one's own runs under ts-node with a compiler that it supports, and its lines are those of its source", () => {
  const folder = folderWith({
    'package.json': JSON.stringify({ type: 'module' }),
    'tsconfig.json': JSON.stringify({
      compilerOptions: { module: 'NodeNext', target: 'ES2022', lib: ['ES2023', 'DOM'], strict: true },
    }),
    'tsNode.mjs': "import { register } from 'node:module';\nregister('ts-node/esm', import.meta.url);\n",
    'own.ts': script,
  });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules', 'quiesce'));
  for (const name of ['ts-node', 'typescript'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));

  const words = ['--no-warnings', '--enable-source-maps', '--import', './tsNode.mjs', 'own.ts'];
  const ran = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });

  expect(ran.stderr).toBe('');
  expect(JSON.parse(ran.stdout)).toEqual(['refuted', ['own.ts:7', 'own.ts:7', 'own.ts:8', 'own.ts:8']]);
});
