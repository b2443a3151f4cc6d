// The functions that must not capture: bodies of loop and scope, programs of thread, and every generator.
// A body is a reference to a top-level function, or comes in the arguments, where only such references can be.

import type TS from 'typescript';
import { ts } from '../compiler.js';
import type { Finding } from './finding.js';
import { type Inspection, inspect } from './freeVariables.js';
import { whyMutable } from './immutable.js';
import { isPerformed, isReference } from './programType.js';
import {
  declarationOf,
  isConst,
  isEngine,
  isForeign,
  isFunction,
  isTopLevel,
  rootOf,
  symbolOf,
  unwrap,
  variableOf,
} from './scope.js';

/** Which argument of which function of quiesce is a body. */
const bodyArgument: Readonly<Record<string, number>> = Object.freeze({ atomically: 0, loop: 1, scope: 0, thread: 1 });

/** inspectFile judges every body and generator of one source file. */
export function inspectFile(file: TS.SourceFile, inspection: Inspection): void {
  const visit = (node: TS.Node): void => {
    if (ts.isCallExpression(node)) inspectCall(node, inspection);
    if (isGenerator(node) && isProgram(node, inspection.checker)) inspect(node, inspection);
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function isGenerator(node: TS.Node): node is TS.FunctionLikeDeclaration {
  return isFunction(node) && 'asteriskToken' in node && node.asteriskToken !== undefined;
}

/** A program yields what the engine declares; a generator of anything else is no program. In doubt it is one. */
function isProgram(generator: TS.FunctionLikeDeclaration, checker: TS.TypeChecker): boolean {
  const signature = checker.getSignatureFromDeclaration(generator);
  const returned = signature?.getReturnType();
  const [yielded] = returned && isReference(returned) ? checker.getTypeArguments(returned) : [];
  if (!yielded || yielded.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return true;
  return isPerformed(yielded);
}

function inspectCall(call: TS.CallExpression, inspection: Inspection): void {
  const index = bodyArgumentOf(call, inspection.checker);
  const body = index === undefined ? undefined : call.arguments[index];
  if (!body) return;
  const problem = inspectBody(body, inspection);
  if (problem) inspection.findings.push(findingAt(body, problem));
}

function findingAt(body: TS.Expression, problem: string): Finding {
  const text = isFunction(unwrap(body)) ? 'this function' : body.getText().replace(/\s+/g, ' ').slice(0, 60);
  return { node: body, name: text, problem };
}

function bodyArgumentOf(call: TS.CallExpression, checker: TS.TypeChecker): number | undefined {
  const callee = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
  const symbol = symbolOf(callee, checker);
  const declaration = declarationOf(symbol);
  if (!symbol || !declaration || !isEngine(declaration)) return undefined;
  return Object.hasOwn(bodyArgument, symbol.name) ? bodyArgument[symbol.name] : undefined;
}

/** inspectBody says why an expression is no reference to a top-level function; what it refers to is inspected. */
function inspectBody(expression: TS.Expression, inspection: Inspection): string | undefined {
  const body = unwrap(expression);
  if (isFunction(body)) return inspectFunction(body, inspection);
  if (ts.isConditionalExpression(body)) {
    return inspectBody(body.whenTrue, inspection) ?? inspectBody(body.whenFalse, inspection);
  }
  if (ts.isCallExpression(body)) return 'is made by a call, which may capture anything';
  const root = rootOf(body);
  if (!ts.isIdentifier(root)) return 'is no reference to a top-level function';
  const member = isNamespace(root, inspection.checker) && ts.isPropertyAccessExpression(body) ? body.name : root;
  return inspectReference(member, body, inspection);
}

function isNamespace(name: TS.Identifier, checker: TS.TypeChecker): boolean {
  return ((symbolOf(name, checker)?.flags ?? 0) & ts.SymbolFlags.ValueModule) !== 0;
}

function inspectReference(name: TS.Node, body: TS.Expression, inspection: Inspection): string | undefined {
  const declaration = declarationOf(symbolOf(name, inspection.checker));
  if (!declaration || isForeign(declaration)) return undefined;
  if (isFunction(declaration)) return inspectFunction(declaration, inspection);
  const variable = variableOf(declaration);
  if (!variable || ts.isParameter(variable)) return undefined;
  if (!isConst(variable)) return 'is held by a let or var';
  return variable.initializer ? inspectConst(variable.initializer, body !== name, inspection) : undefined;
}

/** A const at the top level must hold a function or something immutable; a local one is judged by what it is made of. */
function inspectConst(initializer: TS.Expression, isMember: boolean, inspection: Inspection): string | undefined {
  if (!isMember || !isTopLevel(initializer)) return inspectBody(initializer, inspection);
  const reason = whyMutable(initializer, inspection.checker);
  return reason && `is read from ${reason}`;
}

function inspectFunction(body: TS.Node, inspection: Inspection): string | undefined {
  if (!isTopLevel(body)) return 'is a function inside another function';
  inspect(body, inspection);
  return undefined;
}
