// What pages are made of: specifications that follow a path, the racing pair, and the results of other commands.

import { describe, expect, it } from 'vitest';
import { parseSchedule, walk } from '../../engine/index.js';
import { type PageSubject, pageData } from '../../reports/html.js';
import { comparisonPage, conformancePage, mutantsPage } from '../../reports/pages.js';
import { racingPair } from '../../reports/racing.js';
import type { Comparison } from '../../runner/comparison/result.js';
import { modelsOf } from '../../runner/conformance/along.js';
import { conformanceResult, conformScenario } from '../../runner/conformance/scenario.js';
import { makeMutantResult } from '../../runner/mutants/result.js';
import { buildSystemWith } from '../../scenarios/build.js';
import { conformanceWorkloads } from '../../scenarios/configurations.js';
import { scenarios } from '../../scenarios/index.js';
import { embrace, lostUpdate } from './sampleResult.js';

function pathOf(text: string) {
  const { version, name, choices } = parseSchedule(text);
  return { schedule: { version, name, choices, enabled: [], operations: [], programHash: '' }, steps: [] } as const;
}

const freed = 'v1 mediatorPointerInHand@freedAtOnce:noUseAfterFree operator*2 swapper.A*5 c1*2 swapper.A*20 c1';

describe('specifications beside a path', () => {
  it('follow it up to the step that the machine does not allow, and say where it stands then', () => {
    const [machine, ...others] = modelsOf(pathOf(freed));

    expect(others).toEqual([]);
    expect(machine!.diverges!.step).toBe(28);
    expect(machine!.diverges!.reason).toContain('does not allow freedMediator');
    expect(machine!.at).toHaveLength(29);
    expect(machine!.states[machine!.at.at(-1)!]!.active).toEqual(['swap.on.reclaiming', 'mediator.present.completed']);
    expect(machine!.chart!.inner.map(({ name }) => name)).toEqual(['swap', 'mediator']);
  });

  it('are machine and TLA+ specification for a workload of a configuration, and part where events were lost', () => {
    const workload = conformanceWorkloads.find(({ scenario }) => scenario.name === 'conformsOneCaller')!;
    const { mechanism } = workload.scenario.variants[0]!;
    const walked = walk(buildSystemWith(workload.scenario, mechanism));
    const path = pathOf('v1 conformsOneCaller@asItIs operator*2 swapper.A*14');
    const steps = path.schedule.choices.map((choice) => walked.step(choice));
    const deaf = steps.map((step) => ({ ...step, events: step.events.filter(({ name }) => name !== 'generation') }));

    const followed = modelsOf({ ...path, steps });
    const unheard = modelsOf({ schedule: { ...path.schedule, name: 'conformsOneCaller@someMutant' }, steps: deaf });

    expect(followed.map(({ kind, diverges }) => [kind, diverges])).toEqual([
      ['machine', undefined],
      ['specification', undefined],
    ]);
    expect(followed.every(({ at }) => at.length === 17)).toBe(true);
    expect(followed[1]!.states[followed[1]!.at.at(-1)!]!.fields.map(([name]) => name)).toContain('pointer');
    expect(unheard.every(({ diverges }) => diverges !== undefined)).toBe(true);
  });

  it('are none for a rival, which is another mechanism', () => {
    expect(modelsOf(pathOf('v1 lockBesideTheComponent@writerPreferringLock operator*2'))).toEqual([]);
  });

  it('are none for what is no scenario of this package', () => {
    expect(modelsOf(pathOf('v1 lost.ts t1 t2'))).toEqual([]);
  });
});

describe('the racing pair', () => {
  it('is the write of one thread and the access of another that comes last before the fault', () => {
    expect(racingPair(lostUpdate)).toEqual([2, 3]);
  });

  it('is none where threads touch different cells', () => {
    const apart = lostUpdate.steps.map((step) => ({ ...step, writes: [], reads: [{ cell: step.agent, value: 0 }] }));

    expect(racingPair({ ...lostUpdate, steps: apart })).toBeUndefined();
  });

  it('has to do with the fault: a cell that the claim read or is waited for, or the thread that breaks it', () => {
    const [one, two] = [lostUpdate.steps[0]!, lostUpdate.steps[1]!];
    const write = { ...two, reads: [], writes: [{ cell: 'other', before: 0, value: 1 }] };
    const read = { ...one, reads: [{ cell: 'other', value: 1 }] };
    const steps = [...lostUpdate.steps.slice(0, 3), write, read];
    const aside = { ...two, agent: 't3', reads: [] };

    expect(racingPair({ steps, turnedFalseAt: 4, seen: [{ what: 'count', value: 1 }] })).toEqual([0, 2]);
    expect(racingPair({ steps, turnedFalseAt: 4 })).toEqual([3, 4]);
    expect(racingPair({ steps: [...steps, aside], turnedFalseAt: 5 })).toBeUndefined();
    expect(racingPair({ steps, turnedFalseAt: 4, loopStartsAt: 2 })).toBeUndefined();
  });

  it('is the giving back of memory and the touch of it, where that is the fault', () => {
    const base = { processor: 0, index: 0, events: [], enabled: [], operation: '' } as const;
    const free = {
      ...base,
      agent: 'a',
      kind: 'free',
      reads: [],
      writes: [{ cell: 'A.m.life', before: 1, value: 2 }],
    } as const;
    const touch = { ...base, agent: 'b', kind: 'load', reads: [{ cell: 'A.m.count', value: 0 }], writes: [] } as const;

    const elsewhere = { ...touch, reads: [{ cell: 'A.mediator.count', value: 0 }] };

    expect(racingPair({ steps: [free, touch], turnedFalseAt: 1 })).toEqual([0, 1]);
    expect(racingPair({ steps: [free, elsewhere], turnedFalseAt: 1 })).toBeUndefined();
  });
});

describe('the pages of other commands', () => {
  const dataOf = (subject: PageSubject) => pageData(subject, { command: 'npx quiesce', script: '', style: '' });

  it('show a divergence as a path, with what is covered of the machine', () => {
    const scenario = scenarios.find(({ name }) => name === 'mediatorPointerInHand')!;
    const variant = scenario.variants.find(({ mechanism }) => mechanism.name === 'freedAtOnce')!;
    const part = conformScenario(scenario, variant.mechanism, {
      why: 'it frees too early',
      limits: { states: 60_000 },
    });

    const data = dataOf(conformancePage(conformanceResult([part])));

    expect(data.rows).toMatchObject([{ property: 'conforms.A', words: 'diverges', asExpected: true, path: 0 }]);
    expect(data.paths[0]!.steps.length).toBeGreaterThan(5);
    expect(data.tables.map(({ title }) => title)).toContain('How much of the machine is covered');
  });

  it('show mutants with the survivors first, and refuted cells with the line that replays them', () => {
    const mutant = { kind: 'mechanism', statement: 's', numbers: [], edits: [], explorations: 1, states: 1 } as const;
    const path = { steps: 2, length: 'shortest', schedule: 'v1 x t', states: 3, also: [] } as const;
    const mutants = makeMutantResult([
      { ...mutant, mutant: 'dead', fate: 'killed', kill: { by: 'p', in: 'x', path } },
      { ...mutant, mutant: 'alive', fate: 'survived' },
    ]);
    const refutation = { steps: 4, length: 'shortest', schedule: 'v1 s@m:p t1*4' } as const;
    const matrix: Comparison = {
      ...{ version: 1, mechanisms: [], scenarios: ['s'], errors: [] },
      properties: [{ name: 'p', number: '1', statement: 'says p' }],
      grounds: [{ scenario: 's', mechanism: 'm', verdicts: { p: refutation, q: 'proved' } }],
    };
    const place = { scenario: 's', mechanism: 'm', property: 'p', statement: 'says p', states: 1, transitions: 1 };
    const comparedRow = { ...place, verdict: 'refuted', expected: 'proved', asExpected: false } as const;
    const comparison = comparisonPage(matrix, 'npx quiesce');

    const row = { ...comparedRow, counterexample: lostUpdate };
    const drawn = dataOf(comparisonPage(matrix, 'npx quiesce', [row]));
    expect(drawn.rows.map(({ path }) => path)).toEqual([0, undefined]);
    expect(drawn.paths[0]).toMatchObject({
      title: 'p is refuted: s with m',
      replay: "npx quiesce replay 'v1 s@m:p t1*4'",
    });
    expect(dataOf(mutantsPage(mutants, 'npx quiesce')).tables[0]!.rows.map(([, name]) => name)).toEqual([
      'alive',
      'dead',
    ]);
    expect(dataOf(mutantsPage(mutants, 'npx quiesce')).isGood).toBe(false);
    expect(dataOf(comparison).rows.map(({ words }) => words)).toEqual(['refuted in 4 steps', 'proved']);
    expect(JSON.stringify(dataOf(comparison).tables)).toContain("npx quiesce replay 'v1 s@m:p t1*4'");
  });

  it('say who waits for whom at the end of a deadlock', () => {
    const row = { scenario: 's', mechanism: 'm', property: 'p', statement: 'p', states: 1, transitions: 1 } as const;
    const verdict = {
      ...row,
      verdict: 'refuted',
      expected: 'proved',
      asExpected: false,
      counterexample: embrace,
    } as const;
    const totals = { verdicts: 1, proved: 0, vacuous: 0, refuted: 1, unrefuted: 0, inconclusive: 0 } as const;
    const sums = { unexpected: 1, undecided: 0, errors: 0, states: 1, transitions: 1 } as const;
    const result = {
      version: 1,
      verdicts: [verdict],
      explorations: [],
      errors: [],
      totals: { ...totals, ...sums },
    } as const;

    expect(dataOf({ result }).paths[0]!.waits.join('; ')).toMatch(/^t\d at .* waits for t\d/);
  });
});
