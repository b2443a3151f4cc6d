// Builds dist/ before the tests when a source is newer than the last build: the command line is tested as it is shipped.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'dist', '.built');
const folders = [
  'engine',
  'impl',
  'conformance',
  'properties',
  'scenarios',
  'mutants',
  'runner',
  'reports',
  'cli',
  'model',
  'tla',
  'proof',
  'bench',
  'integrations',
  'runtime',
];

function newestMs(folder: string): number {
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return Math.max(0, ...names.map((name) => statSync(join(folder, name)).mtimeMs));
}

function isStale(): boolean {
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  const files = ['index.ts', 'tsconfig.json', 'tsconfig.build.json'].map((name) => statSync(join(root, name)).mtimeMs);
  return [...files, ...folders.map((folder) => newestMs(join(root, folder)))].some((changed) => changed > built);
}

/** Type errors are for `npm run typecheck` to refuse: the compiler writes its output all the same. */
function compile(): void {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  try {
    for (const project of ['tsconfig.build.json', 'reports/page'])
      execFileSync(process.execPath, [compiler, '-p', join(root, project)], { cwd: root, stdio: 'inherit' });
    for (const step of ['runtime/erase/main.js', 'cli/pages/dropMaps.js'])
      execFileSync(process.execPath, [join(root, 'dist', step)], { cwd: root, stdio: 'inherit' });
  } catch {
    console.warn('dist/ was built with type errors');
  }
}

/** Without the kernel everything is searched in TypeScript. */
function compileKernel(): void {
  try {
    execFileSync('npm', ['run', '-s', 'build:kernel'], { cwd: root, stdio: 'inherit' });
  } catch {
    console.warn('dist/ has no new kernel');
  }
}

export function setup(): void {
  if (!isStale()) return;
  const begun = new Date();
  compile();
  compileKernel();
  writeFileSync(stamp, '');
  utimesSync(stamp, begun, begun);
}
