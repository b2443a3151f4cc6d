// quiesce report on what is no result: refused with a coded error and exit code 2, nothing written, nothing half read.

import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonReport } from '../../reports/json.js';
import { makeResult } from '../../runner/result.js';
import { sampleResult } from '../reports/sampleResult.js';
import { contentsOf, folderWith, quiesce } from './run.js';

const whole = jsonReport(sampleResult);

describe('quiesce report', () => {
  it.each([
    ['of a newer version', whole.replace('"version": 1', '"version": 9'), 'QSC136', 'it is of version 9; this reads 1'],
    ['that was cut off', whole.slice(0, whole.length / 2), 'QSC136', 'it is no JSON, or was cut off'],
    ['that is something else', '[]', 'QSC136', 'it is no result'],
    ['whose verdicts are damaged', whole.replace('"turnedFalseAt": 3', '"turnedFalseAt": "x"'), 'QSC136', 'is damaged'],
  ])('refuses a result %s', (_, text, code, seen) => {
    const folder = folderWith({ 'result.json': text });

    const { code: exit, stdout, stderr } = quiesce(folder, 'report', 'result.json');

    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^${code} `));
    expect(stderr).toContain(seen);
    expect(contentsOf(folder)).toEqual(['result.json']);
  });

  it('refuses one of 200 MiB without reading it, one that is not there, and an output folder that is a file', () => {
    const folder = folderWith({ 'result.json': whole, out: 'mine', 'large.json': '' });
    truncateSync(join(folder, 'large.json'), 200 * 2 ** 20);
    mkdirSync(join(folder, 'folder.json'));

    const refused = [
      ['large.json'],
      ['gone.json'],
      ['folder.json'],
      ['result.json', '--out', 'out'],
      ['result.json', '--out', 'out/below/it'],
      ['result.json', '--format', 'trace', '--path', '99'],
      ['result.json', '--format', 'trace', '--path', '-1'],
    ].map((words) => {
      const { code, stderr } = quiesce(folder, 'report', ...words);
      return [code, stderr.slice(0, 6)];
    });

    expect(refused).toEqual([
      [2, 'QSC136'],
      [2, 'QSC111'],
      [2, 'QSC111'],
      [2, 'QSC109'],
      [2, 'QSC109'],
      [2, 'QSC110'],
      [2, 'QSC104'],
    ]);
    expect(contentsOf(folder)).toEqual(['folder.json', 'large.json', 'out', 'result.json']);
  });

  it('counts the paths of mutants after those of verdicts, as the page does', () => {
    const { counterexample } = sampleResult.verdicts.find((row) => row.counterexample)!;
    const about = { scenario: 's', mechanism: 'm', property: 'p', statement: 'p', title: 't' };
    const path = { ...about, counterexample: { ...counterexample!, property: 'ofTheMutant' } };
    const verdicts = sampleResult.verdicts.map(({ counterexample: _, ...row }) => row);
    const text = jsonReport({ ...makeResult({ ...sampleResult, verdicts }), findings: { paths: [path] } });
    const folder = folderWith({ 'result.json': text });

    expect(quiesce(folder, 'report', 'result.json', '--format', 'itf').stdout).toContain('ofTheMutant');
    expect(quiesce(folder, 'report', 'result.json', '--format', 'itf', '--path', '2').stderr).toContain(
      'the result has 1 failing path',
    );
  });

  it('does not write over a report.html that is somebody else’s', () => {
    const folder = folderWith({ 'result.json': whole });
    writeFileSync(join(folder, 'report.html'), 'mine');

    expect(quiesce(folder, 'report', 'result.json').code).toBe(2);
  });
});
