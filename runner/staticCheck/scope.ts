// Where names are declared: at the top level of a module, inside a function, or outside the user's sources.

import { join, normalize, sep } from 'node:path';
import type TS from 'typescript';
import { ts } from '../compiler.js';
import { packageRoot } from '../packageRoot.js';

/** A function, method or accessor: whatever has variables of its own. */
export function isFunction(node: TS.Node): node is TS.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && 'body' in node;
}

/** enclosingFunction is the innermost function around a node, or undefined at the top level of its module. */
export function enclosingFunction(node: TS.Node): TS.FunctionLikeDeclaration | undefined {
  for (let outer = node.parent; outer; outer = outer.parent) if (isFunction(outer)) return outer;
  return undefined;
}

/** isTopLevel: no function around it, so that all it can capture is the module's. */
export function isTopLevel(node: TS.Node): boolean {
  return enclosingFunction(node) === undefined;
}

/** isWithin tells whether a node lies inside another, or is it. */
export function isWithin(node: TS.Node, outer: TS.Node): boolean {
  for (let at: TS.Node | undefined = node; at; at = at.parent) if (at === outer) return true;
  return false;
}

/** symbolOf resolves a name to what it stands for, through imports and re-exports. */
export function symbolOf(name: TS.Node, checker: TS.TypeChecker): TS.Symbol | undefined {
  const shorthand = ts.isShorthandPropertyAssignment(name.parent) && name.parent.name === name;
  const symbol = shorthand ? checker.getShorthandAssignmentValueSymbol(name.parent) : checker.getSymbolAtLocation(name);
  if (symbol && symbol.flags & ts.SymbolFlags.Alias) return checker.getAliasedSymbol(symbol);
  return symbol;
}

/** declarationOf is the declaration of a symbol as a value. */
export function declarationOf(symbol: TS.Symbol | undefined): TS.Declaration | undefined {
  return symbol?.valueDeclaration ?? symbol?.declarations?.[0];
}

/** isForeign: declared in a library, or in the engine, whose functions return frozen things and hold no state. */
export function isForeign(declaration: TS.Node): boolean {
  const file = declaration.getSourceFile();
  return file.isDeclarationFile || isEngineFile(file);
}

/** isEngine: declared by this package's engine, in source or as a declaration file. */
export function isEngine(declaration: TS.Node): boolean {
  return isEngineFile(declaration.getSourceFile());
}

const primitive =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.ESSymbolLike |
  ts.TypeFlags.EnumLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Void;

/** What the engine makes and freezes, by the name of its type. */
const frozenTypes = new Set(['Cell', 'View', 'Condition', 'Region']);

/** isImmutableType: primitive, or one of those that the engine makes, and nobody else. */
export function isImmutableType(type: TS.Type): boolean {
  return (type.isUnion() ? type.types : [type]).every((part) => (part.flags & primitive) !== 0 || isFrozenType(part));
}

function isFrozenType({ symbol }: TS.Type): boolean {
  const declaration = declarationOf(symbol);
  return declaration !== undefined && frozenTypes.has(symbol.name) && isEngine(declaration);
}

/** isOfProperties: declared by this package's properties. */
export function isOfProperties(declaration: TS.Node): boolean {
  return isIn('properties', declaration.getSourceFile());
}

function isEngineFile(file: TS.SourceFile): boolean {
  return isIn('engine', file);
}

function isIn(room: string, file: TS.SourceFile): boolean {
  const folders = [join(packageRoot, room), join(packageRoot, 'dist', room)];
  return folders.some((folder) => normalize(file.fileName).startsWith(folder + sep));
}

/** unwrap takes off parentheses, `as`, `satisfies` and `!`. */
export function unwrap(expression: TS.Expression): TS.Expression {
  const wrapped =
    ts.isParenthesizedExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isNonNullExpression(expression);
  return wrapped ? unwrap(expression.expression) : expression;
}

/** isConst: the variable is declared by `const`. */
export function isConst(declaration: TS.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

/** variableOf is the `const x = ...` that a name or a destructured name belongs to. */
export function variableOf(declaration: TS.Declaration): TS.VariableDeclaration | TS.ParameterDeclaration | undefined {
  if (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) return declaration;
  if (!ts.isBindingElement(declaration)) return undefined;
  return variableOf(declaration.parent.parent);
}

/** rootOf: `a.b[c].d` is rooted in `a`. */
export function rootOf(expression: TS.Expression): TS.Expression {
  const inner = unwrap(expression);
  const accessed = ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner);
  return accessed ? rootOf(inner.expression) : inner;
}

/** returnedBy lists what a function's block returns, not what functions inside it do. */
export function returnedBy(block: TS.Node): TS.Expression[] {
  const found: TS.Expression[] = [];
  const visit = (node: TS.Node): void => {
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    if (!isFunction(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(block, visit);
  return found;
}
