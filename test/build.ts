// Builds dist/ before the tests when a source is newer than the last build: the command line is tested as it is shipped.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'dist', '.built');
/** Nothing in these is built. */
const others = ['dist', 'docs', 'examples', 'node_modules', 'out', 'test'];

function newestMs(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(tsx?|css)$/.test(name));
  return Math.max(0, ...names.map((name) => statSync(join(folder, name)).mtimeMs));
}

function isStale(): boolean {
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  const entries = readdirSync(root, { withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && /^(\w+\.ts|tsconfig.*\.json|package\.json)$/.test(entry.name),
  );
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return [
    ...files.map(({ name }) => statSync(join(root, name)).mtimeMs),
    ...folders.filter(({ name }) => !others.includes(name)).map(({ name }) => newestMs(join(root, name))),
  ].some((changed) => changed > built);
}

/** Type errors are for `npm run typecheck` to refuse: what there is of the build is tested, and says so. */
export function setup(): void {
  if (!isStale()) return;
  const begun = new Date();
  try {
    execFileSync('npm', ['run', '-s', 'build'], { cwd: root, stdio: 'inherit' });
  } catch {
    console.warn('dist/ was not built whole');
    return;
  }
  writeFileSync(stamp, '');
  utimesSync(stamp, begun, begun);
}
