// quiesce conform and validate with a file of the user's own, as they are typed; and the matcher.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import '../../integrations/vitest.js';
import { specification } from '../../conformance/index.js';
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
  it('holds every system to every specification, and draws what was not expected', () => {
    const folder = folderWith({ 'lock.conform.ts': lock });

    const { code, stdout } = quiesce(folder, 'conform', './lock.conform.ts');

    expect(stdout).toMatchSnapshot();
    expect(code).toBe(1);
  });

  it('prints a replay line that works when it is pasted', () => {
    const folder = folderWith({ 'lock.conform.ts': lock });
    const line = /replay: (npx quiesce .*)/.exec(quiesce(folder, 'conform', 'lock.conform.ts').stdout)![1]!;

    const { code, stdout } = shell(folder, line);

    expect(stdout).toContain('reproduced');
    expect(code).toBe(0);
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
    for (const lost of ['{}', 'null', '[]', '{"version":1,"pairs":{}}', '{"version":1,"pairs":{"mended@lock":{}}}']) {
      writeFileSync(file, lost);
      expect([lost, conform().code]).toEqual([lost, 2]);
    }
    for (const [seen, changed] of [
      ['the graph of mended@lock is another', text.replace(/"graph":"./, '"graph":"0')],
      ['mended@lock has no committed figures', text.replace('mended@lock', 'other@lock')],
    ] as const) {
      writeFileSync(file, changed);
      expect(conform()).toMatchObject({ code: 1, stdout: expect.stringContaining(seen) });
    }
    writeFileSync(file, text.replaceAll('[4,4]', '[5,5]').replace('"transitions":[5,5]', '"transitions":[4,3]'));
    expect(conform().code).toBe(2);
    expect(contentsOf(folder)).toEqual(['lock.conform.json', 'lock.conform.ts']);
  });

  it('falls below a figure that is committed where a system realises less', () => {
    const folder = folderWith({ 'lock.conform.ts': expecting });
    quiesce(folder, 'conform', 'lock.conform.ts', '--commit');
    const less = expecting
      .replace("thread('b', program)]", "thread('b', program)].slice(0, 1)")
      .replace("['racy@lock']", '[]');
    writeFileSync(join(folder, 'lock.conform.ts'), less);

    const { code, stdout } = quiesce(folder, 'conform', 'lock.conform.ts');

    expect(stdout).toMatch(/the graph of mended@lock is another|falls below/);
    expect(code).toBe(1);
  });

  it('is inconclusive at a limit', () => {
    const { code, stdout } = quiesce(
      folderWith({ 'lock.conform.ts': lock }),
      'conform',
      'lock.conform.ts',
      '--limit-states',
      '3',
    );

    expect(stdout).toContain('inconclusive');
    expect(code).toBe(3);
  });

  it.each([
    ['exports nothing of it', 'export const a = 1;\n', /^QSC106 .*does not export 'specifications'/],
    ['misspells an export', `${lock}\nexport const pair = [];\n`, /^QSC131 .*did you mean "pairs"/],
    [
      'expects a pair that there is not',
      `${lock}\nexport const diverging = ['racy@look'];\n`,
      /^QSC106 .*racy@look is none of/,
    ],
    [
      'pairs what there is not',
      `${lock}\nexport const pairs = [['quick', 'lock']];\n`,
      /^QSC106 .*quick@lock, and there are racy, mended, lock/,
    ],
    ['commits without a place', lock, /^QSC110 .*exports no 'coverage'/, '--commit'],
  ])('is refused with a code where it %s', (_what, text, error, ...words) => {
    const { code, stderr } = quiesce(folderWith({ 'my.conform.ts': text }), 'conform', 'my.conform.ts', ...words);

    expect(stderr).toMatch(error);
    expect(code).toBe(2);
  });
});

const lines = (...records: readonly object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
const good = lines({ event: 'acquired', thread: 'a' }, { event: 'released', thread: 'a' });
const crossed = lines(
  { event: 'acquired', thread: 'a' },
  { event: 'acquired', thread: 'b' },
  { event: 'released', thread: 'a' },
);

describe('quiesce validate', () => {
  const files = { 'lock.conform.ts': lock, 'good.ndjson': good, 'crossed.ndjson': crossed };
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
    expect(run('crossed.ndjson', '--order', 'threads', '--limit-nodes', '1').code).toBe(3);
    expect(JSON.parse(run('good.ndjson', '--json').stdout)).toMatchObject({
      version: 1,
      rows: [{ verdict: 'accepted' }],
    });
  });

  it.each([
    ['a run that is not there', ['none.ndjson'], /^QSC111 .*none\.ndjson does not exist/],
    ['a run of another form', ['lock.conform.ts'], /^QSC406 .*lock\.conform\.ts: line 2/],
    ['a specification that there is not', ['good.ndjson', '--specification', 'look'], /^QSC102 .*did you mean "lock"/],
    ['an event that it has no place for', ['good.ndjson', '--thread-field', 'event'], /^QSC402 |^QSC406 /],
  ])('refuses %s with a code', (_what, words, error) => {
    const { code, stderr } = run(...words);

    if (code !== 1) expect(stderr).toMatch(error);
    expect(code).not.toBe(0);
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
