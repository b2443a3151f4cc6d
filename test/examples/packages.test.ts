// Each example names all that it imports: it is copied out and installed by itself.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../examples');
const examples = readdirSync(root).filter((name) => existsSync(join(root, name, 'package.json')));

/** The packages that the TypeScript of a text needs: its modules of Node have their types in one. */
function neededBy(text: string): readonly string[] {
  const names = [...text.matchAll(/\bfrom '([^'.][^']*)'/g)].map(([, name]) => name!);
  return names.map((name) => {
    if (name.startsWith('node:')) return '@types/node';
    return name
      .split('/')
      .slice(0, name.startsWith('@') ? 2 : 1)
      .join('/');
  });
}

describe('an example', () => {
  it.each(examples)('%s names the packages that its TypeScript needs', (name) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(
      readFileSync(join(root, name, 'package.json'), 'utf8'),
    );
    const texts = readdirSync(join(root, name), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
      .map((file) => readFileSync(join(root, name, file), 'utf8'));
    const needed = [...new Set(texts.flatMap(neededBy))];

    expect(needed.filter((each) => !Object.hasOwn({ ...dependencies, ...devDependencies }, each))).toEqual([]);
  });

  it('would be told of a package that it does not name', () => {
    expect(neededBy("import { join } from 'node:path';\nimport { setup } from 'xstate/guards';")).toEqual([
      '@types/node',
      'xstate',
    ]);
  });
});
