// Steps chosen by hand: wherever somebody goes, forth, back or aside, it stands as a replay of the steps would; and one step
// more costs one step, however many lie behind it.

import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Walker } from '../../engine/drivers/walk.js';
import {
  type Choice,
  invariant,
  monitor,
  type Property,
  replay,
  type SafetyProperty,
  Stepping,
  violated,
  walk,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { happened } from '../../engine/program/event.js';
import { again, loop, type Turn } from '../../engine/program/nesting.js';
import { fetchAdd, load, type Program, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';

const turns = cell('turns', 0);

function* turner(): Program<void> {
  yield* loop(null, turn);
}

function* turn(): Program<Turn<null, void>> {
  const seen = yield* load(turns);
  yield* happened('turned', { seen });
  yield* store(turns, (seen + 1) % 7);
  return again(null);
}

const system: System = { name: 'turning', cells: [turns], threads: [thread('a', turner), thread('b', turner)] };

/** Of a state, of events, and of the way to it. */
const properties: readonly SafetyProperty[] = [
  invariant('belowSix', (state) => state.read(turns) < 6),
  monitor('turnsInOrder', {
    init: 0,
    handles: ['turned'],
    on: (last, { data: { seen } }) =>
      seen === last || seen === ((last as number) + 1) % 7 ? seen! : violated('out of order'),
  }),
  invariant('shortWay', () => true, {
    memory: { init: 0, on: (held) => held },
    along: {
      isOpen: () => true,
      after: (steps) => (steps === 150 ? violated('too long a way') : (steps as number) + 1),
    },
  }),
];

const replayed = (choices: readonly Choice[], claims: readonly Property[] = properties) =>
  replay(system, { version: 1, name: 'turning', choices }, { properties: claims, builtIn: false });

/** So many steps on by the threads that are told, after having kept a part of the steps before. */
const move = fc.record({
  kept: fc.double({ min: 0, max: 1, noNaN: true }),
  on: fc.array(fc.constantFrom('a', 'b'), { maxLength: 150 }),
});

describe('stepping', () => {
  it('stands wherever it goes as a replay of the steps does, records, claims, memories and all', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 6 }), (moves) => {
        const stepping = new Stepping(system, properties);
        let choices: readonly Choice[] = [];
        for (const { kept, on } of moves) {
          choices = [...choices.slice(0, Math.round(kept * choices.length)), ...on.map((name) => ({ thread: name }))];
          stepping.goTo({ version: 1, name: 'turning', choices });
          const { steps, violations, end, remembered } = replayed(choices);
          expect(stepping.stand).toEqual({ steps, violations, end, remembered, waits: [] });
          expect(stepping.walk.enabled).toEqual(walk(system, choices).enabled);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('takes of thousands of steps only the new ones, and of a way back less than a hundred', () => {
    const taken = vi.spyOn(Walker.prototype, 'step');
    onTestFinished(() => taken.mockRestore());
    const stepping = new Stepping(system, properties);
    const takenFor = (steps: number) => {
      const before = taken.mock.calls.length;
      stepping.goTo({ version: 1, name: 'turning', choices: Array.from({ length: steps }, () => ({ thread: 'a' })) });
      return taken.mock.calls.length - before;
    };

    expect(takenFor(5000)).toBe(5000);
    expect(takenFor(5001)).toBe(1);
    expect(takenFor(5000)).toBeLessThan(100);
    expect(takenFor(5003)).toBe(3);
    expect(takenFor(40)).toBeLessThan(100);
    expect(takenFor(5000)).toBe(4960);
  });

  it('stops at a step that goes wrong, comes back from it, and refuses one that is not there', () => {
    function* wrong(): Program<void> {
      yield* store(turns, 2 ** 28);
      yield* fetchAdd(turns, 2 ** 28);
      yield* store(turns, 3);
    }
    const stepping = new Stepping({ cells: [turns], threads: [thread('t', wrong)] }, []);
    const go = (steps: number, name = 't') => {
      stepping.goTo({ version: 1, name: 'wrong', choices: Array.from({ length: steps }, () => ({ thread: name })) });
      return [stepping.stand.end, stepping.stand.steps.length];
    };

    expect(go(3)).toEqual(['misuse', 2]);
    expect(go(2)).toEqual(['misuse', 2]);
    expect(go(1)).toEqual(['schedule', 1]);
    expect(stepping.stand.misuse).toBeUndefined();
    expect(() => go(1, 'nobody')).toThrow('there is no thread nobody');
  });
});
