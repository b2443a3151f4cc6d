// The build step: what is built of sources that are not packed names none of them. Its maps are removed, and the lines that
// name those; whoever steps through it in a debugger is not sent to files that are not there.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** dist/cli/pages is where this file is. */
const packageRoot = fileURLToPath(new URL('../../..', import.meta.url));
const built = join(packageRoot, 'dist');

const { files } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { readonly files: string[] };
/** The rooms whose sources are packed. */
const packed = files.flatMap((pattern) => /^(\w+)\/\*\*\/\*\.ts$/.exec(pattern)?.[1] ?? []);

function dropMap(script: string): void {
  const text = readFileSync(script, 'utf8');
  const without = text.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n');
  if (without !== text) writeFileSync(script, without);
  rmSync(`${script}.map`, { force: true });
}

for (const name of readdirSync(built, { recursive: true, encoding: 'utf8' }))
  if (name.endsWith('.js') && !packed.some((room) => name.startsWith(join(room, '/')))) dropMap(join(built, name));
