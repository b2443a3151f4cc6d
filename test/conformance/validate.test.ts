// Recorded runs, as NDJSON or as events, held to a specification.

import { describe, expect, it } from 'vitest';
import { specification, validate } from '../../conformance/index.js';
import { walk } from '../../engine/index.js';
import { byThread, locking, lockMachine, mended, plainLock } from './lock.js';

const spec = () => specification(lockMachine, { events: byThread });
const lines = (...records: readonly object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;

const good = lines(
  { event: 'acquired', thread: 'a' },
  { event: 'released', thread: 'a' },
  { event: 'acquired', thread: 'b' },
);

describe('a recorded run', () => {
  it('with data that are no whole numbers is told what to read of it, and where', () => {
    const counter = { init: 0, actions: { tick: (count: number) => (count === 0 ? 1 : 0) } };
    const run = lines({ event: 'tick' }, { event: 'tick', at: 1.5 });

    expect(() => validate(run, specification(counter))).toThrow(/QSC406 .*line 2, tick, has the number 1\.5/);
    const reading = { events: { tick: { step: 'tick', with: [] } } } as const;
    expect(validate(run, specification(counter, reading)).verdict).toBe('accepted');
  });

  it('is accepted where the specification allows all of it', () => {
    expect(validate(good, spec())).toEqual({ verdict: 'accepted', followed: 3, events: 3, transitions: 3 });
  });

  it('is refused at the first event that it does not, with the line, what was allowed and why', () => {
    const bad = `${good}\n${lines({ event: 'released', thread: 'a' }, { event: 'acquired', thread: 'a' })}`;

    const { verdict, followed, refusal } = validate(bad, spec());

    expect({ verdict, followed }).toEqual({ verdict: 'refused', followed: 3 });
    expect(refusal).toEqual({
      index: 3,
      line: 5,
      event: { name: 'released', thread: 'a', data: {} },
      reason: 'the machine does not allow released {"thread":"a"} in held: isOwner is false',
      common: [{ state: 'held', fields: ['owner "b"'] }],
      allowed: [],
      conditions: [{ state: 'held', text: 'isOwner' }],
    });
  });

  it('may have other names for its fields, and be of the events that a walk made', () => {
    const renamed = lines({ type: 'acquired', who: 'a', at: 17 }, { type: 'released', who: 'a' });
    const execution = walk(locking(mended));
    const events = ['a', 'a', 'b', 'b'].flatMap((thread) => {
      execution.step({ thread });
      return execution.events;
    });

    expect(validate(renamed, spec(), { name: 'type', thread: 'who' }).verdict).toBe('accepted');
    expect(validate(events, specification(plainLock, { events: byThread }))).toMatchObject({
      verdict: 'accepted',
      events: 4,
    });
  });

  it('that has nothing to do with the specification is vacuous, and so is an empty one', () => {
    const other = specification(plainLock, { events: { ...byThread, looked: { hidden: 'only a look' } } });

    expect(validate(lines({ event: 'looked' }), other).verdict).toBe('vacuous');
    expect(validate('\n', other)).toEqual({ verdict: 'vacuous', followed: 0, events: 0, transitions: 0 });
  });

  it.each([
    ['was cut short', good.slice(0, -4), /QSC406 .*line 3/],
    ['has no object in a line', '[1]\n', /QSC406 .*line 1 is no object/],
    ['has no name of an event', lines({ name: 'acquired' }), /QSC406 .*line 1 has no text under "event"/],
    ['has another kind of thread', lines({ event: 'acquired', thread: 7 }), /QSC406 .*no text under "thread"/],
    ['has an event that nothing is said of', lines({ event: 'stolen', thread: 'a' }), /QSC402 .*stolen/],
  ])('that %s is refused with a code', (_what, text, error) => {
    expect(() => validate(text, spec())).toThrow(error);
  });
});
