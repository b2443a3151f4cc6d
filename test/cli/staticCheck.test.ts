import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../runner/packageRoot.js';
import { staticCheck, userFiles } from '../../runner/staticCheck/staticCheck.js';
import { checkUserProgram } from '../../runner/typescriptProgram.js';

const fixtures = join(import.meta.dirname, '..', 'fixtures');

function filesOf(folder: string): string[] {
  return readdirSync(join(fixtures, folder)).filter((name) => name.endsWith('.ts'));
}

/** Each fixture says in its first lines what is to be found: `// expect: LINE:COLUMN NAME PROBLEM`. */
function expected(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^\/\/ expect: (.*)$/gm)].map((match) => match[1]!);
}

function found(file: string): string[] {
  const { program, errors } = checkUserProgram(file, fixtures);
  expect(errors).toEqual([]);
  const kinds = staticCheck(program, userFiles(program), fixtures);
  return kinds.flatMap(({ texts }) => texts.map((text) => text.replace(/^[^:]*:/, '')));
}

describe('the static check refuses', () => {
  for (const name of filesOf('brokenCaptures')) {
    it(`${name.replace('.ts', '')}, and names the place and the variable`, () => {
      const file = join(fixtures, 'brokenCaptures', name);

      expect(found(file)).toEqual(expected(file));
    });
  }
});

describe('the static check allows', () => {
  it('imports, top-level functions and classes, immutable consts, and bodies that come in the arguments', () => {
    expect(found(join(fixtures, 'soundCaptures', 'everythingAllowed.ts'))).toEqual([]);
  });

  it('cells that are taken out of lists, and lists that nobody changes', () => {
    expect(found(join(fixtures, 'soundCaptures', 'lists.ts'))).toEqual([]);
  });

  it('functions of properties that see frozen things, what their maker was given, and variables of their own', () => {
    expect(found(join(fixtures, 'soundCaptures', 'properties.ts'))).toEqual([]);
  });
});

describe('the files of the user', () => {
  it('are all but the engine of this package, whatever their folders are named', () => {
    const files = ['/home/somebody/engine/mine.ts', join(packageRoot, 'engine', 'walk.ts')];
    const program = { getSourceFiles: () => files.map((fileName) => ({ fileName, isDeclarationFile: false })) };

    const own = userFiles(program as unknown as Parameters<typeof userFiles>[0]);

    expect(own.map(({ fileName }) => fileName)).toEqual(files.slice(0, 1));
  });
});
