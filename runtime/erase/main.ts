// The build step: erases impl/ into dist/runtime/erased, one folder a flavour, and writes down the awaits beside them.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { awaitsText } from './awaits.js';
import { type Erased, erase } from './erase.js';
import { type Flavour, flavours } from './flavour.js';

/** dist/runtime/erase is where this file is. */
const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const source = join(packageRoot, 'impl');
const output = join(packageRoot, 'dist', 'runtime', 'erased');

/** What is erased for a service: the mechanism, components that stand for others, and the client. */
const folders = ['.', 'hotswap', 'components/counter'];
/** What is erased for checks and for threads besides: all components. */
const others = ['', '/files', '/network', '/paging', '/pair', '/table'].map((each) => `components${each}`);

/** What the runtime needs of a flavour, in one module. */
const index = ['abort', 'dispatch', 'generations', 'hotSwap', 'layout', 'mediator', 'negotiation', 'swap']
  .map((each) => `export * from './hotswap/${each}.js';\n`)
  .join('');

function sources({ options }: Flavour): ReadonlyMap<string, string> {
  const isForService = Object.keys(options).length > 0;
  const files = [...folders, ...(isForService ? [] : others)].flatMap((folder) =>
    readdirSync(join(source, folder)).map((name) => normalize(`${folder}/${name}`)),
  );
  const texts = files.filter((file) => file.endsWith('.ts') && file !== 'index.ts');
  return new Map(texts.map((file) => [file, readFileSync(join(source, file), 'utf8')]));
}

function write({ name }: Flavour, { texts }: Erased): void {
  for (const [file, text] of texts) {
    const path = join(output, name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

rmSync(output, { recursive: true, force: true });
const litmus = new Map([['litmus.ts', readFileSync(join(packageRoot, 'runtime', 'litmus.ts'), 'utf8')]]);
write(flavours.threads, erase(litmus, flavours.threads, 'runtime'));
for (const flavour of Object.values(flavours)) {
  const erased = erase(sources(flavour), flavour);
  const { awaits } = erased;
  write(flavour, erased);
  writeFileSync(join(output, flavour.name, 'index.js'), index);
  writeFileSync(join(output, flavour.name, 'awaits.txt'), awaitsText(awaits));
}
