// The build step: each script of a page as one file that imports nothing, with the licences of what is bundled into it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

/** dist/cli/pages is where this file is. */
const packageRoot = fileURLToPath(new URL('../../..', import.meta.url));
const from = createRequire(join(packageRoot, 'package.json'));

/** By script, the packages that are bundled into it. */
const scripts: Readonly<Record<string, readonly string[]>> = {
  client: ['preact', '@dagrejs/dagre', '@dagrejs/graphlib', 'd3-shape', 'd3-path'],
  explorer: ['preact'],
};

for (const [script, packages] of Object.entries(scripts)) await bundle(script, packages);

async function bundle(script: string, packages: readonly string[]): Promise<void> {
  const used = new Set<string>();
  await build({
    input: join(packageRoot, 'reports/page', `${script}.tsx`),
    tsconfig: join(packageRoot, 'reports/page/tsconfig.json'),
    platform: 'browser',
    plugins: [{ name: 'used', moduleParsed: ({ id }) => void used.add(packageIn(id) ?? '') }],
    output: {
      file: join(packageRoot, 'dist/reports/page', `${script}.js`),
      format: 'esm',
      minify: true,
      banner: packages.map(licenceOf).join('\n'),
    },
  });
  used.delete('');
  const missing = [...used].filter((name) => !packages.includes(name));
  if (missing.length > 0) throw new Error(`bundled without its licence: ${missing.join(', ')}`);
}

function packageIn(file: string): string | undefined {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(file)?.[1];
}

function licenceOf(name: string): string {
  const entry = from.resolve(name);
  const folder = entry.slice(0, entry.lastIndexOf(`/${name}/`) + name.length + 1);
  const text = readFileSync(join(folder, 'LICENSE'), 'utf8').trim();
  return `/*! ${name}\n${text}\n*/`;
}
