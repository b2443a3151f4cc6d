// Folding: what the options decide is decided now, and what nobody is to hear is left out. Facts about functions are found
// by repetition: one whose body is empty is not called, one that returns a constant is that constant.

import ts from 'typescript';
import type { Flavour } from './flavour.js';
import { type ErasedFunction, type Module, type Project, unwrap } from './project.js';

const { factory } = ts;

/** What the language says of itself; all of it vanishes where events are not said. */
const said = ['begins', 'happened', 'beginsTogether', 'happenedTogether', 'opens', 'closes'];

/** What a function comes to, whatever it is given. */
type Fact = 'empty' | { readonly constant: Known };
type Known = string | boolean | undefined;

/** Simplified is the text of a project's functions with all that is known folded away. */
export class Simplified {
  readonly project: Project;
  readonly #flavour: Flavour;
  #facts = new Map<ErasedFunction, Fact>();
  #bodies = new Map<ErasedFunction, ts.Block>();

  constructor(project: Project, flavour: Flavour) {
    this.project = project;
    this.#flavour = flavour;
    let known = -1;
    while (known !== this.#facts.size) {
      known = this.#facts.size;
      this.#fold();
    }
  }

  body(of: ErasedFunction): ts.Block {
    return this.#bodies.get(of)!;
  }

  /** Any other statement of a module. */
  statement(module: Module, statement: ts.Statement): ts.Statement {
    return this.#visit(module, new Map(), statement) as ts.Statement;
  }

  isEmpty(of: ErasedFunction): boolean {
    return this.#facts.get(of) === 'empty';
  }

  /** Whether calls of it are gone. */
  isGone(of: ErasedFunction): boolean {
    return this.#facts.has(of);
  }

  #fold(): void {
    for (const module of this.project.modules.values()) {
      for (const each of module.functions.values()) {
        const body = this.#isLeftOut(each) ? factory.createBlock([]) : this.#bodyOf(module, each);
        this.#bodies.set(each, body);
        const fact = factOf(body);
        if (fact) this.#facts.set(each, fact);
      }
    }
  }

  #isLeftOut({ file, name }: ErasedFunction): boolean {
    return this.#flavour.leftOut?.some((one) => one.file === file && one.function === name) ?? false;
  }

  #bodyOf(module: Module, { node }: ErasedFunction): ts.Block {
    const constants = new Map<string, Known>();
    for (const { name, type } of node.parameters) {
      if (ts.isObjectBindingPattern(name) && type && isOptionsType(type)) this.#note(name, constants);
    }
    const body = this.#visit(module, constants, node.body!) as ts.Block;
    const isPureCall = (call: ts.CallExpression) => {
      const callee = this.project.callee(module, call.expression);
      return callee.kind === 'function' && !callee.function.isProgram;
    };
    return factory.createBlock(withoutUnused(reachable(body.statements), isPureCall), true);
  }

  /** Names bound to options that are known; true if all of a pattern are. */
  #note(pattern: ts.ObjectBindingPattern, constants: Map<string, Known>): boolean {
    const names = pattern.elements.map((element) => [element, nameOf(element.propertyName ?? element.name)] as const);
    const known = names.filter(([, option]) => option in this.#flavour.options);
    for (const [element, option] of known) constants.set(nameOf(element.name), this.#flavour.options[option]);
    return known.length === names.length;
  }

  #visit(module: Module, constants: Map<string, Known>, root: ts.Node): ts.Node {
    const visit = (node: ts.Node): ts.VisitResult<ts.Node | undefined> => {
      if (ts.isVariableStatement(node) && this.#isKnownOptions(node, constants)) return undefined;
      if (ts.isTypeNode(node)) return node;
      const known = this.#knownBefore(node, constants);
      if (known) return literal(known.value);
      return this.#after(module, ts.visitEachChild(node, visit, undefined));
    };
    return ts.visitNode(root, visit) as ts.Node;
  }

  /** `const { admission } = visit.hotSwap.options` */
  #isKnownOptions({ declarationList: { declarations } }: ts.VariableStatement, constants: Map<string, Known>): boolean {
    const [declaration] = declarations;
    if (!declaration?.initializer || !ts.isObjectBindingPattern(declaration.name)) return false;
    return isOptions(declaration.initializer) && this.#note(declaration.name, constants);
  }

  #knownBefore(node: ts.Node, constants: Map<string, Known>): { readonly value: Known } | undefined {
    if (ts.isPropertyAccessExpression(node) && isOptions(node.expression) && node.name.text in this.#flavour.options)
      return { value: this.#flavour.options[node.name.text] };
    if (ts.isIdentifier(node) && constants.has(node.text) && isUse(node)) return { value: constants.get(node.text) };
    return undefined;
  }

  /** A node whose parts are folded. */
  #after(module: Module, node: ts.Node): ts.VisitResult<ts.Node | undefined> {
    if (ts.isCallExpression(node)) return this.#call(module, node);
    if (ts.isYieldExpression(node) && node.asteriskToken) return this.#perform(module, node);
    if (ts.isBinaryExpression(node)) return binary(node);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) return negation(node);
    if (ts.isParenthesizedExpression(node)) return knownAs(node.expression) ? node.expression : node;
    if (ts.isConditionalExpression(node)) return conditional(node);
    if (ts.isIfStatement(node)) return decision(node);
    if (ts.isSwitchStatement(node)) return choice(node);
    if (ts.isReturnStatement(node) && node.expression && isUndefined(node.expression))
      return factory.createReturnStatement();
    if (ts.isExpressionStatement(node) && knownAs(node.expression)) return nothing();
    if (ts.isBlock(node)) return withoutEmpty(node);
    if (ts.isTryStatement(node)) return attempt(node);
    if (ts.isForOfStatement(node) && isNothing(node.statement)) return nothing();
    return node;
  }

  #call(module: Module, node: ts.CallExpression): ts.Node {
    const [only] = node.arguments;
    if (only && node.arguments.length === 1 && isFreeze(node.expression)) return only;
    if (node.questionDotToken === undefined && ts.isPropertyAccessExpression(node.expression)) {
      const { expression: of, questionDotToken } = node.expression;
      if (questionDotToken && isUndefined(of)) return literal(undefined);
    }
    const callee = this.project.callee(module, node.expression);
    const fact = callee.kind === 'function' && !callee.function.isProgram && this.#facts.get(callee.function);
    return fact && fact !== 'empty' ? literal(fact.constant) : node;
  }

  #perform(module: Module, node: ts.YieldExpression): ts.Node {
    const performed = unwrap(node.expression!);
    if (ts.isConditionalExpression(performed)) return this.#either(module, performed);
    if (!ts.isCallExpression(performed)) return node;
    const callee = this.project.callee(module, performed.expression);
    if (callee.kind === 'language')
      return this.#isUnheard(callee.name) ? literal(undefined) : this.#scope(module, performed, node);
    const fact = callee.kind === 'function' ? this.#facts.get(callee.function) : undefined;
    if (!fact) return node;
    return literal(fact === 'empty' ? undefined : fact.constant);
  }

  /** Labels are for abstractions of a simulated state; nobody hears them in a service. */
  #isUnheard(name: string): boolean {
    return name === 'at' || (said.includes(name) && !this.#flavour.events);
  }

  /** One of two is performed: each is a call of its own. */
  #either(module: Module, { condition, whenTrue, whenFalse }: ts.ConditionalExpression): ts.Node {
    const [one, other] = [whenTrue, whenFalse].map(
      (each) => this.#perform(module, performing(each)) as ts.Expression,
    ) as [ts.Expression, ts.Expression];
    if (isUndefined(one) && isUndefined(other)) return literal(undefined);
    return factory.createConditionalExpression(condition, undefined, one, undefined, other);
  }

  /** A scope of a body that comes to nothing comes to nothing. */
  #scope(module: Module, call: ts.CallExpression, node: ts.YieldExpression): ts.Node {
    const callee = this.project.callee(module, call.expression);
    if (callee.kind !== 'language' || callee.name !== 'scope') return node;
    const body = this.project.callee(module, call.arguments[0]!);
    const fact = body.kind === 'function' ? this.#facts.get(body.function) : undefined;
    return fact ? literal(fact === 'empty' ? undefined : fact.constant) : node;
  }
}

function factOf({ statements }: ts.Block): Fact | undefined {
  const [only] = statements;
  if (!only) return 'empty';
  if (statements.length > 1 || !ts.isReturnStatement(only)) return undefined;
  if (!only.expression) return 'empty';
  const known = knownAs(only.expression);
  return known && { constant: known.value };
}

function isOptionsType(type: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === 'HotSwapOptions';
}

function isOptions(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  return ts.isPropertyAccessExpression(inner) ? inner.name.text === 'options' : nameOf(inner) === 'options';
}

function isFreeze(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'deepFreeze';
  return (
    ts.isPropertyAccessExpression(callee) && nameOf(callee.expression) === 'Object' && callee.name.text === 'freeze'
  );
}

function performing(expression: ts.Expression): ts.YieldExpression {
  return factory.createYieldExpression(factory.createToken(ts.SyntaxKind.AsteriskToken), expression);
}

function nameOf(node: ts.Node): string {
  return ts.isIdentifier(node) ? node.text : '';
}

/** Names are folded where they are used, and nowhere else; `parent` is that of the source. */
function isUse(name: ts.Identifier): boolean {
  const { parent } = name;
  if (!parent) return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === name;
  return !ts.isBindingElement(parent) && !ts.isPropertyAssignment(parent) && !ts.isShorthandPropertyAssignment(parent);
}

function literal(value: Known): ts.Expression {
  if (value === undefined) return factory.createVoidZero();
  if (typeof value === 'string') return factory.createStringLiteral(value, true);
  return value ? factory.createTrue() : factory.createFalse();
}

/** What a literal is known to be. */
function knownAs(expression: ts.Node): { readonly value: Known } | undefined {
  if (ts.isParenthesizedExpression(expression)) return knownAs(expression.expression);
  if (ts.isStringLiteral(expression)) return { value: expression.text };
  if (expression.kind === ts.SyntaxKind.TrueKeyword) return { value: true };
  if (expression.kind === ts.SyntaxKind.FalseKeyword) return { value: false };
  return isUndefined(expression) ? { value: undefined } : undefined;
}

function isUndefined(node: ts.Node): boolean {
  return ts.isVoidExpression(node) && ts.isNumericLiteral(node.expression);
}

function binary(node: ts.BinaryExpression): ts.Node {
  const [left, right] = [knownAs(node.left), knownAs(node.right)];
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return left && right ? literal(left.value === right.value) : node;
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return left && right ? literal(left.value !== right.value) : node;
    case ts.SyntaxKind.AmpersandAmpersandToken:
      if (right?.value === true) return node.left;
      if (right?.value === false && isPure(node.left)) return node.right;
      return left ? (left.value ? node.right : literal(left.value)) : node;
    case ts.SyntaxKind.BarBarToken:
      if (right && right.value === false) return node.left;
      return left ? (left.value ? literal(left.value) : node.right) : node;
    case ts.SyntaxKind.QuestionQuestionToken:
      return left ? (left.value === undefined ? node.right : literal(left.value)) : node;
    default:
      return node;
  }
}

function negation(node: ts.PrefixUnaryExpression): ts.Node {
  const known = knownAs(node.operand);
  return known ? literal(!known.value) : node;
}

function conditional(node: ts.ConditionalExpression): ts.Node {
  const known = knownAs(node.condition);
  return known ? (known.value ? node.whenTrue : node.whenFalse) : node;
}

function statementsOf(statement: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(statement) ? statement.statements : [statement];
}

/** A statement that does nothing stands where there has to be one. */
function nothing(): ts.Statement {
  return factory.createEmptyStatement();
}

function withoutEmpty(block: ts.Block): ts.Block {
  const kept = block.statements.filter((statement) => !ts.isEmptyStatement(statement));
  return kept.length === block.statements.length ? block : factory.createBlock(kept, true);
}

function isNothing(statement: ts.Statement | undefined): boolean {
  return !statement || ts.isEmptyStatement(statement) || (ts.isBlock(statement) && statement.statements.length === 0);
}

function decision(node: ts.IfStatement): ts.VisitResult<ts.Node | undefined> {
  const known = knownAs(node.expression);
  if (known) {
    const taken = known.value ? node.thenStatement : node.elseStatement;
    return taken && !isNothing(taken) ? [...statementsOf(taken)] : nothing();
  }
  const nothingElse = isNothing(node.elseStatement);
  if (isNothing(node.thenStatement) && nothingElse)
    return isPure(node.expression) ? nothing() : factory.createExpressionStatement(node.expression);
  return nothingElse ? factory.updateIfStatement(node, node.expression, node.thenStatement, undefined) : node;
}

/** A switch over what is known is the clause that is taken; each clause of impl/ returns. */
function choice(node: ts.SwitchStatement): ts.VisitResult<ts.Node | undefined> {
  const known = knownAs(node.expression);
  if (!known) return node;
  const { clauses } = node.caseBlock;
  const at = clauses.findIndex(
    (clause) => ts.isCaseClause(clause) && knownAs(clause.expression)?.value === known.value,
  );
  const taken = clauses.slice(at).find(({ statements }) => statements.length > 0);
  return at < 0 || !taken ? nothing() : taken.statements.flatMap(statementsOf);
}

/** A finally that does nothing is none. */
function attempt(node: ts.TryStatement): ts.VisitResult<ts.Node | undefined> {
  if (!node.finallyBlock || !isNothing(node.finallyBlock)) return node;
  if (!node.catchClause) return [...node.tryBlock.statements];
  return factory.createTryStatement(node.tryBlock, node.catchClause, undefined);
}

/** What comes after a return is not reached. */
function reachable(statements: readonly ts.Statement[]): readonly ts.Statement[] {
  const end = statements.findIndex((statement) => ts.isReturnStatement(statement) || ts.isThrowStatement(statement));
  return end < 0 ? statements : statements.slice(0, end + 1);
}

/** Whether a call of a function that is no program does nothing but give its result: those of impl/ are checked to. */
type IsPureCall = (call: ts.CallExpression) => boolean;

function isPure(node: ts.Node, isPureCall: IsPureCall = () => false): boolean {
  if (ts.isYieldExpression(node) || ts.isNewExpression(node)) return false;
  if (ts.isCallExpression(node) && !isPureCall(node)) return false;
  return !ts.forEachChild(node, (child) => !isPure(child, isPureCall) || undefined);
}

/** Declarations that nothing uses any more are left out, where what they are made of does nothing. */
function withoutUnused(statements: readonly ts.Statement[], isPureCall: IsPureCall): readonly ts.Statement[] {
  let kept = statements;
  for (;;) {
    const used = namesIn(kept);
    const next = kept.flatMap((statement) => declarationKept(statement, used, isPureCall));
    if (next.length === kept.length && next.every((statement, at) => statement === kept[at])) return kept;
    kept = next;
  }
}

function declarationKept(
  statement: ts.Statement,
  used: ReadonlySet<string>,
  isPureCall: IsPureCall,
): readonly ts.Statement[] {
  if (!ts.isVariableStatement(statement)) return [statement];
  const [declaration] = statement.declarationList.declarations;
  if (statement.declarationList.declarations.length !== 1 || !declaration?.initializer) return [statement];
  if (!isPure(declaration.initializer, isPureCall)) return [statement];
  if (ts.isIdentifier(declaration.name)) return used.has(declaration.name.text) ? [statement] : [];
  if (!ts.isObjectBindingPattern(declaration.name)) return [statement];
  const elements = declaration.name.elements.filter(({ name }) => !ts.isIdentifier(name) || used.has(name.text));
  if (elements.length === declaration.name.elements.length) return [statement];
  if (elements.length === 0) return [];
  const pattern = factory.createObjectBindingPattern(elements);
  const made = factory.createVariableDeclaration(pattern, undefined, undefined, declaration.initializer);
  return [
    factory.createVariableStatement(undefined, factory.createVariableDeclarationList([made], ts.NodeFlags.Const)),
  ];
}

/** Names that are used, declarations and keys left out. */
function namesIn(nodes: readonly ts.Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node)) names.add(node.text);
    else if (ts.isPropertyAccessExpression(node)) visit(node.expression);
    else if (ts.isPropertyAssignment(node)) visit(node.initializer);
    else if (ts.isVariableDeclaration(node)) {
      if (node.initializer) visit(node.initializer);
    } else ts.forEachChild(node, visit);
  };
  for (const node of nodes) visit(node);
  return names;
}
