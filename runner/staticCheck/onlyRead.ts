// Lists and records that nobody changes, though nobody froze them: `const both = [first, second]`. Such a one is made on the
// spot, holds nothing but cells and numbers and the like, and is read wherever its name stands. An alias of it, or a
// function that is given it, could change it unseen: then it has to be frozen.

import type TS from 'typescript';
import { writesOf } from '../../engine/watch/writes.js';
import { ts } from '../compiler.js';
import { declarationOf, isEngine, isForeign, isImmutableType, isTopLevel, symbolOf, unwrap } from './scope.js';

const { isWritten } = writesOf(ts);

/** Methods of lists that make a new one. */
const makers = new Set('map filter flatMap flat from of concat slice toSorted toReversed fromEntries'.split(' '));

/** isOnlyRead tells whether what a const at the top level holds is never changed, by all that its file shows. */
export function isOnlyRead(variable: TS.VariableDeclaration, checker: TS.TypeChecker): boolean {
  const { name, initializer } = variable;
  if (!initializer || !ts.isIdentifier(name) || isExported(variable)) return false;
  const isPlain = isMadeHere(unwrap(initializer), checker) && holdsImmutable(checker.getTypeAtLocation(name), checker);
  return isPlain && usesOf(name, checker).every((use) => isRead(use, checker));
}

function isExported(variable: TS.VariableDeclaration): boolean {
  return (ts.getCombinedModifierFlags(variable) & ts.ModifierFlags.Export) !== 0;
}

function isMadeHere(made: TS.Expression, checker: TS.TypeChecker): boolean {
  if (ts.isArrayLiteralExpression(made) || ts.isObjectLiteralExpression(made)) return true;
  if (!ts.isCallExpression(made) || !ts.isPropertyAccessExpression(made.expression)) return false;
  const method = declarationOf(symbolOf(made.expression.name, checker));
  return method !== undefined && isForeign(method) && makers.has(made.expression.name.text);
}

/** Of a list its elements, of a record its fields. */
function holdsImmutable(type: TS.Type, checker: TS.TypeChecker): boolean {
  if (checker.isArrayType(type) || checker.isTupleType(type))
    return checker.getTypeArguments(type as TS.TypeReference).every((part) => isImmutableType(part));
  const isRecord = type.symbol !== undefined && (type.symbol.flags & ts.SymbolFlags.ObjectLiteral) !== 0;
  return isRecord && type.getProperties().every((field) => isImmutableType(checker.getTypeOfSymbol(field)));
}

function usesOf(name: TS.Identifier, checker: TS.TypeChecker): TS.Identifier[] {
  const symbol = symbolOf(name, checker);
  const uses: TS.Identifier[] = [];
  const visit = (node: TS.Node): void => {
    if (ts.isIdentifier(node) && node !== name && node.text === name.text && symbolOf(node, checker) === symbol)
      uses.push(node);
    ts.forEachChild(node, visit);
  };
  visit(name.getSourceFile());
  return uses;
}

/** Something of it is looked at or taken out; or it is gone through, spread, given to a function of quiesce, or listed at the top level. */
function isRead(use: TS.Identifier, checker: TS.TypeChecker): boolean {
  if (isWritten(use)) return false;
  const { parent } = use;
  if (ts.isTypeQueryNode(parent)) return true;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === use;
  if (ts.isElementAccessExpression(parent))
    return !ts.isCallExpression(parent.parent) || parent.parent.expression !== parent;
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return true;
  if (ts.isVariableDeclaration(parent)) return !ts.isIdentifier(parent.name);
  if (ts.isForOfStatement(parent)) return parent.expression === use;
  if (ts.isCallExpression(parent)) return parent.expression !== use && isOfEngine(parent, checker);
  const isListed =
    ts.isArrayLiteralExpression(parent) || ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent);
  return isListed && isTopLevel(use);
}

function isOfEngine(call: TS.CallExpression, checker: TS.TypeChecker): boolean {
  const callee = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
  const declaration = declarationOf(symbolOf(callee, checker));
  return declaration !== undefined && isEngine(declaration);
}
