// TLC's state graph of a user's specification, from its DOT file: values may go over several lines, and the edges have names of
// actions, which older builds write without parameters.

import { QuiesceError } from '../../engine/program/errors.js';

export interface OwnGraphText {
  readonly nodes: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly action: string }[];
  readonly initial: readonly string[];
}

/** parseOwnDot reads the file. Throws QSC419 where there is no graph. */
export function parseOwnDot(text: string): OwnGraphText {
  const nodes = new Map<string, Readonly<Record<string, string>>>();
  const edges: { from: string; to: string; action: string }[] = [];
  const initial: string[] = [];
  for (const line of text.split('\n')) {
    const edge = /^(-?\d+) -> (-?\d+)(?: \[label="((?:[^"\\]|\\.)*)")?/.exec(line);
    const node = edge ? null : /^(-?\d+) \[label="((?:[^"\\]|\\.)*)"(.*)\]/.exec(line);
    if (edge) edges.push({ from: edge[1]!, to: edge[2]!, action: edge[3] ?? '' });
    if (!node) continue;
    nodes.set(node[1]!, stateOf(node[2]!));
    if (node[3]!.includes('filled')) initial.push(node[1]!);
  }
  if (nodes.size === 0 || initial.length === 0)
    throw new QuiesceError('QSC419', 'a state graph without an initial state');
  return { nodes, edges, initial };
}

/** A conjunct for each variable, or the one variable alone. */
function stateOf(label: string): Readonly<Record<string, string>> {
  const text = label.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  const conjuncts = text.startsWith('/\\ ') ? text.slice(3).split('\n/\\ ') : [text];
  const pairs = conjuncts.map((each) => each.replace(/\s*\n\s*/g, ' ').trim());
  return Object.fromEntries(
    pairs.map((each) => [each.slice(0, each.indexOf(' = ')), each.slice(each.indexOf(' = ') + 3)] as const),
  );
}
