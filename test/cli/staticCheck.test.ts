import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
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

describe('the type check', () => {
  const given = (text: string) => {
    // In the checkout, where xstate is found.
    const folder = mkdtempSync(join(fixtures, 'checked-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'file.ts'), text);
    const { program, errors } = checkUserProgram(join(folder, 'file.ts'), folder);
    const readsXstate = program.getSourceFiles().some(({ fileName }) => fileName.includes('/node_modules/xstate/'));
    return { errors, readsXstate };
  };

  it('reads the declarations of xstate only where they say more', () => {
    expect(given("import { cell } from 'quiesce';\nexport const x = cell('x', 0);")).toEqual({
      errors: [],
      readsXstate: false,
    });
  });

  it('says what is wrong with what is given for a machine as the declarations of xstate have it', () => {
    const { errors, readsXstate } = given(
      "import { MachineAutomaton } from 'quiesce/conformance';\nexport const automaton = new MachineAutomaton({ context: {} });",
    );

    expect(errors).toEqual([expect.stringMatching(/^file\.ts:2:\d+ TS\d+ .*StateMachine</)]);
    expect(readsXstate).toBe(true);
  });

  it('takes a machine of theirs, and finds what is wrong in their use of one', () => {
    const machine =
      "import { createMachine } from 'xstate';\nexport const machine = createMachine({ initial: 'a', states: { a: {} } });";

    expect(given(machine)).toEqual({ errors: [], readsXstate: true });
    expect(given(`${machine}\nexport const wrong: number = machine.id;`).errors).toEqual([
      "file.ts:3:14 TS2322 Type 'string' is not assignable to type 'number'.",
    ]);
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
