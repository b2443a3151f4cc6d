// A counterexample with its actions: the labelled copy of the module is checked, and the label is read off each state.

import { checkEmbedded } from './embedded.js';
import { hotSwapActions, type Label, labelledConfiguration, labelledModule, labelOf } from './labelled.js';
import type { Loaded } from './manifest.js';
import type { EngineName, TlaOutcome } from './outcome.js';
import { checkTlc } from './tlc.js';
import { parseValue, type TlaValue } from './value.js';

export interface TraceStep {
  /** What led here; nothing did to the first state. */
  readonly label?: Label;
  readonly state: Readonly<Record<string, TlaValue>>;
}

export interface LabelledTrace {
  readonly configuration: string;
  readonly verdict: TlaOutcome['verdict'];
  readonly violated?: string;
  readonly steps: readonly TraceStep[];
  readonly loopStartsAt?: number;
}

/** labelledTrace is the counterexample of a configuration that violates a safety claim; undefined where none does. */
export async function labelledTrace(loaded: Loaded, engine: EngineName): Promise<LabelledTrace | undefined> {
  const module = labelledModule(loaded.module, hotSwapActions);
  const configuration = labelledConfiguration(loaded.configuration, loaded.configuration.invariants);
  const outcome = engine === 'tlc' ? checkTlc(module, configuration) : await checkEmbedded(module, configuration);
  if (outcome.verdict === 'holds') return undefined;
  return traceOf(outcome);
}

/** traceOf reads the labels off the states of a counterexample. */
export function traceOf({ configuration, verdict, violated, trace = [], loopStartsAt }: TlaOutcome): LabelledTrace {
  return {
    configuration,
    verdict,
    ...(violated === undefined ? {} : { violated }),
    steps: trace.map(stepOf),
    ...(loopStartsAt === undefined ? {} : { loopStartsAt }),
  };
}

function stepOf({ label, ...variables }: Readonly<Record<string, string>>, index: number): TraceStep {
  const state = Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, parseValue(text)]));
  return index === 0 || label === undefined ? { state } : { label: labelOf(parseValue(label)), state };
}
