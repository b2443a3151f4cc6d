import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { catalogue, catalogueText } from '../../cli/catalogue.js';
import { replayReport } from '../../cli/replayReport.js';
import { fitted, terminal } from '../../cli/terminal.js';
import type { StepRecord } from '../../engine/explain/verdict.js';
import type { ReplayResult } from '../../engine/index.js';
import type { Value } from '../../engine/program/value.js';
import { visibleParts } from '../../engine/program/visible.js';
import { components } from '../../impl/components/index.js';
import { formatRows } from '../../impl/formats.js';
import { cellsAfter, changesBetween } from '../../reports/cellsAlong.js';
import { comparisonText } from '../../reports/comparison.js';
import { conformanceText } from '../../reports/conformance.js';
import { consoleReport } from '../../reports/console.js';
import { costsText } from '../../reports/costs.js';
import { foldedRows, pathRows, pathText } from '../../reports/counterexample.js';
import { assumptionsText, figureText, sensitivityText } from '../../reports/figure.js';
import { formatsText } from '../../reports/formats.js';
import { mutantsText } from '../../reports/mutants.js';
import { ownText } from '../../reports/ownConformance.js';
import { coloured } from '../../reports/paint.js';
import { measuredText } from '../../reports/realCores.js';
import { threadsText } from '../../reports/realThreads.js';
import { roundsIn } from '../../reports/rounds.js';
import { stepText, stepTexts } from '../../reports/stepText.js';
import { drawTable, widthOf, wrap } from '../../reports/table.js';
import { timelineText } from '../../reports/timeline.js';
import type { Comparison } from '../../runner/comparison/result.js';
import type { OwnResult, OwnRow } from '../../runner/conformance/own.js';
import { conformanceResult, conformScenario } from '../../runner/conformance/scenario.js';
import { makeMutantResult } from '../../runner/mutants/result.js';
import { makeResult } from '../../runner/result.js';
import { scenarios } from '../../scenarios/index.js';
import { drawings } from '../../simulation/drawings.js';
import { lines } from '../../simulation/figure.js';
import { machines } from '../../simulation/parameters.js';
import { sampleRow } from '../mutants/sampleRow.js';
import { lostUpdate, sampleResult } from './sampleResult.js';

const root = join(import.meta.dirname, '..', '..');
const command = 'npx quiesce';

function step(index: number, parts: Partial<StepRecord>): StepRecord {
  const usual = { agent: 't', processor: 0, kind: 'load', operation: 'load x', reads: [], writes: [] } as const;
  return { index, ...usual, events: [], enabled: ['t'], ...parts };
}

function pathOf(steps: readonly Partial<StepRecord>[]) {
  return { steps: steps.map((parts, index) => step(index, parts)), turnedFalseAt: steps.length - 1 };
}

const recordRead = (value: Value) => ({ operation: 'load job', reads: [{ cell: 'job', value }] });
const recordWritten = (before: Value, value: Value) => ({
  ...({ kind: 'store', operation: 'store job <- …', writes: [{ cell: 'job', before, value }] } as const),
});

describe('the width of a text', () => {
  it('is what the library says, of every sign that is not asked of it', () => {
    const signs = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code));
    // What the terminal obeys stands in no text that is measured.
    const shown = signs.filter((sign) => !/[\p{Cc}\p{Cf}]/u.test(sign));

    expect(shown.filter((sign) => widthOf(`${sign}a`) !== stringWidth(`${sign}a`))).toEqual([]);
    expect(['→ ok', '│ a ─', '界', 'e\u0301', '👍🏽'].map(widthOf)).toEqual([4, 5, 2, 1, 2]);
  });
});

describe('a record along a path', () => {
  const job = { busy: false, count: 0, of: { name: 'a long name of an owner', rank: 1 } };
  const taken = { ...job, busy: true, of: { ...job.of, rank: 2 } };

  it('is shown whole once, then what has changed, and that nothing has', () => {
    const { steps } = pathOf([recordRead(job), recordRead(job), recordWritten(job, taken), recordRead(taken)]);

    expect(stepTexts(steps)).toEqual([
      'load job → {"busy":false,"count":0,"of":{"name":"a long name of an owner","rank":1}}',
      'load job → as in step 1',
      'store job: busy: false → true, of.rank: 1 → 2',
      'load job → busy: true, of.rank: 2, …',
    ]);
  });

  it('is told by what was read, where a thread sees what no step has written (of a store buffer)', () => {
    const { steps } = pathOf([recordRead(job), recordRead({ ...job, count: 7 })]);

    expect(stepTexts(steps)[1]).toBe('load job → count: 7, …');
  });

  it('is shown whole again where it is of another shape, or where that is shorter', () => {
    const { steps } = pathOf([recordRead(job), recordRead({ other: 1 }), recordRead({ other: 1 })]);

    expect(stepTexts(steps).slice(1)).toEqual(['load job → {"other":1}', 'load job → {"other":1}']);
  });

  it.each<readonly [before: Value, after: Value, change: string]>([
    [{ a: 1 }, { a: 1, constructor: 2 }, 'constructor: none → 2'],
    [JSON.parse('{"a":1,"__proto__":3}'), { a: 1, toString: 4 }, '__proto__: 3 → none, toString: none → 4'],
    [{ a: 1 }, { a: 1, b: undefined }, 'b: none → undefined'],
    [{ a: 1, b: undefined }, { a: 1, b: null }, 'b: undefined → null'],
    [{ a: 1, b: [] }, { a: 1, b: {} }, 'b: [] → {}'],
    [{ a: 1, b: [7] }, { a: 1, b: { 0: 7 } }, 'b: [7] → {"0":7}'],
  ])('says each change of a field, whatever it is called and was: %j, %j', (before, after, change) => {
    const { steps } = pathOf([recordRead(before), recordWritten(before, after)]);

    expect(stepTexts(steps)[1]).toBe(`store job: ${change}`);
    expect(changesBetween(steps, 0, 2)).toEqual([{ cell: 'job', before, after }]);
  });

  it('has its own escapes once, and no remark that says the same again', () => {
    const written = { ...recordWritten('a', 'b\u0007\u202e'), operation: 'store job <- "b\\u0007\u202e"' };
    const rows = pathRows(visibleParts(pathOf([written])));

    expect(rows[0]!.lines).toEqual(['t: store job <- "b\\u0007\\u202e"']);
  });
});

describe('a switch between threads', () => {
  const threads = (parts: readonly Partial<StepRecord>[]) =>
    pathRows(pathOf(parts.map((part) => ({ ...loaded(0), enabled: ['t', 'u'], ...part })))).flatMap(
      ({ step, lines }) => (step === undefined ? lines : []),
    );

  it('says that a thread pauses where it could go on, waits where it goes on later, and has ended where it has', () => {
    expect(threads([{}, { agent: 'u' }])).toEqual(['-- t pauses, u runs --']);
    expect(threads([{}, { agent: 'u', enabled: ['u'] }, {}])[0]).toBe('-- t waits, u runs --');
    expect(threads([{ ends: true }, { agent: 'u', enabled: ['u'] }])).toEqual(['-- t has ended, u runs --']);
    expect(threads([{}, { agent: 'u', enabled: ['u'] }])).toEqual(['-- u runs --']);
  });
});

const loaded = (value: number) => ({ reads: [{ cell: 'x', value }] });

/** A path of one step, and much to say of it. */
const longReplay: ReplayResult = {
  ...{
    steps: [step(0, {})],
    recorded: 1,
    waits: [],
    remembered: [],
    programChanged: true,
    reproduced: true,
    end: 'normal end',
  },
  violations: [{ property: 'aClaim', reason: 'it is false for many reasons '.repeat(6).trim(), step: 0 }],
};

const longClaim = makeResult({
  ...{ explorations: [], errors: [] },
  verdicts: sampleResult.verdicts
    .filter(({ counterexample }) => counterexample && !counterexample.history)
    .map((row) => ({ ...row, statement: 'a claim in many words '.repeat(9).trim() })),
});

describe('the width of a report', () => {
  const fourLanes = pathOf(
    [0, 1, 2, 3].map((processor) => ({
      ...{ agent: `client${processor}`, processor, source: 'src/components/store.ts:17' },
      operation: 'store aCellOfSomeName <- {"owner":null,"waiting":[]}',
      kind: 'store' as const,
    })),
  );

  it.each([60, 80, 100, 120, 250])('is kept at %i columns with four processors', (width) => {
    const lines = pathText(fourLanes, { width });

    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
  });

  it.each([38, 40, 41, 60, 80, 120])('is kept at %i columns by values and names that no line can hold', (width) => {
    for (const long of ['x'.repeat(190), '待機中のスレッドが保持している値'.repeat(8)])
      for (const processors of [1, 4]) {
        const steps = Array.from({ length: processors }, (_, processor) => ({
          ...{ agent: processor === 0 ? long : 't', processor, source: `src/${long}.ts:17` },
          ...{ kind: 'store' as const, operation: `store x <- "${long}"` },
        }));

        expect(Math.max(...pathText(pathOf(steps), { width }).map(widthOf))).toBeLessThanOrEqual(width);
        const table = drawTable([{ title: 'name' }, { title: 'says' }], [[['a name'], [long]]], width);
        expect(Math.max(...table.map(widthOf))).toBeLessThanOrEqual(width);
        if (width >= 60) expect(table[0]).toMatch(/^name +│ says/);
      }
  });

  it('turns a timeline of calls that is too wide into a list of them, in their order', () => {
    const call = { method: 'aLongNameOfAMethod', args: '"a value"', result: '"another value"' };
    const calls = [
      { ...call, thread: 'c1', call: '0', from: 0, to: 3 },
      { ...call, thread: 'c2', call: '1', from: 1, to: 2 },
      { ...call, thread: 'c2', call: '2', from: 4, to: 5 },
    ];
    const lines = timelineText({ object: 'A', calls, leftOut: 0, size: 'smallest' }, 60);

    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(60);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain('"another value", after 1, 2 <- no order explains this');
  });

  it('gives each processor a column where there is room, and one to all where there is none', () => {
    expect(pathText(fourLanes, { width: 250 })[0]).toMatch(/processor 0 .*processor 3/);
    expect(pathText(fourLanes, { width: 80 })[0]).toMatch(/ on │ step by step/);
  });

  it('gives no column to a processor that does nothing', () => {
    expect(pathText(pathOf([{ processor: 7 }, { processor: 2 }]))[0]).toMatch(/step │ processor 2 +│ processor 7$/);
  });

  it('is kept by the table of verdicts too', () => {
    const lines = consoleReport(sampleResult, { command, width: 80 }).split('\n');
    const tables = lines.filter((line) => line.includes('│'));

    expect(tables.length).toBeGreaterThan(5);
    expect(Math.max(...tables.map(widthOf))).toBeLessThanOrEqual(80);
  });

  it('counts the places of wide signs, and none for colours', () => {
    expect(
      drawTable(
        [{ title: 'a' }, { title: 'b' }],
        [
          [['漢字'], ['x']],
          [['\u001b[31mabcd\u001b[0m'], ['y']],
        ],
      ),
    ).toEqual(['a    │ b', '─────┼──', '漢字 │ x', '\u001b[31mabcd\u001b[0m │ y']);
  });
});

describe('the tables of the other commands', () => {
  const comparison = JSON.parse(readFileSync(join(root, 'docs', 'rivals.json'), 'utf8')) as Comparison;
  const mutants = makeMutantResult(
    (['killed', 'survived', 'equivalent'] as const).map((fate) => sampleRow(fate, fate)),
  );
  const scenario = scenarios.find(({ name }) => name === 'mediatorPointerInHand')!;
  const { mechanism } = scenario.variants.find((each) => each.mechanism.name === 'freedAtOnce')!;
  const conformance = conformanceResult([conformScenario(scenario, mechanism)]);
  const pair = { pair: 'racy@lock', verdict: 'diverges', expected: 'conforms', below: [] } as const;
  const { divergence } = conformance.rows[0]!;
  const report = { ...conformance.rows[0]!, ...(divergence ? { divergence } : {}) } as unknown as OwnRow['report'];
  const own = { file: 'lock.conform.ts', rows: [{ ...pair, report }], withoutFloor: [] } as unknown as OwnResult;
  const points = lines.map((line) => ({ processors: 4, line, times: 60000, microseconds: 1234.5 }));
  const figure = {
    ...({ name: 'figure1', title: drawings[0]!.title, quantity: drawings[0]!.quantity, points } as const),
    ...{ machine: machines[0]!.title, mechanism: 'asItIs', distances: [{ processors: 4, distance: 0.2 }] },
  };
  const moves = { line: 'partitioned', processors: 4, halved: 1.5, doubled: 0.5 } as const;
  const sensitivities = [{ assumption: 'remoteTransfer', ...moves }] as const;
  const measured = lines.map((line) => ({ line, processors: 1, times: 1, microseconds: 1, isRight: true }));
  const cost = { calls: 4, operations: 11.7, remote: 7.4 };
  const costs = [{ mechanism: 'asItIs', idle: cost, during: cost, swap: 32 }];
  const mechanisms = ['asItIs', 'writerPreferringLock', 'readerPreferringLock', 'referenceCount', 'readCopyUpdate'];
  const delays = [
    {
      ...({
        name: 'inFlight',
        title: 'delay of a swap by calls in flight',
        xLabel: 'clients that call all the time',
      } as const),
      points: mechanisms.map((mechanism) => ({ count: 1, mechanism, microseconds: 10 })),
    },
  ];
  const outcomes = ['{"a":1,"count":{"held":[1,2,3,4,5]}}', '{"a":2,"count":{"held":[1,2,3,4,6]}}'];
  const run = {
    ...{
      name: 'storeBuffering',
      threads: 2,
      repetitions: 1000,
      allowed: 3,
      states: 30,
      allowedOutcomes: [outcomes[0]!],
    },
    seen: [{ outcome: outcomes[1]!, times: 3, isAllowed: false }],
  };
  const reports: Readonly<Record<string, (width: number) => string>> = {
    verify: (width) => consoleReport(longClaim, { command, width, allPaths: true }),
    replay: (width) =>
      replayReport({ version: 1, name: 'a.ts', property: 'aClaim', choices: [] }, longReplay, { width }),
    'list --formats': (width) => formatsText(formatRows(components), width),
    compare: (width) => comparisonText(comparison, command, { width }),
    mutants: (width) => mutantsText(mutants, command, { width }),
    conform: (width) => conformanceText(conformance, { command, width, paths: true }),
    'conform of a file': (width) => ownText(own, { command, width }),
    'simulate figure1': (width) => figureText(figure, width),
    'simulate --sensitivity': (width) => sensitivityText(sensitivities, width),
    'simulate --assumptions': (width) => machines.map((machine) => assumptionsText(machine, width)).join(''),
    'simulate --cores': (width) => measuredText(measured, width),
    'simulate costs': (width) => costsText(costs, delays, machines[0]!, width),
    threads: (width) => threadsText([run], width),
    list: (width) => catalogueText(catalogue(), width),
  };

  it.each(Object.keys(reports))('of quiesce %s fit the width, but for the lines that are to be pasted', (name) => {
    for (const width of [28, 40, 60, 80, 120, 200, 400]) {
      const lines = reports[name]!(width).split('\n');
      const long = lines.filter((line) => !line.includes('replay') && widthOf(line) > width);

      expect(long).toEqual([]);
    }
  });

  it.each(Object.keys(reports))('of quiesce %s have no word broken where the width is small', (name) => {
    const [wide, narrow] = [200, 80].map((width) => [...new Set(reports[name]!(width).match(/\w+/g))]);

    // Lanes, and rows written by themselves, have other heads; numbers are not words.
    const heads = ['on', 'step', 'by', 'source', 'processor'];
    const broken = narrow!.filter((word) => !wide!.includes(word) && !heads.includes(word) && !/^\d+$/.test(word));

    expect(broken).toEqual([]);
  });

  it('write each row by itself where words leave no other way', () => {
    const columns = ['name', 'verdict', 'says', ''].map((title) => ({ title }));
    const row = [['aLongName@ofAMechanism'], ['conforms'], ['threeWordsWithoutSpace'], ['-']];

    expect(drawTable(columns, [row], 40)).toEqual([
      'aLongName@ofAMechanism',
      '  verdict: conforms',
      '  says: threeWordsWithoutSpace',
    ]);
    expect(drawTable([...columns, { title: 'empty' }], [[...row, []]], 60)[0]).not.toContain('empty');
    expect(drawTable(columns, [row], 80)[0]).toMatch(/^name +│ verdict +│ says/);
  });
});

describe('a long line', () => {
  it('is broken between words, after commas and before brackets', () => {
    expect(wrap('load job → {"busy":false,"count":3}', 20)).toEqual(['load job →', '  {"busy":false,', '  "count":3}']);
  });

  it('is never broken inside a word that fits a line, whatever the width, and loses no sign', () => {
    const text = 'compareExchange A.mediator0.suspended[0] {"busy":false,"owner":"somebody"}';
    const words = text.match(/\w+/g);

    for (let width = 1; width < 80; width++) {
      const lines = wrap(text, width, '  ');
      if (width >= 'compareExchange'.length + 2) expect(lines.join('\n').match(/\w+/g)).toEqual(words);
      expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
    }
  });

  it('is broken between signs where one word is longer than a line, and what a reader takes for one sign stays whole', () => {
    expect(wrap('x 待機中のスレッドが', 8, '')).toEqual(['x', '待機中の', 'スレッド', 'が']);
    expect(wrap('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 4, '')).toEqual(['👩‍👩‍👧👩‍👩‍👧', '👩‍👩‍👧']);
    expect(wrap('{"name":{"first":"somebody"}}', 12, '')).toEqual(['{"name":', '{"first":', '"somebody"}}']);
  });

  it('of a message at a terminal is kept within its width, but for what is to be pasted; a log has it whole', () => {
    const paste = "  next: npx quiesce replay 'v1 a.ts:aClaim t1*2 t2'";
    const text = `QSC999 words: ${'and more '.repeat(20).trim()}\n${paste}`;
    const lines = fitted(text, { isTTY: true, columns: 50 }, {}).split('\n');

    expect(lines.at(-1)).toBe(paste);
    expect(Math.max(...lines.slice(0, -1).map(widthOf))).toBeLessThanOrEqual(50);
    expect(fitted(text, {}, { COLUMNS: '60' })).not.toBe(text);
    expect(fitted(text, {}, {})).toBe(text);
  });
});

describe('the change of a record', () => {
  const free = { busy: false, job: { id: 3, tries: 1 } };

  it('is shown by the fields that differ, once', () => {
    const writes = [{ cell: 'slot', before: free, value: { ...free, busy: true } }];
    const reads = [{ cell: 'slot', value: free }];
    const operation = 'compareExchange slot: {"busy":false,"job":{"id":3,"tries":1}} -> {"busy":true,…}';

    expect(stepText(step(0, { kind: 'compareExchange', operation, reads, writes }))).toBe(
      'compareExchange slot: busy: false → true',
    );
  });

  it('goes into the records inside, and names fields that come and go', () => {
    const writes = [{ cell: 'slot', before: free, value: { job: { id: 3, tries: 2 }, by: 'c1' } }];

    expect(stepText(step(0, { kind: 'store', operation: 'store slot <- …', writes }))).toBe(
      'store slot: busy: false → none, job.tries: 1 → 2, by: none → "c1"',
    );
  });

  it('leaves values that are no records of one shape as they were written', () => {
    const writes = [{ cell: 'x', before: { object: 0 }, value: { mediator: 1 } }];

    expect(stepText(step(0, { kind: 'store', operation: 'store x <- {"mediator":1}', writes }))).toBe(
      'store x <- {"mediator":1}',
    );
  });

  it('says of a comparison that failed what it found', () => {
    const reads = [{ cell: 'x', value: 5 }];

    expect(stepText(step(0, { kind: 'compareExchange', operation: 'compareExchange x: 0 -> 1', reads }))).toBe(
      'compareExchange x: 0 -> 1 (found 5)',
    );
  });
});

describe('rounds that repeat', () => {
  const round = [{ ...loaded(0) }, { operation: 'load y', ...loaded(1) }];
  const path = pathOf([
    { operation: 'load z' },
    ...Array.from({ length: 12 }, () => round).flat(),
    { operation: 'load end' },
  ]);

  it('are shown once, with how often they came and where they end', () => {
    const rows = foldedRows(pathRows(path));

    expect(rows.map(({ lines }) => lines[0])).toEqual([
      't: load z',
      't: load x → 0',
      't: load y → 1',
      '× 12: these 2 rows, to step 25',
      't: load end',
    ]);
  });

  it('stay apart where one value differs', () => {
    const values = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0];
    const rows = foldedRows(pathRows(pathOf(values.map(loaded))));

    expect(rows.map(({ lines }) => lines[0]).filter((line) => line?.startsWith('×'))).toEqual([
      '× 5: this row, to step 5',
    ]);
    expect(rows.map(({ lines }) => lines[0])).toContain('t: load x → 1');
  });

  it('never swallow the step at which the property broke', () => {
    const rows = foldedRows(pathRows({ ...pathOf(Array.from({ length: 20 }, () => loaded(0))), turnedFalseAt: 10 }));

    expect(rows.filter(({ turnedFalse }) => turnedFalse).map((row) => row.step)).toEqual([11]);
  });

  it('are found whatever their length', () => {
    expect(roundsIn([...'abcabcabcx'])).toEqual([{ from: 0, rows: 3, times: 3 }]);
    expect(roundsIn([...'abcd'])).toEqual([]);
  });
});

describe('a safe point', () => {
  it('takes no row, and is counted below the table', () => {
    const safePoint = { kind: 'safePoint', operation: 'safePoint' } as const;
    const lines = pathText(pathOf([{}, safePoint, { agent: 'u' }, safePoint, {}]));

    expect(lines.join('\n')).not.toContain('t: safePoint');
    expect(lines).toContain('not shown: 2 safe points');
  });

  it('has one where something is said with it, or where the property breaks at it', () => {
    const events = [{ name: 'rests', thread: 't', data: {} }];
    const path = pathOf([
      { kind: 'safePoint', operation: 'safePoint', events },
      { kind: 'safePoint', operation: 'safePoint' },
    ]);

    expect(pathRows(path).map(({ step: number }) => number)).toEqual([1, 2]);
  });
});

describe('the terminal', () => {
  const tty = { isTTY: true, columns: 93, hasColors: () => true };

  it('is as wide as COLUMNS says, else as the stream says, else 120', () => {
    expect(terminal(tty, { COLUMNS: '71' }).width).toBe(71);
    expect(terminal(tty, { COLUMNS: 'wide' }).width).toBe(93);
    expect(terminal({}, {}).width).toBe(120);
    expect(terminal(tty, { COLUMNS: '3' }).width).toBe(28);
  });

  it.each([
    [tty, {}, true],
    [{}, {}, false],
    [tty, { NO_COLOR: '1' }, false],
    [tty, { NO_COLOR: '' }, true],
    [{}, { FORCE_COLOR: '1' }, true],
    [tty, { FORCE_COLOR: '0' }, false],
    [tty, { TERM: 'dumb' }, false],
  ])('shows colours as %j with %j: %s', (stream, variables, isColoured) => {
    expect(terminal(stream, variables).paint === coloured).toBe(isColoured);
  });

  it('has a colour for each lane, which takes no width', () => {
    const path = pathOf([{}, { processor: 1, agent: 'u' }]);

    const lines = pathText(path, { paint: coloured });

    // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of colours are what is looked for
    expect(lines.join('\n').replace(/\u001b\[\d+m/g, '')).toBe(pathText(path).join('\n'));
    expect(lines.join('\n')).toContain('\u001b[36mt: load x');
    expect(lines.join('\n')).toContain('\u001b[33mu: load x');
  });
});

describe('what the cells held along a path', () => {
  const path = lostUpdate.steps;

  it('is read off what the steps read and wrote', () => {
    expect([...cellsAfter(path, 0)]).toEqual([['count', 0]]);
    expect([...cellsAfter(path, 3)]).toEqual([['count', 1]]);
    expect(changesBetween(path, 0, 3)).toEqual([{ cell: 'count', before: 0, after: 1 }]);
  });
});
