// Why a step of the implementation is none of the specification's: for each state that the specification could be in,
// the conjuncts of the action that are false there, with their lines, and the values of the state.

import { falseConjuncts } from '../explain.js';
import { readGraph } from '../graphFile.js';
import { parseLabel } from '../labelled.js';
import { loadNamed } from '../manifest.js';
import type { TlaValue } from '../value.js';
import { SpecAutomaton } from './automaton.js';

/** explainDivergence says it in lines; none where the divergence is not an action that was refused. */
export async function explainDivergence(
  folder: string,
  configuration: string,
  reason: string,
): Promise<readonly string[]> {
  const refused = /does not allow (?:that )?(\w+(?:\(.*?\))?)(?: is enabled)? in state ([\d or]+);/.exec(reason);
  if (!refused) return [];
  const spec = new SpecAutomaton(readGraph(folder, configuration));
  const lines: string[] = [];
  for (const state of refused[2]!.split(' or ').map(Number)) {
    lines.push(...(await explainIn(folder, configuration, spec, state, refused[1]!)));
  }
  return lines;
}

async function explainIn(
  folder: string,
  configuration: string,
  spec: SpecAutomaton,
  state: number,
  action: string,
): Promise<readonly string[]> {
  const [loaded] = loadNamed(folder, folder, [configuration]);
  const { module } = loaded!;
  const values: Record<string, TlaValue> = Object.fromEntries(
    spec.graph.variables.map((name) => [name, spec.value(state, name)]),
  );
  const conjuncts = await falseConjuncts(module, loaded!.configuration, values, parseLabel(action));
  const falses = conjuncts.map(
    ({ line, text }) => `  false at ${module.name}.tla:${line}: ${text.replace(/\s+/g, ' ').trim()}`,
  );
  const where = spec
    .text(state)
    .split('\n')
    .map((line) => `    ${line}`);
  return [`${action} in state ${state} of the specification:`, ...falses, '  where', ...where];
}
