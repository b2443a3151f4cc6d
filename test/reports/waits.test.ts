// Who waits for whom: never that nobody could where nobody has explored it.

import { describe, expect, it } from 'vitest';
import { cell, explore, is, load, type Program, replay, store, thread, wait } from '../../index.js';
import { waitText } from '../../reports/waits.js';

const [gate, seen] = [cell('gate', 0), cell('seen', 0)];
function* waiter(): Program {
  yield* wait(gate, is(1));
}
/** Whether it opens the gate depends on what it reads. */
function* reader(value: number): Program {
  if ((yield* load(seen)) === value) yield* store(gate, 1);
}
function* idle(): Program {
  yield* store(seen, 0);
  yield* store(seen, 0);
}
const system = (value: number) => ({
  ...{ name: 'gate', cells: [gate, seen] },
  threads: [thread('waiter', waiter), thread('reader', reader, value), thread('idle', idle)],
});
const waitsAfter = (schedule: readonly string[], value = 0) =>
  replay(system(value), { version: 1, name: 'gate', choices: schedule.map((name) => ({ thread: name })) }).waits;

describe('who waits for whom', () => {
  it('is not known of a thread that reads a value first, where nobody has explored it', () => {
    const [wait] = waitsAfter([]);

    expect(wait).toMatchObject({ thread: 'waiter', waitsFor: [], notKnown: ['reader'] });
    expect(waitText(wait!)).toContain(
      'waits; for whom is not known here: reader may go on in ways that were not explored',
    );
    expect(waitText({ ...wait!, waitsFor: ['idle'] })).toContain('waits for idle; besides, reader may go on');
  });

  it('is whoever stands before what could end it', () => {
    expect(waitsAfter(['reader'])).toMatchObject([{ thread: 'waiter', waitsFor: ['reader'] }]);
    expect(waitText(waitsAfter(['reader'])[0]!)).toContain('waits for reader');
  });

  it('is nobody where the others can do nothing for it, and in a deadlock', () => {
    const alone = waitsAfter(['reader', 'idle'], 7);
    const dead = waitsAfter(['reader', 'idle', 'idle'], 7);

    for (const [wait] of [alone, dead]) {
      expect(wait).toMatchObject({ thread: 'waiter', waitsFor: [] });
      expect(wait).not.toHaveProperty('notKnown');
      expect(waitText(wait!)).toContain('waits for nobody: no thread can let it go on');
    }
  });

  it('is known after a search', () => {
    const { verdicts } = explore(system(7), []);
    const waits = verdicts.flatMap(({ counterexample }) => counterexample?.waits ?? []);

    expect(waits.length).toBeGreaterThan(0);
    expect(waits.every((wait) => wait.notKnown === undefined)).toBe(true);
  });
});
