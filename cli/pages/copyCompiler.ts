// The build step: the package has its own compiler in itself, without the commands of it. As a dependency it would have put
// its `tsc` in the place of the one that the user's project has, which may be of another major.

import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** dist/cli/pages is where this file is. */
const target = fileURLToPath(new URL('../../typescript', import.meta.url));
const installed = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));

/** The last that JavaScript can call; another one is a decision (docs/decisions/0008). */
const major = '5.9.';

const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { readonly version: string };
if (!version.startsWith(major))
  throw new Error(`typescript ${version} is installed; the package has ${major}x in itself`);

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
copyFileSync(join(installed, 'lib', 'typescript.js'), join(target, 'typescript.cjs'));
/** The declarations of the language's own library, which it looks for beside itself. */
for (const name of readdirSync(join(installed, 'lib')))
  if (/^lib\..*\.?d\.ts$/.test(name)) copyFileSync(join(installed, 'lib', name), join(target, name));
for (const name of ['LICENSE.txt', 'ThirdPartyNoticeText.txt']) copyFileSync(join(installed, name), join(target, name));
