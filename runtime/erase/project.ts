// The text that is erased, as modules: their functions, which of them are programs, and what each name stands for.
// Names are resolved by imports and declarations at the top level, which is all that impl/ has.

import { dirname, normalize } from 'node:path';
import ts from 'typescript';

export interface ErasedFunction {
  readonly file: string;
  readonly name: string;
  readonly node: ts.FunctionDeclaration;
  /** A generator. */
  readonly isProgram: boolean;
  /** One of its parameters is `self`. */
  readonly declaresSelf: boolean;
}

interface Imported {
  /** A module of the project, or undefined for the program language. */
  readonly file: string | undefined;
  readonly name: string;
}

export interface Module {
  readonly file: string;
  readonly source: ts.SourceFile;
  readonly functions: ReadonlyMap<string, ErasedFunction>;
  readonly imports: ReadonlyMap<string, Imported>;
  /** Modules whose exports it hands on. */
  readonly reexports: readonly string[];
}

/** What the callee of a call is: a function of the project, an operation of the language, or something only known later. */
export type Callee =
  | { readonly kind: 'function'; readonly function: ErasedFunction }
  | { readonly kind: 'language'; readonly name: string }
  | { readonly kind: 'unknown' };

const unknown: Callee = Object.freeze({ kind: 'unknown' });

export class Project {
  readonly modules: ReadonlyMap<string, Module>;

  /** Texts by file, as paths from impl/. */
  constructor(texts: ReadonlyMap<string, string>) {
    this.modules = new Map([...texts].map(([file, text]) => [file, moduleOf(file, text, texts)]));
  }

  get functions(): readonly ErasedFunction[] {
    return [...this.modules.values()].flatMap(({ functions }) => [...functions.values()]);
  }

  /** What an expression that is called stands for in a module. */
  callee({ functions, imports }: Module, expression: ts.Expression): Callee {
    const inner = unwrap(expression);
    if (!ts.isIdentifier(inner)) return unknown;
    const own = functions.get(inner.text);
    if (own) return { kind: 'function', function: own };
    const imported = imports.get(inner.text);
    if (!imported) return unknown;
    if (imported.file === undefined) return { kind: 'language', name: imported.name };
    const found = this.#exported(imported.file, imported.name);
    return found ? { kind: 'function', function: found } : unknown;
  }

  #exported(file: string, name: string): ErasedFunction | undefined {
    const module = this.modules.get(file);
    const own = module?.functions.get(name);
    if (own || !module) return own;
    for (const other of module.reexports) {
      const found = this.#exported(other, name);
      if (found) return found;
    }
    return undefined;
  }
}

/** unwrap takes away parentheses, `!`, `as`, `satisfies`. */
export function unwrap(expression: ts.Expression): ts.Expression {
  let inner = expression;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner)
  )
    inner = inner.expression;
  return inner;
}

function moduleOf(file: string, text: string, texts: ReadonlyMap<string, string>): Module {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
  const functions = new Map<string, ErasedFunction>();
  const imports = new Map<string, Imported>();
  const reexports: string[] = [];
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name && statement.body)
      functions.set(statement.name.text, functionOf(file, statement));
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier)
      reexports.push(targetOf(file, statement.moduleSpecifier));
    if (ts.isImportDeclaration(statement)) noteImports(file, statement, texts, imports);
  }
  return { file, source, functions, imports, reexports };
}

function functionOf(file: string, node: ts.FunctionDeclaration): ErasedFunction {
  return {
    file,
    name: node.name!.text,
    node,
    isProgram: node.asteriskToken !== undefined,
    declaresSelf: node.parameters.some(({ name }) => ts.isIdentifier(name) && name.text === 'self'),
  };
}

/** targetOf is the file that a specifier leads to. */
export function targetOf(file: string, specifier: ts.Expression): string {
  const path = (specifier as ts.StringLiteral).text;
  return normalize(`${dirname(file)}/${path}`).replace(/\.js$/, '.ts');
}

function noteImports(
  file: string,
  { importClause, moduleSpecifier }: ts.ImportDeclaration,
  texts: ReadonlyMap<string, string>,
  imports: Map<string, Imported>,
): void {
  const named = importClause?.namedBindings;
  if (!named || !ts.isNamedImports(named)) return;
  const target = targetOf(file, moduleSpecifier);
  if (!importClause.isTypeOnly && !named.elements.every(({ isTypeOnly }) => isTypeOnly)) known(file, target, texts);
  for (const { name, propertyName, isTypeOnly } of named.elements) {
    if (isTypeOnly || importClause.isTypeOnly) continue;
    imports.set(name.text, { file: texts.has(target) ? target : undefined, name: (propertyName ?? name).text });
  }
}

/** What is neither erased nor the program language would have no operations in its place. */
function known(file: string, target: string, texts: ReadonlyMap<string, string>): void {
  if (texts.has(target) || target.includes('engine/program/')) return;
  throw new Error(`${file} imports ${target}, which is not erased`);
}
