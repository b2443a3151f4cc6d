// One file of a counterexample, replayed in the specification, the machine and the implementation from the command line.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeItf } from '../../tla/itf.js';
import { labelledTrace } from '../../tla/labelledTrace.js';
import { loadNamed } from '../../tla/manifest.js';
import { folderWith, quiesce } from '../cli/run.js';
import { counterexampleOf } from './mutantTrace.js';
import { dumped } from './tlcDump.js';

const folder = join(import.meta.dirname, '../../tla');

/** Of a configuration that must fail. */
async function counterexample(name: string) {
  const [loaded] = loadNamed(folder, folder, [name]);
  return (await labelledTrace(loaded!, 'embedded'))!;
}

const oneAdvance = () => counterexampleOf('oneAdvance in OneCaller');

/** With its sentences whole: what continues a line that was broken is indented by four. */
function replayed(text: string, ...words: readonly string[]) {
  const run = quiesce(folderWith({ 'trace.json': text }), 'replay', 'trace.json', ...words);
  return { ...run, stdout: run.stdout.replace(/\n {4}(?=\S)/g, ' ') };
}

const inAllThree = [
  /^specification: MCHotSwapOneCaller takes all 7 actions; at the end Quiescence is violated$/m,
  /^machine: follows 5 of 7 actions\n {2}refuses phase\("block"\) .* graceIsOver is false; written at model\/swapMachine\.ts:\d+/m,
  /^conformsOneCaller@oneAdvance$/m,
  /^quiescence turned false at step \d+/m,
  /^conforms\.A turned false at step \d+/m,
  /^refinesSpecification turned false at step \d+/m,
];

describe('quiesce replay of a trace', () => {
  it('in ITF shows it in all three models', async () => {
    const { code, stdout } = replayed(writeItf(await oneAdvance()));

    for (const line of inAllThree) expect(stdout).toMatch(line);
    expect(code).toBe(1);
  });

  it('in ITF of another tool, which knows no actions and no configuration of ours, finds them: its mutant is named', async () => {
    const document = JSON.parse(writeItf(await oneAdvance()));
    const states = document.states.map(({ '#meta': _meta, ...state }: Record<string, unknown>) => state);
    const { stdout } = replayed(JSON.stringify({ vars: document.vars, states }), '--mutant', 'oneAdvance');

    for (const line of inAllThree) expect(stdout).toMatch(line);
  });

  it.each([
    ['with parameters', { bare: false }],
    ['of a build that leaves parameters out', { bare: true }],
  ])('as TLC dumps it, %s, finds whose it is', async (_what, form) => {
    const { code, stdout } = replayed(dumped(await oneAdvance(), form), '--mutant', 'oneAdvance');

    for (const line of inAllThree) expect(stdout).toMatch(line);
    expect(code).toBe(1);
  });

  it('is one document with --json, the models beside the steps of the implementation', async () => {
    const { stdout } = replayed(writeItf(await counterexampleOf('noAdvance in OneCaller')), '--json');

    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      name: 'conformsOneCaller@noAdvance',
      models: {
        configuration: 'MCHotSwapOneCaller',
        violated: ['Quiescence'],
        machine: { follows: 4, refused: { guards: ['graceIsOver'] } },
      },
    });
  });

  it('whose swap is given up is played with aborts, and the machine refuses the wrong object', async () => {
    const { code, stdout } = replayed(writeItf(await counterexampleOf('capturedTarget in OneCallerAbort')));

    expect(stdout).toContain('refuses enter(<<"c1", 0>>) (enter {"object":1,"thread":"c1"})');
    expect(stdout).toContain('conforms.A turned false');
    expect(stdout).not.toContain('refinesSpecification');
    expect(code).toBe(1);
  });

  it('that the implementation has no execution of is shown in the other two, with a code', async () => {
    const { code, stdout, stderr } = replayed(writeItf(await counterexample('FailsSleeping')));

    expect(stdout).toMatch(/takes all 9 actions; at the end Quiescence is violated/);
    expect(stderr).toMatch(/^QSC423 /);
    expect(code).toBe(2);
  });

  it.each([
    [
      'FailsLingering',
      'it goes round from state 6 on, which is fair; SwapEnds is violated',
      5,
      () => counterexample('FailsLingering'),
    ],
    ['Refinement', 'Refines is violated', 10, () => counterexampleOf('commitBeforeTransfer in Refinement')],
  ])('of %s, which no single state refutes, says how it is one', async (name, outcome, actions, found) => {
    const { stdout } = replayed(writeItf(await found()));

    expect(stdout).toContain(`specification: MCHotSwap${name} takes all ${actions} actions; ${outcome}`);
    expect(stdout).toContain(`machine: follows ${actions} of ${actions} actions`);
  });

  it('is told where it says of itself what is not so', async () => {
    const text = writeItf(await oneAdvance());

    const { stdout } = replayed(text.replace('invariant violated: Quiescence', 'invariant violated: TypeOK'));

    expect(stdout).toMatch(
      /at the end Quiescence is violated; the file says invariant violated: TypeOK, and that is not so/,
    );
    expect(replayed(text.replace('"states": [', '"loop": 99,\n  "states": [')).stderr).toMatch(
      /^QSC421 .*a loop from state 99/,
    );
  });

  it('is told where it says that it goes round for ever, and that is not fair', async () => {
    const lasso = await counterexample('FailsLingering');

    const { stdout } = replayed(writeItf({ ...lasso, steps: lasso.steps.slice(0, 2), loopStartsAt: 1 }));

    expect(stdout).toMatch(
      /it goes round from state 2 on, which is not fair; the file says liveness .*and that is not so/,
    );
  });

  it('is refused where it is no behaviour: edited, of another configuration, or cut short', async () => {
    const text = writeItf(await oneAdvance());
    const edited = text.replaceAll('"action": "generation(0)"', '"action": "swapIdle"');
    const sound = text.replace(/,\s*"mutant": "oneAdvance"/, '');
    const dump = dumped(await oneAdvance());

    expect(replayed(edited).stderr).toMatch(/^QSC424 .*state 6: swapIdle does not lead there; enabled: /);
    expect(replayed(sound).stderr).toMatch(/^QSC424 .*phase\("block"\)/);
    expect(replayed(text, '--configuration', 'Nope').stderr).toMatch(/^QSC412 /);
    expect(replayed(dump.slice(0, -30)).stderr).toMatch(/^QSC421 /);
    expect(replayed(dump.replace('"swapper":"block"', '"swapper":"forward"')).stderr).toMatch(/^QSC424 /);
  });
});

describe('quiesce replay of a schedule of a workload', () => {
  it('has machine and specification watching', () => {
    const { stdout } = quiesce(folderWith(), 'replay', 'v1 conformsOneCaller@oneAdvance operator*2 swapper.A*8');

    expect(stdout).toMatch(/^conforms\.A turned false at step 10/m);
    expect(stdout).toMatch(/^refinesSpecification turned false at step 10/m);
  });

  it('does not take an unknown mechanism for the sound one', () => {
    const { code, stderr } = quiesce(folderWith(), 'replay', 'v1 conformsOneCaller@nope operator*2');

    expect(stderr).toMatch(/^QSC103 /);
    expect(code).toBe(2);
  });
});
