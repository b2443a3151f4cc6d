// The build step: erases impl/ into dist/runtime/erased, one folder a flavour, and writes down the awaits beside them.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { awaitsText } from './awaits.js';
import { erase } from './erase.js';
import { flavours } from './flavour.js';

/** dist/runtime/erase is where this file is. */
const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const source = join(packageRoot, 'impl');
const output = join(packageRoot, 'dist', 'runtime', 'erased');

/** What is erased: the mechanism, the components that stand for others, and the client. */
const folders = ['.', 'hotswap', 'components/counter'];

/** What the runtime needs of a flavour, in one module. */
const index = ['abort', 'dispatch', 'generations', 'hotSwap', 'layout', 'mediator', 'negotiation', 'swap']
  .map((each) => `export * from './hotswap/${each}.js';\n`)
  .join('');

function sources(): ReadonlyMap<string, string> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(source, folder)).map((name) => normalize(`${folder}/${name}`)),
  );
  const texts = files.filter((file) => file.endsWith('.ts') && file !== 'index.ts');
  return new Map(texts.map((file) => [file, readFileSync(join(source, file), 'utf8')]));
}

rmSync(output, { recursive: true, force: true });
for (const flavour of Object.values(flavours)) {
  const { texts, awaits } = erase(sources(), flavour);
  for (const [file, text] of texts) {
    const path = join(output, flavour.name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  writeFileSync(join(output, flavour.name, 'index.js'), index);
  writeFileSync(join(output, flavour.name, 'awaits.txt'), awaitsText(awaits));
}
