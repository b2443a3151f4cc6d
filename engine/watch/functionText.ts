// Functions of properties that come without a file (from the library, from a matcher) are judged by their own text: one
// that writes a variable of somebody else's, or asks a clock or a dice, is refused (QSC107) before the search.
// Can miss: what a function calls, what it reaches through another name, bound and native functions; and everything where
// there is no TypeScript to read it with. The answers are asked for again after the search all the same.

import type ts from 'typescript';
import { QuiesceError } from '../program/errors.js';
import { typescript } from './compiler.js';
import type { Property } from './property.js';
import { changingMethods, refusedGlobals, writesOf } from './writes.js';

/** refuseImpure throws QSC107 when a function of a property is seen to write, or to ask, what is not its own. */
export function refuseImpure(properties: readonly Property[]): void {
  for (const property of properties) {
    for (const [name, given] of functionsOf(property)) {
      const problem = problemOf(given);
      if (problem) throw new QuiesceError('QSC107', `${property.name}: ${name} ${problem}`);
    }
  }
}

type AnyFunction = (...args: never) => unknown;

/** The functions of a property, its memory's and its premise's among them. */
function functionsOf(part: object): [string, AnyFunction][] {
  return Object.entries(part).flatMap(([name, value]): [string, AnyFunction][] => {
    if (typeof value === 'function') return [[name, value]];
    const inner = ['memory', 'along', 'premise', 'facts'].includes(name) && typeof value === 'object' && value !== null;
    return inner ? functionsOf(value).map(([own, given]) => [`${own} of its ${name}`, given]) : [];
  });
}

const judged = new WeakMap<AnyFunction, string>();

function problemOf(given: AnyFunction): string {
  const known = judged.get(given);
  if (known !== undefined) return known;
  const text = Function.prototype.toString.call(given);
  const problem = isSuspicious(text) ? judge(text) : '';
  judged.set(given, problem);
  return problem;
}

const words = [...refusedGlobals, 'random', 'delete', 'this'].join('|');
const suspicious = new RegExp(
  `\\+\\+|--|[^=!<>]=(?![=>])|[*/%+&|^-]=|<<=|>>=|\\b(?:${words})\\b|\\.(?:${changingMethods.join('|')})\\b`,
);

/** Most functions hold nothing that looks like a write but declarations of their own, and need no compiler. */
function isSuspicious(text: string): boolean {
  return suspicious.test(text.replace(/\b(?:const|let|var)\s+[\w$\s,{}[\]:.]+=(?![=>])/g, ''));
}

function judge(text: string): string {
  const compiler = typescript();
  if (!compiler) return '';
  const parsed = parse(compiler, `(${text}\n)`) ?? parse(compiler, `({${text}\n})`);
  return parsed ? new Judge(compiler, parsed).problem() : '';
}

interface Parsed {
  readonly file: ts.SourceFile;
  readonly checker: ts.TypeChecker;
}

/** A program of this one text, with no library: what nothing in it declares comes from outside. */
function parse(compiler: typeof ts, text: string): Parsed | undefined {
  const name = 'function.ts';
  const options = { noLib: true, noResolve: true, types: [], target: compiler.ScriptTarget.ES2022 };
  const file = compiler.createSourceFile(name, text, options.target, true);
  const program = compiler.createProgram({
    rootNames: [name],
    options,
    host: {
      ...{ fileExists: (path) => path === name, readFile: () => text, writeFile: () => {} },
      ...{ getSourceFile: (path) => (path === name ? file : undefined), getDefaultLibFileName: () => '' },
      ...{ getCurrentDirectory: () => '', getCanonicalFileName: (path) => path },
      ...{ useCaseSensitiveFileNames: () => true, getNewLine: () => '\n' },
    },
  });
  if (program.getSyntacticDiagnostics(file).length > 0) return undefined;
  return { file, checker: program.getTypeChecker() };
}

class Judge {
  readonly #ts: typeof ts;
  readonly #file: ts.SourceFile;
  readonly #checker: ts.TypeChecker;
  readonly #isWritten: (name: ts.Expression) => boolean;

  constructor(compiler: typeof ts, { file, checker }: Parsed) {
    this.#ts = compiler;
    this.#file = file;
    this.#checker = checker;
    this.#isWritten = writesOf(compiler).isWritten;
  }

  problem(): string {
    let found = '';
    const visit = (node: ts.Node): void => {
      found ||= this.#problemAt(node);
      if (found === '') this.#ts.forEachChild(node, visit);
    };
    visit(this.#file);
    return found;
  }

  #problemAt(node: ts.Node): string {
    if (node.kind === this.#ts.SyntaxKind.ThisKeyword)
      return this.#isWritten(node as ts.Expression) ? 'writes this, which is not its own' : '';
    if (!this.#ts.isIdentifier(node)) return '';
    const declared = this.#declarations(node);
    if (declared === undefined || declared.some((each) => !this.#isWhole(each))) return '';
    if (this.#isWritten(node)) return `writes ${node.text}, which is not its own`;
    if (declared.length > 0) return '';
    if (refusedGlobals.has(node.text)) return `asks ${node.text}, which differs from run to run`;
    return node.text === 'Math' && this.#isRandom(node.parent) ? 'asks Math.random, which differs from run to run' : '';
  }

  /** What declares a name used as a value, within the text: nothing for what comes from outside. */
  #declarations(name: ts.Identifier): readonly ts.Declaration[] | undefined {
    const { parent } = name;
    const isShorthand = this.#ts.isShorthandPropertyAssignment(parent);
    if (this.#ts.isPropertyAccessExpression(parent) && parent.name === name) return undefined;
    if ('name' in parent && parent.name === name && !isShorthand) return undefined;
    const symbol = isShorthand
      ? this.#checker.getShorthandAssignmentValueSymbol(parent)
      : this.#checker.getSymbolAtLocation(name);
    return symbol?.declarations ?? [];
  }

  /** The function itself: it is its own, but what is kept on it stays. */
  #isWhole(node: ts.Node): boolean {
    const around = node.parent.parent;
    return this.#ts.isParenthesizedExpression(node.parent) && around !== undefined && around.parent === this.#file;
  }

  #isRandom(access: ts.Node): boolean {
    return this.#ts.isPropertyAccessExpression(access) && access.name.text === 'random';
  }
}
