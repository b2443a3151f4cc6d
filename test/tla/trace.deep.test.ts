// Counterexamples leave as ITF, come back, and are played by the implementation; a refused action says why.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { edgeRows } from '../../conformance/edges.js';
import type { Divergence } from '../../conformance/result.js';
import { writeLabel } from '../../conformance/tla/label.js';
import { parseValue, writeValue } from '../../conformance/tla/value.js';
import { parseSchedule, replay } from '../../engine/index.js';
import { swapAutomaton } from '../../model/specification.js';
import { mutantEdits } from '../../mutants/catalogue.js';
import { conformanceTask } from '../../runner/conformance/task.js';
import { withCopy } from '../../runner/mutants/copiedPackage.js';
import { whyTlcIsSkipped } from '../../tla/archive.js';
import { compareMachine } from '../../tla/conformance/machine.js';
import { actionsOf, checkRun } from '../../tla/conformance/recordedRun.js';
import { readGraph } from '../../tla/graphFile.js';
import { parseItf, writeItf } from '../../tla/itf.js';
import type { LabelledTrace } from '../../tla/labelledTrace.js';
import { counterexampleOf } from './mutantTrace.js';

const folder = join(import.meta.dirname, '../../tla');
const skipped = whyTlcIsSkipped();
const scratch = mkdtempSync(join(tmpdir(), 'quiesce-trace-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The counterexample of a mutant of the specification, played by the mutant of the mechanism; and that replayed. */
async function realisedByMutant(trace: LabelledTrace) {
  const { configuration, mutant = '' } = trace;
  return await withCopy(mutantEdits('mechanism', mutant), async (copy) => {
    const followed = await copy.ask({ ask: 'realise', mutant, configuration, trace });
    const replayed = await copy.ask({ ask: 'replay', schedule: followed.text, continue: false });
    return { followed, replayed };
  });
}

describe('a counterexample', () => {
  it('has its actions with their parameters', async () => {
    const { steps, violated } = await counterexampleOf('noAdvance in OneCaller');

    expect(violated).toBe('Quiescence');
    expect(steps.flatMap(({ label }) => (label ? [writeLabel(label)] : []))).toEqual([
      'invoke(<<"c1", 0>>)',
      'enter(<<"c1", 0>>)',
      'swapRequested',
      'swapStarted',
      'phase("block")',
      'transferBegins',
    ]);
  });

  it('comes back from ITF as it was', async () => {
    const text = writeItf(await counterexampleOf('freeMediatorAtOnce in OneCaller'));

    expect(writeItf(parseItf(text))).toBe(text);
    expect(JSON.parse(text)).toMatchObject({
      '#meta': { format: 'ITF', source: 'MCHotSwapOneCaller', mutant: 'freeMediatorAtOnce' },
    });
  });

  it('is not read from a document that was cut short or misses a variable', async () => {
    const text = writeItf(await counterexampleOf('noAdvance in OneCaller'));
    const document = JSON.parse(text);
    delete document.states[2].pointer;

    expect(() => parseItf(text.slice(0, -30))).toThrow(/QSC421 /);
    expect(() => parseItf(JSON.stringify(document))).toThrow(/QSC421 .*pointer/);
  });

  it.each([
    'noAdvance in OneCaller',
    'oneAdvance in OneCaller',
    'forwardSkipped in OneCaller',
    'freeMediatorAtOnce in OneCaller',
    'capturedTarget in OneCallerAbort',
    'releaseBeforeSwing in OneCaller',
    'workerActive in OneCaller',
  ])('of %s is played by the mutant of the implementation', async (ground) => {
    const { followed, replayed } = await realisedByMutant(await counterexampleOf(ground));

    expect(followed.steps.length).toBeGreaterThan(4);
    expect(replayed.steps).toHaveLength(followed.schedule.choices.length);
  });

  it('that the implementation cuts otherwise is refused with a code', async () => {
    const trace = await counterexampleOf('commitBeforeTransfer in TwoCallers');

    await expect(realisedByMutant(trace)).rejects.toThrow(/QSC423 /);
  });

  it.skipIf(skipped)('is the same from TLC, up to the choice among shortest ones', async () => {
    const ground = 'noAdvance in OneCaller';
    const [one, other] = [await counterexampleOf(ground), await counterexampleOf(ground, 'tlc')];

    expect(other.violated).toBe(one.violated);
    expect(other.steps).toHaveLength(one.steps.length);
    expect((await realisedByMutant(other)).followed.steps).toHaveLength(
      (await realisedByMutant(one)).followed.steps.length,
    );
  });
});

async function divergenceIn(configuration: string, mutant: string) {
  const question = { ask: 'compare', mutant, configurations: [configuration], options: { against: ['tla'] } } as const;
  const { configurations } = await withCopy(mutantEdits('mechanism', mutant), (copy) => copy.ask(question));
  const [pair] = configurations[0]!.pairs;
  return pair!.divergence as Divergence;
}

describe('a divergence', () => {
  it('says which conjunct is false, with its line, in which state, and what each side could do there', async () => {
    const { conditions, common, specificationAllows, implementationAllows, told } = await divergenceIn(
      'OneCaller',
      'oneAdvance',
    );

    expect(conditions).toEqual([
      { state: common[0]!.state, place: expect.stringMatching(/^HotSwap\.tla:\d+$/), text: falseInBlock },
    ]);
    expect(lineAt(conditions[0]!.place!)).toContain(falseInBlock);
    expect(common[0]!.fields).toContain('advanced (0 :> 1)');
    expect(specificationAllows).toEqual(['generation(0)', 'invoke(<<"c1", 0>>)']);
    expect(implementationAllows.join()).toContain('swapper.A: store A.mediator0.phase <- "block" (phase("block"))');
    expect(told).toEqual(['phase("block")']);
  });

  it('says which variables differ where the step is allowed and the states do not fit', async () => {
    const { fields, conditions } = await divergenceIn('Abort', 'capturedTarget');

    expect(conditions).toEqual([]);
    expect(fields).toEqual([{ field: 'pointer', specification: '<<"object", 0>>', implementation: '{"object":1}' }]);
  });
});

const falseInBlock = 'GraceOver';

function lineAt(place: string): string {
  return readFileSync(join(folder, 'HotSwap.tla'), 'utf8').split('\n')[Number(place.split(':')[1]) - 1]!;
}

describe.skipIf(skipped)('TLC, given the run of a schedule', () => {
  it('accepts it where the implementation conforms', async () => {
    const run = await runOf('conformsOneCaller@asItIs', 'operator*2 swapper.A*3 c1*2 swapper.A*2', { continue: true });
    const { accepted, followed } = checkRun(folder, 'MCHotSwapOneCaller', run);

    expect({ accepted, followed }).toEqual({ accepted: true, followed: run.length });
    expect(run.length).toBeGreaterThan(15);
  });

  it('says which action it cannot follow where it does not', async () => {
    const run = await runOfMutant('oneAdvance', 'c1*3 operator*2 swapper.A*12');

    expect(checkRun(folder, 'MCHotSwapOneCaller', run)).toMatchObject({ accepted: false, refused: 'phase("block")' });
  });
});

async function runOf(name: string, choices: string, options: { readonly continue?: boolean } = {}) {
  const { system } = conformanceTask(folder, name)!;

  return actionsOf(replay(system, parseSchedule(`v1 ${name} ${choices}`), options));
}

async function runOfMutant(mutant: string, choices: string) {
  const question = { ask: 'replay', schedule: `v1 conformsOneCaller@${mutant} ${choices}`, continue: false } as const;

  return actionsOf(await withCopy(mutantEdits('mechanism', mutant), (copy) => copy.ask(question)));
}

describe('the machine', () => {
  it.each(['OneCaller', 'Recursion', 'Abort', 'TwoSwaps', 'TwoProcessorsSmall'])(
    'allows every step of the specification: %s',
    (name) => {
      const { verdict, edges } = compareMachine(name, readGraph(folder, `MCHotSwap${name}`));

      expect(verdict).toBe('conforms');
      expect(edges.filter((edge) => edge.in === 'first')).toEqual([]);
    },
  );

  it('may do no step of a swap that the specification may not', () => {
    const swapActions = [
      'swapStarted',
      'phase',
      'transferBegins',
      'transferEnded',
      'swung',
      'swapEnded',
      'freedMediator',
    ];
    const rows = edgeRows(compareMachine('Abort', readGraph(folder, 'MCHotSwapAbort')).edges);

    expect(rows.filter((row) => swapActions.includes(row.action) && row.onlyInSecond > 0)).toEqual([]);
  });

  it('diverges when it waits for another processor too, and says at which guard', () => {
    const machine = swapAutomaton([0, 1]);
    const { verdict, refusal } = compareMachine('OneCaller', readGraph(folder, 'MCHotSwapOneCaller'), machine);

    expect(verdict).toBe('diverges');
    expect(refusal).toMatchObject({
      reason: expect.stringContaining('phase("block")'),
      conditions: [{ state: 'swap.on.undecided.draining | mediator.present.forward', text: 'graceIsOver' }],
      followerSource: [
        expect.stringMatching(/^model\/swapMachine\.ts:\d+$/),
        expect.stringMatching(/^model\/swapMachine\.ts:\d+$/),
      ],
    });
  });
});

describe('a value', () => {
  it.each([
    '<<"c1", 0>>',
    '{}',
    '{1, 2}',
    '(<<"c1", 0>> :> "idle" @@ <<"c2", 0>> :> "left")',
    '[c1 |-> "gone", c2 |-> "current"]',
    '(0 :> {} @@ 1 :> {<<"c1", 0>>})',
    'TRUE',
    '-3',
  ])('%s is read and written', (text) => {
    expect(writeValue(parseValue(text))).toBe(text);
  });

  it('is written in one order, whoever printed it', () => {
    expect(writeValue(parseValue('{2, 1}'))).toBe('{1, 2}');
    expect(writeValue(parseValue('(1 :> "b" @@ 0 :> "a")'))).toBe('(0 :> "a" @@ 1 :> "b")');
  });

  it.each(['<<1, 2', '{1, }', '(0 :> )', '', '1 2'])('%s is refused', (text) => {
    expect(() => parseValue(text)).toThrow(/QSC421 /);
  });
});
