// What the embedded engine gets wrong in silence is refused before it runs, with the line and the reason.

import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../tla/configuration.js';
import { checkEmbedded } from '../../tla/embedded.js';
import { parseModule } from '../../tla/module.js';

const lines = {
  extended: 'EXTENDS Naturals',
  variables: 'VARIABLES x',
  extra: '',
  next: "Next == x < 3 /\\ x' = x + 1",
  spec: 'Spec == Init /\\ [][Next]_vars',
};

function moduleWith(changed: Partial<typeof lines>): string {
  const { extended, variables, extra, next, spec } = { ...lines, ...changed };
  const head = [
    '---- MODULE Small ----',
    extended,
    variables,
    'vars == <<x>>',
    'Init == x = 0',
    next,
    'Stop == x = 3 /\\ UNCHANGED x',
  ];
  return [...head, extra, spec, 'Low == x < 9', 'Bad == x < 2', 'Ends == []<>(x = 3)', '===='].join('\n');
}

const plain = 'SPECIFICATION Spec\nINVARIANT Low\n';

async function asked(changed: Partial<typeof lines>, cfg = plain) {
  return await checkEmbedded(parseModule(moduleWith(changed)), parseConfiguration('Small', cfg));
}

const going = { next: "Next == x < 3 /\\ x' = x + 1 \\/ x = 3 /\\ UNCHANGED x" };

describe('the embedded engine', () => {
  it('counts the states and the levels of a small module', async () => {
    expect(await asked(going)).toMatchObject({ verdict: 'holds', states: 4, depth: 4 });
  });

  it('names the invariant that is violated, and gives the states that lead there', async () => {
    const outcome = await asked(going, 'SPECIFICATION Spec\nINVARIANT Low Bad\n');

    expect(outcome).toMatchObject({ verdict: 'invariant violated', violated: 'Bad', depth: 3 });
    expect(outcome.trace).toEqual([{ x: '0' }, { x: '1' }, { x: '2' }]);
  });

  it('finds a deadlock', async () => {
    expect(await asked({})).toMatchObject({ verdict: 'deadlock', depth: 4 });
  });

  it('takes an end for none where the configuration says so, and for ever stays there', async () => {
    const ends = 'SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\n';

    expect(await asked({}, `${ends}INVARIANT Low\n`)).toMatchObject({ verdict: 'holds', states: 4, depth: 4 });
    expect(await asked({}, `${ends}INVARIANT Bad\n`)).toMatchObject({ verdict: 'invariant violated', violated: 'Bad' });
    const fair = { spec: 'Spec == Init /\\ [][Next]_vars /\\ WF_vars(Next)', extra: 'Zero == []<>(x = 0)' };
    expect(await asked(fair, `${ends}PROPERTY Ends\n`)).toMatchObject({ verdict: 'holds' });
    expect(await asked(fair, `${ends}PROPERTY Zero\n`)).toMatchObject({ verdict: 'liveness violated' });
  });

  it('finds that nothing need happen without fairness', async () => {
    expect(await asked(going, 'SPECIFICATION Spec\nPROPERTY Ends\n')).toMatchObject({ verdict: 'liveness violated' });
  });

  it('follows fairness that the specification itself states', async () => {
    const fair = { ...going, spec: 'Spec == Init /\\ [][Next]_vars /\\ WF_vars(Next)' };

    expect(await asked(fair, 'SPECIFICATION Spec\nPROPERTY Ends\n')).toMatchObject({ verdict: 'holds' });
  });

  it.each([
    ['another module', { extended: 'EXTENDS Naturals, Missing' }],
    ['an instance', { extra: 'Other == INSTANCE Missing' }],
    ['a second list of variables', { extra: 'VARIABLE y' }],
    ['a tuple under the box', { spec: 'Spec == Init /\\ [][Next]_<<x>>' }],
    ['a tuple under fairness', { spec: 'Spec == Init /\\ [][Next]_vars /\\ WF_<<x>>(Next)' }],
    ['fairness through a name', { extra: 'Fair == WF_vars(Next)', spec: 'Spec == Init /\\ [][Next]_vars /\\ Fair' }],
    ['a leads-to', { extra: 'Leads == x = 1 ~> x = 3' }],
    ['division', { extra: 'Half == x \\div 2' }],
    ['a remainder', { extra: 'Odd == x % 2' }],
    ['a recursive function', { extra: 'f[n \\in 0..3] == IF n = 0 THEN 0 ELSE f[n - 1]' }],
    ['ENABLED', { extra: 'Can == ENABLED Next' }],
  ])('refuses %s', async (_what, changed) => {
    await expect(asked({ ...going, ...changed })).rejects.toThrow(/QSC411 .*Small\.tla:\d+: /);
  });

  it.each([
    ['a symmetry', 'SYMMETRY Perms'],
    ['a constraint', 'CONSTRAINT Low'],
    ['an action constraint', 'ACTION_CONSTRAINT Low'],
    ['a view', 'VIEW vars'],
  ])('refuses %s in the configuration', async (_what, line) => {
    await expect(asked(going, `${plain}${line}\n`)).rejects.toThrow(/QSC411 .*Small\.cfg/);
  });

  it('refuses a configuration that claims nothing, because it would choose claims itself', async () => {
    await expect(asked(going, 'SPECIFICATION Spec\n')).rejects.toThrow(/QSC41[14] /);
  });

  it.each([
    ['an invariant', 'SPECIFICATION Spec\nINVARIANT Lwo\n', /QSC414 .*Lwo is not defined/],
    ['a property', 'SPECIFICATION Spec\nPROPERTY Endz\n', /QSC414 .*Endz is not defined/],
    ['a specification', 'SPECIFICATION Spek\nINVARIANT Low\n', /QSC414 .*Spek is not defined/],
    ['a constant', 'SPECIFICATION Spec\nCONSTANT N = 3\nINVARIANT Low\n', /QSC414 .*N is no constant/],
  ])('refuses a configuration that names an unknown %s', async (_what, cfg, error) => {
    await expect(asked(going, cfg)).rejects.toThrow(error);
  });

  it('does not take a definition that it drops for one that holds', async () => {
    await expect(asked({ ...going, extra: 'Broken == x +* 2', next: "Next == Broken /\\ x' = x" })).rejects.toThrow(
      /QSC413 /,
    );
  });

  it('reads no definition in a comment that others stand in', () => {
    const text = '---- MODULE Inner ----\nVARIABLE x\n(* once\n(* or before *)\nLow == x < 3 *)\nLow == x < 2\n====';

    expect(parseModule(text).definitions.get('Low')).toContain('x < 2');
    expect(parseModule(text).code.match(/Low ==/g)).toHaveLength(1);
  });

  it('refuses a text without a module', () => {
    expect(() => parseModule('nothing')).toThrow(/QSC413 /);
    expect(() => parseModule('---- MODULE Cut ----\nVARIABLES x\n')).toThrow(/QSC413 .*does not end/);
  });
});
