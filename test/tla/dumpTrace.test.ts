// TLC's JSON is decoded along the types of the variables. The documents here are made from a counterexample, in the form
// and with the losses that TLC's writer has.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mutantEdits } from '../../mutants/catalogue.js';
import { withCopy } from '../../runner/mutants/copiedPackage.js';
import { parseDump } from '../../tla/dumpTrace.js';
import { readGraph } from '../../tla/graphFile.js';
import { writeItf } from '../../tla/itf.js';
import { counterexampleOf } from './mutantTrace.js';
import { dumped } from './tlcDump.js';

const folder = join(import.meta.dirname, '../../tla');
const graph = readGraph(folder, 'MCHotSwapOneCaller');

const counterexample = () => counterexampleOf('freeMediatorAtOnce in OneCaller');

describe('a dumped counterexample', () => {
  it('is decoded to the values that it was written from', async () => {
    const trace = await counterexample();
    const read = parseDump(dumped(trace), trace.configuration, graph);

    const { mutant, violated } = trace;
    expect(read.steps).toEqual(trace.steps);
    expect(writeItf({ ...read, mutant: mutant!, violated: violated! })).toBe(writeItf(trace));
  });

  it('becomes a schedule of the mutant of the implementation', async () => {
    const trace = await counterexample();
    const { configuration } = trace;
    const mutant = 'freeMediatorAtOnce';

    const read = parseDump(dumped(trace), configuration, graph);

    const question = { ask: 'realise', mutant, configuration, trace: read } as const;
    const { text } = await withCopy(mutantEdits('mechanism', mutant), (copy) => copy.ask(question));
    expect(text).toMatch(/^v1 conformsOneCaller@freeMediatorAtOnce /);
  });

  it('is refused when it was cut short, or misses a variable, or has a value of another type', async () => {
    const text = dumped(await counterexample());

    for (const damaged of [
      text.slice(0, -40),
      text.replace('"pointer"', '"printer"'),
      text.replace('"count":{"0":0}', '"count":{"0":{}}'),
    ]) {
      expect(() => parseDump(damaged, 'MCHotSwapOneCaller', graph)).toThrow(/QSC421 /);
    }
  });
});
