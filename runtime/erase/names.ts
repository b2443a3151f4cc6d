// Names in a piece of syntax tree: what it declares for what comes after, and what it uses.

import ts from 'typescript';

/** declaredIn lists the names that a statement or a binding declares. */
export function declaredIn(node: ts.Node): readonly string[] {
  if (ts.isIdentifier(node)) return [node.text];
  if (ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node))
    return node.elements.flatMap((element) => (ts.isBindingElement(element) ? declaredIn(element.name) : []));
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap(({ name }) => declaredIn(name));
  return [];
}

/** usedIn is the set of names that are used, whatever they mean; names after a dot, keys and types are none. */
export function usedIn(...nodes: readonly ts.Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isIdentifier(node)) names.add(node.text);
    else if (ts.isPropertyAccessExpression(node)) visit(node.expression);
    else if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) visit(node.name);
      visit(node.initializer);
    } else if (ts.isBindingElement(node)) {
      if (node.initializer) visit(node.initializer);
    } else ts.forEachChild(node, visit);
  };
  for (const node of nodes) visit(node);
  return names;
}

/** calledIn is the set of names that stand before the parentheses of a call. */
export function calledIn(...nodes: readonly ts.Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) names.add(node.expression.text);
    ts.forEachChild(node, visit);
  };
  for (const node of nodes) visit(node);
  return names;
}
