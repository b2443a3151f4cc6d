// quiesce prove, as a user calls it: what it prints, how it ends, and what it refuses.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, quiesce, quiesceWith, type Ran, shell } from '../cli/run.js';

const root = join(import.meta.dirname, '..', '..');

const flag = `
import { action, fixed, forAll, exists, and, equal, not, or, set, setEach, sort, state, system, truthSort } from 'quiesce/proof';

const Thread = sort('Thread', 'threads');
const up = state('up', [], truthSort, 'it is up');
const seen = state('seen', [Thread], truthSort, 'the thread has seen it up');
const partner = fixed('partner', [Thread], Thread, 'another thread');

const raise = action('raise', {
  says: 'it goes up',
  guards: () => ({}),
  writes: [up],
  changes: () => [set(up(), true)],
});

const look = action('look', {
  says: 'a thread sees it',
  parameters: { t: Thread },
  guards: ({ t }) => ({ isUp: up() }),
  writes: [seen],
  changes: ({ t }) => [set(seen(t), true)],
});

export const flag = system({
  name: 'flag',
  statement: 'a flag that stays up',
  fixed: [],
  state: [up, seen],
  initially: [setEach(up, () => false), setEach(seen, () => false)],
  actions: [raise, look],
  invariant: {
    seenIsUp: {
      says: 'who has seen it saw it up',
      holds: forAll({ t: Thread }, ({ t }) => or(not(seen(t)), up())),
      neededFor: 'look',
    },
  },
  instances: [{ name: 'One', elements: { Thread: ['t1'] } }],
});
`;

/** A folder with a protocol of a user's own, in which the package is installed. */
function folderOf(edit: (text: string) => string = (text) => text): string {
  const folder = folderWith();
  writeFileSync(join(folder, 'flag.ts'), edit(flag));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules', 'quiesce'), 'dir');
  return folder;
}

/** Times and versions are another's affair. */
function timeless({ stdout }: Ran): string {
  return stdout
    .replace(/ z3(-solver)? [\d.]+/g, ' z3')
    .replace(/[\d.]+ s\)/g, '? s)')
    .replace(/^(\w+ +│ +\d+ of \d+ │) +\d+/gm, '$1 ?')
    .replace(/^(\w+ +│ \w+ +│ \w+ +│) +[\d.]+$/gm, '$1 ?')
    .replace(/ +ms/g, ' ms')
    .replace(/─+/g, '─');
}

describe('quiesce prove', () => {
  it('says what is proved, for any number of what, and by whom', () => {
    const ran = quiesce(folderOf(), 'prove', './flag.ts');

    expect(ran.code).toBe(0);
    expect(timeless(ran)).toMatchSnapshot();
  });

  it('says on stderr how far it is', () => {
    const { stderr } = quiesce(folderOf(), 'prove', './flag.ts');

    expect(stderr).toBe(
      'flag: 3 rows to ask\n[1/3] flag initially: 1 row, inductive\n' +
        '[2/3] flag raise: 1 row, inductive\n[3/3] flag look: 1 row, inductive\n',
    );
  });

  it('has a row for each action and claim', () => {
    const ran = quiesce(folderOf(), 'prove', './flag.ts', '--rows');

    expect(timeless(ran)).toMatch(/raise +│ seenIsUp │ inductive │ \?/);
  });

  it('shows what is lost, how to get there, and ends with 1', () => {
    const folder = folderOf((text) => text.replace('isUp: up()', ''));

    const ran = quiesce(folder, 'prove', './flag.ts');

    expect(ran.code).toBe(1);
    expect(timeless(ran)).toMatchSnapshot();
  });

  it('says what a protocol is, without a solver', () => {
    const ran = quiesceWith({ QUIESCE_Z3: '/nowhere/z3' }, folderOf(), 'prove', './flag.ts', '--list');

    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatchSnapshot();
  });

  it('gives one document with --json', () => {
    const { stdout, stderr, code } = quiesce(folderOf(), 'prove', './flag.ts', '--json');

    const { proofs } = JSON.parse(stdout);
    expect([code, stderr]).toEqual([0, '']);
    expect(proofs[0].result).toMatchObject({ version: 1, name: 'flag', verdict: 'proved' });
    expect(proofs[0].result.rows).toHaveLength(3);
  });

  it('proves the hot-swap protocol, and holds it to the committed graphs', () => {
    const { stdout, code } = quiesce(root, 'prove', 'hotSwap');

    expect(stdout).toMatch(
      /6 state graphs of the TLA\+ specification, 12,729 edges, each as here\nhotSwap: proved \(951 rows, /,
    );
    expect(code).toBe(0);
  });

  it('prints a schedule of the implementation for a mutant, which replays', () => {
    const { stdout, code } = quiesce(root, 'prove', 'hotSwap', '--mutant', 'oneAdvance');

    const line = /in the implementation: (?:npm run -s quiesce --|npx quiesce) (replay '.*')/.exec(stdout)![1]!;
    const replayed = shell(root, `npx quiesce ${line}`);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'REACHABLE: quiescence is false after 7 steps in MCHotSwapOneCaller (a bug of the protocol)',
    );
    expect(replayed.stdout).toContain('quiescence turned false');
  });
});

interface Case {
  readonly what: string;
  readonly words: readonly string[];
  readonly code: string;
  readonly names: string;
  readonly edit?: (text: string) => string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly exit?: number;
}

const cases: readonly Case[] = [
  { what: 'an unknown protocol', words: ['hotSwp'], code: 'QSC438', names: 'did you mean "hotSwap"?' },
  {
    what: 'an unknown mutant',
    words: ['hotSwap', '--mutant', 'oneAdvanc'],
    code: 'QSC438',
    names: 'did you mean "oneAdvance"?',
  },
  {
    what: 'an unknown conjunct',
    words: ['./flag.ts', '--without', 'seenIsUq'],
    code: 'QSC438',
    names: 'did you mean "seenIsUp"?',
  },
  {
    what: "a mutant of a user's protocol",
    words: ['./flag.ts', '--mutant', 'x'],
    code: 'QSC110',
    names: 'flag is a protocol of your own',
  },
  { what: 'an unknown solver', words: ['hotSwap', '--solver', 'cvc'], code: 'QSC110', names: 'cvc' },
  {
    what: 'a time-out that is none',
    words: ['hotSwap', '--timeout-seconds', '0'],
    code: 'QSC104',
    names: '--timeout-seconds 0',
  },
  {
    what: 'a limit that is none',
    words: ['hotSwap', '--limit-states', '-1'],
    code: 'QSC104',
    names: '--limit-states -1',
  },
  { what: 'a file that is not there', words: ['./none.ts'], code: 'QSC111', names: 'none.ts' },
  {
    what: 'a file without a system',
    words: ['./flag.ts'],
    edit: () => 'export const nothing = 1;\n',
    code: 'QSC106',
    names: 'exports no system',
  },
  {
    what: 'a file that does not compile',
    words: ['./flag.ts'],
    edit: (text) => text.replace('set(up(), true)', "set(up(), 'true')"),
    code: 'QSC105',
    names: 'flag.ts:13',
  },
  {
    what: 'a system put together by hand',
    words: ['./flag.ts'],
    edit: () => "export const mine = { kind: 'system', name: 'mine' };\n",
    code: 'QSC430',
    names: 'not made with the words of the form',
  },
  {
    what: 'an action that writes what it does not declare',
    words: ['./flag.ts'],
    edit: (text) => text.replace('writes: [seen]', 'writes: []'),
    code: 'QSC431',
    names: 'look writes seen and does not declare it',
  },
  {
    what: 'an instance in which a sort is not finite',
    words: ['./flag.ts'],
    edit: (text) => text.replace("{ Thread: ['t1'] }", '{}'),
    code: 'QSC432',
    names: 'One: Thread is not finite',
  },
  {
    what: 'a protocol outside the fragment',
    words: ['./flag.ts'],
    edit: (text) =>
      text
        .replace('fixed: [],', 'fixed: [partner],')
        .replace("elements: { Thread: ['t1'] }", "elements: { Thread: ['t1'] }, fixed: { partner: { t1: 't1' } }"),
    code: 'QSC433',
    names: 'Thread to Thread (partner)',
  },
  {
    what: 'a solver that is not there',
    words: ['./flag.ts', '--solver', 'native'],
    environment: { QUIESCE_Z3: '/nowhere/z3' },
    code: 'QSC434',
    names: 'z3',
  },
];

describe('bad input to quiesce prove is a coded error:', () => {
  it.each(cases)('$what', ({ words, code, names, edit, environment = {}, exit = 2 }) => {
    const folder = folderOf(edit);

    const ran = quiesceWith(environment, folder, 'prove', ...words);

    expect(ran.stderr).toContain(`${code} `);
    expect(ran.stderr).toContain(names);
    expect(ran.stderr).toMatch(/\n {2}expected: .+\n {2}usual cause: .+\n {2}next: .+/);
    expect(ran.code).toBe(exit);
    expect(ran.stdout).toBe('');
  });
});
