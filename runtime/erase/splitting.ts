// A function of a call, as the erased text has it: what it gives it gives at once where it can, and by a second function,
// which is async, where what it calls gives a promise.

import ts from 'typescript';
import { directCall, type Performed } from './calls.js';
import { called, constant, decide, equal, parameter, property, statementOf } from './forms.js';
import { declaredIn, usedIn } from './names.js';
import { unwrap } from './project.js';

import { Writer } from './writer.js';

const { factory } = ts;

export class Splitting extends Writer {
  override written(): readonly ts.Statement[] {
    return this.split(this.simplified.body(this.each).statements);
  }

  /** A function of a call: at once where it can be, and by a function of its own where not. */
  protected split(statements: readonly ts.Statement[]): readonly ts.Statement[] {
    const at = statements.findIndex((statement) => this.isSplitAt(statement));
    const statement = statements[at]!;
    const before = statements.slice(0, at);
    const written = before.flatMap((each) => this.statement(each, 'plain'));
    const declared = [...this.parameters().flatMap(({ name }) => declaredIn(name)), ...before.flatMap(declaredIn)];
    if (ts.isTryStatement(statement)) return this.splitAttempt(statement, written, declared);
    const loop = this.loopOf(statement);
    if (loop) return this.splitLoop(loop, written);
    return this.splitStatement(statement, statements.slice(at + 1), written, declared);
  }

  protected isSplitAt(statement: ts.Statement): boolean {
    if (ts.isTryStatement(statement) || this.loopOf(statement)) return true;
    const performed = this.performed.get(directCall(statement) as ts.YieldExpression);
    return performed !== undefined && this.colours.mayGivePromise(performed, this.each);
  }

  /** A finally that comes when the promise is settled, and not before. */
  protected splitAttempt(
    { tryBlock, finallyBlock }: ts.TryStatement,
    before: readonly ts.Statement[],
    declared: readonly string[],
  ): readonly ts.Statement[] {
    const [only] = tryBlock.statements;
    if (tryBlock.statements.length !== 1 || !only || !ts.isReturnStatement(only) || !finallyBlock)
      throw new Error(`${this.each.file} ${this.each.name}: an attempt of another form`);
    const yielded = unwrap(only.expression!) as ts.YieldExpression;
    const call = this.perform(yielded, 'plain');
    const last = finallyBlock.statements.flatMap((each) => this.statement(each, 'plain'));
    const live = declared.filter((name) => usedIn(finallyBlock).has(name) || (name === 'self' && usesSelf(last)));
    const name = `${this.each.name}Settled`;
    const given = factory.createIdentifier('given');
    this.note(this.performed.get(yielded)!);
    const handOn = [
      factory.createExpressionStatement(
        factory.createAssignment(factory.createIdentifier('isPending'), factory.createTrue()),
      ),
      factory.createReturnStatement(called(name, [given, ...live.map((each) => factory.createIdentifier(each))])),
    ];
    const body = [
      statementOf(constant('isPending', factory.createFalse(), ts.NodeFlags.Let)),
      factory.createTryStatement(
        factory.createBlock(
          [
            statementOf(constant('given', call)),
            decide(called('isPromise', [given]), handOn),
            factory.createReturnStatement(given),
          ],
          true,
        ),
        undefined,
        factory.createBlock([decide(factory.createLogicalNot(factory.createIdentifier('isPending')), last)], true),
      ),
    ];
    const settled = factory.createTryStatement(
      factory.createBlock([factory.createReturnStatement(factory.createAwaitExpression(given))], true),
      undefined,
      factory.createBlock(last, true),
    );
    return [
      this.made(this.each.name, this.parameters(), [...before, ...body], false),
      this.made(name, ['given', ...live].map(parameter), [settled], true),
    ];
  }

  protected splitStatement(
    statement: ts.Statement,
    after: readonly ts.Statement[],
    before: readonly ts.Statement[],
    declared: readonly string[],
  ): readonly ts.Statement[] {
    const performed = this.performed.get(directCall(statement)!)!;
    const [bound = 'given'] = declaredIn(statement);
    const plain = after.flatMap((each) => this.statement(each, 'plain'));
    const awaiting = this.block(after, 'async');
    const used = usedIn(...after);
    const live = declared.filter((name) => used.has(name) || (name === 'self' && usesSelf(awaiting)));
    const name = `${this.each.name}Resumed`;
    this.note(performed);
    const pending = factory.createIdentifier(bound);
    const handOn = factory.createReturnStatement(
      called(name, [pending, ...live.map((each) => factory.createIdentifier(each))]),
    );
    const now = [
      ...before,
      statementOf(constant(bound, this.call(performed, 'plain'))),
      decide(called('isPromise', [pending]), [handOn]),
    ];
    const resumed = [
      statementOf(constant(bound, factory.createAwaitExpression(factory.createIdentifier('pending')))),
      ...awaiting,
    ];
    return [
      this.made(this.each.name, this.parameters(), [...now, ...plain], false),
      this.made(name, ['pending', ...live].map(parameter), resumed, true),
    ];
  }

  /** Rounds are gone at once until one gives a promise; from then on they are awaited. */
  protected splitLoop(performed: Performed, before: readonly ts.Statement[]): readonly ts.Statement[] {
    const name = `${this.each.name}Resumed`;
    const [locals, turn, pending] = ['locals', 'turn', 'pending'].map((each) => factory.createIdentifier(each)) as [
      ts.Identifier,
      ts.Identifier,
      ts.Identifier,
    ];
    const bodyOf = (of: ts.Expression) => called(performed.call!.arguments[1]!, this.forBody(performed.body, [of]));
    const end = decide(equal(property('turn', 'turn'), 'done'), [
      factory.createReturnStatement(property('turn', 'result')),
    ]);
    const handOn = decide(called('isPromise', [turn]), [
      factory.createReturnStatement(called(name, [turn, factory.createIdentifier('self')])),
    ]);
    const next = factory.createExpressionStatement(factory.createAssignment(locals, property('turn', 'locals')));
    const now = factory.createForStatement(
      constant('locals', this.argument(performed.call!.arguments[0]!, 'plain'), ts.NodeFlags.Let),
      undefined,
      undefined,
      factory.createBlock([statementOf(constant('turn', bodyOf(locals))), handOn, end, next], true),
    );
    this.note(performed);
    const again = factory.createExpressionStatement(
      factory.createAssignment(pending, bodyOf(property('turn', 'locals'))),
    );
    const later = factory.createForStatement(
      undefined,
      undefined,
      undefined,
      factory.createBlock([statementOf(constant('turn', factory.createAwaitExpression(pending))), end, again], true),
    );
    return [
      this.made(this.each.name, this.parameters(), [...before, now], false),
      this.made(name, ['pending', 'self'].map(parameter), [later], true),
    ];
  }
}
function usesSelf(nodes: readonly ts.Node[]): boolean {
  return usedIn(...nodes).has('self');
}
