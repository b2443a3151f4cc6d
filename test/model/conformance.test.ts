import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withDiagram } from '../../cli/pages/machinePage.js';
import { replay } from '../../engine/explain/replay.js';
import { parseSchedule } from '../../engine/index.js';
import { hotSwap } from '../../impl/hotswap/hotSwap.js';
import { conformanceText } from '../../reports/conformance.js';
import { committedCoverage, parseCoverage } from '../../runner/conformance/committed.js';
import { whyDiverging } from '../../runner/conformance/expectations.js';
import { conformanceExitCode } from '../../runner/conformance/result.js';
import { conformanceProperties, conformanceResult, conformScenario } from '../../runner/conformance/scenario.js';
import { buildSystemWith } from '../../scenarios/build.js';
import { scenarios } from '../../scenarios/index.js';

const root = join(import.meta.dirname, '..', '..');
const committed = committedCoverage(root);
const scenarioNamed = (name: string) => scenarios.find((one) => one.name === name)!;

/** Small enough for every run of the tests; `quiesce conform` checks them all. The per-processor form has no machine yet. */
const small = [
  'lockBesideTheComponent',
  'callBackThroughAnotherThread',
  'selfSwap',
  'selfSwapAwaited',
  'noCommonFormat',
  'failingConstruction',
  'mediatorPointerInHand',
].flatMap((name) =>
  scenarioNamed(name)
    .variants.filter(({ mechanism }) => !mechanism.name.startsWith('perProcessor'))
    .map(({ mechanism }) => ({ name, mechanism })),
);

describe('every transition of every interleaving', () => {
  it.each(small)('of $name with $mechanism.name is as the machine has it, a contrast apart', ({ name, mechanism }) => {
    const why = whyDiverging(name, mechanism.name);
    const part = conformScenario(scenarioNamed(name), mechanism, { committed, ...(why === undefined ? {} : { why }) });

    const result = conformanceResult([part]);

    expect(result.rows.map(({ verdict }) => verdict)).toEqual(result.rows.map(({ expected }) => expected));
    expect(conformanceExitCode(result)).toBe(0);
  });
});

describe('the machine to the implementation', () => {
  it('has a schedule, which replays, for every transition that is realised', () => {
    const scenario = scenarioNamed('selfSwapAwaited');
    const { mechanism } = scenario.variants[0]!;
    const system = { ...buildSystemWith(scenario, mechanism), name: `selfSwapAwaited@${mechanism.name}` };

    const [row] = conformScenario(scenario, mechanism, { schedules: true }).rows;

    expect(row!.realised).toHaveLength(row!.coverage.transitions!.realised);
    for (const { schedule } of row!.realised) expect(() => replay(system, parseSchedule(schedule))).not.toThrow();
  });

  it('names what no interleaving makes, with the way to it', () => {
    const [row] = conformScenario(scenarioNamed('lockBesideTheComponent'), hotSwap('asItIs', 'as it is')).rows;
    const { transitions } = row!.coverage;

    expect(row!.unreached).toHaveLength(transitions!.of - transitions!.realised);
    expect(row!.unreached.every(({ path }) => path[0] === 'swapRequested')).toBe(true);
  });
});

describe('a divergence', () => {
  const scenario = scenarioNamed('lockBesideTheComponent');
  const contrast = hotSwap('freedAtOnce', 'no second grace period', { secondGrace: false });
  const { rows } = conformScenario(scenario, contrast);

  it('is shown in full', async () => {
    const text = conformanceText({ ...conformanceResult([]), rows }, { command: 'quiesce' });
    const explanation = text.slice(text.indexOf('  diverges'), text.indexOf('      step'));

    await expect(explanation.replaceAll(/\.ts:\d+/g, '.ts:LINE')).toMatchFileSnapshot('snapshots/divergence.txt');
  });

  it('points at the guard and at the operation', () => {
    const { specificationSource, implementationSource, conditions } = rows[0]!.divergence!;

    expect(conditions.map(({ text }) => text)).toEqual(['isUnused']);
    expect(specificationSource[0]).toMatch(/^model\/swapMachine\.ts:\d+$/);
    expect(implementationSource).toMatch(/^impl\/hotswap\/reclamation\.ts:\d+$/);
  });

  it('replays from its printed schedule', () => {
    const system = { ...buildSystemWith(scenario, contrast), name: 'lockBesideTheComponent@freedAtOnce' };
    const schedule = parseSchedule(rows[0]!.divergence!.schedule);

    const { reproduced } = replay(system, schedule, { properties: conformanceProperties(scenario, contrast) });

    expect(reproduced).toBe(true);
  });

  it('makes the exit code 1 where it was not expected, and so does coverage below the committed figure', () => {
    const sound = conformScenario(scenario, hotSwap('asItIs', 'as it is'), {
      committed: { 'lockBesideTheComponent@asItIs A': { states: [1, 1] } },
    });

    expect(conformanceExitCode({ ...conformanceResult([]), rows })).toBe(1);
    expect(sound.rows[0]!.below).toEqual(['states']);
    expect(conformanceExitCode(conformanceResult([sound]))).toBe(1);
  });
});

describe('the committed figures', () => {
  const text = readFileSync(join(root, 'model', 'coverage.json'), 'utf8');

  it.each([
    ['nothing', ''],
    ['an empty record', '{}'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a record without figures', '{"total":{}}'],
    ['a kind that there is not', text.replace('"arrows"', '"arows"')],
    ['more than there is', text.replace(/"arrows":\[(\d+),\d+\]/, '"arrows":[$1,1]')],
    ['half of the file', text.slice(0, text.length / 2)],
  ])('are no floor when they are %s', (_what, damaged) => {
    expect(() => parseCoverage(damaged)).toThrow(/QSC408 /);
  });

  it('cannot lose a row in silence, nor keep one that is gone', () => {
    const sound = conformScenario(scenarioNamed('noCommonFormat'), hotSwap('asItIs', 'as it is'));
    const { 'noCommonFormat@asItIs A': _own, total } = parseCoverage(text);

    const lost = conformanceResult([sound], { total: total! });
    const kept = conformanceResult([sound], { 'noCommonFormat@asItIs A': _own!, 'gone@asItIs A': _own!, total: {} });

    expect(lost.withoutFloor).toEqual(['noCommonFormat@asItIs A has no committed figure']);
    expect(kept.withoutFloor).toEqual(['gone@asItIs A is committed and conforms no more']);
    expect([conformanceExitCode(lost), conformanceExitCode(kept)]).toEqual([1, 1]);
  });
});

describe('the documentation', () => {
  it('has the diagram of the machine as it is; else run `npm run docs:update`', () => {
    const page = readFileSync(join(root, 'docs', '03-the-machine.md'), 'utf8');

    expect(page).toBe(withDiagram(page));
  });
});
