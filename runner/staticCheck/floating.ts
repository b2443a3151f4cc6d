// Programs that are made and never performed: `increment(x);` where `yield* increment(x);` was meant. Nothing of them
// happens, and a test of one (`if (compareExchange(...))`) is always true. A program may be performed, returned by a
// function that makes programs, handed on, or kept under a name that is used.

import type TS from 'typescript';
import { ts } from '../compiler.js';
import type { Finding } from './finding.js';
import { isListOfPrograms, isProgramType } from './programType.js';
import { enclosingFunction, isWithin, symbolOf } from './scope.js';

/** floatingPrograms finds them in one source file. */
export function floatingPrograms(file: TS.SourceFile, checker: TS.TypeChecker): Finding[] {
  const findings: Finding[] = [];
  const visit = (node: TS.Node): void => {
    ts.forEachChild(node, visit);
    if (ts.isCallExpression(node)) findings.push(...droppedByCallee(node, checker));
    if (isListForNobody(node, checker)) findings.push({ node, name: shown(node), problem: forgotten });
    if (!isMaking(node) || !isProgramType(checker.getTypeAtLocation(node), checker)) return;
    const problem = whyDropped(node, checker);
    if (problem) findings.push({ node, name: shown(node), problem });
  };
  visit(file);
  return findings;
}

/** What gives a program: a call, or `yield*` of a program that returns one. */
function isMaking(node: TS.Node): node is TS.Expression {
  return ts.isCallExpression(node) || (ts.isYieldExpression(node) && node.asteriskToken !== undefined);
}

/** Functions that make programs, handed to one that does nothing with what they make: `list.forEach(increment)`. */
function droppedByCallee(call: TS.CallExpression, checker: TS.TypeChecker): Finding[] {
  const makers = call.arguments.filter((each) => makesPrograms(checker.getTypeAtLocation(each), checker));
  const dropped = makers.filter((each) => isForNothing(checker.getContextualType(each)));
  return dropped.map((node) => ({ node, name: shown(node), problem: 'makes programs, and nobody performs them' }));
}

function makesPrograms(type: TS.Type, checker: TS.TypeChecker): boolean {
  return type.getCallSignatures().some((signature) => isProgramType(signature.getReturnType(), checker));
}

function isForNothing(wanted: TS.Type | undefined): boolean {
  const signatures = wanted?.getCallSignatures() ?? [];
  return signatures.length > 0 && signatures.every((each) => (each.getReturnType().flags & ts.TypeFlags.Void) !== 0);
}

/** `[increment(x)];` or `cells.map(increment);` as a statement. */
function isListForNobody(node: TS.Node, checker: TS.TypeChecker): boolean {
  const isList = ts.isArrayLiteralExpression(node) || ts.isCallExpression(node);
  return isList && ts.isExpressionStatement(node.parent) && isListOfPrograms(checker.getTypeAtLocation(node), checker);
}

function shown(node: TS.Node): string {
  return node.getText().replace(/\s+/g, ' ').slice(0, 60);
}

/** whyDropped says what becomes of a program instead of being performed; undefined where it is used. */
function whyDropped(program: TS.Expression, checker: TS.TypeChecker): string | undefined {
  const { parent } = program;
  if (ts.isExpressionStatement(parent)) return forgotten;
  if (ts.isVariableDeclaration(parent) && parent.initializer === program) return whyUnused(parent, checker);
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return whyReturned(program);
  if (isTested(program, parent)) return 'is a program and no answer: it is always true. Perform it with yield*';
  if (isDropped(program, parent)) return forgotten;
  return passesOn(program, parent) ? whyDropped(parent as TS.Expression, checker) : undefined;
}

const forgotten = 'is made and never performed: yield* is missing';

/** Around it the same value: parentheses, a choice between two, the last of several. */
function passesOn(program: TS.Expression, parent: TS.Node): boolean {
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition !== program;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  return parent.right === program && (isLogical(kind) || kind === ts.SyntaxKind.CommaToken);
}

function isTested(program: TS.Expression, parent: TS.Node): boolean {
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) return true;
  if (ts.isForStatement(parent)) return parent.condition === program;
  if (ts.isConditionalExpression(parent)) return parent.condition === program;
  if (ts.isPrefixUnaryExpression(parent) || ts.isTemplateSpan(parent) || ts.isSwitchStatement(parent)) return true;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  return isLogical(kind) ? parent.left === program : isComparison(kind);
}

function isLogical(kind: TS.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

function isComparison(kind: TS.SyntaxKind): boolean {
  return (
    !(kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) &&
    kind !== ts.SyntaxKind.CommaToken
  );
}

function isDropped(program: TS.Expression, parent: TS.Node): boolean {
  if (ts.isVoidExpression(parent) || ts.isAwaitExpression(parent) || ts.isTypeOfExpression(parent)) return true;
  if (ts.isYieldExpression(parent)) return parent.asteriskToken === undefined;
  if (ts.isForStatement(parent)) return true;
  return ts.isBinaryExpression(parent) && parent.left === program;
}

/** A generator that returns a program has not performed it, and whoever calls it gets no result but the program. */
function whyReturned(program: TS.Expression): string | undefined {
  const around = enclosingFunction(program);
  const isGenerator = around !== undefined && 'asteriskToken' in around && around.asteriskToken !== undefined;
  return isGenerator ? 'is returned and not performed: return yield* is missing' : undefined;
}

function whyUnused(variable: TS.VariableDeclaration, checker: TS.TypeChecker): string | undefined {
  if (!ts.isIdentifier(variable.name) || isExported(variable)) return undefined;
  const { name } = variable;
  const symbol = symbolOf(name, checker);
  let used = false;
  const visit = (node: TS.Node): void => {
    if (used) return;
    if (ts.isIdentifier(node) && node.text === name.text && !isWithin(node, name))
      used = symbolOf(node, checker) === symbol;
    ts.forEachChild(node, visit);
  };
  visit(enclosingFunction(variable) ?? variable.getSourceFile());
  return used ? undefined : forgotten;
}

function isExported(variable: TS.VariableDeclaration): boolean {
  return (ts.getCombinedModifierFlags(variable) & ts.ModifierFlags.Export) !== 0;
}
