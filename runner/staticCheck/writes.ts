// Where a name is written: assigned itself, or something inside it changed. Syntax only, so that it serves functions of
// which there is nothing but the text, too.

import ts from 'typescript';

/** Methods of lists, maps and sets that change what they are called on. */
const changing = new Set('push pop shift unshift splice sort reverse fill copyWithin set add delete clear'.split(' '));

/** isAssigned: the name itself gets another value (`a = 1`, `a++`, `[a] = list`, `for (a of list)`). */
export function isAssigned(name: ts.Expression): boolean {
  return isTarget(name);
}

/** isWritten: it is assigned, or something inside it is: `a.b = 1`, `delete a.b`, `a.push(1)`. */
export function isWritten(name: ts.Expression): boolean {
  const reached = outermost(name);
  return isTarget(reached) || isDeleted(reached) || (reached !== name && isChangedByCall(reached));
}

/** From `a` in `a.b[c]` to the whole. */
function outermost(name: ts.Expression): ts.Expression {
  let at: ts.Expression = name;
  for (;;) {
    const { parent } = at;
    const goesOn =
      ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === at) ||
      ts.isNonNullExpression(parent) ||
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent);
    if (!goesOn) return at;
    at = parent as ts.Expression;
  }
}

function isTarget(target: ts.Expression): boolean {
  const { parent } = target;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return isStep(parent.operator);
  if (ts.isBinaryExpression(parent)) return parent.left === target && isAssignment(parent.operatorToken.kind);
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === target;
  return isPartOfPattern(target, parent);
}

/** In `[a, b.c] = list` and `({ x: a } = record)` the literal on the left is a pattern. */
function isPartOfPattern(target: ts.Expression, parent: ts.Node): boolean {
  if (ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent)) return isTarget(parent);
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === target && isTarget(parent.parent);
  if (ts.isSpreadAssignment(parent)) return isTarget(parent.parent);
  if (ts.isPropertyAssignment(parent)) return parent.initializer === target && isTarget(parent.parent);
  return false;
}

function isDeleted(target: ts.Expression): boolean {
  return ts.isDeleteExpression(target.parent);
}

function isChangedByCall(method: ts.Expression): boolean {
  if (!ts.isCallExpression(method.parent) || method.parent.expression !== method) return false;
  return ts.isPropertyAccessExpression(method) && changing.has(method.name.text);
}

function isStep(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}
