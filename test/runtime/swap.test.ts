// Swaps of components of a running service: what callers see, what a swap tells, and what it refuses.

import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Counter, pause, runtime } from './built.js';

const { activity, retire, runActivity, swap, swappable } = runtime;
type HeldUp = import('../../runtime/index.js').HeldUp;

const fast = { warnAfter: 60_000 };

/** The code that something fails with. */
async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'nothing';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

describe('a reference', () => {
  it('has the methods of the component, which run on the component itself', async () => {
    const counter = swappable('counter', new Counter());

    counter.add(2);

    expect(counter.total()).toBe(2);
    expect(await counter.addLater(3, 1)).toBe(3);
    expect(Object.keys(counter)).not.toContain('exportState');
  });

  it('is what a method hands out that returns its component', () => {
    const counter = swappable('counter', new Counter());

    expect(counter.itself()).toBe(counter);
  });

  it('has no fields and no accessors', async () => {
    class WithField extends Counter {
      readonly field = 1;
      get doubled() {
        return 2;
      }
    }
    const counter = swappable('counter', new WithField());

    expect(await codeOf(() => counter.field)).toBe('QSC607');
    expect(await codeOf(() => counter.doubled)).toBe('QSC607');
  });

  it('is refused for what is no component, and tells whoever calls it after it was retired', async () => {
    const counter = swappable('counter', new Counter());

    retire(counter);

    expect(await codeOf(() => counter.total())).toBe('QSC611');
    expect(await codeOf(() => swappable('nothing', {}))).toBe('QSC601');
    expect(await codeOf(() => swap({ a: 1 }, { a: 1 }))).toBe('QSC601');
  });
});

describe('a swap', () => {
  it('carries the state over, while calls are under way, and loses none of them', async () => {
    const counter = swappable('counter', new Counter());
    const calls = Array.from({ length: 40 }, async (_, index) => {
      await pause(index);
      await runActivity('request', () => counter.addLater(1, index % 5));
      counter.add(1);
    });

    const outcomes = [];
    for (let round = 0; round < 5; round++) outcomes.push((await swap(counter, new Counter(), fast)).outcome);
    await Promise.all(calls);

    expect(outcomes).toEqual(new Array(5).fill('completed'));
    expect(counter.total()).toBe(80);
  });

  it('waits for a call that nobody waits for, though the activity that it was made in is over', async () => {
    const counter = swappable('counter', new Counter());
    let forgotten: Promise<number> | undefined;
    await runActivity('request', () => {
      forgotten = counter.addLater(1, 40);
    });

    await swap(counter, new Counter(), fast);

    expect(counter.total()).toBe(1);
    expect(await forgotten).toBe(1);
  });

  it('holds back a new call in block, lets strands of one activity in together, and lets a call call back', async () => {
    class Nested extends Counter {
      async twice(): Promise<number> {
        await pause(5);
        await Promise.all([reference.addLater(1, 5), reference.addLater(1, 10)]);
        return reference.total();
      }
    }
    const reference = swappable('nested', new Nested());
    const inside = runActivity('request', () => Promise.all([reference.twice(), reference.twice()]));
    const swapped = swap(reference, new Nested(), fast);
    await pause(2);
    const late = runActivity('late', () => reference.addLater(1, 1));

    expect((await swapped).outcome).toBe('completed');
    await Promise.all([inside, late]);
    expect(reference.total()).toBe(5);
  });

  it('lets an exception leave through the epilog', async () => {
    const counter = swappable('counter', new Counter());
    const holding = runActivity('long', () => counter.addLater(1, 30));
    const swapped = swap(counter, new Counter(), fast);
    await pause(1);
    const failing = runActivity('failing', () => counter.fail());

    await expect(failing).rejects.toThrow('the component itself');
    await holding;

    expect((await swapped).outcome).toBe('completed');
  });

  it('is given up at its deadline, names who holds it up, and leaves the old component in service', async () => {
    const counter = swappable('counter', new Counter());
    const told: string[] = [];
    const holding = runActivity('long request', () => counter.addLater(1, 120));

    const report = await swap(counter, new Counter(), {
      deadline: 40,
      warnAfter: 10,
      onHeldUp: ({ by, phase }) => told.push(`${phase}: ${by.map(({ activity: name }) => name.split('#')[0]).join()}`),
    });

    expect(report).toMatchObject({ outcome: 'aborted', reason: { code: 'QSC610' } });
    expect(report.heldUpBy.map(({ activity: name }) => name.split('#')[0])).toEqual(['long request']);
    expect(told).toEqual(['forward: long request']);
    await holding;
    expect(counter.add(1)).toBe(2);
    expect((await swap(counter, new Counter(), fast)).outcome).toBe('completed');
    expect(counter.total()).toBe(2);
  });

  it('counts an iterator as in flight until it is closed', async () => {
    const counter = swappable('counter', new Counter());
    const iterator = counter.each(3);

    const report = await swap(counter, new Counter(), { deadline: 30, ...fast });
    expect(report.outcome).toBe('aborted');

    for await (const _ of iterator);
    expect((await swap(counter, new Counter(), { deadline: 500, ...fast })).outcome).toBe('completed');
  });

  it('makes one activity of a request, until its response is closed', async () => {
    const counter = swappable('counter', new Counter());
    const response = new EventEmitter();
    let order = '';
    activity()({ method: 'GET', url: '/' }, response, () => void counter.addLater(1, 5));
    const swapped = swap(counter, new Counter(), fast).then(() => {
      order += 'swapped ';
    });
    await pause(25);
    order += 'closed ';
    response.emit('close');
    await swapped;

    expect(order).toBe('closed swapped ');
  });
});

describe('a swap that is queued', () => {
  it('leaves the formats alone in which the one before it is transferring', async () => {
    const given: string[] = [];
    class Slow extends Counter {
      static override readonly formats = ['total', 'other'];
      async pause() {
        await pause(20);
      }
      resume() {}
      dispose() {}
      override exportState(format: string) {
        given.push(format);
        return super.exportState(format);
      }
    }
    class Other extends Slow {
      static override readonly formats = ['other', 'total'];
    }
    const counter = swappable<Counter>('counter', new Slow());
    counter.add(2);

    const first = swap<Counter>(counter, new Counter(), fast);
    await pause(10);
    const second = swap<Counter>(counter, new Other(), { ...fast, whenBusy: 'queue' });

    expect([(await first).outcome, (await second).outcome]).toEqual(['completed', 'completed']);
    expect(given).toEqual(['total']);
    expect(counter.total()).toBe(2);
  });
});

describe('a swap that cannot be', () => {
  const failing = (fail: (counter: Counter) => unknown) =>
    class extends Counter {
      override importState(): unknown {
        return fail(this);
      }
    };

  it.each([
    ['an importState that throws', failing(() => Promise.reject(new Error('no'))), 'QSC609'],
    ['an importState that throws at once', failing(() => JSON.parse('{')), 'QSC609'],
    ['an importState that does not come back', failing(() => new Promise(() => {})), 'QSC610'],
  ])('leaves the old component in service: %s', async (_, Successor, code) => {
    const counter = swappable('counter', new Counter());
    counter.add(3);

    const report = await swap(counter, new Successor(), { deadline: 40, ...fast });

    expect(report).toMatchObject({ outcome: 'aborted', reason: { code } });
    expect(counter.add(1)).toBe(4);
    expect((await swap(counter, new Counter(), { deadline: 500, ...fast })).outcome).toBe('completed');
    expect(counter.total()).toBe(4);
  });

  it('discards the result of an import that comes too late', async () => {
    const Late = failing((counter) => pause(60).then(() => counter.add(1000)));
    const counter = swappable('counter', new Counter());

    const { outcome } = await swap(counter, new Late(), { deadline: 20, ...fast });
    await pause(60);

    expect(outcome).toBe('aborted');
    expect(counter.total()).toBe(0);
  });

  it('is refused before anything moves, with a code', async () => {
    const counter = swappable('counter', new Counter()) as object;
    class Other {
      static formats = ['total'];
      add() {}
    }
    class Foreign extends Counter {
      static override formats = ['dump'];
    }
    class Undeclared extends Counter {}
    Object.defineProperty(Undeclared, 'formats', { value: undefined });
    class Ticking extends Counter {
      readonly timer = setTimeout(() => {}, 0);
    }
    const codes = [Other, Foreign, Undeclared, Ticking].map((Successor) =>
      codeOf(() => swap(counter, new Successor())),
    );

    expect(await Promise.all(codes)).toEqual(['QSC602', 'QSC603', 'QSC603', 'QSC605']);
    expect(await codeOf(() => swap(counter, new Counter(), { deadline: 0 }))).toBe('QSC612');
    expect(await codeOf(() => swap(counter, new Counter(), { deadline: '5' as never }))).toBe('QSC612');
  });

  it('is refused while another is on, or queued, as one chooses', async () => {
    const counter = swappable('counter', new Counter());
    const holding = runActivity('long', () => counter.addLater(1, 30));
    const first = swap(counter, new Counter(), fast);

    expect(await codeOf(() => swap(counter, new Counter(), fast))).toBe('QSC604');
    const queued = swap(counter, new Counter(), { whenBusy: 'queue', ...fast });

    expect([(await first).outcome, (await queued).outcome]).toEqual(['completed', 'completed']);
    await holding;
  });

  it('is refused inside a call of the component, where it would wait for itself', async () => {
    class Selfish extends Counter {
      async replace(): Promise<string> {
        return codeOf(() => swap(reference, new Selfish()));
      }
    }
    const reference = swappable('selfish', new Selfish());

    expect(await reference.replace()).toBe('QSC608');
  });

  it('that a call of the component awaits, later than at once, is given up by its deadline, and the old object serves on', async () => {
    class Selfish extends Counter {
      async replaceLater(): Promise<string> {
        await pause(1);
        return codeOf(() => swap(reference, new Selfish(), { deadline: 30, ...fast }));
      }
    }
    const reference = swappable('selfish', new Selfish());
    reference.add(2);

    expect(await reference.replaceLater()).toBe('QSC608');
    expect(reference.total()).toBe(2);

    const told: string[] = [];
    const onHeldUp = ({ phase, by }: HeldUp) =>
      told.push(`${phase}: ${by.map(({ activity: name }) => name.split('#')[0])}`);
    await runActivity('an operator', async () => {
      const call = reference.addLater(1, 40);
      const { outcome } = await swap(reference, new Selfish(), { deadline: 400, warnAfter: 10, onHeldUp });
      expect([outcome, await call]).toEqual(['completed', 1]);
    });
    expect(told).toEqual(['before its beginning: an operator']);
    expect(reference.total()).toBe(3);
  });

  it('may be awaited inside an activity that has no call under way', async () => {
    const counter = swappable('counter', new Counter());

    const { outcome } = await runActivity('operator', () => swap(counter, new Counter(), { deadline: 500, ...fast }));

    expect(outcome).toBe('completed');
  });

  it('turns a synchronous call away while the transfer awaits, and serves it again afterwards', async () => {
    class Slow extends Counter {
      override async importState(state: unknown): Promise<void> {
        await pause(30);
        super.importState(state, 'total');
      }
    }
    const counter = swappable('counter', new Counter());
    const swapped = swap(counter, new Slow(), fast);
    await pause(10);

    expect(await codeOf(() => counter.add(1))).toBe('QSC606');
    expect((await swapped).outcome).toBe('completed');
    expect(counter.add(1)).toBe(1);
  });
});
