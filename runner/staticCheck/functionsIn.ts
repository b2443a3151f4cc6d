// Which functions an expression stands for: itself, those in the parts of a literal, those behind a name, and those that
// a function of the user's returns when it is called.

import type TS from 'typescript';
import { ts } from '../compiler.js';
import {
  declarationOf,
  isConst,
  isForeign,
  isFunction,
  returnedBy,
  rootOf,
  symbolOf,
  unwrap,
  variableOf,
} from './scope.js';

/** What is reached from an expression. */
export interface Reached {
  readonly functions: readonly TS.FunctionLikeDeclaration[];
  /** Names that may stand for another function later. */
  readonly held: readonly TS.Identifier[];
}

/** functionsIn finds them. Parameters and what a library returns are where it ends. */
export function functionsIn(expression: TS.Expression, checker: TS.TypeChecker): Reached {
  const walk = new Walk(checker);
  walk.expression(expression);
  return walk;
}

class Walk implements Reached {
  readonly functions: TS.FunctionLikeDeclaration[] = [];
  readonly held: TS.Identifier[] = [];
  readonly #checker: TS.TypeChecker;
  readonly #seen = new Set<TS.Node>();

  constructor(checker: TS.TypeChecker) {
    this.#checker = checker;
  }

  expression(expression: TS.Expression): void {
    const inner = unwrap(expression);
    if (isFunction(inner)) this.functions.push(inner);
    else if (ts.isCallExpression(inner)) this.#call(inner);
    else if (ts.isConditionalExpression(inner)) this.#all([inner.whenTrue, inner.whenFalse]);
    else if (ts.isObjectLiteralExpression(inner)) this.#parts(inner);
    else this.#reference(inner);
  }

  #all(expressions: readonly TS.Expression[]): void {
    for (const each of expressions) this.expression(each);
  }

  #parts({ properties }: TS.ObjectLiteralExpression): void {
    for (const each of properties) {
      if (ts.isPropertyAssignment(each)) this.expression(each.initializer);
      else if (ts.isShorthandPropertyAssignment(each)) this.#reference(each.name);
      else if (ts.isSpreadAssignment(each)) this.expression(each.expression);
      else this.functions.push(each);
    }
  }

  #reference(expression: TS.Expression): void {
    const name = rootOf(expression);
    const declaration = ts.isIdentifier(name) ? this.#unseen(name) : undefined;
    if (!declaration) return;
    if (isFunction(declaration)) this.functions.push(declaration);
    const variable = variableOf(declaration);
    if (!variable || ts.isParameter(variable)) return;
    if (isConst(variable)) this.#all(variable.initializer ? [variable.initializer] : []);
    else if (this.#checker.getTypeAtLocation(name).getCallSignatures().length > 0)
      this.held.push(name as TS.Identifier);
  }

  /** What is handed to the callee counts too, where it is a function: it may be what comes back. */
  #call({ expression, arguments: given }: TS.CallExpression): void {
    this.#all(given.filter((each) => isFunction(unwrap(each))));
    const made = this.#made(unwrap(expression));
    if (made && isFunction(made) && made.body) this.#all(ts.isBlock(made.body) ? returnedBy(made.body) : [made.body]);
  }

  /** What is called: a function on the spot, or what a name stands for. */
  #made(called: TS.Expression): TS.Node | undefined {
    if (isFunction(called)) return called;
    const callee = this.#unseen(ts.isPropertyAccessExpression(called) ? called.name : called);
    return callee && ts.isVariableDeclaration(callee) && callee.initializer ? unwrap(callee.initializer) : callee;
  }

  #unseen(name: TS.Node): TS.Declaration | undefined {
    const declaration = declarationOf(symbolOf(name, this.#checker));
    if (!declaration || isForeign(declaration) || this.#seen.has(declaration)) return undefined;
    this.#seen.add(declaration);
    return declaration;
  }
}
