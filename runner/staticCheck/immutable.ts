// Is what a top-level const holds immutable for good? Literals, functions, frozen literals, and what quiesce returns are.
// Object.freeze freezes one level: what lies deeper must be immutable by itself. A Map or Set can not be frozen.

import type TS from 'typescript';
import { ts } from '../compiler.js';
import {
  declarationOf,
  isConst,
  isEngine,
  isForeign,
  isFunction,
  isImmutableType,
  returnedBy,
  rootOf,
  symbolOf,
  unwrap,
  variableOf,
} from './scope.js';

/** whyMutable says what is mutable about an expression at the top level, or undefined when nothing is. */
export function whyMutable(expression: TS.Expression, checker: TS.TypeChecker): string | undefined {
  const inner = unwrap(expression);
  if (isImmutableType(checker.getTypeAtLocation(inner)) || isFunction(inner) || ts.isClassExpression(inner))
    return undefined;
  if (ts.isArrayLiteralExpression(inner)) return 'an array that is not frozen';
  if (ts.isObjectLiteralExpression(inner)) return 'an object that is not frozen';
  if (ts.isRegularExpressionLiteral(inner)) return whyMutablePattern(inner.text);
  if (ts.isNewExpression(inner)) return `a new ${inner.expression.getText()}, which is mutable`;
  if (ts.isCallExpression(inner)) return whyMutableCall(inner, checker);
  if (ts.isConditionalExpression(inner)) {
    return whyMutable(inner.whenTrue, checker) ?? whyMutable(inner.whenFalse, checker);
  }
  return whyMutableReference(inner, checker);
}

function whyMutablePattern(text: string): string | undefined {
  const flags = text.slice(text.lastIndexOf('/') + 1);
  return /[gy]/.test(flags) ? 'a pattern that remembers its last index' : undefined;
}

function whyMutableCall(call: TS.CallExpression, checker: TS.TypeChecker): string | undefined {
  const freezes = freezing(call, checker);
  if (freezes === 'one level') return whyMutableParts(call.arguments[0], checker, whyMutable);
  if (freezes === 'all levels') return whyMutableParts(call.arguments[0], checker, whyUnfreezable);
  const callee = declarationOf(symbolOf(nameOfCallee(call), checker));
  if (callee && (isEngine(callee) || returnsFrozen(callee, checker))) return undefined;
  return `the result of ${call.expression.getText()}(...), which may be mutable`;
}

function freezing(call: TS.CallExpression, checker: TS.TypeChecker): 'one level' | 'all levels' | undefined {
  if (call.expression.getText() === 'Object.freeze') return 'one level';
  const callee = declarationOf(symbolOf(nameOfCallee(call), checker));
  return nameOfCallee(call).getText() === 'deepFreeze' && callee && isEngine(callee) ? 'all levels' : undefined;
}

function nameOfCallee(call: TS.CallExpression): TS.Node {
  return ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
}

/** What of the frozen thing's parts is still mutable. Where the parts can not be seen, freezing is believed. */
function whyMutableParts(
  frozen: TS.Expression | undefined,
  checker: TS.TypeChecker,
  judge: typeof whyMutable,
): string | undefined {
  if (!frozen) return undefined;
  const inner = unwrap(frozen);
  if (ts.isNewExpression(inner) && !inner.expression.getText().endsWith('Array')) return whyMutable(inner, checker);
  for (const part of partsOf(inner)) {
    const reason = judge(part, checker);
    if (reason) return reason;
  }
  return undefined;
}

function whyUnfreezable(expression: TS.Expression, checker: TS.TypeChecker): string | undefined {
  return whyMutableParts(expression, checker, whyUnfreezable);
}

function partsOf(expression: TS.Expression): TS.Expression[] {
  if (ts.isArrayLiteralExpression(expression)) return expression.elements.filter((part) => !ts.isSpreadElement(part));
  if (!ts.isObjectLiteralExpression(expression)) return [];
  return expression.properties.flatMap((property) => {
    if (ts.isPropertyAssignment(property)) return [property.initializer];
    if (ts.isShorthandPropertyAssignment(property)) return [property.name];
    return [];
  });
}

/** A function of the user's whose every result is frozen by the look of it. */
function returnsFrozen(callee: TS.Declaration, checker: TS.TypeChecker): boolean {
  const made = ts.isVariableDeclaration(callee) && callee.initializer ? unwrap(callee.initializer) : callee;
  if (!isFunction(made) || !made.body) return false;
  const results = ts.isBlock(made.body) ? returnedBy(made.body) : [made.body];
  return results.length > 0 && results.every((result) => isFreezingCall(unwrap(result), checker));
}

function isFreezingCall(expression: TS.Expression, checker: TS.TypeChecker): boolean {
  if (!ts.isCallExpression(expression)) return false;
  if (freezing(expression, checker)) return whyMutableCall(expression, checker) === undefined;
  const callee = declarationOf(symbolOf(nameOfCallee(expression), checker));
  return callee !== undefined && isEngine(callee);
}

function whyMutableReference(expression: TS.Expression, checker: TS.TypeChecker): string | undefined {
  const root = rootOf(expression);
  if (!ts.isIdentifier(root)) return `${expression.getText()}, which may be mutable`;
  const declaration = declarationOf(symbolOf(root, checker));
  if (!declaration || isForeign(declaration) || isFunction(declaration)) return undefined;
  const variable = variableOf(declaration);
  if (!variable) return undefined;
  if (ts.isParameter(variable)) return undefined;
  if (!isConst(variable)) return `${root.text}, which can be assigned`;
  return variable.initializer ? whyMutable(variable.initializer, checker) : undefined;
}
