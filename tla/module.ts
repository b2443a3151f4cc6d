// A TLA+ module as text: its comments, its definitions and its variables. No parser: what is read here is what the
// embedded engine gets wrong in silence, and what a configuration may name.

import { readFileSync } from 'node:fs';
import { QuiesceError } from '../engine/program/errors.js';

export interface Module {
  readonly name: string;
  readonly text: string;
  /** The text without comments, line for line. */
  readonly code: string;
  /** What each name at the beginning of a line is defined as. */
  readonly definitions: ReadonlyMap<string, string>;
  readonly variables: readonly string[];
  readonly constants: readonly string[];
  /** The modules that it extends. */
  readonly extended: readonly string[];
}

/** readText reads a file. Throws QSC412. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new QuiesceError('QSC412', path, { cause: error });
  }
}

/** parseModule finds its way in a module's text. Throws QSC413 where there is no module. */
export function parseModule(text: string): Module {
  const code = withoutComments(text);
  const name = /-{4,}\s*MODULE\s+(\w+)\s*-{4,}/.exec(code)?.[1];
  if (name === undefined) throw new QuiesceError('QSC413', 'no line "---- MODULE name ----"');
  if (!/^={4,}\s*$/m.test(code)) throw new QuiesceError('QSC413', `module ${name} does not end in "===="`);
  return {
    name,
    text,
    code,
    definitions: definitionsIn(code),
    variables: declared(code, 'VARIABLES?'),
    constants: declared(code, 'CONSTANTS?'),
    extended: declared(code, 'EXTENDS'),
  };
}

/** Comments give way to blanks, so that lines and columns stay; those in brackets may hold others. Strings are left alone. */
function withoutComments(text: string): string {
  let depth = 0;
  const parts = text.split(/("(?:[^"\\\n]|\\.)*"|\(\*|\*\)|\\\*[^\n]*)/);
  return parts
    .map((part, index) => {
      const isMark = index % 2 === 1;
      if (isMark && part === '(*') depth += 1;
      const isComment = depth > 0 || (isMark && part.startsWith('\\*'));
      if (isMark && part === '*)' && depth > 0) depth -= 1;
      return isComment ? part.replace(/[^\n]/g, ' ') : part;
    })
    .join('');
}

/** definitionHeads is where the definitions begin. */
export function definitionHeads(code: string): readonly { readonly name: string; readonly index: number }[] {
  return [...code.matchAll(/^(\w+)(?:\([^)\n]*\))?[ \t]*==/gm)].map(({ 1: name, index }) => ({ name: name!, index }));
}

function definitionsIn(code: string): ReadonlyMap<string, string> {
  const heads = [...code.matchAll(/^(\w+)(?:\([^)\n]*\))?[ \t]*==/gm)];
  const endOf = (index: number) => heads[index + 1]?.index ?? code.length;
  return new Map(
    heads.map((head, index) => [head[1]!, code.slice(head.index + head[0].length, endOf(index)).trimEnd()]),
  );
}

/** definitionTexts is each definition with its head, as far as nothing else comes. */
export function definitionTexts({ code }: Pick<Module, 'code'>): readonly (readonly [name: string, text: string])[] {
  const heads = [...code.matchAll(/^(\w+)(?:\([^)\n]*\))?[ \t]*==/gm)];
  return heads.map((head, index) => {
    const whole = code.slice(head.index, heads[index + 1]?.index ?? code.length);
    return [head[1]!, whole.replace(/^(THEOREM|-{4,}|={4,})[\s\S]*/m, '').trimEnd()] as const;
  });
}

function declared(code: string, keyword: string): readonly string[] {
  const lists = [...code.matchAll(new RegExp(`^${keyword}\\b((?:\\s*\\w+\\s*,)*\\s*\\w+)`, 'gm'))];
  return lists.flatMap((list) => list[1]!.split(',').map((name) => name.trim()));
}
