// A function as the erased text has it: plain, or async with its awaits.

import ts from 'typescript';
import type { Await } from './awaits.js';
import { directCall, type Performed, textOf } from './calls.js';
import type { Colours } from './colours.js';
import type { Flavour } from './flavour.js';
import {
  called,
  constant,
  decide,
  equal,
  keepingComment,
  modifiersOf,
  parameter,
  property,
  run,
  statementOf,
} from './forms.js';
import { type ErasedFunction, unwrap } from './project.js';
import type { Simplified } from './simplify.js';

const { factory } = ts;

/** Who calls: a function that may await, or one that hands on what it is given. */
type Manner = 'plain' | 'async';

export class Writer {
  protected readonly each: ErasedFunction;
  protected readonly simplified: Simplified;
  protected readonly colours: Colours;
  protected readonly flavour: Flavour;
  protected readonly awaits: Await[];
  protected readonly performed: ReadonlyMap<ts.YieldExpression, Performed>;
  protected temporaries: string[] = [];
  protected loops = 0;

  constructor(each: ErasedFunction, simplified: Simplified, colours: Colours, flavour: Flavour, awaits: Await[]) {
    this.each = each;
    this.simplified = simplified;
    this.colours = colours;
    this.flavour = flavour;
    this.awaits = awaits;
    this.performed = new Map(colours.performed(each).map((one) => [one.yielded, one]));
  }

  written(): readonly ts.Statement[] {
    const { statements } = this.simplified.body(this.each);
    const isAsync = this.colours.of(this.each) === 'async';
    return [this.made(this.each.name, this.parameters(), this.block(statements, isAsync ? 'async' : 'plain'), isAsync)];
  }

  protected made(
    name: string,
    parameters: readonly ts.ParameterDeclaration[],
    statements: readonly ts.Statement[],
    isAsync: boolean,
  ): ts.FunctionDeclaration {
    const asterisk = this.flavour.hooks ? factory.createToken(ts.SyntaxKind.AsteriskToken) : undefined;
    const isOwn = name === this.each.name;
    const kept = isOwn ? modifiersOf(this.each) : [];
    const modifiers = isAsync ? [...kept, factory.createToken(ts.SyntaxKind.AsyncKeyword)] : kept;
    const made = factory.createFunctionDeclaration(
      modifiers,
      asterisk,
      name,
      undefined,
      parameters,
      undefined,
      factory.createBlock(statements, true),
    );
    return isOwn ? keepingComment(made, this.each.node) : made;
  }

  protected parameters(): readonly ts.ParameterDeclaration[] {
    const own = this.each.node.parameters;
    if (!this.colours.isGivenSelf(this.each)) return own;
    const at = this.colours.selfAt(this.each);
    const before = Array.from({ length: at }, (_, index) => own[index] ?? parameter(`_${index}`));
    return [...before, parameter('self'), ...own.slice(at)];
  }

  /** Statements, with the temporaries that they need. */
  protected block(statements: readonly ts.Statement[], manner: Manner): readonly ts.Statement[] {
    const outer = this.temporaries;
    this.temporaries = [];
    const written = statements.flatMap((statement) => this.statement(statement, manner));
    const names = this.temporaries;
    this.temporaries = outer;
    if (names.length === 0) return written;
    const declared = names.map((name) => factory.createVariableDeclaration(name));
    const list = factory.createVariableDeclarationList(declared, ts.NodeFlags.Let);
    return [factory.createVariableStatement(undefined, list), ...written];
  }

  protected statement(statement: ts.Statement, manner: Manner): readonly ts.Statement[] {
    const loop = this.loopOf(statement);
    if (loop) return this.loop(statement, loop, manner);
    const tried = this.triedIn(statement);
    if (tried) return this.try(statement, tried, manner);
    const visit = (node: ts.Node): ts.VisitResult<ts.Node> => {
      if (ts.isYieldExpression(node) && this.performed.has(node)) return this.perform(node, manner);
      if (ts.isStatement(node)) {
        const inner = this.loopOf(node);
        if (inner) return factory.createBlock(this.loop(node, inner, manner), true);
        const waiting = this.triedIn(node);
        if (waiting) return factory.createBlock(this.try(node, waiting, manner), true);
      }
      return ts.visitEachChild(node, visit, undefined);
    };
    return [ts.visitNode(statement, visit) as ts.Statement];
  }

  /** An operation that may block, alone in its statement. */
  protected triedIn(statement: ts.Statement): Performed | undefined {
    const direct = this.directIn(statement);
    if (!direct || !this.colours.isOperation(direct)) return undefined;
    return this.colours.mayGivePromise(direct, this.each) ? direct : undefined;
  }

  protected directIn(statement: ts.Statement): Performed | undefined {
    const returned = ts.isReturnStatement(statement) && statement.expression ? unwrap(statement.expression) : undefined;
    const direct = returned ?? directCall(statement);
    return direct && ts.isYieldExpression(direct) ? this.performed.get(direct) : undefined;
  }

  /**
   * An operation that could not be performed gives a promise that says when to try again: what it waits for may be gone
   * when the promise is settled, so that the operation itself has to find it there.
   */
  protected try(statement: ts.Statement, performed: Performed, manner: Manner): readonly ts.Statement[] {
    this.note(performed);
    const name = this.temporary();
    const assigned = factory.createAssignment(factory.createIdentifier(name), this.call(performed, manner));
    const trying = factory.createWhileStatement(
      called('isPromise', [assigned]),
      factory.createExpressionStatement(factory.createAwaitExpression(factory.createIdentifier(name))),
    );
    if (ts.isReturnStatement(statement)) return [trying, factory.createReturnStatement(factory.createIdentifier(name))];
    return ts.isVariableStatement(statement) ? [trying, bound(statement, factory.createIdentifier(name))] : [trying];
  }

  protected temporary(): string {
    const name = `given${this.temporaries.length + 1}`;
    this.temporaries.push(name);
    return name;
  }

  protected perform(yielded: ts.YieldExpression, manner: Manner): ts.Expression {
    const performed = this.performed.get(yielded)!;
    const made = this.call(performed, manner);
    if (manner === 'plain' || !this.colours.mayGivePromise(performed, this.each)) return made;
    // The last thing that an async function does needs no await of its own.
    if (performed.place === 'tail') return made;
    this.note(performed);
    const name = this.temporary();
    const assigned = factory.createAssignment(factory.createIdentifier(name), made);
    return factory.createParenthesizedExpression(
      factory.createConditionalExpression(
        called('isPromise', [assigned]),
        undefined,
        factory.createAwaitExpression(factory.createIdentifier(name)),
        undefined,
        factory.createIdentifier(name),
      ),
    );
  }

  protected note(performed: Performed): void {
    this.awaits.push({ file: this.each.file, function: this.each.name, of: textOf(performed) });
  }

  /** The call itself, as the flavour has it. */
  protected call(performed: Performed, manner: Manner): ts.Expression {
    const { call, callee, body } = performed;
    if (!call) return this.entered(performed.yielded.expression!);
    const given = call.arguments.map((argument) => this.argument(argument, manner));
    if (callee.kind === 'language') {
      if (callee.name === 'scope' || callee.name === 'atomically')
        return this.entered(called(call.arguments[0]!, this.forBody(body, given.slice(1))));
      return this.operation(callee.name, given);
    }
    const all = callee.kind === 'function' ? this.withSelf(callee.function, given) : given;
    return this.entered(called(this.argument(call.expression, manner), all));
  }

  /** A function that has to know who calls is told, where it expects it. */
  protected withSelf(called: ErasedFunction, given: readonly ts.Expression[]): readonly ts.Expression[] {
    if (!this.colours.isGivenSelf(called)) return given;
    const at = this.colours.selfAt(called);
    const before = Array.from({ length: at }, (_, index) => given[index] ?? factory.createVoidZero());
    return [...before, factory.createIdentifier('self'), ...given.slice(at)];
  }

  protected argument(argument: ts.Expression, manner: Manner): ts.Expression {
    const visit = (node: ts.Node): ts.VisitResult<ts.Node> =>
      ts.isYieldExpression(node) && this.performed.has(node)
        ? this.perform(node, manner)
        : ts.visitEachChild(node, visit, undefined);
    return ts.visitNode(argument, visit) as ts.Expression;
  }

  /** A body is given self where it wants to know. */
  protected forBody(body: Performed['body'], given: readonly ts.Expression[]): readonly ts.Expression[] {
    const wants = body?.kind !== 'function' || body.function.declaresSelf || this.colours.isGivenSelf(body.function);
    return wants ? [...given, factory.createIdentifier('self')] : given;
  }

  protected entered(call: ts.Expression): ts.Expression {
    if (!this.flavour.hooks) return call;
    return factory.createParenthesizedExpression(
      factory.createYieldExpression(factory.createToken(ts.SyntaxKind.AsteriskToken), call),
    );
  }

  protected operation(name: string, given: readonly ts.Expression[]): ts.Expression {
    const all = personal.includes(name) ? [...given, factory.createIdentifier('self')] : given;
    const isAsserted = this.flavour.blocking === 'awaits' && this.colours.isAsserted(this.each);
    const access = name === 'load' ? this.load(all) : called(isAsserted ? (assertions[name] ?? name) : name, all);
    if (!this.flavour.hooks || saying.includes(name)) return access;
    // Several operations, each with a hook of its own.
    if (name === 'acquire') return this.entered(access);
    const hook = factory.createYieldExpression(undefined, factory.createStringLiteral(name, true));
    return factory.createParenthesizedExpression(factory.createComma(hook, access));
  }

  protected load([cell, view]: readonly ts.Expression[]): ts.Expression {
    if (!this.flavour.direct) return called('load', view ? [cell!, view] : [cell!]);
    const noted = this.colours.isWatched(this.each) ? called('noted', [cell!]) : cell!;
    const content = factory.createPropertyAccessExpression(noted, 'v');
    return view ? called(factory.createPropertyAccessExpression(view, 'of'), [content]) : content;
  }

  protected loopOf(statement: ts.Statement): Performed | undefined {
    const performed = this.directIn(statement);
    return performed?.callee.kind === 'language' && performed.callee.name === 'loop' ? performed : undefined;
  }

  protected loop(statement: ts.Statement, performed: Performed, manner: Manner): readonly ts.Statement[] {
    const round = this.colours.round(performed, this.each);
    const suffix = this.loops++ === 0 ? '' : String(this.loops);
    const [locals, turn] = [`locals${suffix}`, `turn${suffix}`];
    const binding = ts.isVariableStatement(statement) ? this.temporary() : undefined;
    const leaving = ts.isReturnStatement(statement)
      ? [factory.createReturnStatement(property(turn, 'result'))]
      : [...(binding ? [assigned(binding, property(turn, 'result'))] : []), factory.createBreakStatement()];
    const body = called(
      performed.call!.arguments[1]!,
      this.forBody(performed.body, [factory.createIdentifier(locals)]),
    );
    const end = decide(
      equal(property(turn, 'turn'), 'done'),
      round === 'watches' ? [run('unwatch'), ...leaving] : leaving,
    );
    const next = factory.createExpressionStatement(
      factory.createAssignment(factory.createIdentifier(locals), property(turn, 'locals')),
    );
    const init = constant(locals, this.argument(performed.call!.arguments[0]!, manner), ts.NodeFlags.Let);
    const forAwait = () => {
      this.note(performed);
      return [
        decide(called('isPromise', [factory.createIdentifier(turn)]), [
          factory.createExpressionStatement(
            factory.createAssignment(
              factory.createIdentifier(turn),
              factory.createAwaitExpression(factory.createIdentifier(turn)),
            ),
          ),
        ]),
      ];
    };
    const rounds: Record<typeof round, () => readonly ts.Statement[]> = {
      sync: () => [statementOf(constant(turn, this.entered(body))), end, next],
      spins: () => [statementOf(constant(turn, body)), end, run('spun'), next],
      once: () => [statementOf(constant(turn, body)), end, run('contended')],
      awaits: () => [statementOf(constant(turn, body, ts.NodeFlags.Let)), ...forAwait(), end, next],
      watches: () => {
        this.note(performed);
        const changed = factory.createExpressionStatement(factory.createAwaitExpression(called('changed', [])));
        return [run('watch'), statementOf(constant(turn, body)), end, changed, next];
      },
    };
    const made = factory.createForStatement(init, undefined, undefined, factory.createBlock(rounds[round](), true));
    return binding ? [made, bound(statement as ts.VariableStatement, factory.createIdentifier(binding))] : [made];
  }
}

/** `const x = yield* …` with what has been found in its place. */
function bound({ declarationList }: ts.VariableStatement, value: ts.Expression): ts.Statement {
  const [declared] = declarationList.declarations;
  const made = factory.createVariableDeclaration(declared!.name, undefined, undefined, value);
  return factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList([made], declarationList.flags),
  );
}

function assigned(name: string, value: ts.Expression): ts.Statement {
  return factory.createExpressionStatement(factory.createAssignment(factory.createIdentifier(name), value));
}

/** What has to know who performs it. */
const personal: readonly string[] = Object.freeze(
  'park join safePoint begins happened beginsTogether happenedTogether opens closes at'.split(' '),
);
const saying: readonly string[] = Object.freeze(
  'begins happened beginsTogether happenedTogether opens closes at again done'.split(' '),
);
/** What stands for an operation where it never blocks. */
const assertions: Readonly<Record<string, string>> = Object.freeze({ wait: 'assertHolds', acquire: 'takeFree' });
