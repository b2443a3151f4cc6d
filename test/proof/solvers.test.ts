// Solvers that are missing, killed, silent, wrong or at a loss: never a pass.

import { describe, expect, it } from 'vitest';
import { proofExitCode, prove, proveBy } from '../../proof/prove.js';
import { installedSolvers, openSolver } from '../../proof/solver/find.js';
import { ProcessSolver, parseList } from '../../proof/solver/process.js';
import { fakeZ3 } from './fakeZ3.js';
import { lockWith } from './lock.js';

describe('a solver', () => {
  it('that is not there is an error with the way to get one', async () => {
    fakeZ3('unknown');
    process.env.QUIESCE_Z3 = '/nowhere/z3';

    expect(installedSolvers()).toEqual(['npm']);
    await expect(prove(lockWith(), { solver: 'native' })).rejects.toThrow(
      /QSC434 .*z3[\s\S]*npm install --save-dev z3-solver/,
    );
  });

  it('that says "unknown" leaves the proof inconclusive', async () => {
    fakeZ3('unknown');

    const result = await prove(lockWith(), { solver: 'native' });

    expect(result.verdict).toBe('inconclusive');
    expect(proofExitCode(result)).toBe(3);
    expect(new Set(result.rows.map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
    expect(result.stepsCompared).toBe(0);
  });

  it('that is killed is an error, not an answer', async () => {
    fakeZ3('dies');

    await expect(prove(lockWith(), { solver: 'native' })).rejects.toThrow(/QSC43[57] /);
    const solver = openSolver('native');
    const asked = async () => {
      for (let question = 0; question < 5; question++) await solver.check();
    };
    await expect(asked()).rejects.toThrow(/QSC435 .*z3 0\.0\.1: it ended \(SIGKILL\)/);
    await expect(solver.check()).rejects.toThrow(/QSC435 /);
    solver.close();
  });

  it('that prints an error is an error, not an answer', async () => {
    fakeZ3('noise');

    await expect(prove(lockWith(), { solver: 'native' })).rejects.toThrow(/QSC435 .*out of memory/);
  });

  it('that falls silent is given up', async () => {
    const command = fakeZ3('silent');
    const solver = new ProcessSolver({ name: 'silent', command, words: [], timeoutMs: 1, patienceMs: 200 });

    await expect(solver.check()).rejects.toThrow(/QSC435 .*silent: it does not answer/);
  });

  it('that contradicts another one is an error, not a verdict', async () => {
    fakeZ3('contrary');

    await expect(prove(lockWith(), { solver: 'both' })).rejects.toThrow(
      /QSC436 .*z3-solver [\d.]+: sat, z3 0\.0\.1: unsat/,
    );
  });

  it('that is at a loss where another one is not leaves the two of them at a loss', async () => {
    fakeZ3('unknown');

    const { verdict, solver } = await prove(lockWith(), { solver: 'both' });

    expect(solver).toMatch(/ and z3 0\.0\.1$/);
    expect(verdict).toBe('inconclusive');
  });

  it('that finds every state impossible is not believed', async () => {
    fakeZ3('contrary');

    await expect(prove(lockWith(), { solver: 'native' })).rejects.toThrow(/QSC437 .*the solver finds no such state/);
  });
});

describe('a solver that is open already', () => {
  it.each<readonly [string, number]>([
    ['the first question', 0],
    ['the second', 1],
    ['a later one', 9],
  ])('is left as it was where %s is answered by an error', async (_which, last) => {
    const told: string[] = [];
    const solver = {
      ...{ name: 'lost', close: () => {}, values: async () => [] },
      tell: (commands: string) => told.push(...commands.split('\n')),
      check: async () => {
        if (told.filter((command) => command === '(check-sat)').length === last) throw new Error('lost');
        told.push('(check-sat)');
        return 'unknown' as const;
      },
    };

    await expect(proveBy(solver, lockWith())).rejects.toThrow('lost');

    const count = (wanted: string) => told.filter((command) => command === wanted).length;
    expect(count('(push)')).toBeGreaterThan(1);
    expect(count('(pop)')).toBe(count('(push)'));
  });
});

describe('a list of a solver', () => {
  it.each([
    [
      '((a b) (c (d e)))',
      [
        ['a', 'b'],
        ['c', ['d', 'e']],
      ],
    ],
    ['()', []],
    ['((|a b| x))', [['|a b|', 'x']]],
    ['(a', undefined],
    ['a)', undefined],
    ['unknown', undefined],
    ['(a) (b)', undefined],
  ])('%s is read', (text, expected) => {
    expect(parseList(text)).toEqual(expected);
  });
});
