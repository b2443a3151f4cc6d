// More of what verify says: of expectations, samples and progress, and that the library says the same.

import { describe, expect, it } from 'vitest';
import { jsonReport } from '../../reports/json.js';
import { withoutTimings } from '../../runner/result.js';
import { verifyInProcess } from '../../runner/verify.js';
import { scenarios } from '../../scenarios/index.js';
import { mine } from './programs.js';
import { folderWith, quiesce } from './run.js';

const property = ['--property', 'noUseAfterFree'];

describe('quiesce verify FILE', () => {
  it('is content with a refutation that the scenario expects', () => {
    const expectsIt = mine.replace('mechanism: tooEarly', "mechanism: tooEarly, except: { noUseAfterFree: 'refuted' }");
    const folder = folderWith({ 'mine.scenario.ts': expectsIt });

    const { code, stdout } = quiesce(folder, 'verify', './mine.scenario.ts', ...property);

    expect(stdout).toContain('refuted, as expected');
    expect(stdout).toContain('every verdict is as expected');
    expect(code).toBe(0);
  });
});

/** A scenario that is handed over does not know where it is written. */
function withoutPlaces(document: string) {
  return JSON.parse(document, function (this: object, key, value) {
    return ['file', 'line'].includes(key) && 'scenario' in this ? undefined : value;
  }) as unknown;
}

describe('quiesce verify SCENARIO', () => {
  it('says the same as the library', () => {
    const scenario = scenarios.find(({ name }) => name === 'noCommonFormat')!;

    const { stdout } = quiesce(
      folderWith(),
      'verify',
      scenario.name,
      '--json',
      '--no-timings',
      '--property',
      'transparency',
      'noFailure',
    );

    const result = verifyInProcess([scenario], { properties: ['transparency', 'noFailure'] });
    expect(withoutPlaces(stdout)).toEqual(JSON.parse(jsonReport(withoutTimings(result))));
  });

  it('exits with 3 when what should be proved was only sampled', () => {
    const words = ['verify', 'noCommonFormat', '--sample', '20', '--seed', '7', '--sampler', 'pct'];

    const { code, stdout } = quiesce(folderWith(), ...words);

    expect(stdout).toContain('unrefuted in 20 executions, undecided (expected ');
    expect(code).toBe(3);
  });

  it('writes one line per finished exploration when it is not at a terminal', () => {
    const { stderr } = quiesce(folderWith(), 'verify', 'noCommonFormat', '--mechanism', 'asItIs');

    expect(stderr).toMatch(/^1 exploration to do\n\[1\/1\] noCommonFormat@asItIs safety: \d+ states, .*\n$/);
  });
});
