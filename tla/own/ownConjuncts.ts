// Why a user's specification refuses a step: the first conjunct of the action's definition that is false in that state, evaluated
// by the engine without Java where it takes the module; and where each action is defined. Worked out only when somebody asks.

import { basename } from 'node:path';
import type { TlaModule } from '../../conformance/tla/ownAutomaton.js';
import { writeValue } from '../../conformance/tla/value.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { evaluator } from '../embeddedState.js';
import { refuseUnsafe } from '../subset.js';
import { type Definition, definitionsIn, outside, placed, tokensOf } from './actions.js';
import { wholeIn } from './embeddedGraph.js';
import type { OwnSpecification } from './ownFiles.js';
import { modulesOf } from './ownModules.js';

interface PlacedDefinition extends Definition {
  readonly file: string;
}

/** explained is a module that knows why a step is refused. */
export async function explained(module: TlaModule, own: OwnSpecification): Promise<TlaModule> {
  const definitions = new Map(
    modulesOf(own).flatMap(({ name, code }) =>
      definitionsIn(code).map(
        ([each, definition]) => [each, { ...definition, file: `${basename(name)}.tla` }] as const,
      ),
    ),
  );
  const actions = [...new Set(module.graph.edges.map(({ label }) => label.action))].filter((name) =>
    definitions.has(name),
  );
  const places = Object.fromEntries(actions.map((name) => [name, placeOf(definitions.get(name)!)]));
  const formals = Object.fromEntries(actions.map((name) => [name, definitions.get(name)!.formals]));
  const falseConjunct = await falseConjunctOf(own, definitions);
  return { ...module, places, formals, ...(falseConjunct ? { falseConjunct } : {}) };
}

/** Where something is in a definition, or where the definition begins. */
function placeOf({ file, line, body }: PlacedDefinition, at = 0): string {
  return `${file}:${line + body.slice(0, at).split('\n').length - 1}`;
}

async function falseConjunctOf(
  own: OwnSpecification,
  definitions: ReadonlyMap<string, PlacedDefinition>,
): Promise<TlaModule['falseConjunct']> {
  const evaluate = await evaluatorOf(own);
  if (!evaluate) return undefined;
  return (state, { action, parameters }) => {
    const definition = definitions.get(action);
    if (!definition || definition.formals.length !== parameters.length) return undefined;
    const bound = definition.formals.map((name, index) => `${name} == ${writeValue(parameters[index]!)}`);
    for (const { at, text } of guardsIn(definition.body)) {
      const value = evaluate(state, bound.length === 0 ? text : `LET ${bound.join(' ')} IN\n${text}`);
      if (value === undefined) return undefined;
      if (!value) return { text: text.replace(/\s+/g, ' ').trim(), place: placeOf(definition, at) };
    }
    return undefined;
  };
}

/** Undefined where the engine without Java does not take the module. */
async function evaluatorOf(own: OwnSpecification): Promise<Awaited<ReturnType<typeof evaluator>> | undefined> {
  try {
    const { module, configuration } = wholeIn(own);
    refuseUnsafe(module, { ...configuration, invariants: ['TypeOK'] });
    return await evaluator(module, configuration);
  } catch (error) {
    if (error instanceof QuiesceError) return undefined;
    throw error;
  }
}

interface Guard {
  /** Where it begins in the definition. */
  readonly at: number;
  readonly text: string;
}

/** The conjuncts of a definition that are about the present state, each in its place; none where it is no conjunction. */
function guardsIn(body: string): readonly Guard[] {
  const tokens = tokensOf(body);
  const free = outside(tokens);
  const isList = tokens[0]?.text === '/\\';
  const marks = free.filter(
    (token) =>
      token.text === '/\\' &&
      (!isList || (token.column === tokens[0]!.column && (token.isFirst || token === tokens[0]))),
  );
  const isPlain = isList || !free.some(({ text }) => notPlain.includes(text));
  if (!isPlain) return [];
  const starts = isList ? marks.map(({ at }) => at + 2) : [tokens[0]?.at ?? 0, ...marks.map(({ at }) => at + 2)];
  const ends = [...marks.map(({ at }) => at).slice(isList ? 1 : 0), body.length];
  return starts
    .map((from, index) => ({ at: from, text: placed(body, from, ends[index]!) }))
    .filter(({ text }) => !/'|\bUNCHANGED\b/.test(text));
}

const notPlain = ['\\/', '=>', '\\A', '\\E', 'LET', 'IF', 'CASE', '<=>'];
