// A counterexample with its actions: the labelled copy of the module is checked, and the label is read off each state.
// A lasso is found on the module as it is, and its actions are asked for afterwards.

import type { Label } from '../conformance/tla/label.js';
import { parseValue, type TlaValue } from '../conformance/tla/value.js';
import { behaviourOf } from './behaviour.js';
import { checkEmbedded, checkRefinement } from './embedded.js';
import {
  actionsOf,
  labelledBehaviour,
  labelledConfiguration,
  labelledExtension,
  labelledModule,
  labelOf,
} from './labelled.js';
import type { Loaded } from './manifest.js';
import { refinementCheck } from './refinement.js';
import type { EngineName, TlaResult } from './result.js';
import { checkTlc } from './tlc.js';

export interface TraceStep {
  /** What led here; nothing did to the first state. */
  readonly label?: Label;
  readonly state: Readonly<Record<string, TlaValue>>;
}

export interface LabelledTrace {
  readonly configuration: string;
  /** The mutant of the specification that it is a counterexample of. */
  readonly mutant?: string;
  readonly verdict: TlaResult['verdict'];
  readonly violated?: string;
  readonly steps: readonly TraceStep[];
  readonly loopStartsAt?: number;
}

/** labelledTrace is the counterexample of a configuration; undefined where what it claims holds. */
export async function labelledTrace(loaded: Loaded, engine: EngineName): Promise<LabelledTrace | undefined> {
  const safety = await safetyOutcome(loaded, engine);
  if (safety.verdict !== 'holds') return traceOf(safety);
  return loaded.entry.mode === 'liveness' ? await lasso(loaded, engine) : undefined;
}

/** A refinement is always asked of the embedded engine: with labels it is a module that TLC need not see. */
async function safetyOutcome(loaded: Loaded, engine: EngineName): Promise<TlaResult> {
  const { entry, module, beside, configuration, whole } = loaded;
  if (engine === 'tlc' && entry.mode !== 'refinement') {
    const claims = labelledConfiguration(configuration, configuration.invariants);
    return checkTlc(labelledExtension(module, actionsOf(whole.module)), claims, { beside: [module, ...beside] });
  }
  const labelled = labelledModule(whole.module, actionsOf(whole.module));
  if (entry.mode === 'refinement') return await checkRefinement(refinementCheck(loaded, labelled, labelledBehaviour));
  return await checkEmbedded(labelled, labelledConfiguration(whole.configuration, configuration.invariants));
}

/** Fairness is about the actions as they are, so a lasso is found without labels and gets them afterwards. */
async function lasso(loaded: Loaded, engine: EngineName): Promise<LabelledTrace | undefined> {
  const { module, configuration, beside, whole } = loaded;
  const outcome =
    engine === 'tlc'
      ? checkTlc(module, configuration, { beside })
      : await checkEmbedded(whole.module, whole.configuration);
  if (outcome.verdict === 'holds') return undefined;
  return (await behaviourOf(loaded, traceOf(outcome))).trace;
}

/** traceOf reads the labels off the states of a counterexample. */
export function traceOf({ configuration, verdict, violated, trace = [], loopStartsAt }: TlaResult): LabelledTrace {
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
