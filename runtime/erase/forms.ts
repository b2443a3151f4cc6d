// Pieces of syntax that erased text is made of.

import ts from 'typescript';
import type { ErasedFunction } from './project.js';

const { factory } = ts;

export function called(callee: string | ts.Expression, given: readonly ts.Expression[]): ts.CallExpression {
  const of = typeof callee === 'string' ? factory.createIdentifier(callee) : callee;
  return factory.createCallExpression(of, undefined, given);
}

export function run(name: string): ts.Statement {
  return factory.createExpressionStatement(called(name, []));
}

export function property(of: string, name: string): ts.Expression {
  return factory.createPropertyAccessExpression(factory.createIdentifier(of), name);
}

export function equal(left: ts.Expression, right: string): ts.Expression {
  return factory.createStrictEquality(left, factory.createStringLiteral(right, true));
}

export function decide(condition: ts.Expression, then: readonly ts.Statement[]): ts.Statement {
  return factory.createIfStatement(condition, then.length === 1 ? then[0]! : factory.createBlock(then, true));
}

export function constant(
  name: string,
  value: ts.Expression,
  flags: ts.NodeFlags = ts.NodeFlags.Const,
): ts.VariableDeclarationList {
  return factory.createVariableDeclarationList(
    [factory.createVariableDeclaration(name, undefined, undefined, value)],
    flags,
  );
}

export function statementOf(list: ts.VariableDeclarationList): ts.Statement {
  return factory.createVariableStatement(undefined, list);
}

export function parameter(name: string): ts.ParameterDeclaration {
  return factory.createParameterDeclaration(undefined, undefined, name);
}

/** Made anew: one of the source would bring its comment along. */
export function modifiersOf({ node }: ErasedFunction): readonly ts.ModifierLike[] {
  const isExported = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  return isExported ? [factory.createToken(ts.SyntaxKind.ExportKeyword)] : [];
}

export function declaration(each: ErasedFunction, body: ts.Block): ts.FunctionDeclaration {
  const { node, name } = each;
  const { parameters } = node;
  return keepingComment(
    factory.createFunctionDeclaration(
      modifiersOf(each),
      undefined,
      name,
      node.typeParameters,
      parameters,
      undefined,
      body,
    ),
    node,
  );
}

/** The comment before a function stays before it. */
export function keepingComment(made: ts.FunctionDeclaration, node: ts.FunctionDeclaration): ts.FunctionDeclaration {
  const text = node.getSourceFile().text;
  const [range] = (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []).slice(-1);
  if (!range) return made;
  const inner = text.slice(
    range.pos + 2,
    range.kind === ts.SyntaxKind.MultiLineCommentTrivia ? range.end - 2 : range.end,
  );
  return ts.addSyntheticLeadingComment(made, range.kind, inner, true);
}
