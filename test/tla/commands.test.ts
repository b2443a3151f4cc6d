// `quiesce tla` from the command line: with a mutant of the specification, with a specification of the user's own, and bad input,
// which is a coded error and never a pass.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyTlcIsSkipped } from '../../tla/archive.js';
import { folderWith, quiesce } from '../cli/run.js';

const engines = whyTlcIsSkipped() === undefined ? (['embedded', 'tlc'] as const) : (['embedded'] as const);

const module = (next: string) =>
  [
    '---- MODULE Small ----',
    'EXTENDS Naturals',
    'VARIABLES x',
    'vars == <<x>>',
    'Init == x = 0',
    next,
    'Spec == Init /\\ [][Next]_vars',
    'Low == x < 9',
    'Bad == x < 2',
    '====',
  ].join('\n');

const sound = module("Next == (x < 3 /\\ x' = x + 1) \\/ (x = 3 /\\ UNCHANGED x)");

function asked(engine: string, text: string, claims: string) {
  const folder = folderWith({ 'Small.tla': text, 'Small.cfg': `SPECIFICATION Spec\n${claims}\n` });
  return quiesce(folder, 'tla', './Small.cfg', '--engine', engine);
}

describe.each(engines)("a specification of the user's own, with --engine %s", (engine) => {
  it('is checked', () => {
    const { code, stdout } = asked(engine, sound, 'INVARIANT Low');

    expect(stdout).toMatch(/holds +│ +4 │ +4 │/);
    expect(code).toBe(0);
  });

  it('that is violated exits with 1', () => {
    const { code, stdout } = asked(engine, sound, 'INVARIANT Bad');

    expect(stdout).toContain('invariant violated: Bad');
    expect(code).toBe(1);
  });

  it.each([
    ['does not parse', module("Next == x < 3 +* x' = 1"), 'INVARIANT Low', /^QSC413 /],
    ['uses an unknown name', module("Next == Foo /\\ x' = 1"), 'INVARIANT Low', /^QSC413 .*Foo/],
    ['is cut short', sound.slice(0, -10), 'INVARIANT Low', /^QSC41[34] /],
    ['has a cfg that names an unknown invariant', sound, 'INVARIANT Lwo', /^QSC414 .*Lwo/],
  ])('that %s is a coded error', (_what, text, claims, error) => {
    const { code, stdout, stderr } = asked(engine, text, claims);

    expect(stderr).toMatch(error);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('whose cfg claims nothing is refused by the embedded engine, and checked for deadlock by TLC', () => {
    const { code, stderr } = asked(engine, sound, '');

    if (engine === 'embedded') expect(stderr).toMatch(/^QSC41[14] /);
    expect(code).toBe(engine === 'embedded' ? 2 : 0);
  });
});

describe('quiesce tla --mutant', () => {
  it('checks the specification with that mutant, which is not as expected', () => {
    const { code, stdout } = quiesce(folderWith(), 'tla', 'OneCaller', '--mutant', 'oneAdvance');

    expect(stdout).toMatch(/MCHotSwapOneCaller +│ embedded +│ invariant violated: Quiescence │ +\d+ │ +8 │ NOT as/);
    expect(code).toBe(1);
  });

  it('writes a counterexample that says whose it is', () => {
    const folder = folderWith();
    const { code } = quiesce(folder, 'tla', 'OneCaller', '--mutant', 'oneAdvance', '--itf', 'trace.json');

    const { '#meta': meta } = JSON.parse(readFileSync(join(folder, 'trace.json'), 'utf8'));
    expect(meta).toMatchObject({ source: 'MCHotSwapOneCaller', mutant: 'oneAdvance' });
    expect(code).toBe(0);
  });

  it('does not take an unknown mutant, or one of another kind, for none', () => {
    for (const name of ['harmless', 'phaseLockLeak']) {
      const { code, stderr } = quiesce(folderWith(), 'tla', 'OneCaller', '--mutant', name);

      expect(stderr).toMatch(/^QSC114 /);
      expect(code).toBe(2);
    }
  });
});
