// The outer names that a program or a function of a property uses: each must be an import, a top-level function or class,
// or an immutable const. Functions and classes of the user's that it mentions are followed, in whatever file they stand.
// A property may be made by a function, and see what that one was given; what is written there is refused all the same.

import type TS from 'typescript';
import { refusedGlobals, writesOf } from '../../engine/watch/writes.js';
import { ts } from '../compiler.js';
import type { Finding } from './finding.js';
import { functionsIn } from './functionsIn.js';
import { whyMutable } from './immutable.js';
import { isOnlyRead } from './onlyRead.js';
import { isIterator } from './programType.js';
import {
  declarationOf,
  enclosingFunction,
  isConst,
  isForeign,
  isFunction,
  isImmutableType,
  isTopLevel,
  isWithin,
  symbolOf,
  unwrap,
  variableOf,
} from './scope.js';

const { isAssigned, isWritten } = writesOf(ts);

/** Declared with Node's types, and harmless. */
const allowedOfNode = new Set('console structuredClone'.split(' '));

/** Judgements of one check: what was visited already, what was found. */
export interface Inspection {
  readonly checker: TS.TypeChecker;
  readonly visited: Set<TS.Node>;
  readonly findings: Finding[];
  /** What may be seen of the functions around: nothing, or whatever nobody writes. */
  readonly around: 'nothing' | 'constants';
  /** Declarations in which functions of properties were looked for already. */
  readonly followed: Set<TS.Node>;
}

/** inspect judges every outer name that a function (or class) uses, and follows those that are functions. */
export function inspect(root: TS.Node, inspection: Inspection): void {
  if (inspection.visited.has(root)) return;
  inspection.visited.add(root);
  const visit = (node: TS.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node) && isUse(node)) judge(node, root, inspection);
    if (node.kind === ts.SyntaxKind.ThisKeyword && isOf(node, root)) inspection.findings.push(ownState(node));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(root, visit);
}

/** `this` of a function that is no method of a class: the object that it stands in, with whatever is kept there. */
function isOf(node: TS.Node, root: TS.Node): boolean {
  if (ts.isClassLike(root)) return false;
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isClassLike(at)) return false;
    if (isFunction(at) && !ts.isArrowFunction(at)) return isWithin(at, root);
    if (at === root) return true;
  }
  return false;
}

function ownState(node: TS.Node): Finding {
  return { node, name: 'this', problem: 'is an object that can keep state of its own' };
}

/** A name used as a value: no declaration, no property after a dot, no key of a literal, no label. */
function isUse(name: TS.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) return isNamespaceMember(name);
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isBindingElement(parent)) return parent.initializer === name;
  const declares = 'name' in parent && parent.name === name;
  return !declares && !ts.isLabeledStatement(parent) && !ts.isBreakOrContinueStatement(parent);
}

/** The root of `a.b` counts, and so does `b` where `a` is a namespace import: there the name is the export's. */
function isNamespaceMember(name: TS.Identifier): boolean {
  const access = name.parent;
  return !ts.isPropertyAccessExpression(access) || access.expression === name || ts.isIdentifier(access.expression);
}

function judge(name: TS.Identifier, root: TS.Node, inspection: Inspection): void {
  if (isPropertyOfValue(name, inspection.checker)) return;
  const declaration = declarationOf(symbolOf(name, inspection.checker));
  const problem = declaration
    ? judgeDeclaration(name, declaration, root, inspection)
    : refusedGlobals.has(name.text) && isNotDeclared(name, inspection) && whyRefused(name);
  if (problem) inspection.findings.push({ node: name, name: refusedText(name), problem });
}

function isNotDeclared(name: TS.Identifier, { checker }: Inspection): boolean {
  return (checker.getSymbolAtLocation(name)?.declarations ?? []).length === 0;
}

/** `b` of `a.b`, unless `a` is a namespace import. */
function isPropertyOfValue(name: TS.Identifier, checker: TS.TypeChecker): boolean {
  const access = name.parent;
  if (!ts.isPropertyAccessExpression(access) || access.name !== name) return false;
  const symbol = symbolOf(access.expression, checker);
  return !symbol || (symbol.flags & ts.SymbolFlags.ValueModule) === 0;
}

function judgeDeclaration(
  name: TS.Identifier,
  declaration: TS.Declaration,
  root: TS.Node,
  inspection: Inspection,
): string | undefined {
  if (declaration === root && isWritten(name)) return 'is a function that keeps state of its own';
  if (isWithin(declaration, root)) return undefined;
  if (isForeign(declaration)) return judgeForeign(name, declaration, inspection.checker);
  if (ts.isSourceFile(declaration)) return undefined;
  if (isFunction(declaration) || ts.isClassLike(declaration)) return judgeCallable(declaration, inspection);
  const variable = variableOf(declaration);
  if (!variable) return undefined;
  if (isTopLevel(variable) && !ts.isParameter(variable)) return judgeVariable(name, variable, inspection);
  return inspection.around === 'nothing'
    ? 'is a variable of an enclosing function'
    : judgeAround(name, variable, inspection);
}

function judgeForeign(name: TS.Identifier, declaration: TS.Declaration, checker: TS.TypeChecker): string | undefined {
  if (refusedGlobals.has(name.text) || isMathRandom(name)) return whyRefused(name);
  const declarations = symbolOf(name, checker)?.declarations ?? [declaration];
  const ofNode = declarations.every((one) => /[\\/]@types[\\/]node[\\/]/.test(one.getSourceFile().fileName));
  return ofNode && !allowedOfNode.has(name.text) ? 'comes from Node, outside the simulated machine' : undefined;
}

function isMathRandom(name: TS.Identifier): boolean {
  const access = name.parent;
  if (name.text !== 'Math') return false;
  if (ts.isPropertyAccessExpression(access)) return access.name.text === 'random';
  return !ts.isPropertyAccessExpression(access);
}

function whyRefused(name: TS.Identifier): string {
  return isMathRandom(name) || name.text === 'crypto'
    ? 'differs from run to run: let choose(n) choose'
    : 'differs from run to run, or reaches state outside cells';
}

function refusedText(name: TS.Identifier): string {
  return isMathRandom(name) ? 'Math.random' : name.text;
}

function judgeCallable(declaration: TS.Declaration, inspection: Inspection): string | undefined {
  if (!isTopLevel(declaration) && inspection.around === 'nothing') return 'is a function inside another function';
  inspect(declaration, inspection);
  return ts.isClassLike(declaration) && declaration.members.some(isMutableStatic)
    ? 'is a class with static fields that can be assigned'
    : undefined;
}

function isMutableStatic(member: TS.ClassElement): boolean {
  if (!ts.isPropertyDeclaration(member)) return false;
  const kinds = (member.modifiers ?? []).map((modifier) => modifier.kind);
  return kinds.includes(ts.SyntaxKind.StaticKeyword) && !kinds.includes(ts.SyntaxKind.ReadonlyKeyword);
}

function judgeVariable(
  name: TS.Identifier,
  variable: TS.VariableDeclaration,
  inspection: Inspection,
): string | undefined {
  if (!isConst(variable)) return isAssigned(name) ? 'is assigned outside its function' : 'is a let or var';
  if (!variable.initializer) return undefined;
  const initializer = unwrap(variable.initializer);
  if (isFunction(initializer) || ts.isClassExpression(initializer)) return judgeCallable(initializer, inspection);
  if (inspection.around === 'constants' && isWritten(name)) return 'is written outside its function';
  if (inspection.around === 'constants' && ts.isCallExpression(initializer)) return judgeMade(initializer, inspection);
  const reason = whyMutable(initializer, inspection.checker);
  return reason && !isFixed(name, variable, inspection.checker) ? `holds ${reason}` : undefined;
}

/** Itself immutable, whatever it was taken out of; or something that is only read. */
function isFixed(name: TS.Identifier, variable: TS.VariableDeclaration, checker: TS.TypeChecker): boolean {
  return isImmutableType(checker.getTypeAtLocation(name)) || isOnlyRead(variable, checker);
}

/** What a call returned is believed to be left alone where nobody is seen to write it; the functions in it are judged. */
function judgeMade(call: TS.CallExpression, inspection: Inspection): string | undefined {
  if (isIterator(inspection.checker.getTypeAtLocation(call))) return 'holds an iterator, which moves on';
  for (const each of functionsIn(call, inspection.checker).functions) inspect(each, inspection);
  return undefined;
}

/** A variable or parameter of a function around: nobody may write it once it is seen. */
function judgeAround(
  name: TS.Identifier,
  variable: TS.VariableDeclaration | TS.ParameterDeclaration,
  inspection: Inspection,
): string | undefined {
  if (isWritten(name)) return 'is written outside its function';
  if (isEverAssigned(name, variable, inspection.checker))
    return 'is a variable of an enclosing function, assigned there';
  const initializer = variable.initializer && unwrap(variable.initializer);
  if (!initializer || ts.isParameter(variable)) return undefined;
  if (isFunction(initializer) || ts.isClassExpression(initializer)) return judgeCallable(initializer, inspection);
  return ts.isCallExpression(initializer) ? judgeMade(initializer, inspection) : undefined;
}

/** Assigned anywhere but where it is declared; the count of a `for` is another variable in each turn. */
function isEverAssigned(
  name: TS.Identifier,
  variable: TS.VariableDeclaration | TS.ParameterDeclaration,
  checker: TS.TypeChecker,
): boolean {
  if (ts.isVariableDeclaration(variable) && isConst(variable)) return false;
  const symbol = symbolOf(name, checker);
  const header = ts.isForStatement(variable.parent.parent) ? variable.parent.parent : undefined;
  const isCount = (node: TS.Node) => header?.incrementor !== undefined && isWithin(node, header.incrementor);
  let assigned = false;
  const visit = (node: TS.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text && isAssigned(node) && !isCount(node))
      assigned ||= symbolOf(node, checker) === symbol;
    ts.forEachChild(node, visit);
  };
  visit(enclosingFunction(variable) ?? variable.getSourceFile());
  return assigned;
}
