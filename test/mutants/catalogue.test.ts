// The catalogue by itself: every edit fits its text, every killer is there, every number and every property is accounted
// for. Nothing is run, so that a text that has changed under a mutant is noticed in a second.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { inThePaper, mutantNamed, mutants, outOfReach } from '../../mutants/catalogue.js';
import { edited, filesOf, lineOf } from '../../mutants/edits.js';
import { engineMutants } from '../../mutants/engine.js';
import { languageMutants } from '../../mutants/language.js';
import { groundOf, type Mutant, mutantKinds } from '../../mutants/mutant.js';
import { askedProperty, propertyMutants } from '../../mutants/properties.js';
import { propertyCatalogue } from '../../properties/index.js';
import { checks } from '../../runner/mutants/engineChecks.js';
import { executionChecks } from '../../runner/mutants/executionChecks.js';
import { languageChecks } from '../../runner/mutants/languageChecks.js';
import { reductionChecks } from '../../runner/mutants/reductionChecks.js';
import { tokenTask, tokenWorkloadNamed } from '../../runner/token.js';
import { anyWorkloadsNamed } from '../../scenarios/configurations.js';
import { expectationsOf, scenarios, variantNamed } from '../../scenarios/index.js';
import type { PropertyName } from '../../scenarios/scenario.js';
import { type Loaded, loadNamed } from '../../tla/manifest.js';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const scored = mutants.filter(({ equivalent }) => equivalent === undefined);

/** The texts that a mutant makes, by file. */
function textsOf({ edits }: Mutant): readonly (readonly [file: string, text: string])[] {
  return filesOf([{ edits }]).map((file) => [
    file,
    edited(
      read(file),
      edits.filter((edit) => edit.file === file),
    ),
  ]);
}

describe('an edit', () => {
  it.each(mutants.map((mutant) => [`${mutant.kind} ${mutant.name}`, mutant] as const))(
    'of %s fits its text and leaves one that can be read',
    (_, mutant) => {
      const texts = textsOf(mutant);

      for (const [file, text] of texts) {
        expect(text).not.toBe(read(file));
        if (file.endsWith('.ts')) expect(syntaxErrors(file, text)).toEqual([]);
      }
    },
  );

  it('that leaves what cannot be read would be noticed', () => {
    expect(syntaxErrors('bad.ts', 'const x = ;')).toEqual(['Expression expected.']);
  });

  it('that looks for what is not there, or there twice, is an error', () => {
    expect(() => edited('a + b', [{ file: 'sum.ts', find: '-', replace: '+' }])).toThrow(
      /QSC113 .*sum\.ts: "-" is not/,
    );
    const twoLines = { file: 'sum.ts', find: 'a\nb +', replace: 'a\nb -' };
    expect(lineOf('x\na\nb + c', twoLines)).toBe(3);
    expect(lineOf('x', twoLines)).toBeUndefined();
    expect(() => edited('a + a', [{ file: 'sum.ts', find: 'a', replace: 'b' }])).toThrow(/QSC113 .*is there 2 times/);
  });

  it('is of a file that the installed package has', () => {
    const { files } = JSON.parse(read('package.json')) as { files: readonly string[] };
    const shipped = files
      .filter((name) => name.includes('*') && !name.startsWith('!'))
      .flatMap((name) => filesLike(name));

    expect(filesOf(mutants).filter((file) => !shipped.includes(file))).toEqual([]);
  });
});

/** Read, and not compiled: there are hundreds. */
function syntaxErrors(fileName: string, text: string): readonly string[] {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.ES2022);
  const host: ts.CompilerHost = {
    ...{ getSourceFile: () => source, fileExists: () => true, readFile: () => text, writeFile: () => {} },
    ...{ getDefaultLibFileName: () => '', getCurrentDirectory: () => '', getCanonicalFileName: (name) => name },
    ...{ useCaseSensitiveFileNames: () => true, getNewLine: () => '\n' },
  };
  const program = ts.createProgram([fileName], { noLib: true, noResolve: true }, host);
  return program
    .getSyntacticDiagnostics(source)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

/** `folder/**\/*.ts` and `folder/*.tla`, as package.json has them. */
function filesLike(pattern: string): readonly string[] {
  const [, folder, deep, ending] = /^(\w+)\/(\*\*\/)?\*(\.\w+)$/.exec(pattern)!;
  const names = readdirSync(join(root, folder!), { recursive: deep !== undefined, encoding: 'utf8' });
  return names.filter((name) => name.endsWith(ending!)).map((name) => `${folder}/${name}`);
}

describe('the catalogue', () => {
  it('has no two mutants of a kind with one name', () => {
    const names = mutants.map(({ kind, name }) => `${kind} ${name}`);

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(mutantKinds.filter((kind) => mutants.some((mutant) => mutant.kind === kind)))(
    'says of every mutant of a %s what kills it',
    (kind) => {
      const silent = mutants.filter(
        ({ kind: of, killedBy, equivalent }) => of === kind && killedBy.length === 0 && equivalent === undefined,
      );

      expect(silent.map(({ name }) => name)).toEqual([]);
    },
  );

  it('names only killers that are there', () => {
    const killers = mutants
      .filter(({ kind }) => kind === 'mechanism' || kind === 'machine')
      .flatMap(({ killedBy }) => killedBy)
      .map(groundOf);

    for (const { by, at, mechanism } of killers) {
      const ofToken = tokenWorkloadNamed(at);
      if (by === 'specification') expect(anyWorkloadsNamed([at])).toHaveLength(1);
      else if (ofToken) expect(tokenTask(ofToken).safety.map(({ name }) => name)).toContain(by);
      else expect(variantNamed(scenarios.find(({ name }) => name === at)!, mechanism).mechanism.name).toBe(mechanism);
    }
  });

  it('names only claims that their configurations make, for the specification', () => {
    const killers = mutants
      .filter(({ kind }) => kind === 'specification')
      .flatMap(({ killedBy }) => killedBy)
      .map(groundOf);

    for (const { by, at } of killers) {
      const [{ configuration }] = loadNamed(join(root, 'tla'), root, [at]) as [Loaded];
      if (by === 'implementation') expect(anyWorkloadsNamed([at])).toHaveLength(1);
      else expect(['deadlock', ...configuration.invariants, ...configuration.properties]).toContain(by);
    }
  });

  it('names only checks that are there, for the engine', () => {
    const named = engineMutants.flatMap(({ killedBy }) => killedBy.map((killer) => groundOf(killer).by));

    expect(named.filter((name) => !(name in checks || name in reductionChecks || name in executionChecks))).toEqual([]);
    expect(Object.keys({ ...reductionChecks, ...executionChecks }).filter((name) => !named.includes(name))).toEqual([]);
  });

  it('names only checks that are there, for what is written in the language, and every one of them', () => {
    const named = languageMutants.flatMap(({ killedBy }) => killedBy.map((killer) => groundOf(killer).by));

    expect(named.filter((name) => !(name in languageChecks))).toEqual([]);
    expect(Object.keys(languageChecks).filter((name) => !named.includes(name))).toEqual([]);
  });

  it('asks properties only what is there to be asked, and of a mutant what the sound property refutes', () => {
    const killers = propertyMutants.flatMap(({ killedBy }) => killedBy);

    for (const killer of killers) {
      const { at, mechanism } = groundOf(killer);
      const { property, of } = askedProperty(killer);
      const refuting = `${property} in ${killer.split(' in ')[1]}`;
      if (of === 'asItIs') expect(expectedAt(property, at, mechanism)).toBeDefined();
      else expect(mutantNamed('mechanism', of)?.killedBy).toContain(refuting);
    }
  });

  it('has a mutant of every property of its own', () => {
    const mutated = new Set(
      propertyMutants.flatMap(({ killedBy }) => killedBy.map((one) => askedProperty(one).property)),
    );

    expect(propertyCatalogue.map(({ name }) => name).filter((name) => !mutated.has(name))).toEqual([]);
  });

  it('accounts for every number from M1 to M25, killed, equivalent or out of reach', () => {
    const numbers = [...mutants.flatMap((mutant) => mutant.numbers), ...outOfReach.map(({ number }) => number)];
    const missing = Array.from({ length: 25 }, (_, index) => `M${index + 1}`).filter((one) => !numbers.includes(one));

    expect(missing).toEqual([]);
  });

  it("accounts for every defect from D1 to D8, those of the paper's own mechanism by what its scenarios expect", () => {
    const listed = [
      ...mutants.flatMap(({ numbers }) => numbers),
      ...[...outOfReach, ...inThePaper].map((one) => one.number),
    ];
    const missing = Array.from({ length: 8 }, (_, index) => `D${index + 1}`).filter((one) => !listed.includes(one));
    const expected = inThePaper.map(({ scenario: name, property }) => {
      const scenario = scenarios.find((one) => one.name === name)!;
      return expectationsOf(scenario, variantNamed(scenario, 'asItIs'))[property as PropertyName];
    });

    expect(missing).toEqual([]);
    expect(expected).toEqual(inThePaper.map(() => 'refuted'));
  });

  it('scores at least eighteen of those numbers', () => {
    const numbers = scored.flatMap((mutant) => mutant.numbers).filter((number) => number.startsWith('M'));

    expect(new Set(numbers).size).toBeGreaterThanOrEqual(18);
  });

  it('has a mutant of the mechanism for every property, which refutes it where the sound mechanism keeps it', () => {
    const grounds = scored.filter(({ kind }) => kind === 'mechanism').flatMap(({ killedBy }) => killedBy.map(groundOf));
    const kept = grounds.filter(({ by, at, mechanism }) => expectedAt(by, at, mechanism) === 'proved');
    const bitten = new Set(kept.map(({ by }) => by));

    expect(propertyCatalogue.map(({ name }) => name).filter((name) => !bitten.has(name))).toEqual([]);
  });
});

function expectedAt(property: string, at: string, mechanism: string): unknown {
  const scenario = scenarios.find(({ name }) => name === at);
  return scenario && expectationsOf(scenario, variantNamed(scenario, mechanism))[property as PropertyName];
}
