// What a trace says of ever after: it goes round its loop for ever, or stays at its end. That one execution is a specification
// of its own; TLC is asked whether the user's specification is true of it, fairness included, and which properties are not.

import { cfgSections, wordsOf } from './cfgText.js';
import type { OwnSpecification } from './ownFiles.js';
import { ownResult } from './ownResult.js';
import { askOfTrace, stateFormula, type TraceLimits, type TraceState } from './traceModule.js';

export interface JudgedLasso {
  /** The specification allows it to go on so for ever. */
  readonly isFair: boolean;
  /** The properties that are false of it; those that only an execution without end can refute, where it is fair. */
  readonly violated: readonly string[];
}

const place = 'quiesceAt';

/** judgedLasso asks TLC. The trace has to be a behaviour, and its loop to close. */
export async function judgedLasso(
  own: OwnSpecification,
  states: readonly TraceState[],
  loopStartsAt: number | undefined,
  limits: TraceLimits = {},
): Promise<JudgedLasso> {
  const sections = cfgSections(own.cfg);
  const [specification] = wordsOf(sections, /^SPECIFICATION$/);
  const properties = wordsOf(sections, /^(PROPERTY|PROPERTIES)$/);
  const definitions = lassoDefinitions(states, loopStartsAt);
  const verdictOn = async (property: string) => {
    const cfg = ['SPECIFICATION QuiesceSpec', `PROPERTY ${property}`];
    return ownResult(own.name, await askOfTrace(own, states, { variables: [place], definitions, cfg }, limits)).verdict;
  };
  if (properties.length === 0 && loopStartsAt === undefined) return { isFair: false, violated: [] };
  const isFair = specification === undefined || (await verdictOn(specification)) === 'holds';
  const violated: string[] = [];
  for (const property of properties) {
    const verdict = await verdictOn(property);
    if (verdict === 'refinement violated' || (isFair && verdict === 'liveness violated')) violated.push(property);
  }
  return { isFair, violated };
}

/** The states one after the other by their places, and round; fair, so that it does go round. */
function lassoDefinitions(states: readonly TraceState[], loopStartsAt = states.length - 1): readonly string[] {
  const vars = [...Object.keys(states[0]!), place].join(', ');
  const steps = states.map((state, at) => ({ state, at, to: at + 1 < states.length ? at + 1 : loopStartsAt }));
  const lines = steps
    .filter(({ at, to }) => at !== to)
    .map(({ at, to }) => `  \\/ ${place} = ${at} /\\ ${place}' = ${to} /\\ ${stateFormula(states[to]!, "'")}`);
  return [
    `QuiesceVars == <<${vars}>>`,
    `QuiesceInit == ${place} = 0 /\\ ${stateFormula(states[0]!)}`,
    ...['QuiesceNext ==', ...lines, `  \\/ FALSE /\\ UNCHANGED QuiesceVars`],
    'QuiesceSpec == QuiesceInit /\\ [][QuiesceNext]_QuiesceVars /\\ WF_QuiesceVars(QuiesceNext)',
  ];
}
