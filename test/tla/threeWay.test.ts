// Three tables for each configuration, from the command line, with neither Java nor WebAssembly.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mutantNamed } from '../../mutants/catalogue.js';
import { threeWayText } from '../../reports/threeWay.js';
import { comparisonExitCode } from '../../runner/conformance/result.js';
import { compareAll } from '../../runner/conformance/threeWay.js';
import { withCopy } from '../../runner/mutants/copiedPackage.js';
import { workloadsNamed } from '../../scenarios/configurations.js';
import { folderWith, quiesce } from '../cli/run.js';

const folder = join(import.meta.dirname, '../../tla');
const entry = join(import.meta.dirname, '../../dist/cli/main.js');
const both = { against: ['model', 'tla'] } as const;

describe('quiesce conform --against model,tla', () => {
  it('prints three tables for a configuration, and how the sides are read as each other, with no WebAssembly and no Java', async () => {
    // With --no-expose-wasm there is no WebAssembly, and without a PATH no Java.
    const words = ['--no-expose-wasm', entry, 'conform', '--against', 'model,tla', 'OneCaller'];
    const { status, stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', env: { PATH: '' } });

    const tables = stdout
      .slice(0, stdout.indexOf('how a state'))
      .replaceAll(/\d+ (states|transitions) (?=and|of the i)/g, 'N $1 ');

    await expect(tables).toMatchFileSnapshot('snapshots/threeWay.txt');
    expect(stdout).toMatch(/pointer +│ the pointer cell, exactly/);
    expect(stdout).toMatch(/phase transfer +│ observed: transferBegins is enabled, or done +│ +\d+/);
    expect(stdout).toContain('every step of the first is one of the second, in every pair');
    expect(status).toBe(0);
  });

  it('is one versioned document with --json, with every edge where it is asked for', () => {
    const { stdout } = quiesce(folderWith(), 'conform', '--against', 'tla', 'OneCaller', '--json', '--edges');
    const { version, configurations } = JSON.parse(stdout);
    const [{ rows, edges }] = configurations[0].pairs;
    const entered = edges.filter((edge: { action: string }) => edge.action === 'enter');

    expect(version).toBe(1);
    expect(configurations[0].pairs).toHaveLength(1);
    expect(rows).toContainEqual({ action: 'enter', inBoth: entered.length, onlyInFirst: 0, onlyInSecond: 0 });
  });

  it('explains a mutant and exits with 1', () => {
    const { code, stdout } = quiesce(
      folderWith(),
      ...['conform', '--against', 'model,tla', 'OneCaller', '--mechanism', 'oneAdvance'],
    );

    expect(stdout).toMatch(/false in state \d+, HotSwap\.tla:\d+: GraceOver/);
    expect(stdout).toContain('graceIsOver is false in swap.on.undecided.draining | mediator.present.forward');
    expect(stdout).toContain("replay 'v1 conformsOneCaller@oneAdvance:refinesSpecification ");
    expect(code).toBe(1);
  });

  it.each([
    ['an unknown side', ['--against', 'tlb'], /QSC110 /],
    ['an unknown configuration', ['--against', 'tla', 'Nope'], /QSC412 /],
    ['an unknown mechanism', ['--against', 'tla', '--mechanism', 'nope'], /QSC103 /],
  ])('refuses %s', (_what, words, error) => {
    const { code, stderr } = quiesce(folderWith(), 'conform', ...words);

    expect(stderr).toMatch(error);
    expect(code).toBe(2);
  });

  it('is inconclusive where a limit cut it, and says of no action that it is never taken', async () => {
    const result = await compareAll(folder, workloadsNamed(['OneCaller']), { ...both, limits: { states: 100 } });

    expect(result.unexercised).toEqual([]);
    expect(comparisonExitCode(result)).toBe(3);
    expect(threeWayText(result, { command: 'quiesce' })).toContain('inconclusive: a limit cut the exploration');
  });

  it('counts the step that diverges as one that only the implementation has', async () => {
    const mutant = mutantNamed('mechanism', 'releaseBeforeSwing')!;
    const question = { ask: 'compare', mutant: mutant.name, configurations: ['OneCaller'], options: both } as const;
    const { configurations } = await withCopy(mutant.edits, (copy) => copy.ask(question));
    const only = configurations[0]!.pairs.map(({ rows }) => rows.reduce((sum, row) => sum + row.onlyInFirst, 0));

    expect(only).toEqual([1, 0, 1]);
  });
});
