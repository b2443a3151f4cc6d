// The explorer's own mutants: each is a copy of the compiled engine with one defect, and its check tells it apart.
// The copies lie under out/, in a folder that vitest takes for installed packages, so that they are loaded as they are.
// `quiesce mutants --kind engine` asks the same of copies of the whole package.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edited, filesOf } from '../../mutants/edits.js';
import { engineMutants } from '../../mutants/engine.js';
import { groundOf, type Mutant } from '../../mutants/mutant.js';
import { withCopy } from '../../runner/mutants/copiedPackage.js';
import { failureOf } from '../../runner/mutants/engine.js';
import { checks, type Engine } from '../../runner/mutants/engineChecks.js';
import { executionChecks } from '../../runner/mutants/executionChecks.js';
import { askKiller, SoundMachine } from '../../runner/mutants/hunt.js';
import { reductionChecks } from '../../runner/mutants/reductionChecks.js';

const root = join(import.meta.dirname, '..', '..');
const copies = join(root, 'out', 'engineMutants', `run${process.pid}`, 'node_modules');

beforeAll(() => mkdirSync(copies, { recursive: true }));
afterAll(() => rmSync(join(copies, '..'), { recursive: true, force: true }), 60_000);

describe('the checks', () => {
  it('are all passed by the engine as it is', async () => {
    const engine = await copyOf('asItIs');

    expect(
      Object.keys({ ...checks, ...reductionChecks, ...executionChecks }).filter(
        (name) => failureOf(name, engine) !== undefined,
      ),
    ).toEqual([]);
  });
});

describe('a defect of the engine', () => {
  it.each(engineMutants.map((mutant) => [mutant.name, mutant] as const))('%s is caught', async (name, mutant) => {
    const engine = await copyOf(name, mutant);

    const seen = mutant.killedBy.map((killer) => failureOf(groundOf(killer).by, engine));

    expect(seen).not.toContain(undefined);
  });

  it('is caught in a copy of the whole package as well', async () => {
    const mutant = engineMutants.find(({ name }) => name === 'lostSuccessor')!;

    const answer = await withCopy(mutant.edits, (copy) =>
      askKiller(copy, mutant, mutant.killedBy[0]!, new SoundMachine()),
    );

    expect(answer.kill).toMatchObject({ in: 'checks', seen: expect.stringContaining('instead of') });
  });
});

async function copyOf(name: string, mutant?: Mutant): Promise<Engine> {
  const folder = join(copies, name);
  cpSync(join(root, 'dist', 'engine'), join(folder, 'engine'), { recursive: true, filter: isCode });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  for (const file of mutant ? filesOf([mutant]) : []) {
    const own = mutant!.edits.filter((edit) => edit.file === file);
    writeFileSync(
      join(folder, file.replace(/\.ts$/, '.js')),
      compiled(edited(readFileSync(join(root, file), 'utf8'), own)),
    );
  }
  return await import(join(folder, 'engine', 'index.js'));
}

function isCode(path: string): boolean {
  return !/\.(map|d\.ts)$/.test(path);
}

function compiled(text: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, verbatimModuleSyntax: true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}
