// Every safety property over hand-made executions: one that satisfies it, those that violate it, and its premise.

import { describe, expect, test } from 'vitest';
import type { Event } from '../../engine/program/event.js';
import { isFact, type Rider } from '../../engine/threads/batches.js';
import type { Fact } from '../../engine/threads/facts.js';
import { ownedByGenerations, ownedByObject, ownedByProtocol, ownedByTranslation } from '../../impl/owners.js';
import {
  bestFormat,
  countMatches,
  isolation,
  noCallLost,
  noDeadlock,
  noStuck,
  oneVersionPerCall,
  phaseMonotone,
  propertyCatalogue,
  quiescence,
  safetyProperties,
  transferOnce,
  transparency,
  zeroCost,
} from '../../properties/index.js';
import {
  call,
  directCall,
  goodExecution,
  mediatedCall,
  mediatedEntry,
  mediatedExit,
  swap,
  upToTransfer,
  wholeSwap,
} from './execution.js';
import { judge, reaches, said, used } from './judge.js';

const monitors = safetyProperties({ workers: ['swapper'] }).filter(({ kind }) => kind === 'monitor');

describe('every safety monitor', () => {
  test.each(monitors.map((property) => [property.name, property] as const))(
    '%s holds of the mechanism of the paper, and its premise is reached',
    (_name, property) => {
      const judgement = judge(property, goodExecution());

      expect(judgement.violation).toBeUndefined();
      expect(judgement.says).toBe(true);
    },
  );

  test.each(monitors.map((property) => [property.name, property] as const))(
    '%s does not claim that its premise is reached where nothing happens',
    (_name, property) => {
      expect(judge(property, []).says).toBe(false);
    },
  );

  test.each(monitors.map((property) => [property.name, property] as const))(
    '%s ignores events outside the vocabulary, and keeps the very same state',
    (_name, property) => {
      if (property.kind !== 'monitor') throw new Error('filtered above');
      const foreign: Event[] = [
        { name: 'unheardOf', thread: 't1', data: { ref: 'A' } },
        { name: 'generation', thread: 't1', data: { processor: 0 } },
      ];

      for (const event of foreign) expect(property.on(property.init, event)).toBe(property.init);
    },
  );

  test.each(monitors.map((property) => [property.name, property] as const))(
    '%s keeps no trace of a call that has returned, so that its name can be used again',
    (_name, property) => {
      const once = judge(property, directCall('t1', 't1.0', 0));
      const often = judge(
        property,
        [1, 2, 3].flatMap(() => directCall('t1', 't1.0', 0)),
      );

      expect(often.violation).toBeUndefined();
      expect(often.state).toEqual(once.state);
    },
  );

  test.each(monitors.map((property) => [property.name, property] as const))(
    '%s judges the swaps of two references apart',
    (_name, property) => {
      const a = goodExecution();
      const b = [...directCall('t3', 't3.0', 0), ...mediatedCall('t3', 't3.1', 7, 0)].map(ofB);
      const started = { ...swap(7).started, data: { ref: 'B', mediator: 7 } };
      const halves = [...a.slice(0, 12), ...b.slice(0, 4), started, ...b.slice(4), ...a.slice(12)];

      expect(judge(property, halves).violation).toBeUndefined();
    },
  );
});

/** The same, about reference B. */
function ofB(rider: Rider): Rider {
  if (!isFact(rider)) return { ...rider, data: { ...rider.data, ref: 'B' } };
  return 'owner' in rider ? { ...rider, owner: { ...rider.owner, ref: 'B' } } : rider;
}

describe('quiescence', () => {
  const s = swap();
  const inside = call('t1', 't1.0');

  test('is violated by a transfer with a frame inside the old object', () => {
    const events = [inside.invoke(), inside.enter(0), s.started, s.transferBegins];

    expect(judge(quiescence, events)).toMatchObject({ at: 3, violation: expect.stringContaining('1 frame') });
  });

  test('is violated by a thread that takes the state out with a frame inside, whatever it says of a transfer', () => {
    const events = [inside.invoke(), inside.enter(0), s.started, s.exports];

    expect(judge(quiescence, events)).toMatchObject({ at: 3, violation: expect.stringContaining('1 frame') });
  });

  test('is violated by a call that enters the old object during the transfer', () => {
    const events = [s.started, s.transferBegins, inside.invoke(), inside.enter(0)];

    expect(judge(quiescence, events)).toMatchObject({ at: 3, violation: expect.stringContaining('t1.0') });
  });

  test('counts every frame of a recursion', () => {
    const nested = call('t1', 't1.0/1');
    const events = [inside.enter(0), nested.enter(0), nested.leave(0), s.started, s.transferBegins];

    expect(judge(quiescence, events).at).toBe(4);
  });

  test('lets the old object serve again after an abort in the middle of the transfer', () => {
    const events = [s.started, s.transferBegins, s.swung(0), inside.enter(0), s.ended('aborted'), inside.leave(0)];

    expect(judge(quiescence, events).violation).toBeUndefined();
  });

  test('does not mind frames inside the successor', () => {
    expect(judge(quiescence, [s.transferBegins, inside.enter(1)]).violation).toBeUndefined();
  });
});

describe('transparency', () => {
  const c = call('t1', 't1.0');
  const nested = call('t1', 't1.0/1');

  test('allows an exception that the component raised', () => {
    const events = [c.invoke(), c.enter(0), c.raised(), c.leave(0), c.throw('oops')];

    expect(judge(transparency, events).violation).toBeUndefined();
  });

  test('allows an exception that a nested call raised to pass through the outer call', () => {
    const events = [c.invoke(), nested.invoke(), nested.raised(), nested.throw('oops'), c.throw('oops')];

    expect(judge(transparency, events).violation).toBeUndefined();
  });

  test('is violated by a call that the mechanism fails', () => {
    expect(judge(transparency, [c.invoke(), c.throw('refused')])).toMatchObject({
      at: 1,
      violation: 'call t1.0 of A failed, and not by the component',
    });
  });

  test('is violated when an earlier exception of the thread is all that speaks for the failure', () => {
    const earlier = [c.invoke(), c.raised(), c.throw('oops')];
    const later = call('t1', 't1.1');

    expect(judge(transparency, [...earlier, later.invoke(), later.throw('refused')]).at).toBe(4);
  });

  test("is violated when only another thread's component raised", () => {
    const other = call('t2', 't2.0');

    expect(judge(transparency, [c.invoke(), other.invoke(), other.raised(), c.throw('oops')]).at).toBe(3);
  });

  test('is violated when the outer call fails after the nested one has succeeded', () => {
    const events = [c.invoke(), nested.invoke(), nested.raised(), nested.return(), c.throw('refused')];

    expect(judge(transparency, events).at).toBe(4);
  });
});

describe('oneVersionPerCall', () => {
  const s = swap();

  test('is violated by a call that enters two objects', () => {
    const c = call('t1', 't1.0');

    expect(judge(oneVersionPerCall, [c.invoke(), c.enter(0), s.swung(), c.enter(1)])).toMatchObject({
      at: 3,
      violation: expect.stringContaining('after object 0'),
    });
  });

  test('is violated by a thread that goes back to the old object', () => {
    const events = [s.swung(), ...directCall('t1', 't1.0', 1), ...directCall('t1', 't1.1', 0)];

    expect(judge(oneVersionPerCall, events)).toMatchObject({ at: 8, violation: expect.stringContaining('t1 enters') });
  });

  test('allows one thread to be in the old object while another has seen the new one', () => {
    const events = [s.swung(), ...directCall('t1', 't1.0', 1), ...directCall('t2', 't2.0', 0)];

    expect(judge(oneVersionPerCall, events).violation).toBeUndefined();
  });

  test('allows the old object after an abort', () => {
    const events = [...directCall('t1', 't1.0', 0), s.started, s.swung(0), s.ended('aborted')];

    expect(judge(oneVersionPerCall, [...events, ...directCall('t1', 't1.1', 0)]).violation).toBeUndefined();
  });

  test('remembers nothing of a thread once all older objects are freed', () => {
    const before = judge(oneVersionPerCall, [s.swung(), s.freedObject()]);
    const after = judge(oneVersionPerCall, [s.swung(), ...directCall('t1', 't1.0', 1), s.freedObject()]);

    expect(after.state).toEqual(before.state);
  });

  test('still sees a thread go back after the second of two swaps', () => {
    const events = [...wholeSwap(1), swap(2).swung(), ...directCall('t1', 't1.0', 2), ...directCall('t1', 't1.1', 1)];

    expect(judge(oneVersionPerCall, events).violation).toContain('after it saw object 2');
  });
});

describe('noCallLost', () => {
  const c = call('t1', 't1.0');

  test.each([
    ['a call returns without having entered an object', [c.invoke(), c.return()], 1],
    ['a call is forwarded twice', [c.invoke(), c.enter(0), c.leave(0), c.enter(0)], 3],
    ['a call is forwarded again after its return', [...directCall('t1', 't1.0', 0), c.enter(1)], 5],
    ['a call returns twice', [...directCall('t1', 't1.0', 0), c.return()], 5],
    ['two calls of one name are under way', [c.invoke(), c.invoke()], 1],
    ['a call has not returned at the end', [c.invoke(), c.enter(0), c.leave(0)], 3],
  ])('is violated when %s', (_what, events, at) => {
    expect(judge(noCallLost(['t1']), events)).toMatchObject({ at, violation: expect.stringContaining('t1.0') });
  });

  test('does not ask for the return of a call before the end', () => {
    expect(judge(noCallLost(['t1']), [c.invoke(), c.enter(0)], 'goes on').violation).toBeUndefined();
  });

  test('lets a client without end be in the middle of a call at the end', () => {
    expect(judge(noCallLost(['t2']), [c.invoke(), c.enter(0)]).violation).toBeUndefined();
  });

  test('has its premise reached only by a call that was held back', () => {
    expect(judge(noCallLost(), directCall('t1', 't1.0', 0)).says).toBe(false);
    expect(judge(noCallLost(), [c.invoke(), c.suspended()], 'goes on').says).toBe(true);
  });
});

describe('phaseMonotone', () => {
  const s = swap();

  test.each([
    ['a phase goes back', [s.started, s.phase('block'), s.phase('forward')], 2],
    ['a phase is entered twice', [s.started, s.phase('forward'), s.phase('forward')], 2],
    ['a mediator changes phase after its swap', [s.started, s.phase('completed'), s.ended(), s.phase('block')], 3],
    ['an earlier mediator changes phase', [...wholeSwap(1), swap(2).started, s.phase('completed')], 14],
    ['a swap is aborted after its commit', [s.started, s.swung(), s.ended('aborted')], 2],
    ['a swap is given up after its commit', [s.started, s.swung(), s.abandoned], 2],
    ['the pointer goes back to the old object', [s.started, s.swung(), s.swung(0)], 2],
  ])('is violated when %s', (_what, events, at) => {
    expect(judge(phaseMonotone, events)).toMatchObject({ at, violation: expect.stringContaining('A') });
  });

  test('allows an abort before the commit, and a whole swap after it', () => {
    const aborted = [s.started, s.phase('forward'), s.phase('block'), s.swung(0), s.phase('completed')];
    const second = swap(2, { from: 0, to: 1 });
    const completed = [second.started, second.phase('forward'), second.phase('block'), second.swung(), second.ended()];

    expect(judge(phaseMonotone, [...aborted, s.ended('aborted'), ...completed]).violation).toBeUndefined();
  });

  test('takes the first phase of a mediator before or after the start of its swap', () => {
    expect(judge(phaseMonotone, [s.phase('forward'), s.started, s.phase('block')]).violation).toBeUndefined();
    expect(judge(phaseMonotone, [s.phase('block'), s.started, s.phase('forward')]).at).toBe(2);
  });
});

describe('countMatches', () => {
  const s = swap();
  const c = call('t1', 't1.0');

  test.each([
    ['a call enters through the mediator uncounted', [s.started, c.invoke(), c.touch(1), c.enter(0)], 3],
    ['a call is counted twice', [s.started, c.count(1, 1), c.count(1, 1)], 2],
    ['the count loses a call that it did not hold', [s.started, c.count(1, -1)], 1],
    ['a call returns and is still counted', [s.started, c.count(1, 1), c.enter(0), c.leave(0), c.return()], 4],
    ['the transfer begins with a call counted', [s.started, c.count(1, 1), s.transferBegins], 2],
    ['the transfer begins with a call in the table', [s.started, c.track(1, true), s.transferBegins], 2],
    ['a call is counted after the transfer has begun', [s.started, s.transferBegins, c.count(1, 1)], 2],
    ['a call enters the table after the transfer has begun', [s.started, s.transferBegins, c.track(1, true)], 2],
  ])('is violated when %s', (_what, events, at) => {
    expect(judge(countMatches, events)).toMatchObject({ at, violation: expect.stringContaining('A') });
  });

  test('lets a call through the mediator uncounted once it is completed', () => {
    const events = [...upToTransfer(), s.swung(), s.phase('completed'), c.invoke(), c.touch(1), c.enter(1)];

    expect(judge(countMatches, events).violation).toBeUndefined();
  });

  test('lets a counted call return after an abort', () => {
    const aborted = [s.started, ...mediatedEntry('t1', 't1.0', 1, 0), s.swung(0), s.phase('completed')];
    const events = [...aborted, s.ended('aborted'), ...mediatedExit('t1', 't1.0', 1, 0)];

    expect(judge(countMatches, events).violation).toBeUndefined();
    expect(judge(countMatches, events).state).toEqual({ A: expect.objectContaining({ counted: [], tabled: [] }) });
  });
});

describe('transferOnce', () => {
  const s = swap();
  const other = swap(1, { thread: 't9' });

  test.each([
    ['the transfer comes before block', [s.started, s.phase('forward'), s.transferBegins], 2],
    ['there is a second transfer', [...upToTransfer(), s.transferBegins], 8],
    ['two threads transfer at once', [...upToTransfer().slice(0, 5), other.transferBegins], 5],
    ['another thread ends the transfer', [...upToTransfer().slice(0, 5), other.transferEnded], 5],
    ['the pointer is set to the successor before the transfer', [s.started, s.phase('block'), s.swung()], 2],
    ['the pointer is set to the successor during the transfer', [...upToTransfer().slice(0, 5), s.swung()], 5],
    ['there is a transfer after the swap', [...wholeSwap(), s.transferBegins], 13],
    ['the old object is asked for its state before the transfer', [s.started, s.phase('block'), s.exports], 2],
    ['the successor is given a state after the transfer', [...upToTransfer(), s.imports], 8],
    ['another thread gives the successor a state', [...upToTransfer().slice(0, 5), other.imports], 5],
  ])('is violated when %s', (_what, events, at) => {
    expect(judge(transferOnce, events)).toMatchObject({ at, violation: expect.stringContaining('A') });
  });

  test('allows another transfer after an abort broke the first one off', () => {
    const second = swap(2, { from: 0, to: 1 });
    const broken = [...upToTransfer().slice(0, 5), s.swung(0), s.ended('aborted')];
    const again = [second.started, second.phase('block'), second.transferBegins, second.transferEnded, second.swung()];

    expect(judge(transferOnce, [...broken, ...again]).violation).toBeUndefined();
  });
});

describe('bestFormat', () => {
  const none = { exports: [], imports: [] };
  const property = bestFormat({ A: [{ ...none, exports: [2, 1, 0] }, { imports: [1, 2], exports: [7] }, none] });
  const transferIn = (format: number) => {
    const { exports, imports } = swap(1, { format });
    return [exports, imports];
  };

  test('holds of a transfer in the lowest format that the one gives and the other takes', () => {
    expect(judge(property, transferIn(1))).toMatchObject({ says: true });
    expect(judge(property, transferIn(1)).violation).toBeUndefined();
  });

  test.each([
    ['is in a worse common format', transferIn(2), 0, 'both sides know format 1'],
    ['is in a format that only one side knows', transferIn(0), 0, 'both sides know format 1'],
    ['is of two objects with nothing in common', [swap(2).exports], 0, 'none in common'],
    ['ends in another format', [transferIn(1)[0]!, transferIn(2)[1]!], 1, 'is given a state in format 2'],
  ])('is violated when a transfer %s', (_what, events, at, why) => {
    expect(judge(property, events)).toMatchObject({ at, violation: expect.stringContaining(why) });
  });

  test('has no premise without a transfer, and forgets one that was broken off', () => {
    const broken = [transferIn(1)[0]!, swap().swung(0)];

    expect(judge(property, [swap().started, swap(1, { format: 2 }).transferBegins]).says).toBe(false);
    expect(judge(property, broken).state).toEqual(judge(property, []).state);
  });
});

describe('zeroCost', () => {
  const c = call('t1', 't1.0');
  const nested = call('t1', 't1.0/1');
  const cost = zeroCost(['worker']);
  const translation = used('t1', ownedByTranslation('A'));
  const asked = (thread: string): Event => ({ name: 'swapAsked', thread, data: { refs: ['A'] } });
  const [begun, ended] = (['begun', 'ended'] as const).map((fact) => ({ fact, thread: 'worker' }));

  test('is violated by whatever else of the mechanism a call uses with no swap on', () => {
    expect(judge(cost, [c.invoke(), translation, c.touch(0)])).toMatchObject({
      at: 2,
      violation: 't1 uses mediator.A.0.cell in a call, and no swap is on',
    });
    expect(judge(cost, [c.invoke(), used('t1', ownedByGenerations(0))]).at).toBe(1);
    expect(judge(cost, [c.invoke(), c.enter(0), c.leave(0), used('t1', ownedByProtocol('switching'))]).at).toBe(3);
    expect(judge(cost, [c.invoke(), used('t1', ownedByTranslation('A'), 'write')]).at).toBe(1);
  });

  test('is violated by memory of the mechanism that a call takes or gives back, with no swap on', () => {
    const memory = { region: 'A.mediator0', owner: { kind: 'mediator', ref: 'A', mediator: 0 }, temporary: true };
    const allocated: Fact = { fact: 'allocated', thread: 't1', incarnation: 1, ...memory };
    const freed: Fact = { fact: 'freed', thread: 't1', ...memory };

    expect(judge(cost, [c.invoke(), translation, allocated])).toMatchObject({
      at: 2,
      violation: 't1 allocates A.mediator0 in a call, and no swap is on',
    });
    expect(judge(cost, [c.invoke(), freed]).at).toBe(1);
    expect(judge(cost, [allocated, asked('t2'), begun!, c.invoke(), freed]).violation).toBeUndefined();
  });

  test('is violated by a second look at the translation, and not by the one of a nested call', () => {
    expect(judge(cost, [c.invoke(), translation, translation])).toMatchObject({
      at: 2,
      violation: 't1 reads translation.A.cell twice in one call, and no swap is on',
    });
    expect(judge(cost, [c.invoke(), translation, nested.invoke(), translation, nested.return(), c.return()])).toEqual(
      expect.objectContaining({ says: true }),
    );
  });

  test('lets a call use the memory of its object, and what is nobody else', () => {
    const own = used('t1', ownedByObject('A', 0), 'write');

    expect(judge(cost, [c.invoke(), translation, c.enter(0), own, own, c.leave(0), c.return()]).violation).toBe(
      undefined,
    );
  });

  test('excuses the calls that meet a swap, from the request to the end of its last worker', () => {
    expect(judge(cost, [asked('t2'), begun!, c.invoke(), c.touch(1), ended!, c.touch(1)]).violation).toBeUndefined();
    expect(judge(cost, [c.invoke(), asked('t2'), begun!, ended!, c.touch(1)]).violation).toBeUndefined();
    expect(judge(cost, [asked('t1'), begun!, ended!, c.invoke(), c.touch(1)]).at).toBe(4);
  });

  test('takes a request as answered once whoever made it is heard of again', () => {
    const other = call('t2', 't2.0');

    expect(judge(cost, [asked('t2'), c.invoke(), c.touch(1)]).violation).toBeUndefined();
    expect(judge(cost, [asked('t2'), other.invoke(), c.invoke(), c.touch(1)]).at).toBe(3);
    expect(judge(cost, [asked('t2'), { fact: 'ended', thread: 't2' }, c.invoke(), c.touch(1)]).at).toBe(3);
  });

  test('cannot be talked out of it by a mechanism that says that a swap is on', () => {
    expect(judge(cost, [swap().started, c.invoke(), c.touch(1)]).at).toBe(2);
  });
});

describe('noDeadlock', () => {
  const s = swap();
  const outer = call('t1', 't1.0');
  const nested = call('t1', 't1.0/1');

  test('has its premise reached when a nested call enters while the component is blocked', () => {
    const events = [s.started, outer.enter(0), s.phase('block'), nested.enter(0)];

    expect(reaches(noDeadlock({ recursive: true }).premise, events)).toBe(true);
  });

  test.each([
    ['the nested call came before block', [s.started, outer.enter(0), nested.enter(0), s.phase('block')]],
    ['the calls are of two threads', [outer.enter(0), s.phase('block'), call('t2', 't2.0').enter(0)]],
    ['the first call has left', [outer.enter(0), outer.leave(0), s.phase('block'), nested.enter(0)]],
    ['the swap is over', [outer.enter(0), s.phase('block'), s.ended('aborted'), nested.enter(0)]],
    ['a call is only held back', [s.phase('block'), outer.suspended()]],
  ])('has its premise not reached when %s', (_what, events) => {
    expect(reaches(noDeadlock({ recursive: true }).premise, events)).toBe(false);
  });
});

describe('noDeadlock without recursion', () => {
  test('has its premise reached when a call is held back', () => {
    const held = call('t1', 't1.0');

    expect(reaches(noDeadlock().premise, [held.invoke(), held.suspended()])).toBe(true);
    expect(reaches(noDeadlock().premise, directCall('t1', 't1.0', 0))).toBe(false);
    expect(noStuck().premise).toBe(noDeadlock().premise);
  });
});

describe('isolation', () => {
  const held = call('t1', 't1.0');

  test('counts only the bystanders', () => {
    expect(isolation(['b1', 'b2'])).toMatchObject({ kind: 'noStuck', name: 'isolation', threads: ['b1', 'b2'] });
  });

  test('has its premise reached when a call is held back', () => {
    expect(reaches(isolation(['b1']).premise, [held.invoke(), held.suspended()])).toBe(true);
    expect(reaches(isolation(['b1']).premise, [held.invoke(), held.enter(0)])).toBe(false);
  });
});

describe('the safety suite', () => {
  test('has all properties of the catalogue when the scenario offers what they need', () => {
    const specification = { initial: 0, apply: (state: unknown) => ({ state: state as number, result: null }) };
    const formats = { A: [{ exports: [0], imports: [0] }] };
    const suite = safetyProperties({ specifications: { A: specification }, formats, bystanders: ['b1'] });

    const names = propertyCatalogue.filter(({ kind }) => kind === 'safety').map(({ name }) => name);
    expect(suite.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  test('has the statements of the catalogue', () => {
    const stated = new Map(propertyCatalogue.map(({ name, statement }) => [name, statement]));

    for (const { name, statement } of safetyProperties({ formats: { A: [] }, bystanders: ['b1'] }))
      expect(stated.get(name)).toBe(statement);
  });

  test('leaves isolation out of a scenario without bystanders', () => {
    expect(safetyProperties({}).map(({ name }) => name)).not.toContain('isolation');
  });
});

test('a handler is asked by the name of the event, never by a name every object has', () => {
  const event = said('t1', 'raised', { call: 't1.0', ref: 'A' });

  for (const property of monitors) {
    if (property.kind !== 'monitor') continue;
    expect(property.on(property.init, { ...event, name: 'constructor' })).toBe(property.init);
  }
});
