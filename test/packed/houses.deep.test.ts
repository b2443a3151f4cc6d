// The packed tarball in the houses of those who install it: modules of either kind, compilers of three majors, two majors
// of vitest, three installers, four of Node, and Bun. In each a racy lock is refuted from the command line, by name and by discovery,
// its line replays, a scenario of the package is verified, a suite finds it, and the types are those of the house's compiler.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const street = mkdtempSync(join(tmpdir(), 'quiesce-houses-'));
const isReached = spawnSync('npm', ['ping'], { encoding: 'utf8' }).status === 0;
let tarball = '';

interface House {
  readonly type: 'module' | 'commonjs';
  readonly installer: 'npm' | 'pnpm' | 'bun';
  readonly packages: readonly string[];
}

const houses: Readonly<Record<string, House>> = {
  'ESM, TypeScript 5.9, vitest 4': {
    type: 'module',
    installer: 'npm',
    packages: ['typescript@5.9', 'vitest@4', 'fast-check@4'],
  },
  'CommonJS, no compiler, no suite': { type: 'commonjs', installer: 'npm', packages: [] },
  'TypeScript 6, vitest 5': { type: 'module', installer: 'npm', packages: ['typescript@6', 'vitest@5'] },
  'TypeScript 7, vitest 4': { type: 'module', installer: 'npm', packages: ['typescript@7', 'vitest@4'] },
  'pnpm, TypeScript 5.9': { type: 'module', installer: 'pnpm', packages: ['typescript@5.9', 'vitest@4'] },
  'Bun, TypeScript 6': { type: 'module', installer: 'bun', packages: ['bun@1', 'typescript@6'] },
  'Node 22': { type: 'module', installer: 'npm', packages: ['node@22', 'typescript@5.9'] },
  'Node 24, CommonJS, TypeScript 7, vitest 5': {
    type: 'commonjs',
    installer: 'npm',
    packages: ['node@24', 'typescript@7', 'vitest@5'],
  },
  'Node 26, TypeScript 6, vitest 5': {
    type: 'module',
    installer: 'npm',
    packages: ['node@26', 'typescript@6', 'vitest@5'],
  },
};

const lock = `import { at, cell, invariant, is, type Program, store, thread, wait } from 'quiesce';

const held = cell('held', 0);

function* critical(): Program {
  yield* wait(held, is(0));
  yield* store(held, 1);
  yield* at('inside');
  yield* store(held, 0);
  yield* at('outside');
}

export const system = {
  cells: [held],
  threads: [thread('a', critical), thread('b', critical, undefined, { processor: 1 })],
};
export const properties = [
  invariant('oneAtATime', (state) => !['a', 'b'].every((name) => state.label(name)?.name === 'inside')),
];
`;

const suite = `import { expect, test } from 'vitest';
import 'quiesce/vitest';
import { properties, system } from './lock.quiesce.js';

test('two threads get in', async () => {
  await expect(system).toBeRefutedBy(properties[0]!);
});
`;

beforeAll(() => {
  const packing = ['pack', '--ignore-scripts', '--json', '--pack-destination', street];
  const output = execFileSync('npm', packing, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  tarball = join(street, (JSON.parse(output) as [{ readonly filename: string }])[0].filename);
});

afterAll(() => rmSync(street, { recursive: true, force: true }));

describe.skipIf(!isReached)(isReached ? 'a house' : 'a house (no package registry can be reached)', () => {
  it.each(Object.entries(houses).map(([name, house]) => [name, house] as const))(
    'with %s has all of it working',
    (name, house) => {
      const folder = build(name, house);
      const node = interpreters.find((path) => existsSync(join(folder, path))) ?? 'node';
      const run = (...words: readonly string[]) => {
        const { status, stdout, stderr } = spawnSync(node, words, { cwd: folder, encoding: 'utf8' });
        return { status, text: `${stdout}${stderr}` };
      };
      const command = 'node_modules/quiesce/dist/cli/main.js';

      const explored = run(command, 'explore', './lock.quiesce.ts');
      const discovered = run(command, 'verify');
      const builtIn = run(command, 'verify', 'selfSwap');
      const [, line = ''] = /replay: npx quiesce replay '([^']*)'/.exec(explored.text) ?? [];
      const replayed = run(command, 'replay', line);
      const committing = [run(command, 'conform', '--commit'), run(command, 'tla', '--graphs')];

      if (has(house, 'typescript')) {
        const [, major] = /typescript@(\d)/.exec(house.packages.join(' '))!;
        const { stdout } = spawnSync(join(folder, 'node_modules/.bin/tsc'), ['--version'], { encoding: 'utf8' });
        expect(stdout).toMatch(new RegExp(`^Version ${major}\\.`));
      }
      expect(explored).toMatchObject({ status: 1, text: expect.stringContaining('oneAtATime is refuted') });
      expect(discovered).toMatchObject({ status: 1, text: expect.stringContaining('oneAtATime') });
      expect(builtIn).toMatchObject({ status: 0, text: expect.stringContaining('every verdict is as expected') });
      for (const refused of committing)
        expect(refused).toMatchObject({ status: 2, text: expect.stringMatching(/^QSC110 .*here it is installed/) });
      expect(replayed).toMatchObject({ status: 1, text: expect.stringMatching(/reproduced\n/) });
      if (has(house, 'vitest')) {
        const tested = run('node_modules/vitest/vitest.mjs', 'run');
        expect(tested).toMatchObject({ status: 0, text: expect.stringMatching(/1 passed/) });
      }
      if (has(house, 'vitest') && has(house, 'typescript')) {
        expect(run('node_modules/typescript/bin/tsc', ...strictly)).toEqual({ status: 0, text: '' });
      }
      rmSync(folder, { recursive: true, force: true });
    },
    600_000,
  );
});

const interpreters = ['./node_modules/node/bin/node', './node_modules/bun/bin/bun.exe'];

const strictly = [
  ...['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--moduleResolution', 'nodenext'],
  ...['suite.test.ts', 'lock.quiesce.ts'],
];

function has({ packages }: House, name: string): boolean {
  return packages.some((each) => each.startsWith(`${name}@`));
}

const installers = {
  npm: ['npm', 'install', '--no-audit', '--no-fund', '--save-dev'],
  pnpm: ['npx', '--yes', 'pnpm@12', 'add', '--save-dev'],
  bun: ['npx', '--yes', 'bun@1', 'add', '--dev'],
} as const;

function build(name: string, { type, installer, packages }: House): string {
  const folder = join(street, name.replace(/\W+/g, '-'));
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'house', private: true, type }));
  writeFileSync(join(folder, 'lock.quiesce.ts'), lock);
  writeFileSync(join(folder, 'suite.test.ts'), suite);
  const [command, ...words] = installers[installer];
  execFileSync(command!, [...words, tarball, ...packages], { cwd: folder, stdio: 'ignore' });
  return folder;
}
