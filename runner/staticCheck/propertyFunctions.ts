// The functions of properties and views: what `invariant`, `monitor` and their like are called with, what stands in a
// literal with the kind of a property, and whatever takes a state or an event, however it comes into a property later. They are
// programs too: one that remembers something outside of its arguments gives answers that depend on the order of a search.

import type TS from 'typescript';
import { ts } from '../compiler.js';
import { type Inspection, inspect } from './freeVariables.js';
import { functionsIn } from './functionsIn.js';
import { declarationOf, isEngine, isFunction, isOfProperties, symbolOf, unwrap } from './scope.js';

const makers = new Set(['invariant', 'atEnd', 'monitor', 'leadsTo', 'eventually', 'view', 'linearizable']);
const kinds = new Set(['invariant', 'atEnd', 'monitor', 'leadsTo']);
/** Types of the engine's that only the functions of properties are given. */
const given = new Set(['StateView', 'Event']);

/** inspectProperties judges every function of a property in one source file. */
export function inspectProperties(file: TS.SourceFile, inspection: Inspection): void {
  const visit = (node: TS.Node): void => {
    if (ts.isCallExpression(node) && isMaker(node, inspection))
      for (const each of node.arguments) inspectAll(each, inspection);
    if (ts.isObjectLiteralExpression(node) && isProperty(node)) inspectAll(node, inspection);
    if (isFunction(node) && takesStateOrEvent(node, inspection.checker)) inspect(node, inspection);
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function isMaker({ expression }: TS.CallExpression, { checker }: Inspection): boolean {
  const symbol = symbolOf(ts.isPropertyAccessExpression(expression) ? expression.name : expression, checker);
  const declaration = declarationOf(symbol);
  if (!symbol || !declaration || !makers.has(symbol.name)) return false;
  return isEngine(declaration) || isOfProperties(declaration);
}

function isProperty({ properties }: TS.ObjectLiteralExpression): boolean {
  return properties.some((each) => {
    if (!ts.isPropertyAssignment(each) || each.name.getText().replace(/['"]/g, '') !== 'kind') return false;
    const value = unwrap(each.initializer);
    return ts.isStringLiteralLike(value) && kinds.has(value.text);
  });
}

function takesStateOrEvent(node: TS.FunctionLikeDeclaration, checker: TS.TypeChecker): boolean {
  return node.parameters.some((parameter) => {
    const symbol = checker.getTypeAtLocation(parameter).symbol as TS.Symbol | undefined;
    const declaration = declarationOf(symbol);
    return symbol !== undefined && given.has(symbol.name) && declaration !== undefined && isEngine(declaration);
  });
}

function inspectAll(expression: TS.Expression, inspection: Inspection): void {
  const { functions, held } = functionsIn(expression, inspection.checker);
  for (const each of functions) inspect(each, inspection);
  for (const node of held) inspection.findings.push({ node, name: node.text, problem: 'is held by a let or var' });
}
