// Why an action is not enabled in a state: the conjuncts of its definition that are false there, each evaluated by the
// embedded engine, with its line in the .tla. What a conjunct says of the next state is left out.

import type { Label } from '../conformance/tla/label.js';
import { type TlaValue, writeValue } from '../conformance/tla/value.js';
import { QuiesceError } from '../engine/program/errors.js';
import type { Configuration } from './configuration.js';
import { evaluate } from './embeddedState.js';
import type { Module } from './module.js';

export interface Conjunct {
  readonly line: number;
  readonly text: string;
}

/** An action whose parameter chooses between definitions: the chosen one is looked at. */
const chosen: Readonly<Record<string, (parameters: readonly TlaValue[]) => string>> = {
  counted: ([, delta]) => (delta === 1 ? 'countIn' : 'countOut'),
  phase: ([phase]) => String(phase),
};

/** falseConjuncts lists the conjuncts that keep an action from happening in a state. */
export async function falseConjuncts(
  module: Module,
  configuration: Configuration,
  state: Readonly<Record<string, TlaValue>>,
  label: Label,
): Promise<readonly Conjunct[]> {
  const name = chosen[label.action]?.(label.parameters) ?? label.action;
  const [conjuncts, parameters] = conjunctsOf(module, name);
  const bound = parameters.map((parameter, index) => `${parameter} == ${writeValue(label.parameters[index]!)}`);
  const found: Conjunct[] = [];
  for (const conjunct of conjuncts) {
    const text = bound.length === 0 ? conjunct.text : `LET ${bound.join(' ')} IN ${conjunct.text}`;
    if ((await evaluate(module, configuration, state, text)) === false) found.push(conjunct);
  }
  return found;
}

/** The top conjuncts of a definition that are about the present state, and its parameters. */
export function conjunctsOf(module: Module, name: string): readonly [readonly Conjunct[], readonly string[]] {
  const lines = module.code.split('\n');
  const head = lines.findIndex((line) => new RegExp(`^${name}(\\([^)]*\\))?\\s*==`).test(line));
  if (head < 0) throw new QuiesceError('QSC414', `${module.name} defines no ${name}`);
  const parameters =
    /\(([^)]*)\)/
      .exec(lines[head]!.split('==')[0]!)?.[1]
      ?.split(',')
      .map((each) => each.trim()) ?? [];
  const end = lines.findIndex((line, index) => index > head && line.trim() === '');
  const conjuncts: { line: number; text: string }[] = [];
  for (const [offset, line] of lines.slice(head + 1, end < 0 ? undefined : end).entries()) {
    if (/^ {2}\/\\/.test(line)) conjuncts.push({ line: head + offset + 2, text: line.replace(/^ {2}\/\\/, '    ') });
    else if (conjuncts.length > 0) conjuncts[conjuncts.length - 1]!.text += `\n${line}`;
  }
  return [conjuncts.filter(({ text }) => !/'|UNCHANGED/.test(text)).map(trimmed), parameters];
}

/** A conjunct that is one line long stands without blanks; a longer one keeps them, because its lists are aligned. */
function trimmed({ line, text }: Conjunct): Conjunct {
  return { line, text: text.includes('\n') ? `\n${text}` : text.trim() };
}
