// The counterexample of a user's own specification, as a trace that can be written and replayed.

import { parseValue } from '../../conformance/tla/value.js';
import type { LabelledTrace } from '../labelledTrace.js';
import type { TlaResult, TlaVerdict } from '../result.js';
import type { OwnOutcome, OwnTraceStep } from './ownResult.js';

/** ownTrace is the trace of an outcome; undefined where it has none. Throws QSC421 for a value that has no form. */
export function ownTrace({
  configuration,
  verdict,
  violated,
  trace = [],
  loopStartsAt,
}: OwnOutcome | TlaResult): LabelledTrace | undefined {
  if (trace.length === 0) return undefined;
  return {
    configuration,
    verdict: verdict as TlaVerdict,
    ...(violated === undefined ? {} : { violated }),
    steps: trace.map((step, index) => {
      const { action, state } = isStep(step) ? step : { action: undefined, state: step };
      const values = Object.fromEntries(Object.entries(state).map(([name, text]) => [name, parseValue(text)]));
      return index === 0 || action === undefined
        ? { state: values }
        : { label: { action, parameters: [] }, state: values };
    }),
    ...(loopStartsAt === undefined ? {} : { loopStartsAt }),
  };
}

function isStep(step: object): step is OwnTraceStep {
  return (
    typeof (step as Partial<OwnTraceStep>).action === 'string' &&
    typeof (step as Partial<OwnTraceStep>).state === 'object'
  );
}
