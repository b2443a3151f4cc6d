// docs/api/: a page for each entry of the package, made from what it exports and from the docstrings there.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** An entry as users import it. */
interface Entry {
  /** `quiesce`, `quiesce/vitest`. */
  readonly name: string;
  /** From the package's folder: `index.ts`. */
  readonly source: string;
}

/** A page below docs/api/. */
export interface ApiPage {
  readonly file: string;
  readonly text: string;
}

/** apiPages are the pages of all entries of the package in a folder, and the list of them. */
export function apiPages(root: string): readonly ApiPage[] {
  const entries = entriesOf(root);
  const program = ts.createProgram(
    entries.map(({ source }) => join(root, source)),
    { ...configurationOf(root), noEmit: true, incremental: false, composite: false },
  );
  const pages = entries.map((entry) => pageOf(entry, program, root));
  return [{ file: 'README.md', text: contents(entries) }, ...pages];
}

function configurationOf(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, root).options;
}

/** Those of package.json, each with the source that its build comes from. */
function entriesOf(root: string): readonly Entry[] {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  };
  return Object.entries(exports).flatMap(([path, to]) =>
    typeof to === 'string'
      ? []
      : [{ name: `${name}${path.slice(1)}`, source: to.default.replace('./dist/', '').replace(/\.js$/, '.ts') }],
  );
}

const generated = '<!-- Generated from the docstrings by `npm run docs:update`. Do not edit. -->';

function contents(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => `- [\`${entry.name}\`](${fileOf(entry)})`);
  return `${['# The API', '', generated, '', ...rows].join('\n')}\n`;
}

function fileOf({ name }: Entry): string {
  return `${name.replace('/', '-')}.md`;
}

function pageOf(entry: Entry, program: ts.Program, root: string): ApiPage {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(join(root, entry.source));
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${entry.source} exports nothing`);
  const exported = checker.getExportsOfModule(module).map((symbol) => described(symbol, checker));
  const [values, types] = [exported.filter(({ isType }) => !isType), exported.filter(({ isType }) => isType)];
  const text = [`# ${entry.name}`, '', generated, '', ...section('Values', values), ...section('Types', types)];
  return { file: fileOf(entry), text: `${text.join('\n').trimEnd()}\n` };
}

interface Described {
  readonly name: string;
  readonly isType: boolean;
  readonly declaration: string;
  readonly says: string;
  readonly examples: readonly string[];
}

function section(title: string, described: readonly Described[]): readonly string[] {
  const sorted = [...described].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.length === 0 ? [] : [`## ${title}`, '', ...sorted.flatMap(entryLines)];
}

function entryLines({ name, declaration, says, examples }: Described): readonly string[] {
  const example = examples.flatMap((code) => ['Example:', '', '```ts', code, '```', '']);
  return [`### ${name}`, '', ...(says === '' ? [] : [says, '']), '```ts', declaration, '```', '', ...example];
}

function described(symbol: ts.Symbol, checker: ts.TypeChecker): Described {
  const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const [node] = real.declarations ?? [];
  if (!node) throw new Error(`${symbol.name} is declared nowhere`);
  return {
    name: symbol.name,
    isType: ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node),
    declaration: declarationOf(real, node, checker),
    says: plain(ts.displayPartsToString(real.getDocumentationComment(checker))),
    examples: real
      .getJsDocTags(checker)
      .filter(({ name }) => name === 'example')
      .map(({ text }) => ts.displayPartsToString(text).trim()),
  };
}

/** A sentence that the source breaks into lines is one line. */
function plain(text: string): string {
  return text
    .split('\n\n')
    .map((paragraph) => (paragraph.trimStart().startsWith('-') ? paragraph : paragraph.replace(/\s*\n\s*/g, ' ')))
    .join('\n\n');
}

const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.WriteArrowStyleSignature;

/** What a user has to know to write it: the declaration without its body. */
function declarationOf(symbol: ts.Symbol, node: ts.Declaration, checker: ts.TypeChecker): string {
  if (ts.isFunctionDeclaration(node)) return (symbol.declarations ?? []).map(headOf).join('\n');
  if (ts.isVariableDeclaration(node)) {
    const type = node.type?.getText() ?? checker.typeToString(checker.getTypeOfSymbol(symbol), node, flags);
    return `const ${symbol.name}: ${withoutPlaces(type)}`;
  }
  if (ts.isClassDeclaration(node)) return classHead(node);
  return node.getText().replace(/^export /, '');
}

/** A type that is not imported where it is used would be named with the folder that this is written in. */
function withoutPlaces(type: string): string {
  return type.replace(/import\("[^"]*"\)\./g, '');
}

function headOf(node: ts.Declaration): string {
  const body = ts.isFunctionDeclaration(node) ? node.body : undefined;
  const end = body ? body.getStart() - node.getStart() : undefined;
  return node
    .getText()
    .slice(0, end)
    .replace(/^export /, '')
    .trim();
}

/** Its public members, by their heads. */
function classHead(node: ts.ClassDeclaration): string {
  const heritage = (node.heritageClauses ?? []).map((clause) => ` ${clause.getText()}`).join('');
  const members = node.members.filter((member) => !isHidden(member)).map((member) => `  ${memberHead(member)}`);
  return [`class ${node.name?.getText() ?? ''}${heritage} {`, ...members, '}'].join('\n');
}

function isHidden(member: ts.ClassElement): boolean {
  const isPrivate = ts.canHaveModifiers(member)
    ? (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
    : false;
  return isPrivate || (member.name !== undefined && ts.isPrivateIdentifier(member.name));
}

function memberHead(member: ts.ClassElement): string {
  const text = member.getText();
  const body =
    ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member) || ts.isGetAccessor(member)
      ? member.body
      : undefined;
  return text.slice(0, body ? body.getStart() - member.getStart() : undefined).trim();
}
