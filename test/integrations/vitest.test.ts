// The matchers as a user meets them: what passes, what fails and with which words, and what is never let pass.

import { describe, expect, it } from 'vitest';
import '../../integrations/vitest.js';
import { invariant, noDeadlock } from '../../engine/index.js';
import { cell, is, load, type Program, store, thread, wait } from '../../engine/program/index.js';
import { quiescence } from '../../properties/index.js';
import { lastReturnInBlock } from '../../scenarios/lastReturnInBlock.js';
import { mediatorPointerInHand } from '../../scenarios/mediatorPointerInHand.js';
import { noCommonFormat } from '../../scenarios/noCommonFormat.js';
import { sleepInsideTheComponent } from '../../scenarios/sleepInsideTheComponent.js';

const never = cell('never', 0);
function* waitsForEver(): Program<void> {
  yield* wait(never, is(1));
}
/** One thread leaves a mark in a variable beside its store, and another acts by it. */
const reported = cell('reported', 0);
function sharing() {
  let mark = 0;
  function* marks(): Program<void> {
    yield* store(never, 1);
    mark = 1;
  }
  function* reports(): Program<void> {
    yield* load(reported);
    yield* store(reported, mark ? 7 : 9);
  }
  return { name: 'sharing', cells: [never, reported], threads: [thread('marks', marks), thread('reports', reports)] };
}

const stuck = { name: 'stuck', cells: [never], threads: [thread('t', waitsForEver)] };

describe('a matcher', () => {
  it('takes no verdict from threads that share a variable, or from a property that remembers', () => {
    const never9 = invariant('never9', (state) => state.read(reported) !== 9);
    const seen: number[] = [];
    const note = (value: number) => seen.push(value);
    const twice = invariant('twice', (state) => note(state.read(never)) < 3);

    expect(() => expect(sharing()).toHold(never9)).toThrow(/QSC213/);
    expect(() => expect(sharing()).not.toHold(never9)).toThrow(/QSC213/);
    expect(() => expect(sharing()).toBeRefutedBy(never9)).toThrow(/QSC213/);
    expect(() => expect(stuck).toHold(twice, { builtIn: false })).toThrow(/QSC214/);
  });
});

describe('toHold', () => {
  it('passes where every property is proved', async () => {
    await expect(mediatorPointerInHand).toHold(noDeadlock, quiescence, 'noUseAfterFree');
  });

  it('asks for what is built in too, unless it is told not to', async () => {
    const untouched = invariant('never is 0', (state) => state.read(never) === 0);

    expect(() => expect(stuck).toHold(untouched)).toThrow(/^noDeadlock is refuted: no thread can step/);
    expect(() => expect(stuck).toHold()).toThrow(/noStuck is refuted: stuck for ever: t/);
    await expect(stuck).toHold(untouched, { builtIn: false });
    await expect(stuck).toHold({ builtIn: ['noFailure'] });
  });

  it('refuse what is neither a scenario nor a system, nor a property', () => {
    const others = [
      undefined,
      null,
      0,
      'x',
      [],
      {},
      [null],
      Symbol('s'),
      10n,
      { cells: 1, threads: [] },
      ...[{ variants: [] }, { variants: null }, { variants: 5 }, { variants: [null] }],
    ];

    for (const one of others) {
      expect(() => expect(one).toHold(noDeadlock)).toThrow(/QSC\d{3}/);
      expect(() => expect(one).toBeRefutedBy(noDeadlock, { mechanism: 'asItIs' })).toThrow(/QSC\d{3}/);
      expect(() => expect(one).toConformTo(one as never)).toThrow(/QSC\d{3}/);
    }
    for (const one of [null, 0, Symbol('s')]) expect(() => expect(stuck).toHold(one as never)).toThrow(/QSC522/);
  });

  it('negated is about what was named only', () => {
    const untouched = invariant('never is 0', (state) => state.read(never) === 0);

    expect(() => expect(stuck).not.toHold(untouched)).toThrow(/never is 0 is proved over 1 states/);
    expect(() => expect(stuck).not.toHold()).toThrow(/QSC102/);
  });

  it('fails with the schedule, the step and the replay line', () => {
    const judge = () => expect(mediatorPointerInHand).toHold('noUseAfterFree', { mechanism: 'freedAtOnce' });

    expect(judge).toThrow(/noUseAfterFree is refuted: [\s\S]*✗[\s\S]*replay: npx quiesce replay 'v1 mediatorPointer/);
  });

  it('fails where the premise is never reached', () => {
    expect(() => expect(noCommonFormat).toHold(quiescence)).toThrow(/quiescence is vacuous .*its premise holds in/);
    expect(() => expect(noCommonFormat).not.toHold(quiescence)).toThrow(/quiescence is vacuous .*its premise holds/);
    expect(mediatorPointerInHand).not.toHold('noUseAfterFree', { mechanism: 'freedAtOnce' });
  });

  it('fails with the smallest history, where that is what is wrong', () => {
    const judge = () => expect(sleepInsideTheComponent).toHold('statePreserved');

    expect(judge).toThrow(
      /smallest history of A[\s\S]*c1 \|-increment\w*\(\) -> null-\|[\s\S]*<- no order explains this/,
    );
  });

  it('fails as inconclusive when a limit cuts the search, and so does its opposite', () => {
    const limits = { states: 500 };

    expect(() => expect(lastReturnInBlock).toHold(quiescence, { limits })).toThrow(/QSC301.*inconclusive/s);
    expect(() => expect(lastReturnInBlock).not.toHold(quiescence, { limits })).toThrow(/QSC301.*inconclusive/s);
  });

  it('refuses a property that does not apply, and a mechanism that the scenario does not have', () => {
    expect(() => expect(noCommonFormat).toHold('isolation')).toThrow(/QSC102.*isolation does not apply/s);
    expect(() => expect(noCommonFormat).toBeRefutedBy()).toThrow(/QSC102/);
    expect(() => expect(noCommonFormat).toHold({ builtIn: ['noDeadlok'] as never })).toThrow(/QSC102/);
    expect(() => expect(noCommonFormat).toHold(quiescence, { mechanism: 'lenient' })).toThrow(/QSC103/);
  });
});

describe('toBeRefutedBy', () => {
  it('passes where an interleaving refutes the property', async () => {
    await expect(stuck).toBeRefutedBy(noDeadlock);
    await expect(mediatorPointerInHand).toBeRefutedBy('noUseAfterFree', { mechanism: 'freedAtOnce' });
  });

  it('fails where it is proved, and says over how many states', () => {
    expect(() => expect(noCommonFormat).toBeRefutedBy('zeroCost')).toThrow(/zeroCost is proved over \d+ states/);
  });
});
