// Which actions a next-state relation is made of. It is taken apart along disjunctions, "there is" and definitions, and put
// together again with a label: each part sets a variable to the name of the action and its parameters. No parser of TLA+: what
// is not understood stays whole, and has the name of the definition that it stands in. Whether the relation is still the same
// is not taken on trust: the graphs with and without labels are compared.

/** A definition: its parameters, and its text with the columns that it has in the module. */
export interface Definition {
  readonly formals: readonly string[];
  readonly body: string;
  /** The line that it begins in, from 1. */
  readonly line: number;
}

export interface Token {
  readonly text: string;
  readonly at: number;
  readonly column: number;
  readonly isFirst: boolean;
}

export interface Labelled {
  /** Definitions to be added to a module that extends the checked one; the relation is called `QuiesceNext`. */
  readonly text: string;
  /** Names of the parts. */
  readonly actions: readonly string[];
}

/** The variable that holds the label. */
export const labelVariable = 'quiesceLabel';

/** labelledNext takes a relation apart; undefined where it is not defined in these modules, whose code has no comments. */
export function labelledNext(next: string, code: readonly string[]): Labelled | undefined {
  const definitions = new Map(code.flatMap((each) => [...definitionsIn(each)]));
  if (!definitions.has(next)) return undefined;
  const labelling = new Labelling(definitions);
  labelling.define(next);
  return {
    text: [...labelling.lines, `QuiesceNext == ${labelling.nameOf(next)}`].join('\n'),
    actions: [...labelling.actions],
  };
}

/** definitionsIn lists the definitions of a module by name. */
export function definitionsIn(code: string): readonly (readonly [string, Definition])[] {
  const heads = [...code.matchAll(/^(?:(\w+)[ \t]*(?:\(([\w\s,]*)\))?[ \t]*==|[-=]{4,}|[A-Z_]+\b|\w+!|\w+\[)/gm)];
  return heads.flatMap((head, index) => {
    const [whole, name, formals] = head;
    if (name === undefined) return [];
    const body =
      ' '.repeat(whole.length) + code.slice(head.index + whole.length, heads[index + 1]?.index ?? code.length);
    const list = (formals ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
    const line = code.slice(0, head.index).split('\n').length;
    return [[name, { formals: list, body: body.trimEnd(), line }] as const];
  });
}

const opening: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<<': '>>' };

/** tokensOf splits a text. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let [line, start] = [-1, 0];
  for (const found of text.matchAll(/\n|"(?:[^"\\\n]|\\.)*"|\\\/|\/\\|\\[A-Za-z]+|<<|>>|:=|:>|==|=>|->|\w+|\S/g)) {
    if (found[0] === '\n') {
      [line, start] = [-1, found.index + 1];
      continue;
    }
    tokens.push({ text: found[0], at: found.index, column: found.index - start, isFirst: line < 0 });
    line = 0;
  }
  return tokens;
}

/** outside are the tokens that stand in no bracket. */
export function outside(tokens: readonly Token[]): readonly Token[] {
  const found: Token[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (Object.values(opening).includes(token.text)) depth--;
    if (depth === 0) found.push(token);
    if (Object.hasOwn(opening, token.text)) depth++;
  }
  return found;
}

type Part =
  | { readonly kind: 'any'; readonly parts: readonly string[] }
  | { readonly kind: 'exists'; readonly bound: readonly string[]; readonly binder: string; readonly body: string }
  | { readonly kind: 'application'; readonly name: string; readonly arguments: string }
  | { readonly kind: 'formula' };

function partOf(text: string): Part {
  const tokens = tokensOf(text);
  const [first] = tokens;
  if (!first) return { kind: 'formula' };
  if (first.text === '\\/') return { kind: 'any', parts: bullets(text, tokens, first.column) };
  if (first.text === '(' && closes(tokens)) return partOf(blanked(text, [first, tokens.at(-1)!]));
  if (first.text === '\\E') return existsPart(text, tokens) ?? { kind: 'formula' };
  const application = /^(\w+)\s*(?:\(([\s\S]*)\))?$/.exec(text.trim());
  const isApplied = application !== null && (application[2] === undefined || closes(tokens.slice(1)));
  if (isApplied) return { kind: 'application', name: application[1]!, arguments: application[2] ?? '' };
  const free = outside(tokens);
  const isPlain =
    free.some((each) => each.text === '\\/') &&
    !free.some(({ text: word }) => ['/\\', '=>', '\\A', '\\E', 'LET', 'IF', 'CASE', 'IN'].includes(word));
  return isPlain ? { kind: 'any', parts: inline(text, free) } : { kind: 'formula' };
}

/** The first token's bracket closes with the last token. */
function closes(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const [index, { text }] of tokens.entries()) {
    if (Object.hasOwn(opening, text)) depth++;
    if (Object.values(opening).includes(text) && --depth === 0) return index === tokens.length - 1;
  }
  return false;
}

/** The text with some tokens taken out; everything else keeps its place. */
function blanked(text: string, tokens: readonly Token[]): string {
  return tokens.reduce(
    (left, { at, text: word }) => left.slice(0, at) + ' '.repeat(word.length) + left.slice(at + word.length),
    text,
  );
}

/** placed is part of a text, in its place. */
export function placed(text: string, from: number, to: number): string {
  return text.slice(0, from).replace(/[^\n]/g, ' ') + text.slice(from, to);
}

/** Bullets of one column make a list; the text of each keeps its place. */
function bullets(text: string, tokens: readonly Token[], column: number): readonly string[] {
  const marks = tokens.filter(
    (token) => token.text === '\\/' && token.column === column && (token.isFirst || token === tokens[0]),
  );
  return marks.map(({ at }, index) => placed(text, at + 2, marks[index + 1]?.at ?? text.length));
}

function inline(text: string, free: readonly Token[]): readonly string[] {
  const marks = free.filter((token) => token.text === '\\/').map(({ at }) => at);
  return [-2, ...marks].map((at, index) => placed(text, at + 2, marks[index] ?? text.length));
}

function existsPart(text: string, tokens: readonly Token[]): Part | undefined {
  const colon = outside(tokens).find((token) => token.text === ':');
  if (!colon) return undefined;
  const binder = text
    .slice(tokens[0]!.at + 2, colon.at)
    .replace(/\s+/g, ' ')
    .trim();
  const groups = splitOutside(binder);
  const bound: string[] = [];
  let names: string[] = [];
  for (const group of groups) {
    const [name = '', set] = group.split(/\s*\\in\s*/, 2);
    if (!/^\w+$/.test(name.trim())) return undefined;
    names.push(name.trim());
    if (set === undefined) continue;
    bound.push(...names);
    names = [];
  }
  return names.length > 0
    ? undefined
    : { kind: 'exists', bound, binder, body: placed(text, colon.at + 1, text.length) };
}

/** At commas that stand in no bracket. */
function splitOutside(text: string): readonly string[] {
  const commas = outside(tokensOf(text))
    .filter((token) => token.text === ',')
    .map(({ at }) => at);
  return [-1, ...commas].map((at, index) => text.slice(at + 1, commas[index] ?? text.length).trim());
}

class Labelling {
  readonly lines: string[] = [];
  readonly actions = new Set<string>();
  readonly #definitions: ReadonlyMap<string, Definition>;
  readonly #defined = new Map<string, string>();
  #raws = 0;

  constructor(definitions: ReadonlyMap<string, Definition>) {
    this.#definitions = definitions;
  }

  nameOf(name: string): string {
    return this.#defined.get(name) ?? name;
  }

  /** Adds the definition with labels, after those that it is made of. */
  define(name: string): void {
    const { formals, body } = this.#definitions.get(name)!;
    this.#defined.set(name, `Quiesce_${name}`);
    const text = this.#labelled(body, name, formals);
    this.lines.push(`Quiesce_${name}${formals.length > 0 ? `(${formals.join(', ')})` : ''} == ${text}`, '');
  }

  #labelled(text: string, within: string, scope: readonly string[]): string {
    const part = partOf(text);
    if (part.kind === 'any') return `(${part.parts.map((each) => this.#labelled(each, within, scope)).join(' \\/ ')})`;
    if (part.kind === 'exists')
      return `(\\E ${part.binder} : ${this.#labelled(part.body, within, [...scope, ...part.bound])})`;
    if (part.kind === 'application' && this.#definitions.has(part.name))
      return this.#applied(part.name, part.arguments);
    return this.#formula(text, within, scope);
  }

  #applied(name: string, given: string): string {
    const words = given === '' ? '' : `(${given.replace(/\s+/g, ' ')})`;
    const definition = this.#definitions.get(name)!;
    const isMade = this.#defined.has(name) || this.#isMadeOfActions(definition.body);
    if (isMade) {
      if (!this.#defined.has(name)) this.define(name);
      return `${this.nameOf(name)}${words}`;
    }
    this.actions.add(name);
    return `(${name}${words} /\\ ${labelVariable}' = <<"${name}"${given === '' ? '' : `, ${given.replace(/\s+/g, ' ')}`}>>)`;
  }

  /** Nothing but alternatives, each an action by name: then their names say more than its own. */
  #isMadeOfActions(body: string): boolean {
    const part = partOf(body);
    if (part.kind === 'any') return part.parts.every((each) => this.#isMadeOfActions(each));
    if (part.kind === 'exists') return this.#isMadeOfActions(part.body);
    return part.kind === 'application' && this.#definitions.has(part.name);
  }

  /** Its text is a definition of its own, so that it keeps its columns. */
  #formula(text: string, within: string, scope: readonly string[]): string {
    const raw = `QuiesceFormula${++this.#raws}`;
    const list = scope.join(', ');
    this.lines.push(`${raw}${list === '' ? '' : `(${list})`} ==`, text.replace(/^\s*\n/, '').trimEnd(), '');
    this.actions.add(within);
    return `(${raw}${list === '' ? '' : `(${list})`} /\\ ${labelVariable}' = <<"${within}"${list === '' ? '' : `, ${list}`}>>)`;
  }
}
