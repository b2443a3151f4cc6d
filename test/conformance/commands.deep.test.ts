// quiesce conform and validate with a file of the user's own, as they are typed; and the matcher.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import '../../integrations/vitest.js';
import { conforms, specification } from '../../conformance/index.js';
import { againstFigures, readFigures } from '../../runner/conformance/ownFigures.js';
import { readOwnFile } from '../../runner/conformance/ownFile.js';
import { contentsOf, folderWith, quiesce, shell } from '../cli/run.js';
import { byThread, locking, lockMachine, mended, plainLock, racy, silent } from './lock.js';

const lock = `
import { begins, cell, compareExchange, happened, is, load, type Program, store, thread, wait } from 'quiesce';
import { specification, type PlainSpecification } from 'quiesce/conformance';

const held = cell('held', 0);

function* racyProgram(): Program<void> {
  if ((yield* load(held)) === 0) {
    yield* store(held, 1);
    yield* happened('acquired');
    yield* begins('released');
    yield* store(held, 0);
  }
}

function* mendedProgram(): Program<void> {
  while (!(yield* compareExchange(held, 0, 1))) yield* wait(held, is(0));
  yield* happened('acquired');
  yield* begins('released');
  yield* store(held, 0);
}

const both = (program: () => Program<void>) => ({ cells: [held], threads: [thread('a', program), thread('b', program)] });

export const systems = { racy: both(racyProgram), mended: both(mendedProgram) };

const lock = {
  name: 'lock',
  init: { owner: '' },
  actions: {
    acquired: ({ owner }, { thread: by }) => (owner === '' ? { owner: String(by) } : undefined),
    released: ({ owner }, { thread: by }) => (owner === by ? { owner: '' } : undefined),
  },
} satisfies PlainSpecification<{ readonly owner: string }>;

export const specifications = {
  lock: specification(lock, {
    events: { acquired: { step: 'acquired', with: ['thread'] }, released: { step: 'released', with: ['thread'] } },
  }),
};
`;
const expecting = `${lock}\nexport const diverging = ['racy@lock'];\nexport const coverage = 'lock.conform.json';\n`;

describe('quiesce conform, of a file', () => {
  it('leaves documents that point at the step that diverges, and where a figure is missing at the file', () => {
    const text = `${lock}\nexport const coverage = 'lock.conform.json';\n`;
    const gone = { 'gone@lock': { coverage: { states: [3, 3], transitions: [4, 4] } } };
    const figures = JSON.stringify({ version: 1, pairs: gone });
    const folder = folderWith({ 'lock.conform.ts': text, 'lock.conform.json': figures });
    const lineOf = (part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

    const { code } = quiesce(folder, 'conform', './lock.conform.ts', 'lock.conform.ts', '--out', 'out');
    const [diverging, missing, ...others] = quiesce(folder, 'report', 'out/result.json', '--format', 'github')
      .stdout.trimEnd()
      .split('\n');

    expect([code, others]).toEqual([1, []]);
    expect(diverging).toContain(
      `::error file=lock.conform.ts,line=${lineOf('yield* store(held, 1)')},title=racy@lock::`,
    );
    expect(missing).toMatch(/^::error file=lock\.conform\.ts,line=1,title=coverage::.*mended@lock/);
    const cases = readFileSync(join(folder, 'out/junit.xml'), 'utf8');
    const declared = `name="mended@lock" file="lock.conform.ts" line="${lineOf('  lock: specification')}"`;
    expect(cases).toMatch(new RegExp(`${declared} time="\\d+\\.\\d{3}"/>`));
    expect(contentsOf(folder)).toEqual(
      expect.arrayContaining(['out/report.html', 'out/result.json', 'out/summary.md']),
    );
  });

  it('holds every system to every specification, and draws what was not expected', () => {
    const folder = folderWith({ 'lock.conform.ts': lock });

    const { code, stdout } = quiesce(folder, 'conform', './lock.conform.ts');

    expect(stdout).toMatchSnapshot();
    expect(code).toBe(1);
  });

  it.each([
    ['pairs', `${lock}\nexport const pairs = [];\n`],
    ['systems', 'export const systems = {};\nexport const specifications = {};\n'],
  ])('does not pass where there are no %s', (_what, text) => {
    const { code, stderr } = quiesce(folderWith({ 'lock.conform.ts': text }), 'conform', './lock.conform.ts');

    expect([code, /QSC404 .*there is no pair/.test(stderr)]).toEqual([2, true]);
  });

  it('prints a replay line that works when it is pasted', () => {
    const folder = folderWith({ 'lock.conform.ts': lock });
    const line = /replay: (npx quiesce .*)/.exec(quiesce(folder, 'conform', 'lock.conform.ts').stdout)![1]!;

    const { code, stdout } = shell(folder, line);

    expect(stdout).toMatch(/^reproduced$/m);
    expect(code).toBe(1);
  });

  it('commits figures, and from then on nothing of them is lost in silence', () => {
    const folder = folderWith({ 'lock.conform.ts': expecting });
    const file = join(folder, 'lock.conform.json');
    const conform = (...words: readonly string[]) => quiesce(folder, 'conform', 'lock.conform.ts', ...words);

    const missing = conform();
    const committed = conform('--commit');
    const text = readFileSync(file, 'utf8');
    const asCommitted = conform();

    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringMatching(/^QSC408 .*lock\.conform\.json: it is not there/),
    ]);
    expect([committed.code, asCommitted.code]).toEqual([0, 0]);
    expect(JSON.parse(text).pairs).toMatchObject({
      'mended@lock': {
        graph: expect.stringMatching(/^[0-9a-f]{64}$/),
        coverage: { states: [3, 3], transitions: [4, 4] },
      },
    });
    writeFileSync(file, text.replace(/"graph":"./, '"graph":"0'));
    expect(conform()).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('the graph of mended@lock is another'),
    });
    expect(contentsOf(folder).filter((name) => !/^out\b/.test(name))).toEqual(['lock.conform.json', 'lock.conform.ts']);
  });
});

describe('a file of conformance', () => {
  const spec = specification(plainLock, { events: byThread });
  const systems = { mended: locking(mended) };

  it('makes pairs of all that it exports, or those that it names', () => {
    const all = readOwnFile({ systems, specifications: { lock: spec, other: spec } }, 'f.ts');
    const some = readOwnFile({ systems, specification: spec, pairs: [['specification', 'specification', {}]] }, 'f.ts');
    const one = readOwnFile({ system: systems.mended, specification: spec }, 'f.ts');

    expect(all.pairs.map(({ name, expected }) => [name, expected])).toEqual([
      ['mended@lock', 'conforms'],
      ['mended@other', 'conforms'],
    ]);
    expect(some.pairs.map(({ name }) => name)).toEqual(['specification@specification']);
    expect(one.pairs[0]!.name).toBe('system@specification');
  });

  it.each([
    [
      'exports no specification',
      { systems, specifications: {}, pairs: [['mended', 'lock']] },
      /QSC106 .*mended@lock, and/,
    ],
    ['exports one that is none', { systems, specification: {} }, /QSC106 .*'specifications': by name/],
    ['misspells an export', { systems, specification: spec, pair: [] }, /QSC131 .*did you mean "pairs"/],
    [
      'expects a pair that there is not',
      { systems, specification: spec, diverging: ['a@b'] },
      /QSC106 .*a@b is none of/,
    ],
    ['has no place for figures', { systems, specification: spec, coverage: 1 }, /QSC106 .*'coverage'/],
  ])('is refused with a code where it %s', (_what, exported, error) => {
    expect(() => readOwnFile(exported, 'f.ts')).toThrow(error);
  });

  it.each([
    ...['{}', 'null', '[]', '{', '{"version":1,"pairs":{}}', '{"version":1,"pairs":{"a@b":{}}}'],
    '{"version":1,"pairs":{"a@b":{"coverage":{"states":[3,2]}}}}',
  ])('is no floor where its figures are %s', (text) => {
    const folder = folderWith({ 'f.json': text });

    expect(() => readFigures(join(folder, 'f.json'), 'f.json')).toThrow(/QSC408 .*f\.json: /);
  });

  it('shows what is below its floor, without figures, or of another graph', () => {
    const report = conforms(locking(mended), spec);
    const ratios = Object.entries(report.coverage).map(([kind, now]) => [kind, [now!.realised, now!.of]]);
    const figures = (graph: string, edited: object = {}) => ({
      'mended@lock': { graph, coverage: { ...Object.fromEntries(ratios), ...edited } },
    });
    const less = { ...report, coverage: { ...report.coverage, states: { realised: 2, of: 3 } } };

    expect(againstFigures('mended@lock', report, figures(report.graph!))).toEqual({ below: [] });
    expect(againstFigures('mended@lock', less, figures(report.graph!))).toEqual({ below: ['states'] });
    expect(againstFigures('other@lock', report, figures(report.graph!)).lost).toContain('no committed figures');
    expect(againstFigures('mended@lock', report, figures('0')).lost).toContain('another than the committed one');
    for (const arrows of [undefined, [0, 0]])
      expect(againstFigures('mended@lock', report, figures(report.graph!, { arrows })).lost).toBe(
        'of the arrows of mended@lock nothing is committed',
      );
  });
});

const lines = (...records: readonly object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
const good = lines({ event: 'acquired', thread: 'a' }, { event: 'released', thread: 'a' });
const crossed = lines(
  { event: 'acquired', thread: 'a' },
  { event: 'acquired', thread: 'b' },
  { event: 'released', thread: 'a' },
);
/** Whoever comes first has to come last: two orders are turned back from. */
const last = lines(
  { event: 'acquired', thread: 'a' },
  { event: 'acquired', thread: 'b' },
  { event: 'released', thread: 'b' },
  { event: 'acquired', thread: 'c' },
  { event: 'released', thread: 'c' },
);

describe('quiesce validate', () => {
  const files = { 'lock.conform.ts': lock, 'good.ndjson': good, 'crossed.ndjson': crossed, 'last.ndjson': last };
  const run = (...words: readonly string[]) =>
    quiesce(folderWith(files), 'validate', ...words, '--against', 'lock.conform.ts');

  it('accepts and refuses runs, and says why', () => {
    const { code, stdout } = run('good.ndjson', 'crossed.ndjson');

    expect(stdout).toMatchSnapshot();
    expect(code).toBe(1);
  });

  it('looks for an order where it is told to, and is inconclusive at a limit', () => {
    expect(run('crossed.ndjson', '--order', 'threads')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('in the order 1 3 2'),
    });
    expect(run('last.ndjson', '--order', 'threads').code).toBe(0);
    expect(run('last.ndjson', '--order', 'threads', '--limit-nodes', '1').code).toBe(3);
    expect(JSON.parse(run('good.ndjson', '--json').stdout)).toMatchObject({
      version: 1,
      rows: [{ verdict: 'accepted' }],
    });
  });

  it.each([
    ['a run that is not there', ['none.ndjson'], /^QSC111 .*none\.ndjson does not exist/],
    ['a run of another form', ['lock.conform.ts'], /^QSC406 .*lock\.conform\.ts: line 2/],
  ])('refuses %s with a code', (_what, words, error) => {
    const { code, stderr } = run(...words);

    expect(stderr).toMatch(error);
    expect(code).toBe(2);
  });
});

describe('the matcher toConformTo', () => {
  const machine = specification(lockMachine, { events: byThread });

  it('passes for what conforms and fails for what does not, with the divergence', () => {
    expect(locking(mended)).toConformTo(machine);
    expect(locking(racy)).not.toConformTo(machine);
    expect(good).toConformTo(machine);
    expect(crossed).not.toConformTo(machine);
    expect(crossed).toConformTo(machine, { recording: { order: 'threads' } });
    expect(() => expect(locking(racy)).toConformTo(machine)).toThrow(
      /diverges at step 4[\s\S]*replay: npx quiesce replay/,
    );
    expect(() => expect(crossed).toConformTo(machine)).toThrow(/refused at line 2, acquired/);
  });

  it('is an error where a limit cut the search or nothing was said, under not too', () => {
    expect(() => expect(locking(mended)).not.toConformTo(machine, { limits: { states: 3 } })).toThrow(/QSC301/);
    expect(() => expect(locking(silent)).not.toConformTo(specification(plainLock, { events: byThread }))).toThrow(
      /QSC404/,
    );
  });
});
