// A module's text with other names for what its definitions bind: parameters, and what quantifiers, functions, sets and LET
// bind. The embedded engine binds dynamically: where the caller has a name too that the operator binds, it may take the
// caller's (in functions: [q \in S |-> f(q)], with a parameter p of f, while the caller has a p; and in f(q, p) for f(p, q)).
// So each definition gets names of its own, which no other has. States and claims keep theirs. Whatever comes after a name in
// its line stays in its column, for lists of /\ and \/ are read by columns: where there is one, the line is broken.

import { definitionHeads, type Module } from './module.js';

/** withDistinctNames is the code of a module, in which no two definitions bind the same name. */
export function withDistinctNames(module: Module): string {
  const { code } = module;
  const isGlobal = globalNames(module);
  const mark = markFor(code);
  const heads = definitionHeads(code);
  const before = code.slice(0, heads[0]?.index ?? code.length);
  const parts = heads.map(({ index }, number) => {
    const text = code.slice(index, heads[number + 1]?.index ?? code.length);
    return renamed(text, new Set(boundIn(text).filter((name) => !isGlobal(name))), `${mark}${number}`);
  });
  return [before, ...parts].join('');
}

const words: readonly string[] = ['TRUE', 'FALSE', 'BOOLEAN', 'STRING', 'Nat', 'Int', 'Real'];

function globalNames({ code, variables, constants }: Module): (name: string) => boolean {
  const defined = definitionHeads(code).map(({ name }) => name);
  const names = new Set([...words, ...variables, ...constants, ...defined]);
  return (name) => names.has(name) || /^\d/.test(name);
}

/** No name of the module has it. */
function markFor(code: string, mark = '_of'): string {
  return code.includes(mark) ? markFor(code, `${mark}_`) : mark;
}

/** Parameters (of definitions inside LET, too), the names before \in, and that of a CHOOSE without a set. */
const binders: readonly RegExp[] = [
  /\w+\(([\w\s,]*)\)\s*==/g,
  /\bLET\s+(\w+)(?=\s*==)/g,
  /^[ \t]+(\w+)(?=[ \t]*==)/gm,
  /((?:\w+\s*,\s*)*\w+)\s*\\in\b/g,
  /<<([\w\s,]*)>>\s*\\in\b/g,
  /\bCHOOSE\s+(\w+)\s*:/g,
];

function boundIn(text: string): readonly string[] {
  const code = text.replace(/"(?:[^"\\\n]|\\.)*"/g, (string) => ' '.repeat(string.length));
  const lists = binders.flatMap((binder) => [...code.matchAll(binder)].map((found) => found[1]!));
  return lists.flatMap((list) => list.split(',').map((name) => name.trim())).filter((name) => name !== '');
}

/** Names, but for what is left alone: strings, fields of records (r.p, [p |-> 0], [p : S]), and operators such as \A. */
const pieces =
  /"(?:[^"\\\n]|\\.)*"|\\\w+|(?<!\.)\.\w+|(?<=(?:^|[[,])\s*)\b\w+(?=\s*(?:\|->|:(?![:=])))|(?<name>\b\w+)/g;

function renamed(text: string, names: ReadonlySet<string>, suffix: string): string {
  const lines = text.split('\n');
  return lines.map((line) => renamedLine(line, names, suffix)).join('\n');
}

function renamedLine(line: string, names: ReadonlySet<string>, suffix: string): string {
  let given = '';
  let column = 0;
  for (const { groups, index } of line.matchAll(pieces)) {
    const name = groups?.['name'];
    if (name === undefined || !names.has(name)) continue;
    const end = index + name.length;
    const hasList = /\/\\|\\\//.test(line.slice(end));
    given += line.slice(column, end) + suffix + (hasList ? `\n${' '.repeat(end)}` : '');
    column = end;
  }
  return given + line.slice(column);
}
