// What pages are made of: specifications that follow a path, the racing pair, and the results of other commands.

import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { whatIsWrong } from '../../cli/resultShape.js';
import { tlaSubject } from '../../cli/tlaSubject.js';
import { modelAlong, told } from '../../conformance/index.js';
import { parseSchedule, walk } from '../../engine/index.js';
import { swapSpecifications } from '../../model/specification.js';
import { annotations } from '../../reports/annotations.js';
import { comparisonPage } from '../../reports/comparisonSubject.js';
import { consoleReport } from '../../reports/console.js';
import { htmlReport, type PageSubject, pageData, resultOf, subjectOf } from '../../reports/html.js';
import { jsonReport } from '../../reports/json.js';
import { junitReport } from '../../reports/junit.js';
import { markdownReport } from '../../reports/markdown.js';
import { conformancePage, mutantPlace, mutantsPage, ownPage, threeWayPage } from '../../reports/pages.js';
import { racingPair } from '../../reports/racing.js';
import { sarifReport } from '../../reports/sarif.js';
import type { Comparison } from '../../runner/comparison/result.js';
import { modelsOf } from '../../runner/conformance/along.js';
import type { OwnResult } from '../../runner/conformance/own.js';
import type { ConformanceResult, ConformanceRow } from '../../runner/conformance/result.js';
import { conformanceResult, conformScenario } from '../../runner/conformance/scenario.js';
import { compareAll } from '../../runner/conformance/threeWay.js';
import { makeMutantResult, mutantExitCodeOf } from '../../runner/mutants/result.js';
import { packageRoot } from '../../runner/packageRoot.js';
import { exitCodeOf, makeResult, type ResultRow, withoutTimings } from '../../runner/result.js';
import { buildSystemWith, siteOf } from '../../scenarios/build.js';
import { conformanceWorkloads, workloadsNamed } from '../../scenarios/configurations.js';
import { scenarios } from '../../scenarios/index.js';
import { readGraph } from '../../tla/graphFile.js';
import { embrace, lostUpdate, sampleResult } from './sampleResult.js';

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
    expect(machine!.chart!.states.map(({ name }) => name)).toEqual(['swap', 'mediator']);
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

const resultSchema = (() => {
  const file = join(packageRoot, 'docs/schemas/result.v1.schema.json');
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(file, 'utf8')));
  return (document: unknown) => (validate(document) ? [] : validate.errors!);
})();

describe('the pages of other commands', () => {
  const plain = { command: 'npx quiesce', script: '', style: '' };
  const dataOf = (subject: PageSubject) => pageData(subject, plain);

  /** What `quiesce report` has of a subject: its result.json, read again. */
  const readAgain = (subject: PageSubject) => JSON.parse(jsonReport(resultOf(subject)));

  it('show a divergence as a path, with what is covered of the machine; and again of the result that is written', () => {
    const scenario = scenarios.find(({ name }) => name === 'mediatorPointerInHand')!;
    const variant = scenario.variants.find(({ mechanism }) => mechanism.name === 'freedAtOnce')!;
    const part = conformScenario(scenario, variant.mechanism, {
      why: 'it frees too early',
      limits: { states: 60_000 },
    });

    const measured = [{ scenario: scenario.name, mechanism: 'freedAtOnce', elapsedMs: 250.4 }];
    const subject = conformancePage(conformanceResult([part]), measured);
    expect(junitReport(subject.result, 'q')).toMatch(
      /<testcase .* name="conforms.A" file="[^"]+" line="\d+" time="0.250"/,
    );
    const [data, again] = [dataOf(subject), readAgain(subject)];

    expect(pageData(subjectOf(again), plain)).toEqual(data);
    expect([whatIsWrong(again), resultSchema(again)]).toEqual([undefined, []]);
    expect(markdownReport(again, 'npx quiesce')).toContain('| 1 diverges |');
    expect(JSON.stringify([markdownReport(again, 'q'), junitReport(again, 'q'), data.rows])).not.toContain(
      'is refuted',
    );
    expect(data.rows).toMatchObject([{ property: 'conforms.A', words: 'diverges', asExpected: true, path: 0 }]);
    expect(data.paths[0]!.steps.length).toBeGreaterThan(5);
    expect(data.tables.map(({ title }) => title)).toContain('How much of the machine is covered');
    // It stops at the first divergence: neither its depth nor that it were complete is claimed.
    const [{ states, transitions }] = part.rows as [ConformanceRow];
    expect(subject.result.explorations).toEqual([
      { ...{ ...measured[0], kind: 'safety', mode: 'exhaustive', states, transitions }, elapsedMs: 250 },
    ]);
  });

  it('count the states of machines beside one exploration once, and those of pairs of a file each; and say what was cut', () => {
    const limit = { limit: 'states', text: 'the limit of 5 states was reached' } as const;
    const row = {
      verdict: 'conforms',
      expected: 'conforms',
      below: [],
      coverage: {},
      states: 5,
      transitions: 7,
    } as const;
    const machine = { ...row, scenario: 's', mechanism: 'm' };
    const together = { rows: [machine, { ...machine, verdict: 'inconclusive', limit }], below: [], withoutFloor: [] };
    const pair = { pair: 'a@b', verdict: 'conforms', expected: 'conforms', below: [], report: row } as const;
    const own = { version: 1, file: 'f.ts', rows: [pair, pair], withoutFloor: [] } as const;
    const place = { scenario: 's', mechanism: 'm', elapsedMs: 1 };

    const { explorations } = conformancePage(
      { ...together, total: {}, uncovered: [] } as unknown as ConformanceResult,
      [place],
    ).result;
    const ofFile = ownPage([own as unknown as OwnResult], [{ ...place, scenario: 'f.ts', mechanism: 'none' }]).result;

    expect(explorations).toMatchObject([{ states: 5, transitions: 7, complete: false, limit }]);
    expect(ofFile.explorations).toMatchObject([{ states: 10, transitions: 14 }]);
    expect(ofFile.explorations[0]).not.toHaveProperty('complete');
  });

  const tableOf = (subject: PageSubject, title: string) =>
    dataOf(subject).tables.find((table) => table.title === title)!;

  it('show how much of the machine is covered as it is committed, and what is not: as many arrows and guards as are missing', () => {
    const scenario = scenarios.find(({ name }) => name === 'selfSwap')!;
    const page = conformancePage(conformanceResult([conformScenario(scenario, scenario.variants[0]!.mechanism)]));
    const committed = JSON.parse(readFileSync(join(packageRoot, 'model/coverage.json'), 'utf8'))['selfSwap@asItIs A'];
    const kinds = ['states', 'transitions', 'arrows', 'guardsTrue', 'guardsFalse', 'pairs'];

    const { columns, rows } = tableOf(page, 'How much of the machine is covered');
    const missing = tableOf(page, 'What no scenario covers').rows.map(([name]) => String(name).split(':')[0]);

    expect(columns).toEqual(['of', ...kinds]);
    expect(rows[1]).toEqual(['selfSwap@asItIs A', ...kinds.map((kind) => committed[kind].join(' of '))]);
    for (const [kind, name] of [
      ['arrows', 'arrow'],
      ['guardsTrue', 'guard true'],
      ['guardsFalse', 'guard false'],
    ] as const)
      expect(missing.filter((each) => each === name)).toHaveLength(committed[kind][1] - committed[kind][0]);
  });

  it('show how many edges of each action of the specification are taken, as its committed graph counts them', async () => {
    const folder = join(packageRoot, 'tla');
    const result = await compareAll(folder, workloadsNamed(['OneCaller', 'Recursion']), { against: ['tla'] });
    const edges = ['MCHotSwapOneCaller', 'MCHotSwapRecursion'].flatMap((name) => readGraph(folder, name).edges);
    const [action] = result.configurations[0]!.pairs[0]!.rows.filter(({ inBoth }) => inBoth > 1);
    const lessOne = { ...action!, inBoth: action!.inBoth - 1, onlyInSecond: action!.onlyInSecond + 1 };
    const replaced = JSON.parse(JSON.stringify(result).replace(JSON.stringify(action), JSON.stringify(lessOne)));

    const [compared] = result.configurations;
    const at = { scenario: compared!.scenario, mechanism: compared!.mechanism, elapsedMs: 1 };
    expect(compared!.pairs[0]!.extent).toBe(
      `${compared!.pairs[0]!.states} states and ${compared!.pairs[0]!.transitions} transitions of the implementation`,
    );
    expect(threeWayPage(result, [at]).result.explorations[0]!.states).toBe(compared!.pairs[0]!.states);

    const { rows } = tableOf(threeWayPage(result), 'How much of the specification is covered');
    const counts = rows.map(([name, text]) => [name, ...String(text).split(' of ').map(Number)] as const);

    expect(counts.map(([name, , all]) => [name, all])).toEqual(
      [...new Set(edges.map(({ label }) => label.action))]
        .sort()
        .map((name) => [name, edges.filter(({ label }) => label.action === name).length]),
    );
    expect(counts.filter(([, taken]) => taken === 0).map(([name]) => name)).toEqual(['finished']);
    expect(result.configurations.map(({ unexercised }) => unexercised)).toEqual([['finished'], ['finished']]);
    // One that is not taken would be seen.
    const other = tableOf(threeWayPage(replaced), 'How much of the specification is covered').rows;
    expect(other.filter((row, index) => row[1] !== rows[index]![1])).toHaveLength(1);
  });

  it('show the code that nothing reaches, with its reason, none, or a list that is out of date', () => {
    const where = { file: 'impl/a.ts', line: 3, text: 'yield* load(x)' };
    const stale = { file: 'impl/b.ts', text: 'gone', problem: 'gone' } as const;
    const parts = { verdicts: [], explorations: [], errors: [] };
    const measured = makeResult({ ...parts, unreached: [{ ...where, reason: 'why' }, where], staleUnreached: [stale] });

    const [table] = dataOf({ result: measured }).tables;
    expect(table!.rows).toEqual([
      ['impl/b.ts', 'gone', 'the list is out of date: gone'],
      ['impl/a.ts:3', 'yield* load(x)', 'why'],
      ['impl/a.ts:3', 'yield* load(x)', 'NO REASON GIVEN'],
    ]);
    expect(dataOf({ result: makeResult(parts) }).tables).toEqual([]);
  });

  it('fail in every document for a mutant that survives, and have the times that were measured', () => {
    const edits = [{ file: 'impl/hotswap/swap.ts', find: 'a', replace: 'b' }];
    const about = { kind: 'machine', statement: 'says b', numbers: [], edits, line: 7 } as const;
    const mutant = { ...about, explorations: 1, states: 5 };
    const hunted = makeMutantResult([
      { ...mutant, mutant: 'dead', fate: 'killed', kill: { by: 'p', in: 'x' } },
      { ...mutant, mutant: 'alive', fate: 'survived' },
      { ...mutant, mutant: 'same', fate: 'equivalent', proof: 'they are one' },
      { ...mutant, mutant: 'cut', fate: 'inconclusive' },
      { ...mutant, mutant: 'odd', fate: 'failed', error: 'QSC113 an edit does not fit' },
    ]);
    const measured = [{ ...mutantPlace({ kind: 'machine', mutant: 'alive' }), elapsedMs: 1500 }];
    const result = resultOf(mutantsPage(hunted, 'npx quiesce', measured));

    const junit = junitReport(result, 'npx quiesce');
    expect(junit).toContain('tests="5" failures="2" errors="1"');
    expect(junit).toMatch(
      /classname="mutants of kind machine@alive" name="mutant" file="impl\/hotswap\/swap.ts" line="7" time="1.500">/,
    );
    expect(junitReport(withoutTimings(result), 'npx quiesce')).not.toContain('time=');
    expect(markdownReport(result, 'npx quiesce')).toMatch(
      /^## Quiesce: mutants: 1 unexpected, 1 undecided, 1 error\n[\s\S]*\nSays b: nothing gives it away\.\n/,
    );
    expect(annotations(result).split('\n')).toEqual([
      '::error file=impl/hotswap/swap.ts,line=7,title=mutant::mutants of kind machine with alive: mutant survived, UNEXPECTED. says b: nothing gives it away',
      '::warning file=impl/hotswap/swap.ts,line=7,title=mutant::mutants of kind machine with cut: mutant undecided. says b: a limit cut the search',
      '::error::mutants of kind machine with odd: says b: QSC113 an edit does not fit',
      '',
    ]);
    expect(result.totals).toMatchObject({ proved: 1, refuted: 1, vacuous: 1, inconclusive: 1, states: 5 });
    // Neither how deep nor whether to the end is known, nor how many transitions.
    for (const text of [markdownReport(result, 'q'), consoleReport(result, { command: 'q' })]) {
      expect(text).toContain('5 states');
      expect(text).not.toContain('transition');
    }
    expect(result.totals).not.toHaveProperty('transitions');
    const place = { scenario: 'mutants of kind machine', mechanism: 'alive', kind: 'safety', mode: 'exhaustive' };
    expect(result.explorations).toEqual([{ ...place, states: 5, elapsedMs: 1500 }]);
    expect([exitCodeOf(result), mutantExitCodeOf(hunted)]).toEqual([4, 4]);
    expect([whatIsWrong(result), resultSchema(result)]).toEqual([undefined, []]);
  });

  it('show mutants with the survivors first, and refuted cells with the line that replays them', () => {
    const mutant = { kind: 'mechanism', statement: 's', numbers: [], edits: [], explorations: 1, states: 1 } as const;
    const path = { steps: 2, length: 'shortest', schedule: 'v1 x t', states: 3, also: [] } as const;
    const scenario = scenarios.find(({ name }) => name === 'mediatorPointerInHand')!;
    const [machine] = swapSpecifications(scenario.variants[0]!.mechanism, siteOf(scenario));
    const along = modelAlong(machine!, told([]));
    const taken = { counterexample: lostUpdate, models: [along] };
    const mutants = makeMutantResult([
      { ...mutant, mutant: 'dead', fate: 'killed', kill: { by: 'p', in: 'x', path, taken } },
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
    const drawn = dataOf(comparisonPage(matrix, 'npx quiesce', { verdicts: [row], explorations: [] }));
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
    expect(dataOf(mutantsPage(mutants, 'npx quiesce')).paths[0]!.models).toEqual([along]);
    for (const subject of [
      mutantsPage(mutants, 'npx quiesce'),
      comparisonPage(matrix, 'npx quiesce', { verdicts: [row], explorations: [] }),
    ]) {
      const again = readAgain(subject);
      expect(pageData(subjectOf(again), plain)).toEqual(dataOf(subject));
      expect([whatIsWrong(again), resultSchema(again)]).toEqual([undefined, []]);
    }
    expect(dataOf(comparison).rows.map(({ words }) => words)).toEqual(['refuted in 4 steps', 'proved']);
    expect(JSON.stringify(dataOf(comparison).tables)).toContain("npx quiesce replay 'v1 s@m:p t1*4'");
  });

  it('show what is undecided of a comparison as open, and what is not as in the committed matrix as wrong; with its place', () => {
    const refutation = { steps: 4, length: 'shortest', schedule: 'v1 s@m:p t1*4' } as const;
    const verdicts = { p: refutation, q: 'inconclusive', r: 'proved' } as const;
    const matrix: Comparison = {
      ...{ version: 1, mechanisms: [], scenarios: ['s'], errors: [], properties: [] },
      grounds: [{ scenario: 's', mechanism: 'm', verdicts }],
    };
    const cell = (property: string) => ({ scenario: 's', mechanism: 'm', property });
    const found = Object.keys(verdicts).map(
      (property): ResultRow => ({
        ...{ ...cell(property), statement: property, file: 'scenarios/s.ts', line: 3, states: 5, transitions: 6 },
        ...{ verdict: 'proved', expected: 'proved', asExpected: true },
        ...(property === 'q' ? { limit: { limit: 'states', text: 'the limit of 5 states was reached' } } : {}),
      }),
    );
    const sources = { verdicts: found, explorations: [] };
    const changed = [
      { now: { ...cell('r'), verdict: 'proved' }, before: { ...cell('r'), verdict: 'vacuous' } },
    ] as const;

    const open = comparisonPage(matrix, 'q', sources);
    const [same, other] = [[], changed].map((each) => comparisonPage(matrix, 'q', { ...sources, changed: each }));

    expect(dataOf(open).rows.map(({ words, asExpected, isUndecided }) => [words, asExpected, isUndecided])).toEqual([
      ['refuted in 4 steps', true, undefined],
      ['inconclusive', false, true],
      ['proved', true, undefined],
    ]);
    expect([open, same!, other!].map(({ isGood }) => isGood)).toEqual([false, true, false]);
    expect([open, same!, other!].map(({ result: { totals } }) => [totals.undecided, totals.unexpected])).toEqual([
      [1, 0],
      [1, 0],
      [1, 1],
    ]);
    // A cut search passes nowhere, not even where the committed matrix has it so.
    for (const page of [open, same!, other!]) {
      const junit = junitReport(resultOf(page), 'q');
      expect(junit).toContain('message="inconclusive: the limit of 5 states was reached" type="inconclusive">');
      expect(markdownReport(resultOf(page), 'q')).not.toContain('every verdict is as expected');
    }
    expect(junitReport(resultOf(open), 'q')).toContain(
      '<testcase classname="s@m" name="r" file="scenarios/s.ts" line="3"/>',
    );
    const place = 'file=scenarios/s.ts,line=3';
    expect(annotations(resultOf(other!)).split('\n')).toEqual([
      `::warning ${place},title=q::s with m: q is inconclusive. the limit of 5 states was reached`,
      `::error ${place},title=r::s with m: r is proved, UNEXPECTED. the committed matrix says vacuous`,
      '',
    ]);
    for (const page of [open, same!, other!])
      expect([whatIsWrong(readAgain(page)), resultSchema(readAgain(page))]).toEqual([undefined, []]);
  });

  it('say UNEXPECTED of a cell that was decided and is not any more, and of one that is gone; with its place', () => {
    const cell = (property: string) => ({ scenario: 's', mechanism: 'm', property });
    const matrix: Comparison = {
      ...{ version: 1, mechanisms: [], scenarios: ['s'], errors: [], properties: [] },
      grounds: [{ scenario: 's', mechanism: 'm', verdicts: { q: 'inconclusive' } }],
    };
    const limit = { limit: 'states', text: 'the limit of 5 states was reached' } as const;
    const found = { ...cell('q'), statement: 'q', file: 'scenarios/s.ts', line: 3, limit } as const;
    const verdicts = [{ ...found, verdict: 'inconclusive', expected: 'proved', asExpected: false }] as const;
    const changed = [
      { now: { ...cell('q'), verdict: 'inconclusive' }, before: { ...cell('q'), verdict: 'proved' } },
      { before: { ...cell('r'), verdict: 'vacuous' } },
    ] as const;

    const page = comparisonPage(matrix, 'q', { verdicts, explorations: [], changed });
    const again = readAgain(page);
    const place = 'file=scenarios/s.ts,line=3';

    expect(page.summary).toContain('0 of 1 claim refuted');
    expect(page.result.totals).toMatchObject({ undecided: 1, unexpected: 2 });
    expect([page.isGood, exitCodeOf(again)]).toEqual([false, 1]);
    expect(annotations(again).split('\n')).toEqual([
      `::warning ${place},title=q::s with m: q is inconclusive. the limit of 5 states was reached`,
      `::error ${place},title=q as committed::s with m: q as committed differs, UNEXPECTED. the committed matrix says proved, and now it is inconclusive`,
      `::error ${place},title=r as committed::s with m: r as committed differs, UNEXPECTED. the committed matrix says vacuous, and now it is gone`,
      '',
    ]);
    expect(junitReport(again, 'q')).toContain('tests="3" failures="3"');
    expect([whatIsWrong(again), resultSchema(again)]).toEqual([undefined, []]);
  });

  it('keep the schema with what engines of TLA+ measured, and call no search complete that stopped at a violation', () => {
    const files = {
      cfgPath: join(packageRoot, 'tla/MCHotSwapOneCaller.cfg'),
      tlaPath: join(packageRoot, 'tla/HotSwap.tla'),
    };
    const check = { ...files, shown: (path: string) => relative(packageRoot, path), expected: 'holds' };
    const outcome = { engine: 'embedded', configuration: 'a', states: 7, depth: 3 } as const;
    const subject = tlaSubject([
      { ...check, configuration: 'a', departures: [], outcomes: [{ ...outcome, verdict: 'holds' }] },
      {
        ...{
          ...check,
          configuration: 'b',
          departures: ['it should hold'],
          elapsedMs: new Map([['embedded', 1088.868]]),
        },
        outcomes: [{ ...outcome, verdict: 'liveness violated', violated: 'SwapEnds' }],
      },
    ]);

    expect([whatIsWrong(readAgain(subject)), resultSchema(readAgain(subject))]).toEqual([undefined, []]);
    expect(subject.result.explorations).toEqual([
      { scenario: 'a', mechanism: 'embedded', mode: 'exhaustive', states: 7, depth: 3, kind: 'safety', complete: true },
      {
        ...{ scenario: 'b', mechanism: 'embedded', mode: 'exhaustive', states: 7, depth: 3, kind: 'liveness' },
        elapsedMs: 1089,
      },
    ]);
    expect(junitReport(resultOf(subject), 'q')).toMatch(
      /name="everyClaimHolds" file="tla\/HotSwap.tla" line="\d+" time="1.089">/,
    );
  });

  it.each([
    ['MCHotSwapOneCaller', 'HotSwap', 'safety'],
    ['MCHotSwapLiveness', 'MCHotSwap', 'liveness'],
    ['MCHotSwapRefinement', 'MCHotSwapRefinement', 'safety'],
  ])('say of %s that holds what was searched of it: %s, %s', (configuration, module, kind) => {
    const [cfgPath, tlaPath] = [`${configuration}.cfg`, `${module}.tla`].map((name) => join(packageRoot, 'tla', name));
    const check = { configuration, cfgPath: cfgPath!, tlaPath: tlaPath!, shown: (path: string) => path };
    const outcome = { engine: 'embedded', configuration, verdict: 'holds', states: 7, depth: 3 } as const;

    const subject = tlaSubject([{ ...check, expected: 'holds', departures: [], outcomes: [outcome] }]);

    expect(subject.result.explorations).toMatchObject([{ kind, complete: true }]);
  });

  it('are data: what they call things is never obeyed', () => {
    const hostile = 'x\n::error file=a::b</script>\u202e\u001b[2J##[group]';
    const verdicts = sampleResult.verdicts.map((row) => ({ ...row, words: hostile }));
    const findings = {
      title: hostile,
      summary: hostile,
      kinds: { refuted: hostile },
      tables: [{ title: hostile, columns: [hostile], rows: [[hostile]] }],
    };
    const result = { ...sampleResult, verdicts, findings };
    const texts = [
      ...[htmlReport(result, plain), junitReport(result, 'q'), markdownReport(result, 'q'), annotations(result)],
      ...[sarifReport(result), jsonReport(result), consoleReport(result, { command: 'q' })],
    ];

    for (const text of texts) {
      expect(text).toContain('error file=a');
      expect(text).not.toMatch(/\p{Cf}|(?![\n\t])\p{Cc}|^::error file=a::|^##\[/mu);
    }
    expect(texts[0]!.match(/<\/script>/g)).toHaveLength(2);
  });

  const found = { ...sampleResult.verdicts[0]!, title: 't', counterexample: lostUpdate };

  it.each([
    ['a table without rows', { tables: [{ title: 't', columns: [] }] }],
    [
      'a link to a path that is not there',
      { tables: [{ title: 't', columns: ['a'], rows: [[{ text: 'x', path: 0 }]] }] },
    ],
    ['a path without steps', { paths: [{ title: 't' }] }],
    ['a specification without states', { paths: [{ ...found, models: [{ kind: 'machine', name: 'm' }] }] }],
    ['a summary that is no text', { summary: 1 }],
    ['no object at all', []],
  ])('are refused where they come with %s', (_, findings) => {
    const document = { ...readAgain({ result: makeResult({ verdicts: [], explorations: [], errors: [] }) }), findings };

    expect(whatIsWrong(document)).toBe('what it found besides is damaged');
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
