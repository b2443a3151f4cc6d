// The calls that a program makes with yield*, and where in it they stand. Colours and emission read both off this.

import ts from 'typescript';
import { type Callee, type ErasedFunction, type Module, type Project, unwrap } from './project.js';

/**
 * Where a call stands. tail: its result is the function's. attempt: so too, but a finally comes in between. statement: a
 * statement of the function's own. within: anywhere else.
 */
export type Place = 'tail' | 'attempt' | 'statement' | 'within';

export interface Performed {
  readonly yielded: ts.YieldExpression;
  /** The call, or a program that was given as a value: whoever makes one has made its call. */
  readonly call: ts.CallExpression | undefined;
  readonly callee: Callee;
  readonly place: Place;
  /** The body of a scope or a loop. */
  readonly body?: Callee;
}

/** performedIn lists the calls of a body, the nested ones first. */
export function performedIn(project: Project, module: Module, body: ts.Block): readonly Performed[] {
  const found: Performed[] = [];
  const visit = (node: ts.Node, place: Place): void => {
    if (ts.isYieldExpression(node) && node.asteriskToken) {
      const call = unwrap(node.expression!);
      if (!ts.isCallExpression(call)) {
        found.push({ yielded: node, call: undefined, place, callee: { kind: 'unknown' } });
        return;
      }
      for (const argument of call.arguments) visit(argument, 'within');
      found.push({ yielded: node, call, place, ...calleesOf(project, module, call) });
      return;
    }
    if (ts.isFunctionLike(node)) return;
    ts.forEachChild(node, (child) => visit(child, 'within'));
  };
  const inStatement = (statement: ts.Statement, isOwn: boolean, tail: Place): void => {
    if (ts.isReturnStatement(statement) && statement.expression) {
      visit(returned(statement.expression), tail);
    } else if (ts.isIfStatement(statement)) {
      visit(statement.expression, 'within');
      inStatement(statement.thenStatement, false, tail);
      if (statement.elseStatement) inStatement(statement.elseStatement, false, tail);
    } else if (ts.isBlock(statement)) {
      for (const each of statement.statements) inStatement(each, false, tail);
    } else if (ts.isTryStatement(statement)) {
      inAttempt(statement, isOwn);
    } else {
      const direct = isOwn ? directCall(statement) : undefined;
      visit(direct ?? statement, direct ? 'statement' : 'within');
    }
  };
  const inAttempt = ({ tryBlock, catchClause, finallyBlock }: ts.TryStatement, isOwn: boolean): void => {
    for (const each of tryBlock.statements) inStatement(each, false, isOwn && !catchClause ? 'attempt' : 'within');
    if (catchClause) for (const each of catchClause.block.statements) visit(each, 'within');
    if (finallyBlock) for (const each of finallyBlock.statements) visit(each, 'within');
  };
  for (const statement of body.statements) inStatement(statement, true, 'tail');
  return found;
}

function calleesOf(project: Project, module: Module, call: ts.CallExpression): Pick<Performed, 'callee' | 'body'> {
  const callee = project.callee(module, call.expression);
  const isNesting = callee.kind === 'language' && ['scope', 'loop', 'atomically'].includes(callee.name);
  if (!isNesting) return { callee };
  const body = call.arguments[callee.name === 'loop' ? 1 : 0]!;
  return { callee, body: project.callee(module, body) };
}

/** What a return hands out: `done(x)` hands out x, with a mark. */
function returned(expression: ts.Expression): ts.Expression {
  const inner = unwrap(expression);
  const isDone = ts.isCallExpression(inner) && ts.isIdentifier(inner.expression) && inner.expression.text === 'done';
  return isDone && inner.arguments.length === 1 ? unwrap(inner.arguments[0]!) : inner;
}

/** directCall is the yield* of `yield* f();` and `const x = yield* f();`. */
export function directCall(statement: ts.Statement): ts.YieldExpression | undefined {
  const expression = ts.isExpressionStatement(statement)
    ? statement.expression
    : ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1
      ? statement.declarationList.declarations[0]!.initializer
      : undefined;
  const inner = expression && unwrap(expression);
  return inner && ts.isYieldExpression(inner) && inner.asteriskToken ? inner : undefined;
}

/** textOf names what a call performs. */
export function textOf({ callee, call, body }: Performed): string {
  if (callee.kind === 'language' && callee.name === 'loop')
    return `loop of ${(call!.arguments[1] as ts.Identifier).text}`;
  if (body?.kind === 'function') return body.function.name;
  if (callee.kind === 'function') return callee.function.name;
  if (callee.kind === 'language') return callee.name;
  return call ? calleeText(call.expression) : 'what it is given';
}

function calleeText(node: ts.Expression): string {
  const inner = unwrap(node);
  if (ts.isIdentifier(inner)) return inner.text;
  if (ts.isPropertyAccessExpression(inner)) return `${calleeText(inner.expression)}.${inner.name.text}`;
  if (ts.isElementAccessExpression(inner)) return `${calleeText(inner.expression)}[…]`;
  return '…';
}

/** A function of the project with its module. */
export function moduleOf(project: Project, { file }: ErasedFunction): Module {
  return project.modules.get(file)!;
}
