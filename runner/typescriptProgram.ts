// A TypeScript program over a user's files, for type checking and for the static check of bodies.
// 'quiesce' is mapped to this package's declarations, and every file counts as an ES module, as when it is run.

import { dirname, join, relative, sep } from 'node:path';
import type TS from 'typescript';
import { ts } from './compiler.js';
import { packageRoot } from './packageRoot.js';
import { ambientTypes, userOptions } from './userOptions.js';

/** A program, and what the compiler says against it. */
export interface CheckedProgram {
  readonly program: TS.Program;
  readonly errors: readonly string[];
}

/**
 * checkUserProgram type checks a file and all that it imports. The declarations of Node and of xstate are most of what
 * there is to read, and few files need them: they come in only where something is missing without.
 */
export function checkUserProgram(file: string, from: string): CheckedProgram {
  const alone = checked(createUserProgram(file, 'alone'), from);
  const isEnough = alone.errors.length === 0 && !usesMachines(alone.program);
  return isEnough ? alone : checked(createUserProgram(file, 'withNode'), from);
}

/** Does a file of theirs, or of a package that they use, name xstate? Its types are stood in for where only ours do. */
function usesMachines(program: TS.Program): boolean {
  const theirs = program.getSourceFiles().filter(({ fileName }) => !isOurs(fileName));
  return theirs.some(({ text }) => text.includes('xstate'));
}

function checked(program: TS.Program, from: string): CheckedProgram {
  return { program, errors: typeErrors(program, from) };
}

/** createUserProgram reads the file and all that it imports, with the declarations of Node and xstate or without. */
export function createUserProgram(file: string, ambient: 'alone' | 'withNode' = 'withNode'): TS.Program {
  const options = { ...userOptions(file), ...ambientTypes(file, ambient) };
  const host = ts.createCompilerHost(options);
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, language, ...rest) =>
    onceRead(name, options, () => read(name, asEsModule(name, language), ...rest));
  return ts.createProgram({ rootNames: [file], options, host });
}

const readBefore = new Map<string, TS.SourceFile | undefined>();
const compilers = ts.sys.resolvePath(dirname(ts.getDefaultLibFilePath({})));
const ownDeclarations = join(packageRoot, 'dist');

function isOurs(name: string): boolean {
  return dirname(name) === compilers || name.startsWith(`${ownDeclarations}/`);
}

/** Our declarations and the compiler's stay as they are while we run: programs with the same options share them. */
function onceRead(
  name: string,
  { types: _, typeRoots: __, ...options }: TS.CompilerOptions,
  read: () => TS.SourceFile | undefined,
): TS.SourceFile | undefined {
  if (!isOurs(name)) return read();
  const key = JSON.stringify([name, options]);
  if (!readBefore.has(key)) readBefore.set(key, read());
  return readBefore.get(key);
}

function asEsModule(
  name: string,
  language: TS.ScriptTarget | TS.CreateSourceFileOptions,
): TS.ScriptTarget | TS.CreateSourceFileOptions {
  if (typeof language !== 'object' || name.endsWith('.d.ts')) return language;
  return { ...language, impliedNodeFormat: ts.ModuleKind.ESNext };
}

/** typeErrors lists what the compiler says, as `file:line:column TSnnnn message`, files relative to `from`. */
export function typeErrors(program: TS.Program, from: string): string[] {
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n      ');
    const text = `TS${diagnostic.code} ${message}`;
    return diagnostic.file && diagnostic.start !== undefined
      ? `${placeOf(diagnostic.file, diagnostic.start, from)} ${text}`
      : text;
  });
}

/** placeOf writes a position as `file:line:column`, the file relative to `from`. */
export function placeOf(file: TS.SourceFile, position: number, from: string): string {
  const { line, character } = file.getLineAndCharacterOfPosition(position);
  return `${relative(from, file.fileName).split(sep).join('/')}:${line + 1}:${character + 1}`;
}
