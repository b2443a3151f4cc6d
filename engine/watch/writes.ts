// Where a name is written: assigned itself, or something inside it changed. Syntax only, so that it serves functions of
// which there is nothing but the text. The compiler is handed in: who has no TypeScript at hand need not load any.

import type ts from 'typescript';

/** Names whose value differs from run to run, or that reach state outside the simulated machine. */
export const refusedGlobals: ReadonlySet<string> = new Set(
  (
    'Date process performance globalThis global window self crypto Atomics SharedArrayBuffer setTimeout setInterval ' +
    'setImmediate queueMicrotask fetch navigator localStorage require'
  ).split(' '),
);

/** Methods of lists, maps and sets that change what they are called on. */
export const changingMethods: readonly string[] = Object.freeze(
  'push pop shift unshift splice sort reverse fill copyWithin set add delete clear'.split(' '),
);

export interface Writes {
  /** The name itself gets another value: `a = 1`, `a++`, `[a] = list`, `for (a of list)`. */
  isAssigned(name: ts.Expression): boolean;
  /** It is assigned, or something inside it is: `a.b = 1`, `delete a.b`, `a.push(1)`. */
  isWritten(name: ts.Expression): boolean;
}

/** writesOf gives the two questions, asked through a compiler. */
export function writesOf(compiler: typeof ts): Writes {
  const target = (at: ts.Expression): boolean => {
    const { parent } = at;
    if (compiler.isPrefixUnaryExpression(parent) || compiler.isPostfixUnaryExpression(parent))
      return isStep(compiler, parent.operator);
    if (compiler.isBinaryExpression(parent))
      return parent.left === at && isAssignment(compiler, parent.operatorToken.kind);
    if (compiler.isForOfStatement(parent) || compiler.isForInStatement(parent)) return parent.initializer === at;
    const pattern = patternAround(compiler, at);
    return pattern !== undefined && target(pattern);
  };
  return {
    isAssigned: target,
    isWritten(name) {
      const whole = outermost(compiler, name);
      const { parent } = whole;
      return (
        target(whole) || compiler.isDeleteExpression(parent) || (whole !== name && isChangedByCall(compiler, whole))
      );
    },
  };
}

/** From `a` in `a.b[c]` to the whole. */
function outermost(compiler: typeof ts, name: ts.Expression): ts.Expression {
  let at: ts.Expression = name;
  for (;;) {
    const { parent } = at;
    const isAccess = compiler.isPropertyAccessExpression(parent) || compiler.isElementAccessExpression(parent);
    const isWrapped =
      compiler.isNonNullExpression(parent) ||
      compiler.isParenthesizedExpression(parent) ||
      compiler.isAsExpression(parent);
    if (!isWrapped && !(isAccess && parent.expression === at)) return at;
    at = parent as ts.Expression;
  }
}

/** In `[a, b.c] = list` and `({ x: a } = record)` the literal on the left is a pattern. */
function patternAround(compiler: typeof ts, target: ts.Expression): ts.Expression | undefined {
  const { parent } = target;
  if (compiler.isArrayLiteralExpression(parent) || compiler.isSpreadElement(parent)) return parent;
  if (compiler.isShorthandPropertyAssignment(parent) && parent.name === target) return parent.parent;
  if (compiler.isSpreadAssignment(parent)) return parent.parent;
  if (compiler.isPropertyAssignment(parent) && parent.initializer === target) return parent.parent;
  return undefined;
}

function isChangedByCall(compiler: typeof ts, method: ts.Expression): boolean {
  if (!compiler.isCallExpression(method.parent) || method.parent.expression !== method) return false;
  return compiler.isPropertyAccessExpression(method) && changingMethods.includes(method.name.text);
}

function isStep({ SyntaxKind }: typeof ts, operator: ts.SyntaxKind): boolean {
  return operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;
}

function isAssignment({ SyntaxKind }: typeof ts, operator: ts.SyntaxKind): boolean {
  return operator >= SyntaxKind.FirstAssignment && operator <= SyntaxKind.LastAssignment;
}
