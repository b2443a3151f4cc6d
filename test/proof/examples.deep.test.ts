// The protocols under examples/proofs, as an outsider has them: proved by the command that their page says. A line left
// out shows: the guard of a grant, a conjunct of the invariant.

import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, quiesce } from '../cli/run.js';
import { quickSolver } from './asking.js';

const root = join(import.meta.dirname, '..', '..');
const files = ['ticketLock.ts', 'lease.ts', 'twoPhaseCommit.ts'] as const;

/** A copy of the examples, with the package installed; one file may be edited. */
function project(file?: (typeof files)[number], edit: (text: string) => string = (text) => text): string {
  const folder = folderWith();
  cpSync(join(root, 'examples', 'proofs'), folder, { recursive: true });
  if (file) writeFileSync(join(folder, file), edit(readFileSync(join(folder, file), 'utf8')));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules', 'quiesce'), 'dir');
  return folder;
}

interface Document {
  readonly proofs: readonly {
    readonly result: {
      readonly verdict: string;
      readonly rows: readonly { readonly action: string; readonly claim: string; readonly outcome: string }[];
      readonly refutation?: { readonly claim: string; readonly schedule: readonly { readonly action: string }[] };
      readonly counterexamples: readonly { readonly proposals?: readonly { readonly text: string }[] }[];
    };
  }[];
}

function proved(folder: string, file: string, ...words: readonly string[]) {
  const { code, stdout, stderr } = quiesce(folder, 'prove', `./${file}`, '--json', '--solver', quickSolver, ...words);
  expect(stderr).toBe('');
  return { code, result: (JSON.parse(stdout) as Document).proofs[0]!.result };
}

/** The conjuncts of the files, each with what it says it is needed for. */
const conjuncts = files.flatMap((file) => {
  const text = readFileSync(join(root, 'examples', 'proofs', file), 'utf8');
  let name = '';
  return text.split('\n').flatMap((line) => {
    name = /^ {4}(\w+): \{$/.exec(line)?.[1] ?? name;
    const neededFor = /^ {6}neededFor: '(\w+)'/.exec(line)?.[1];
    return neededFor === undefined ? [] : [{ file, name, neededFor }];
  });
});

describe('the examples of proofs', () => {
  it.each(files)('%s is proved', (file) => {
    const { code, stdout } = quiesce(project(), 'prove', `./${file}`);

    expect(stdout).toMatch(/^\w+: proved \(\d+ rows, /m);
    expect(stdout).toContain('for any number of ');
    expect(code).toBe(0);
  });

  it.each(conjuncts)('$file without $name loses what that is needed for', ({ file, name, neededFor }) => {
    const { code, result } = proved(project(), file, '--without', name);

    const lost = result.rows
      .filter(({ outcome }) => outcome === 'lost')
      .map(({ action, claim }) => (action === 'always' ? claim : action));
    expect(lost).toContain(neededFor);
    expect([code, result.verdict]).toEqual([3, 'inconclusive']);
  });

  it('have conjuncts that are looked at here', () => {
    expect(conjuncts.map(({ name }) => name)).toContain('grantsAreKept');
    expect(conjuncts).toHaveLength(10);
  });

  it.each([
    ['lease.ts', 'lastIsOver: isOver(until())', '', 'atMostOneActs', ['give', 'give', 'receive', 'receive']],
    [
      'ticketLock.ts',
      ', isServed: equal(ticket(t), served())',
      '',
      'mutualExclusion',
      ['take', 'take', 'enter', 'enter'],
    ],
    [
      'twoPhaseCommit.ts',
      "    allAreReady: forAll({ p: Participant }, ({ p }) => is(vote(p), 'yes')),\n",
      '',
      'commitsAreUnanimous',
      ['voteYes', 'decideCommit', 'learn'],
    ],
  ] as const)(
    '%s without the guard "%s" is refuted, with the shortest schedule',
    (file, guard, nothing, claim, actions) => {
      const folder = project(file, (text) => {
        expect(text).toContain(guard);
        return text.replace(guard, nothing);
      });

      const { code, result } = proved(folder, file);

      expect([code, result.verdict, result.refutation?.claim]).toEqual([1, 'refuted', claim]);
      expect(result.refutation?.schedule.map(({ action }) => action).sort()).toEqual([...actions].sort());
    },
  );
});
