// The other reading of a form: text in SMT-LIB for the solver. An open sort is declared, an enumeration is a datatype of
// constants. A term of a union becomes several: which alternative it is, and for each alternative the element it would
// be; where it is another, that element is nobody's business, and no formula can ask for it. What a symbol is after a
// step is a definition over the state before, not a second symbol with frame axioms: nothing can be forgotten in a frame.

import type { Update } from '../form/action.js';
import type { Enumeration, Sort, Union } from '../form/sort.js';
import type { System } from '../form/system.js';
import type { SymbolData, Term, Variable } from '../form/term.js';

/** When the state symbols of a formula are read, and which symbols are defined anew after the step. */
export interface Reading {
  /** A formula about the state before, or about the one after. A claim about a step is about the former, with primes. */
  readonly at: 'before' | 'after';
  /** The symbols that the step writes: the others are after it what they were. */
  readonly written: ReadonlySet<SymbolData>;
}

export const beforeStep: Reading = Object.freeze({ at: 'before', written: new Set<SymbolData>() });

/** The texts of a term: one, or of a union which alternative it is and the element of each. */
interface Texts {
  readonly whole: string;
  readonly parts: Readonly<Record<string, string>>;
}

type Names = ReadonlyMap<unknown, string>;

const only = (whole: string): Texts => ({ whole, parts: {} });

/** declarations declares sorts, values and symbols of a system. */
export function declarations({ sorts, fixed, state }: System): string {
  const elements = sorts.filter(({ kind }) => kind === 'open').map(({ name }) => `(declare-sort $${name} 0)`);
  const anyOf = sorts
    .filter(({ kind }) => kind === 'open')
    .map(({ name }) => `(declare-const ${anyName(name)} $${name})`);
  const listed = sorts.filter(isListed).map((sort) => {
    const values = valueNames(sort).map((value) => `(${valueName(sort.name, value)})`);
    return `(declare-datatypes (($${sort.name} 0)) ((${values.join(' ')})))`;
  });
  const symbols = [...fixed, ...state].flatMap((symbol) => declarationsOf(symbol));
  return lines(...elements, ...anyOf, ...listed, ...symbols);
}

function declarationsOf(symbol: SymbolData, mark = ''): readonly string[] {
  const parameters = symbol.parameters.map(sortName).join(' ');
  return partsOf(symbol, mark).map(({ name, sort }) => `(declare-fun ${name} (${parameters}) ${sort})`);
}

function isListed(sort: Sort): sort is Enumeration | Union {
  return sort.kind === 'enumeration' || sort.kind === 'union';
}

function valueNames(sort: Enumeration | Union): readonly string[] {
  return sort.kind === 'union' ? Object.keys(sort.alternatives) : sort.values;
}

/** valueName is the solver's name of a value of an enumeration, or of an alternative of a union. */
export function valueName(sort: string, value: string): string {
  return `$${sort}/${value}`;
}

/** sortName is the solver's name of a sort. */
export function sortName({ kind, name }: Sort): string {
  return kind === 'truth' ? 'Bool' : `$${name}`;
}

/** anyName is some element of an open sort, which nothing is said of. */
export function anyName(sort: string): string {
  return `any.${sort}`;
}

/** The functions that stand for a symbol: one, or for a union one that says which and one per alternative. */
export function partsOf(symbol: SymbolData, mark = ''): readonly { readonly name: string; readonly sort: string }[] {
  const { name, result } = symbol;
  const own = { name: `$${name}${mark}`, sort: sortName(result) };
  if (result.kind !== 'union') return [own];
  const parts = Object.entries(result.alternatives).map(([kind, sort]) => ({
    name: `$${name}.${kind}${mark}`,
    sort: sortName(sort),
  }));
  return [own, ...parts];
}

/** declareAfter declares what state symbols are after a step of which nothing is known. */
export function declareAfter(state: readonly SymbolData[]): string {
  return lines(...state.flatMap((symbol) => declarationsOf(symbol, '+')));
}

/** parameterName is the constant that stands for a parameter of the action in question. */
export function parameterName({ name }: Variable): string {
  return `arg.${name}`;
}

/** declareParameters declares the constants that an action's parameters are. */
export function declareParameters(parameters: readonly Variable[]): string {
  return lines(...parameters.map((each) => `(declare-const ${parameterName(each)} ${sortName(each.sort)})`));
}

/** defineAfter defines what each written symbol is after the step. */
export function defineAfter(updates: readonly Update[], parameters: readonly Variable[] = []): string {
  const names: Names = new Map(parameters.map((variable) => [variable as unknown, parameterName(variable)]));
  return lines(...updates.flatMap((update) => definitionsOf(update, names)));
}

function definitionsOf({ symbol, variables, value }: Update, names: Names): readonly string[] {
  const own = new Map([...names, ...variables.map((variable) => [variable as unknown, `?${variable.name}`] as const)]);
  const head = `(${variables.map((variable) => `(?${variable.name} ${sortName(variable.sort)})`).join(' ')})`;
  const { whole, parts } = textsOf(value, { names: own, reading: beforeStep });
  const bodies = [whole, ...Object.values(parts)];
  return partsOf(symbol, '+').map(({ name, sort }, index) => `(define-fun ${name} ${head} ${sort} ${bodies[index]})`);
}

/** formulaText is the text of a formula, with the parameters of the action that it is about. */
export function formulaText(
  formula: Term,
  reading: Reading = beforeStep,
  parameters: readonly Variable[] = [],
): string {
  const names: Names = new Map(parameters.map((variable) => [variable as unknown, parameterName(variable)]));
  return textsOf(formula, { names, reading }).whole;
}

/** assertion asserts a formula. */
export function assertion(text: string): string {
  return `(assert ${text})`;
}

interface Scope {
  readonly names: Names;
  readonly reading: Reading;
}

function textsOf(term: Term, scope: Scope): Texts {
  const text = (each: Term) => textsOf(each, scope).whole;
  switch (term.kind) {
    case 'variable':
      return only(scope.names.get(term)!);
    case 'value':
      return only(valueName(term.sort.name, term.value));
    case 'truth':
      return only(String(term.value));
    case 'apply':
      return applicationTexts(term.symbol, markOf(term, scope.reading), term.args.map(text));
    case 'inject':
      return injectionTexts(term.sort as Union, term.alternative, text(term.of));
    case 'equal':
      return only(equalityText(term.left.sort, textsOf(term.left, scope), textsOf(term.right, scope)));
    case 'not':
      return only(`(not ${text(term.of)})`);
    case 'and':
    case 'or':
      return only(`(${term.kind} ${term.of.map(text).join(' ')})`);
    case 'implies':
      return only(`(=> ${text(term.left)} ${text(term.right)})`);
    case 'choose':
      return choiceTexts(text(term.test), textsOf(term.chosen, scope), textsOf(term.otherwise, scope));
    case 'cases':
      return casesTexts(term, scope);
    case 'forAll':
    case 'exists':
      return only(quantifiedText(term, scope));
  }
}

function markOf({ symbol, primed }: { symbol: SymbolData; primed: boolean }, { at, written }: Reading): string {
  return symbol.kind === 'state' && (primed || at === 'after') && written.has(symbol) ? '+' : '';
}

function applicationTexts(symbol: SymbolData, mark: string, args: readonly string[]): Texts {
  const apply = (name: string) => (args.length === 0 ? name : `(${name} ${args.join(' ')})`);
  const [own, ...parts] = partsOf(symbol, mark).map(({ name }) => apply(name));
  if (symbol.result.kind !== 'union') return only(own!);
  const kinds = Object.keys(symbol.result.alternatives);
  return { whole: own!, parts: Object.fromEntries(kinds.map((kind, index) => [kind, parts[index]!])) };
}

function injectionTexts(sort: Union, alternative: string, of: string): Texts {
  const parts = Object.entries(sort.alternatives).map(([kind, { name }]) => [
    kind,
    kind === alternative ? of : anyName(name),
  ]);
  return { whole: valueName(sort.name, alternative), parts: Object.fromEntries(parts) };
}

function equalityText(sort: Sort, left: Texts, right: Texts): string {
  const whole = `(= ${left.whole} ${right.whole})`;
  if (sort.kind !== 'union') return whole;
  const parts = Object.keys(sort.alternatives).map(
    (kind) => `(=> (= ${left.whole} ${valueName(sort.name, kind)}) (= ${left.parts[kind]} ${right.parts[kind]}))`,
  );
  return `(and ${whole} ${parts.join(' ')})`;
}

function choiceTexts(test: string, then: Texts, otherwise: Texts): Texts {
  const choice = (one: string, other: string) => `(ite ${test} ${one} ${other})`;
  const parts = Object.keys(then.parts).map((kind) => [kind, choice(then.parts[kind]!, otherwise.parts[kind]!)]);
  return { whole: choice(then.whole, otherwise.whole), parts: Object.fromEntries(parts) };
}

function casesTexts(term: Extract<Term, { kind: 'cases' }>, scope: Scope): Texts {
  const of = textsOf(term.of, scope);
  const branches = Object.entries(term.branches).map(([kind, { variable, body }]) => {
    const names = new Map([...scope.names, [variable as unknown, of.parts[kind]!] as const]);
    return { kind, texts: textsOf(body, { ...scope, names }) };
  });
  const [last, ...others] = branches.reverse();
  return others.reduce(
    (rest, { kind, texts }) => choiceTexts(`(= ${of.whole} ${valueName(term.of.sort.name, kind)})`, texts, rest),
    last!.texts,
  );
}

/** A quantifier over an enumeration is written out, value by value: solvers answer more surely then. */
function quantifiedText(term: Extract<Term, { kind: 'forAll' | 'exists' }>, scope: Scope): string {
  const listed = term.variables.find(({ sort }) => sort.kind === 'enumeration');
  if (!listed) return openQuantifierText(term, scope);
  const rest = { ...term, variables: term.variables.filter((variable) => variable !== listed) };
  const texts = valueNames(listed.sort as Enumeration).map((value) => {
    const names = new Map([...scope.names, [listed as unknown, valueName(listed.sort.name, value)] as const]);
    return quantifiedText(rest, { ...scope, names });
  });
  return `(${term.kind === 'forAll' ? 'and' : 'or'} ${texts.join(' ')})`;
}

function openQuantifierText(term: Extract<Term, { kind: 'forAll' | 'exists' }>, scope: Scope): string {
  if (term.variables.length === 0) return textsOf(term.body, scope).whole;
  const names = new Map(scope.names);
  const bound = term.variables.map((variable) => {
    const name = freshName(variable.name, names);
    names.set(variable, name);
    return `(${name} ${sortName(variable.sort)})`;
  });
  const quantifier = term.kind === 'forAll' ? 'forall' : 'exists';
  return `(${quantifier} (${bound.join(' ')}) ${textsOf(term.body, { ...scope, names }).whole})`;
}

/** A name that no variable in scope has: variables are told apart by their objects, and names may repeat. */
function freshName(name: string, names: Names): string {
  const taken = new Set(names.values());
  let proposal = `?${name}`;
  for (let number = 1; taken.has(proposal); number++) proposal = `?${name}.${number}`;
  return proposal;
}

/** lines joins commands. */
export function lines(...commands: readonly string[]): string {
  return commands.filter((command) => command !== '').join('\n');
}
