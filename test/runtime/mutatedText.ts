// An erased text with an edit, in the mechanism or in the eraser: written beside the sound ones in dist/, so that it finds the
// same operations, and removed when the test is over.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { onTestFinished } from 'vitest';
import { edited } from '../../mutants/edits.js';
import type { Edit } from '../../mutants/mutant.js';
import { erase } from '../../runtime/erase/erase.js';
import { type Flavour, flavours } from '../../runtime/erase/flavour.js';

const root = join(import.meta.dirname, '../..');
let made = 0;

/** sources are the texts that are erased, with edits. */
export function sources(edits: readonly Edit[] = []): ReadonlyMap<string, string> {
  const files = ['.', 'hotswap', 'components/counter'].flatMap((folder) =>
    readdirSync(join(root, 'impl', folder)).map((name) => normalize(`${folder}/${name}`)),
  );
  const texts = files.filter((file) => file.endsWith('.ts') && file !== 'index.ts');
  return new Map(texts.map((file) => [file, textOf(file, edits)]));
}

function textOf(file: string, edits: readonly Edit[]): string {
  const text = readFileSync(join(root, 'impl', file), 'utf8');
  const own = edits.filter((edit) => edit.file === `impl/${file}`);
  return own.length === 0 ? text : edited(text, own);
}

/** written writes flavours of erased texts into a folder of their own, and gives the folder. */
export function written(
  texts: ReadonlyMap<string, string>,
  names: readonly (Flavour | keyof typeof flavours)[],
  by: (sources: ReadonlyMap<string, string>, flavour: Flavour) => { texts: ReadonlyMap<string, string> } = erase,
): string {
  const folder = join(root, 'dist/runtime', `mutant${process.pid}-${made++}`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const each of names) {
    const flavour = typeof each === 'string' ? flavours[each] : each;
    const { name } = flavour;
    for (const [file, text] of by(texts, flavour).texts) {
      const path = join(folder, name, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    writeFileSync(join(folder, name, 'index.js'), readFileSync(join(root, 'dist/runtime/erased/eventLoop/index.js')));
  }
  return folder;
}
