// The published schemas: every document that carries `version` is held to its own by ajv, and each check is seen to fail.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { jsonReport } from '../../reports/json.js';
import { verifyInProcess } from '../../runner/verify.js';
import { scenarios } from '../../scenarios/index.js';
import { asItIs } from '../../scenarios/mechanisms.js';
import { folderWith, quiesce } from '../cli/run.js';
import { sampleResult } from './sampleResult.js';

const schemas = join(import.meta.dirname, '..', '..', 'docs', 'schemas');

function validator(name: string) {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(
    JSON.parse(readFileSync(join(schemas, `${name}.v1.schema.json`), 'utf8')),
  );
  return (document: unknown) =>
    validate(document) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const lost = `import { atEnd, cell, leadsTo, load, store, thread } from 'quiesce';
const count = cell('count', 0);
function* increment() { const seen = yield* load(count); yield* store(count, seen + 1); }
export const system = { cells: [count], threads: [thread('t1', increment), thread('t2', increment)] };
export const properties = [
  atEnd('noLostUpdate', (state) => state.read(count) === 2),
  leadsTo('becomesTwo', (state) => state.read(count) === 1, (state) => state.read(count) === 2),
];`;

describe('the schema of a result', () => {
  const wrongWith = validator('result');
  const document = () => JSON.parse(jsonReport(sampleResult));

  it('is kept by a result with every kind of row, path and error', () => {
    expect(wrongWith(document())).toEqual([]);
  });

  it('is kept by scenarios of this package', () => {
    const scenario = scenarios.find(({ name }) => name === 'noCommonFormat')!;
    const result = verifyInProcess([scenario], { mechanisms: [asItIs.name] });

    expect(wrongWith(JSON.parse(jsonReport(result)))).toEqual([]);
  });

  it.each([
    ['a newer version', { version: 2 }],
    ['a field that it does not have', { extra: 1 }],
    ['totals that are no counts', { totals: { ...sampleResult.totals, states: -1 } }],
    ['an unknown verdict', { verdicts: [{ ...sampleResult.verdicts[0], verdict: 'passed' }] }],
  ])('is not kept by %s', (_, change) => {
    expect(wrongWith({ ...document(), ...change })).not.toEqual([]);
  });
});

describe('the documents of the command line', () => {
  it('keep their schemas: a result, a state graph, and the replay of what the result refutes', () => {
    const folder = folderWith({ 'lost.ts': lost });

    const result = JSON.parse(quiesce(folder, 'explore', 'lost.ts', '--json').stdout);
    const graph = JSON.parse(quiesce(folder, 'graph', 'lost.ts', '--format', 'json').stdout);
    const { schedule, file } = result.verdicts.find(({ verdict }: { verdict: string }) => verdict === 'refuted');
    const replay = JSON.parse(quiesce(folder, 'replay', schedule, '--json').stdout);

    expect(file).toBe('lost.ts');
    expect(result.explorations[0].elapsedMs).toBeGreaterThanOrEqual(0);
    expect(validator('result')(result)).toEqual([]);
    expect(validator('graph')(graph)).toEqual([]);
    expect(validator('replay')(replay)).toEqual([]);
    expect(validator('graph')(result)).not.toEqual([]);
    expect(validator('replay')({ ...replay, steps: [{}] })).not.toEqual([]);
  });
});
