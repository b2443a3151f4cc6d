// The embedded engine takes the name of a caller for that of an operator, where both are the same. It is given other names, and
// then has the values that TLA+ has.

import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../tla/configuration.js';
import { withDistinctNames } from '../../tla/distinctNames.js';
import { checkEmbedded } from '../../tla/embedded.js';
import { parseModule } from '../../tla/module.js';

function moduleWith(definitions: string): string {
  return `---- MODULE Small ----
EXTENDS Naturals
CONSTANTS P
VARIABLES w
vars == <<w>>
Init == w = [p \\in P |-> p + 10]

${definitions}

Next == UNCHANGED w
Spec == Init /\\ [][Next]_vars
====`;
}

async function verdictOf(definitions: string): Promise<string> {
  const cfg = 'SPECIFICATION Spec\nCONSTANTS P = {0, 1}\nINVARIANT Right\n';
  return (await checkEmbedded(parseModule(moduleWith(definitions)), parseConfiguration('Small', cfg))).verdict;
}

describe('an operator that binds a name that its caller has too', () => {
  it.each([
    ['in a function', 'At(p) == w[p]\n\nF(p) == [q \\in P |-> At(q)][0]\n\nRight == F(1) = 10'],
    [
      'in a branch of one',
      'At(p) == w[p]\n\nF(p) == [q \\in P |-> IF q = p THEN 0 ELSE At(q)][0]\n\nRight == F(1) = 10',
    ],
    [
      'in another order',
      'Two(p, q) == p * 10 + q\n\nBack(p, q) == Two(q, p)\n\nRight == \\A p \\in {1} : Back(p, 2) = 21',
    ],
    [
      'in a list by columns',
      'At(p) == /\\ p = 0\n         /\\ w[p] = 10\n\nF(p) == [q \\in P |-> At(q)][0]\n\nRight == F(1)',
    ],
    ['by LET', 'At(x) == LET p == x IN w[p]\n\nF(p) == [q \\in P |-> At(q)][0]\n\nRight == F(1) = 10'],
    ['by a quantifier', 'At(x) == \\E q \\in {1} : w[x] = 9 + q\n\nF(p) == [q \\in P |-> At(q)][0]\n\nRight == F(1)'],
    ['by a set', 'At(x) == {q \\in P : q = x}\n\nF(p) == [q \\in P |-> At(q)][0]\n\nRight == F(1) = {0}'],
  ])('%s, has its own', async (_where, definitions) => {
    expect(await verdictOf(definitions)).toBe('holds');
    const wrong = definitions.replace(/Right == (.*)$/, 'Right == ~($1)');
    expect(await verdictOf(wrong)).toBe('invariant violated');
  });
});

describe('distinct names', () => {
  it('leave fields, strings and global names as they are, and all else in its column', () => {
    const definitions =
      'R(p) == [p |-> "p", q |-> p]\n\nS(p) == R(p).p = "p" /\\ p \\in 0..p\n\nT == {p \\in P : S(p)} = w';
    const given = withDistinctNames(parseModule(moduleWith(definitions)));

    expect(given.slice(given.indexOf('R('), given.indexOf('Next'))).toMatchInlineSnapshot(`
      "R(p_of2) == [p |-> "p", q |-> p_of2]

      S(p_of3
         ) == R(p_of3
                 ).p = "p" /\\ p_of3 \\in 0..p_of3

      T == {p_of4 \\in P : S(p_of4)} = w

      "
    `);
  });
});
