// Formulas as people read them: `for all c: not (at c is inside and swapper is transfer)`.

import { ofGiven } from '../../engine/program/given.js';
import type { Term, Variable } from './term.js';

/** textOf writes a term. */
export function textOf(term: Term): string {
  return ofGiven('QSC430', 'a term', () => written(term, new Map()));
}

type Names = ReadonlyMap<unknown, string>;

function written(term: Term, names: Names): string {
  const text = (each: Term) => written(each, names);
  switch (term.kind) {
    case 'variable':
      return names.get(term) ?? term.name;
    case 'value':
      return term.value;
    case 'truth':
      return String(term.value);
    case 'apply':
      return applied(`${term.symbol.name}${term.primed ? "'" : ''}`, term.args.map(text));
    case 'inject':
      return `${term.alternative} ${text(term.of)}`;
    case 'equal':
      if (term.left.sort.kind === 'truth')
        return `${grouped(term.left, names)} exactly when ${grouped(term.right, names)}`;
      return `${text(term.left)} is ${text(term.right)}`;
    case 'not':
      return `not ${grouped(term.of, names)}`;
    case 'and':
    case 'or':
      return valuesText(term, names) ?? term.of.map((each) => grouped(each, names)).join(` ${term.kind} `);
    case 'implies':
      return `if ${grouped(term.left, names)} then ${grouped(term.right, names)}`;
    case 'choose':
      return `(${text(term.chosen)} where ${text(term.test)}, else ${text(term.otherwise)})`;
    case 'cases':
      return casesText(term, names);
    case 'forAll':
    case 'exists':
      return quantified(term, names);
  }
}

/** `at c is left, out or returned`: several values that one term may have. */
function valuesText({ kind, of }: Extract<Term, { kind: 'and' | 'or' }>, names: Names): string | undefined {
  const [first] = of;
  if (kind !== 'or' || first?.kind !== 'equal') return undefined;
  const subject = written(first.left, names);
  const values = of.map((each) => (each.kind === 'equal' && each.right.kind === 'value' ? each : undefined));
  if (!values.every((each) => each && written(each.left, names) === subject)) return undefined;
  const texts = values.map((each) => written(each!.right, names));
  return `${subject} is ${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}

function applied(name: string, args: readonly string[]): string {
  return [name, ...args.map((arg) => (arg.includes(' ') && !arg.startsWith('{') ? `(${arg})` : arg))].join(' ');
}

function grouped(term: Term, names: Names): string {
  const isSimple = ['apply', 'variable', 'truth', 'not'].includes(term.kind) || isPlainEquality(term);
  return isSimple ? written(term, names) : `(${written(term, names)})`;
}

function isPlainEquality(term: Term): boolean {
  return term.kind === 'equal' && term.left.sort.kind !== 'truth';
}

function casesText({ of, branches }: Extract<Term, { kind: 'cases' }>, names: Names): string {
  const texts = Object.entries(branches).map(([kind, { variable, body }]) => {
    const own = named(names, [variable]);
    return `${own.get(variable)}: ${written(body, own)}`.replace(/^/, kind === variable.name ? '' : `${kind} `);
  });
  return `{${written(of, names)} as ${texts.join('; ')}}`;
}

function quantified(term: Extract<Term, { kind: 'forAll' | 'exists' }>, names: Names): string {
  const own = named(names, term.variables);
  const variables = term.variables.map((variable) => own.get(variable)).join(', ');
  return `${term.kind === 'forAll' ? 'for all' : 'there is'} ${variables}: ${written(term.body, own)}`;
}

/** Variables may share a name: the later one gets a number. */
function named(names: Names, variables: readonly Variable[]): Names {
  const own = new Map(names);
  for (const variable of variables) {
    const taken = new Set(own.values());
    let name = variable.name;
    for (let number = 2; taken.has(name); number++) name = `${variable.name}${number}`;
    own.set(variable, name);
  }
  return own;
}
