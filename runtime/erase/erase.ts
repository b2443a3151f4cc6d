// Erasure: programs over operations become plain functions over memory, by a transformation of the syntax tree. `function*`
// and `yield*` go, operations become accesses, options that are known are folded, events vanish where nobody hears them.
// The output is made by the build and never edited. What is checked of it is in test/runtime.

import ts from 'typescript';
import type { Await } from './awaits.js';
import { Colours } from './colours.js';
import { Emission } from './emit.js';
import type { Flavour } from './flavour.js';
import { calledIn, usedIn } from './names.js';
import { type Module, Project, targetOf } from './project.js';
import { Simplified } from './simplify.js';

export interface Erased {
  /** The text of each module, by file. */
  readonly texts: ReadonlyMap<string, string>;
  readonly awaits: readonly Await[];
}

/** What an erased text may call besides what the program language has. A local of the same name is no call. */
const own: readonly string[] = Object.freeze(
  'isPromise noted watch unwatch changed contended spun assertHolds takeFree'.split(' '),
);

/**
 * erase makes a flavour of texts, which are given by file, as paths from impl/ or another home.
 *
 * @example
 * erase(new Map([['nothing.ts', '']]), flavours.eventLoop).awaits.length // => 0
 */
export function erase(sources: ReadonlyMap<string, string>, flavour: Flavour, home = 'impl'): Erased {
  const project = new Project(sources);
  const simplified = new Simplified(project, flavour);
  const emission = new Emission(simplified, new Colours(simplified, flavour), flavour);
  const texts = new Map<string, string>();
  const modules = new Map(
    [...project.modules.values()].map((each) => [each, statementsOf(each, simplified, emission)]),
  );
  withoutUnused(modules, simplified);
  for (const [module, statements] of modules) {
    texts.set(module.file.replace(/\.ts$/, '.js'), printed(module, statements, project, flavour, home));
  }
  const isKept = ({ file, function: name }: Await) =>
    [...modules].some(([module, statements]) => module.file === file && statements.some((each) => isNamed(each, name)));
  return { texts, awaits: emission.awaits.filter(isKept) };
}

function isNamed(statement: ts.Statement, name: string): boolean {
  return ts.isFunctionDeclaration(statement) && statement.name?.text === name;
}

function statementsOf(module: Module, simplified: Simplified, emission: Emission): readonly ts.Statement[] {
  return module.source.statements.flatMap((statement): readonly ts.Statement[] => {
    if (ts.isImportDeclaration(statement)) return [];
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return [];
    if (!ts.isFunctionDeclaration(statement) || !statement.name) return [simplified.statement(module, statement)];
    const each = module.functions.get(statement.name.text);
    return each ? emission.function(each) : [];
  });
}

/** Functions that nothing uses any more are left out: what is exported, where nobody is left who imports it. */
function withoutUnused(modules: Map<Module, readonly ts.Statement[]>, simplified: Simplified): void {
  for (let removed = true; removed; ) {
    removed = false;
    const all = usedIn(...[...modules.values()].flat());
    for (const [module, statements] of modules) {
      const own = usedIn(...statements.map(bodyOf));
      const kept = statements.filter((statement) => {
        const each = ts.isFunctionDeclaration(statement) && module.functions.get(statement.name!.text);
        if (!each) return true;
        return isExported(each.node) ? !simplified.isGone(each) || all.has(each.name) : own.has(each.name);
      });
      if (kept.length < statements.length) removed = true;
      modules.set(module, kept);
    }
  }
}

/** A function that only calls itself is not used. */
function bodyOf(statement: ts.Statement): ts.Node {
  return ts.isFunctionDeclaration(statement) ? ts.factory.createBlock([statement.body!]) : statement;
}

function isExported({ modifiers }: ts.FunctionDeclaration): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function printed(
  module: Module,
  statements: readonly ts.Statement[],
  project: Project,
  flavour: Flavour,
  home: string,
): string {
  const header = leading(module.source);
  const imports = [...importsOf(module, statements, project, flavour)];
  const printer = ts.createPrinter({ removeComments: false });
  const body = statements
    .map((statement) => printer.printNode(ts.EmitHint.Unspecified, statement, module.source))
    .join('\n\n');
  const text = `${header}// Erased (${flavour.name}) by the build from ${home}/${module.file}: not to be edited.\n${imports.join('')}\n${body}\n`;
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ES2022,
    verbatimModuleSyntax: true,
  };
  return ts.transpileModule(text, { compilerOptions: options, fileName: module.file }).outputText;
}

/** The comment at the head of a file. */
function leading({ text }: ts.SourceFile): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines
    .slice(0, end)
    .map((line) => `${line}\n`)
    .join('');
}

function* importsOf(
  module: Module,
  statements: readonly ts.Statement[],
  project: Project,
  { operations }: Flavour,
): Iterable<string> {
  const used = usedIn(...statements);
  const called = calledIn(...statements);
  const ofLanguage = new Set(own.filter((name) => called.has(name)));
  for (const statement of module.source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const target = targetOf(module.file, statement.moduleSpecifier);
    const names = namesOf(statement).filter((name) => used.has(name));
    if (!project.modules.has(target)) for (const name of names) ofLanguage.add(name);
    else if (names.length > 0) yield `import { ${names.join(', ')} } from ${statement.moduleSpecifier.getText()};\n`;
  }
  if (ofLanguage.size === 0) return;
  const up = '../'.repeat(1 + module.file.split('/').length);
  yield `import { ${[...ofLanguage].sort().join(', ')} } from '${up}${operations}';\n`;
}

function namesOf({ importClause }: ts.ImportDeclaration): readonly string[] {
  const named = importClause?.namedBindings;
  if (!named || !ts.isNamedImports(named) || importClause.isTypeOnly) return [];
  return named.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text);
}
