// The memories of the liveness properties, and the claims over them: what is owed, and when it is no longer.
// Whether what is owed always follows is for the engine to find out over whole graphs.

import { describe, expect, test } from 'vitest';
import type { Rider } from '../../engine/threads/batches.js';
import type { LivenessProperty, StateView } from '../../engine/watch/property.js';
import {
  everyBlockedCallReleased,
  everythingFreed,
  generationsAdvance,
  livenessProperties,
  propertyCatalogue,
  swapEnds,
} from '../../properties/index.js';
import { call, directCall, goodExecution, mediatedCall, swap, upToTransfer, wholeSwap } from './execution.js';
import { remembered, said } from './judge.js';

const nowhere: StateView = {
  read: () => {
    throw new Error('a liveness property of the suite reads no cell');
  },
  status: () => 'ready',
  label: () => undefined,
  threads: [],
};

/** Whether the property owes something after the events; `from` and `to` must be each other's contrary. */
function owes(property: LivenessProperty, events: readonly Rider[]): boolean {
  if (!property.memory) throw new Error('no memory');
  const memory = remembered(property.memory, events);
  expect(property.from(nowhere, memory)).toBe(!property.to(nowhere, memory));
  return property.from(nowhere, memory);
}

const generation = (processor: number) => said('swapper', 'generation', { processor });
const s = swap();

describe('every liveness property', () => {
  const suite = livenessProperties({ processors: 1 });

  test.each(suite.map((property) => [property.name, property] as const))('%s owes nothing at first', (_name, p) => {
    expect(owes(p, [])).toBe(false);
  });

  test.each(suite.map((property) => [property.name, property] as const))('%s owes something on the way', (_name, p) => {
    const events = goodExecution();

    expect(events.some((_, end) => owes(p, events.slice(0, end)))).toBe(true);
    expect(owes(p, events)).toBe(false);
  });

  test.each(suite.map((property) => [property.name, property] as const))(
    '%s remembers nothing of calls and swaps that are over',
    (_name, p) => {
      if (!p.memory) throw new Error('no memory');

      expect(remembered(p.memory, [...goodExecution(), ...wholeSwap(2)])).toEqual(p.memory.init);
    },
  );

  test('is in the catalogue, with its statement', () => {
    const stated = propertyCatalogue.filter(({ kind }) => kind === 'liveness');

    expect(stated.map(({ name, statement }) => ({ name, statement }))).toEqual(
      suite.map(({ name, statement }) => ({ name, statement })),
    );
  });
});

describe('swapEnds', () => {
  test('owes the end of a swap from its start to its completion or abort', () => {
    expect(owes(swapEnds, [s.started])).toBe(true);
    expect(owes(swapEnds, [s.started, s.ended()])).toBe(false);
    expect(owes(swapEnds, [s.started, s.ended('aborted')])).toBe(false);
  });

  test('owes as long as any of two swaps is on', () => {
    const elsewhere = swap(1, { reference: 'B' });

    expect(owes(swapEnds, [s.started, elsewhere.started, s.ended()])).toBe(true);
    expect(owes(swapEnds, [s.started, elsewhere.started, s.ended(), elsewhere.ended()])).toBe(false);
  });
});

describe('everyBlockedCallReleased', () => {
  const held = call('t1', 't1.0');
  const other = call('t2', 't2.0');

  test('owes the release of a call that is held back', () => {
    expect(owes(everyBlockedCallReleased, [held.suspended()])).toBe(true);
    expect(owes(everyBlockedCallReleased, [held.suspended(), held.resumed()])).toBe(false);
  });

  test('owes it to every call', () => {
    expect(owes(everyBlockedCallReleased, [held.suspended(), other.suspended(), held.resumed()])).toBe(true);
  });

  test('owes nothing for calls that are let through', () => {
    expect(owes(everyBlockedCallReleased, mediatedCall('t1', 't1.0', 1, 0))).toBe(false);
  });
});

describe('everythingFreed', () => {
  test('owes the old object and the mediator after a commit', () => {
    const ended = [...upToTransfer(), s.swung(), s.ended()];

    expect(owes(everythingFreed, ended)).toBe(true);
    expect(owes(everythingFreed, [...ended, s.freedObject()])).toBe(true);
    expect(owes(everythingFreed, [...ended, s.freedMediator])).toBe(true);
    expect(owes(everythingFreed, [...ended, s.freedObject(), s.freedMediator])).toBe(false);
  });

  test('owes the successor and the mediator after an abort', () => {
    const aborted = [s.started, s.swung(0), s.ended('aborted')];

    expect(owes(everythingFreed, [...aborted, s.freedMediator])).toBe(true);
    expect(owes(everythingFreed, [...aborted, s.freedMediator, s.freedObject(1)])).toBe(false);
  });

  test('takes what was freed before the end of the swap as freed', () => {
    expect(owes(everythingFreed, [s.started, s.swung(), s.freedMediator, s.freedObject(), s.ended()])).toBe(false);
  });

  test('owes nothing before the swap has ended', () => {
    expect(owes(everythingFreed, [s.started, s.phase('forward')])).toBe(false);
  });
});

describe('generationsAdvance', () => {
  const onTwo = generationsAdvance([0, 1]);

  test('owes two generations on every processor while a swap waits in forward', () => {
    const waits = [s.started, s.phase('forward')];

    expect(owes(onTwo, waits)).toBe(true);
    expect(owes(onTwo, [...waits, generation(0), generation(0), generation(0)])).toBe(true);
    expect(owes(onTwo, [...waits, generation(0), generation(1), generation(0), generation(1)])).toBe(false);
  });

  test('owes nothing once the swap no longer waits', () => {
    expect(owes(onTwo, [s.started, s.phase('forward'), s.phase('block')])).toBe(false);
  });

  test('owes them again after the swap, until the mediator is freed', () => {
    const over = [s.started, s.phase('block'), s.ended()];

    expect(owes(onTwo, over)).toBe(true);
    expect(owes(onTwo, [...over, s.freedMediator])).toBe(false);
  });

  test('owes nothing when the mediator is freed before the swap is said to have ended', () => {
    expect(owes(onTwo, [s.started, s.phase('block'), s.freedMediator, s.ended()])).toBe(false);
  });

  test('does not count generations that passed before the swap', () => {
    expect(owes(onTwo, [generation(0), generation(1), generation(0), generation(1), s.started])).toBe(true);
  });

  test('has few memories however many generations pass', () => {
    const passing = Array.from({ length: 50 }, (_, index) => generation(index % 2));
    const memory = onTwo.memory ?? { init: null, on: (state) => state };

    expect(remembered(memory, [s.started, ...passing])).toEqual({ A: { 0: 2, 1: 2 } });
    expect(remembered(memory, [...passing, ...directCall('t1', 't1.0', 0)])).toEqual({});
  });
});
