// Interposers, the channels that tell of swaps and calls, their spans, and components of modules that are loaded anew.

import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Counter, from, pause, runtime } from './built.js';

const { checking, interpose, swap, swapModule, swappable, tracing, watchModule } = runtime;
type TracedCall = import('../../runtime/index.js').TracedCall;
type SwapReport = import('../../runtime/index.js').SwapReport;

const fast = { warnAfter: 60_000 };

async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'nothing';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

describe('an interposer', () => {
  it('is told of every call between its swaps, by whatever way it ends, and of none before and after', async () => {
    const heard: string[] = [];
    const tell = ({ method, outcome, value }: TracedCall) => heard.push(`${method} ${outcome} ${String(value)}`);
    const counter = swappable('counter', new Counter());
    counter.add(1);

    const { report, remove } = await interpose(counter, tracing(tell), fast);
    counter.add(2);
    await counter.addLater(3, 1);
    await counter.fail().catch(() => {});
    const removed = await remove();
    counter.add(4);

    expect([report.outcome, report.to, report.format]).toEqual(['completed', 'tracing(Counter)', 'in place']);
    expect([removed.outcome, removed.from, removed.to]).toEqual(['completed', 'tracing(Counter)', 'Counter']);
    expect(heard).toEqual(['add returned 3', 'addLater returned 3', 'fail threw RangeError: the component itself']);
    expect(counter.total()).toBe(10);
  });

  it('never sees a call by half: what is under way when it is asked for is waited for, and passes it', async () => {
    const heard: string[] = [];
    const counter = swappable('counter', new Counter());

    const before = counter.addLater(1, 20);
    const put = interpose(
      counter,
      tracing(({ method }) => heard.push(method)),
      fast,
    );
    expect(await Promise.race([put.then(() => 'put'), pause(5)])).toBeUndefined();
    await before;
    await put;

    expect(heard).toEqual([]);
  });

  it('stands in front of whoever is swapped in behind it, with its state, and the one put in last is called first', async () => {
    const heard: string[] = [];
    const saying = (name: string) => ({
      name,
      around: (_: unknown, proceed: () => unknown) => {
        heard.push(name);
        return proceed();
      },
    });
    class Next extends Counter {}
    const counter = swappable<Counter>('counter', new Counter());
    counter.add(5);

    const inner = await interpose(counter, saying('inner'), fast);
    await interpose(counter, saying('outer'), fast);
    const { to } = await swap(counter, new Next(), fast);

    expect(to).toBe('outer(inner(Next))');
    expect(counter.total()).toBe(5);
    expect(heard).toEqual(['outer', 'inner']);
    expect((await inner.remove()).to).toBe('outer(Next)');
  });

  it('leaves the own work of the object alone: nobody is paused, and only what is swapped out is disposed of', async () => {
    const done: string[] = [];
    class Working extends Counter {
      readonly #name: string;
      constructor(name: string) {
        super();
        this.#name = name;
      }
      pause() {
        done.push(`pause ${this.#name}`);
      }
      resume() {}
      dispose() {
        done.push(`dispose ${this.#name}`);
      }
    }
    const counter = swappable<Counter>('counter', new Working('first'));

    await interpose(counter, tracing(), fast);
    expect(done).toEqual([]);
    await swap(counter, new Working('second'), { ...fast, whenBusy: 'queue' });
    await swap(counter, new Counter(), { ...fast, whenBusy: 'queue' });

    expect(done).toEqual(['pause first', 'dispose first', 'pause second', 'dispose second']);
  });

  it('refuses a call that breaks its contract before it is made, and a result that breaks it', async () => {
    const contracts = {
      add: { before: (amount: number) => (amount > 0 ? undefined : `adds ${amount}`) },
      addLater: { after: (given: number) => (given === 0 ? 'gave nothing' : undefined) },
    };
    const counter = swappable('counter', new Counter());
    await interpose(counter, checking(contracts), fast);

    expect(await codeOf(() => counter.add(-1))).toBe('QSC614');
    expect(await codeOf(() => counter.addLater(0, 1))).toBe('QSC614');
    expect(counter.add(1)).toBe(1);
    expect(await counter.addLater(2, 1)).toBe(2);
  });

  it('changes nothing of a swap whose transfer is under way', async () => {
    class Slow extends Counter {
      async pause() {
        await pause(20);
      }
      resume() {}
      dispose() {}
    }
    const counter = swappable<Counter>('counter', new Slow());
    counter.add(7);

    const first = swap<Counter>(counter, new Counter(), fast);
    await pause(10);
    const put = interpose(counter, tracing(), { ...fast, whenBusy: 'queue' });
    await Promise.all([first, put]);

    expect(counter.total()).toBe(7);
  });
});

describe('the channels', () => {
  it('tell of the beginning of a swap, and of its report', async () => {
    const told: string[] = [];
    const note = (at: string) => (message: unknown) => {
      const { component, to, result } = message as { component: string; to: string; result?: SwapReport };
      if (component === 'told') told.push(`${at} ${to} ${result?.outcome ?? ''}`.trim());
    };
    const subscribers = {
      start: note('start'),
      end: () => {},
      asyncStart: () => {},
      asyncEnd: note('end'),
      error: note('error'),
    };
    const channel = tracingChannel<string, object>('quiesce:swap');
    channel.subscribe(subscribers);

    await swap<Counter>(swappable('told', new Counter()), new (class Next extends Counter {})(), fast);
    channel.unsubscribe(subscribers);

    expect(told).toEqual(['start Next', 'end Next completed']);
  });

  it('tell of calls, where tracing has nobody else to tell', async () => {
    const told: unknown[] = [];
    const listen = (message: unknown) => told.push((message as TracedCall).method);
    const counter = swappable('counter', new Counter());
    await interpose(counter, tracing(), fast);

    subscribe('quiesce:call', listen);
    counter.add(1);
    unsubscribe('quiesce:call', listen);

    expect(told).toEqual(['add']);
  });
});

describe('spans', () => {
  it('are made of swaps and of calls, and say what failed', async () => {
    const { spans, spansOfSwaps } = (await from(
      'runtime/openTelemetry.js',
    )) as typeof import('../../runtime/openTelemetry.js');
    const { tracer, ended } = tracerForTest();
    class Broken extends Counter {
      override importState(): unknown {
        throw new Error('cannot take it');
      }
    }
    const counter = swappable<Counter>('spanned', new Counter());

    const end = spansOfSwaps(tracer);
    await interpose(counter, spans(tracer), fast);
    counter.add(1);
    await counter.fail().catch(() => {});
    await swap<Counter>(counter, new Broken(), fast);
    end();
    await swap<Counter>(counter, new Counter(), fast);

    expect(ended).toEqual([
      'swap spanned completed',
      'Counter.add',
      'Counter.fail failed: RangeError: the component itself',
      expect.stringMatching(/^swap spanned aborted failed: .*QSC609/),
    ]);
  });
});

/** A tracer that writes down what ends, and how. */
function tracerForTest() {
  const ended: string[] = [];
  const startSpan = (name: string) => {
    let text = name;
    return {
      setAttributes: (attributes: Record<string, unknown>) => {
        text += ` ${String(attributes['quiesce.outcome'])}`;
      },
      recordException: () => {},
      setStatus: ({ message }: { message: string }) => {
        text += ` failed: ${message}`;
      },
      end: () => ended.push(text),
    };
  };
  const tracer = {
    startSpan,
    startActiveSpan: (name: string, run: (span: unknown) => unknown) => run(startSpan(name)),
  };
  return { tracer: tracer as never, ended };
}

describe('the component of a module', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-'));
  const file = join(folder, 'counter.mjs');
  const text = (body: string) => `export default class Counter {
    static formats = ['total'];
    #total = 0;
    add(amount) { this.#total += amount; return this.#total; }
    total() { ${body} }
    exportState() { return this.#total; }
    importState(total) { this.#total = total; }
  }`;
  const original = {
    add: (_: number) => 0,
    total: () => 0,
    exportState: () => 3,
    constructor: { formats: ['total'] },
  };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is loaded anew at each swap', async () => {
    const counter = swappable<{ add(amount: number): number; total(): number }>('fromModule', original);

    writeFileSync(file, text('return this.#total'));
    await swapModule(counter, file, fast);
    expect(counter.total()).toBe(3);
    writeFileSync(file, text('return -this.#total'));
    await swapModule(counter, './counter.mjs', { ...fast, from: join(folder, 'main.mjs') });

    expect(counter.total()).toBe(-3);
  });

  it('is refused with a code where there is none, and the old one serves on', async () => {
    const counter = swappable<{ add(amount: number): number; total(): number }>('fromModule', original);
    writeFileSync(join(folder, 'broken.mjs'), 'throw new Error("at load")');

    expect(await codeOf(() => swapModule(counter, join(folder, 'none.mjs'), fast))).toBe('QSC615');
    expect(await codeOf(() => swapModule(counter, join(folder, 'broken.mjs'), fast))).toBe('QSC615');
    expect(await codeOf(() => swapModule(counter, file, { ...fast, name: 'Other' }))).toBe('QSC615');
    expect(counter.total()).toBe(0);
  });

  it('is swapped in whenever its file changes, until the watch is closed; what fails is told', async () => {
    const counter = swappable<{ add(amount: number): number; total(): number }>('watched', original);
    writeFileSync(file, text('return 0'));
    const told: unknown[] = [];
    const until = async (count: number) => {
      while (told.length < count) await pause(10);
    };
    const watching = watchModule(counter, file, {
      ...fast,
      onSwap: ({ outcome }) => told.push(outcome),
      onError: (error) => told.push((error as { code: string }).code),
    });

    writeFileSync(file, text('return 10 * this.#total'));
    await until(1);
    expect(counter.total()).toBe(30);
    writeFileSync(file, 'export default 1;');
    await until(2);
    watching.close();
    writeFileSync(file, text('return 0'));
    await pause(150);

    expect(told).toEqual(['completed', 'QSC615']);
    expect(counter.total()).toBe(30);
  });
});
