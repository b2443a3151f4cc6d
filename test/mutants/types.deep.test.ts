// An edited text must still compile: a mutant that is killed by a type error of its own shows nothing.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { mutants } from '../../mutants/catalogue.js';
import { edited, filesOf } from '../../mutants/edits.js';
import type { Mutant } from '../../mutants/mutant.js';

const root = join(import.meta.dirname, '..', '..');
const pathOf = (file: string) => join(root, file);

/** The project, in which texts can be put in the place of files. */
class Project {
  readonly #texts = new Map<string, string>();
  readonly #versions = new Map<string, number>();
  readonly #service: ts.LanguageService;

  constructor() {
    const { config } = ts.readConfigFile(pathOf('tsconfig.build.json'), ts.sys.readFile);
    const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    this.#service = ts.createLanguageService({
      ...ts.sys,
      getCompilationSettings: () => options,
      getScriptFileNames: () => fileNames,
      getScriptVersion: (path) => String(this.#versions.get(path) ?? 0),
      getScriptSnapshot: (path) => snapshotOf(this.#texts.get(path) ?? ts.sys.readFile(path)),
      getCurrentDirectory: () => root,
      useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
    });
  }

  /** What the compiler has to say of the files that a mutant edits. */
  complaints({ edits }: Pick<Mutant, 'edits'>): readonly string[] {
    const files = filesOf([{ edits }]).filter((file) => file.endsWith('.ts'));
    for (const file of files) this.#put(file, edited(readFileSync(pathOf(file), 'utf8'), editsOf(edits, file)));
    const found = files.flatMap((file) => this.#service.getSemanticDiagnostics(pathOf(file)));
    for (const file of files) this.#put(file, undefined);
    return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  }

  #put(file: string, text: string | undefined): void {
    const path = pathOf(file);
    this.#versions.set(path, (this.#versions.get(path) ?? 0) + 1);
    if (text === undefined) this.#texts.delete(path);
    else this.#texts.set(path, text);
  }
}

function editsOf(edits: Mutant['edits'], file: string): Mutant['edits'] {
  return edits.filter((edit) => edit.file === file);
}

function snapshotOf(text: string | undefined): ts.IScriptSnapshot | undefined {
  return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
}

describe('an edited text', () => {
  const project = new Project();

  it.each(mutants.map((mutant) => [`${mutant.kind} ${mutant.name}`, mutant] as const))(
    'of %s compiles',
    (_, mutant) => {
      expect(project.complaints(mutant)).toEqual([]);
    },
  );

  it('that does not compile is noticed', () => {
    const edits = [
      { file: 'impl/hotswap/generations.ts', find: 'const advances = 2;', replace: "const advances = '2';" },
    ];

    expect(project.complaints({ edits })).not.toEqual([]);
  });
});
