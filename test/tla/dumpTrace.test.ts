// TLC's JSON is decoded along the types of the variables. The documents here are made from a counterexample, in the form
// and with the losses that TLC's writer has.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realise } from '../../tla/conformance/realise.js';
import { parseDump } from '../../tla/dumpTrace.js';
import { readGraph } from '../../tla/graphFile.js';
import { writeItf } from '../../tla/itf.js';
import { type LabelledTrace, labelledTrace } from '../../tla/labelledTrace.js';
import { loadNamed } from '../../tla/manifest.js';
import { type TlaValue, writeValue } from '../../tla/value.js';

const folder = join(import.meta.dirname, '../../tla');
const graph = readGraph(folder, 'MCHotSwapOneCaller');

/** As TLC writes values: sets, sequences and tuples are arrays, keys are text. */
function lossy(value: TlaValue): unknown {
  if (typeof value !== 'object') return value;
  if ('tuple' in value) return value.tuple.map(lossy);
  if ('set' in value) return value.set.map(lossy);
  if ('model' in value) return value.model;
  const keyOf = (key: TlaValue) => (typeof key === 'string' ? key : writeValue(key));
  return Object.fromEntries(value.fn.map(([key, each]) => [keyOf(key), lossy(each)]));
}

function dumped({ steps }: LabelledTrace): string {
  const states = steps.map(({ state }) =>
    Object.fromEntries(Object.entries(state).map(([name, each]) => [name, lossy(each)])),
  );
  const state = states.map((each, index) => [index + 1, each]);
  const action = steps.slice(1).map(({ label }, index) => {
    const parameters = label!.parameters.map((_, position) => `p${position}`);
    const context = Object.fromEntries(label!.parameters.map((each, position) => [`p${position}`, lossy(each)]));
    return [state[index], { name: label!.action, parameters, context }, state[index + 1]];
  });

  return JSON.stringify({ counterexample: { state, action }, vars: graph.variables });
}

async function counterexample() {
  return (await labelledTrace(loadNamed(folder, folder, ['FailsFreeMediatorAtOnce'])[0]!, 'embedded'))!;
}

describe('a dumped counterexample', () => {
  it('is decoded to the values that it was written from', async () => {
    const trace = await counterexample();
    const read = parseDump(dumped(trace), trace.configuration, graph);

    expect(read.steps).toEqual(trace.steps);
    expect(writeItf({ ...read, violated: trace.violated! })).toBe(writeItf(trace));
  });

  it('becomes a schedule that the implementation replays', async () => {
    const trace = await counterexample();

    expect(realise(folder, parseDump(dumped(trace), trace.configuration, graph)).text).toMatch(
      /^v1 conformsOneCaller@/,
    );
  });

  it('is refused when it was cut short, or misses a variable, or has a value of another type', async () => {
    const text = dumped(await counterexample());

    for (const damaged of [
      text.slice(0, -40),
      text.replace('"pointer"', '"printer"'),
      text.replace('"count":{"0":0}', '"count":{"0":{}}'),
    ]) {
      expect(() => parseDump(damaged, 'MCHotSwapFailsFreeMediatorAtOnce', graph)).toThrow(/QSC421 /);
    }
  });
});
