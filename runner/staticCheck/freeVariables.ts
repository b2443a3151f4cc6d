// The outer names that a program uses: each must be an import, a top-level function or class, or an immutable const.
// Functions and classes of the user's that it mentions are followed, in whatever file they stand.

import ts from 'typescript';
import type { Finding } from './finding.js';
import { rootOf, whyMutable } from './immutable.js';
import {
  declarationOf,
  isConst,
  isForeign,
  isFunction,
  isTopLevel,
  isWithin,
  symbolOf,
  unwrap,
  variableOf,
} from './scope.js';

/** Names whose value differs from run to run, or that reach shared mutable state. */
const refusedGlobals = new Set(
  (
    'Date process performance globalThis global window self crypto Atomics SharedArrayBuffer setTimeout setInterval ' +
    'setImmediate queueMicrotask fetch navigator localStorage require'
  ).split(' '),
);

/** Declared with Node's types, and harmless. */
const allowedOfNode = new Set('console structuredClone'.split(' '));

/** Judgements of one check: what was visited already, what was found. */
export interface Inspection {
  readonly checker: ts.TypeChecker;
  readonly visited: Set<ts.Node>;
  readonly findings: Finding[];
}

/** inspect judges every outer name that a function (or class) uses, and follows those that are functions. */
export function inspect(root: ts.Node, inspection: Inspection): void {
  if (inspection.visited.has(root)) return;
  inspection.visited.add(root);
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node) && isUse(node)) judge(node, root, inspection);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(root, visit);
}

/** A name used as a value: no declaration, no property after a dot, no key of a literal, no label. */
function isUse(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) return isNamespaceMember(name);
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isBindingElement(parent)) return parent.initializer === name;
  const declares = 'name' in parent && parent.name === name;
  return !declares && !ts.isLabeledStatement(parent) && !ts.isBreakOrContinueStatement(parent);
}

/** The root of `a.b` counts, and so does `b` where `a` is a namespace import: there the name is the export's. */
function isNamespaceMember(name: ts.Identifier): boolean {
  const access = name.parent;
  return !ts.isPropertyAccessExpression(access) || access.expression === name || ts.isIdentifier(access.expression);
}

function judge(name: ts.Identifier, root: ts.Node, inspection: Inspection): void {
  if (isPropertyOfValue(name, inspection.checker)) return;
  const declaration = declarationOf(symbolOf(name, inspection.checker));
  const problem = declaration
    ? judgeDeclaration(name, declaration, root, inspection)
    : refusedGlobals.has(name.text) && isNotDeclared(name, inspection) && whyRefused(name);
  if (problem) inspection.findings.push({ node: name, name: refusedText(name), problem });
}

function isNotDeclared(name: ts.Identifier, { checker }: Inspection): boolean {
  return (checker.getSymbolAtLocation(name)?.declarations ?? []).length === 0;
}

/** `b` of `a.b`, unless `a` is a namespace import. */
function isPropertyOfValue(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const access = name.parent;
  if (!ts.isPropertyAccessExpression(access) || access.name !== name) return false;
  const symbol = symbolOf(access.expression, checker);
  return !symbol || (symbol.flags & ts.SymbolFlags.ValueModule) === 0;
}

function judgeDeclaration(
  name: ts.Identifier,
  declaration: ts.Declaration,
  root: ts.Node,
  inspection: Inspection,
): string | undefined {
  if (isWithin(declaration, root)) return undefined;
  if (isForeign(declaration)) return judgeForeign(name, declaration, inspection.checker);
  if (ts.isSourceFile(declaration)) return undefined;
  if (isFunction(declaration) || ts.isClassLike(declaration)) return judgeCallable(declaration, inspection);
  const variable = variableOf(declaration);
  if (!variable) return undefined;
  if (!isTopLevel(variable) || ts.isParameter(variable)) return 'is a variable of an enclosing function';
  return judgeVariable(name, variable, inspection);
}

function judgeForeign(name: ts.Identifier, declaration: ts.Declaration, checker: ts.TypeChecker): string | undefined {
  if (refusedGlobals.has(name.text) || isMathRandom(name)) return whyRefused(name);
  const declarations = symbolOf(name, checker)?.declarations ?? [declaration];
  const ofNode = declarations.every((one) => /[\\/]@types[\\/]node[\\/]/.test(one.getSourceFile().fileName));
  return ofNode && !allowedOfNode.has(name.text) ? 'comes from Node, outside the simulated machine' : undefined;
}

function isMathRandom(name: ts.Identifier): boolean {
  const access = name.parent;
  if (name.text !== 'Math') return false;
  if (ts.isPropertyAccessExpression(access)) return access.name.text === 'random';
  return !ts.isPropertyAccessExpression(access);
}

function whyRefused(name: ts.Identifier): string {
  return isMathRandom(name) || name.text === 'crypto'
    ? 'differs from run to run: let choose(n) choose'
    : 'differs from run to run, or reaches state outside cells';
}

function refusedText(name: ts.Identifier): string {
  return isMathRandom(name) ? 'Math.random' : name.text;
}

function judgeCallable(declaration: ts.Declaration, inspection: Inspection): string | undefined {
  if (!isTopLevel(declaration)) return 'is a function inside another function';
  inspect(declaration, inspection);
  return ts.isClassLike(declaration) && declaration.members.some(isMutableStatic)
    ? 'is a class with static fields that can be assigned'
    : undefined;
}

function isMutableStatic(member: ts.ClassElement): boolean {
  if (!ts.isPropertyDeclaration(member)) return false;
  const kinds = (member.modifiers ?? []).map((modifier) => modifier.kind);
  return kinds.includes(ts.SyntaxKind.StaticKeyword) && !kinds.includes(ts.SyntaxKind.ReadonlyKeyword);
}

function judgeVariable(
  name: ts.Identifier,
  variable: ts.VariableDeclaration,
  inspection: Inspection,
): string | undefined {
  if (!isConst(variable)) return isAssigned(name) ? 'is assigned outside its function' : 'is a let or var';
  if (!variable.initializer) return undefined;
  const initializer = unwrap(variable.initializer);
  if (isFunction(initializer) || ts.isClassExpression(initializer)) return judgeCallable(initializer, inspection);
  const reason = whyMutable(initializer, inspection.checker);
  return reason && `holds ${reason}`;
}

function isAssigned(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return isStep(parent.operator);
  return ts.isBinaryExpression(parent) && rootOf(parent.left) === name && isAssignment(parent.operatorToken.kind);
}

function isStep(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}
