// Paths that take every transition of a specification, and a real system that is driven along them.

import { describe, expect, it } from 'vitest';
import {
  drive,
  oneOf,
  type PlainSpecification,
  pathItf,
  specification,
  testPaths,
  validate,
} from '../../conformance/index.js';
import { lockMachine, plainLock } from './lock.js';

const threads = [{ thread: 'a' }, { thread: 'b' }];
const alphabet = { acquired: threads, released: threads };

/** Plain code: a lock that forgets after so many rounds. */
class RealLock {
  owner = '';
  #rounds = 0;
  readonly #roundsMax: number;

  constructor(roundsMax: number) {
    this.#roundsMax = roundsMax;
  }

  step(name: string, { thread }: { readonly thread?: unknown }): void {
    if (name === 'acquired' && this.owner !== '') throw new Error('taken');
    if (name === 'acquired' && ++this.#rounds <= this.#roundsMax) this.owner = String(thread);
    if (name === 'released') this.owner = '';
  }
}

function driverOf(roundsMax: number) {
  let lock = new RealLock(roundsMax);
  return {
    start: () => {
      lock = new RealLock(roundsMax);
    },
    step: (name: string, parameters: object) => lock.step(name, parameters),
    state: async () => ({ owner: lock.owner }),
  };
}

describe('paths', () => {
  it.each([
    ['a plain object', specification(plainLock)],
    ['a machine', specification(lockMachine)],
  ])('through %s take every transition, and begin where it starts', (_what, spec) => {
    const { paths, states, transitions } = testPaths(spec as never, { alphabet });
    const taken = new Set(paths.flatMap(({ steps }) => steps.map(({ from, text }) => JSON.stringify([from, text]))));

    expect([states, transitions, taken.size]).toEqual([3, 4, 4]);
    expect(paths).toHaveLength(1);
    expect(paths[0]!.steps.map(({ step }) => step)).toEqual(['acquired', 'released', 'acquired', 'released']);
  });

  it('are as long as is allowed, and more then', () => {
    const { paths } = testPaths(specification(plainLock), { alphabet, stepsMax: 2 });

    expect(paths.map(({ steps }) => steps.length)).toEqual([2, 2]);
  });

  it('are written in the Informal Trace Format, which can be followed again', () => {
    const [path] = testPaths(specification(plainLock), { alphabet }).paths;
    const text = pathItf(path!, 'lock');

    expect(JSON.parse(text)).toMatchObject({ vars: ['owner'], states: { length: 5 } });
    expect(() => validate(text, specification(plainLock), { format: 'itf' })).not.toThrow(/QSC406/);
  });

  it('need an alphabet, and an end', () => {
    const endless = specification({ name: 'endless', init: 0, actions: { up: (count) => count + 1 } });

    expect(() => testPaths(specification(plainLock))).toThrow(/QSC407 .*give an alphabet/);
    expect(() => testPaths(endless, { alphabet: { up: [{}] } })).toThrow(/QSC407 .*too many states/);
  });
});

describe('a system that is driven along paths', () => {
  it('passes where it does what the specification does', async () => {
    const report = await drive(specification(plainLock), driverOf(99), { alphabet });

    expect(report).toEqual({ verdict: 'passed', paths: 1, left: 0, transitions: { realised: 4, of: 4 } });
  });

  it('fails with the state that is another, on a path that is shrunk where a shorter one fails too', async () => {
    const [never, once] = [
      await drive(specification(plainLock), driverOf(0), { alphabet }),
      await drive(specification(plainLock), driverOf(1), { alphabet }),
    ];

    expect(never.failure!.path.steps.map(({ text }) => text)).toEqual(['acquired {"thread":"a"}']);
    expect(never.failure!.reason).toBe('after acquired {"thread":"a"} owner is "a" in the specification and "" here');
    expect(once.verdict).toBe('failed');
    expect(once.failure!.path.steps).toHaveLength(3);
    expect(once.failure!.shrunkFrom).toBe(3);
  });

  it('fails with what it throws', async () => {
    const driver = { ...driverOf(99), step: () => Promise.reject(new Error('no')) };

    expect((await drive(specification(plainLock), driver, { alphabet })).failure!.reason).toBe(
      'acquired {"thread":"a"} threw no',
    );
  });

  it('may leave a path for another state that is allowed there', async () => {
    const either: PlainSpecification<number> = {
      name: 'either',
      init: 0,
      actions: { go: (at) => (at === 0 ? oneOf(1, 2) : undefined) },
    };
    let at = 0;
    const driver = {
      start: () => {
        at = 0;
      },
      step: () => {
        at = 2;
      },
      state: () => at,
    };

    expect(await drive(specification(either), driver as never, { alphabet: { go: [{}] } })).toMatchObject({
      verdict: 'passed',
      paths: 1,
      left: 1,
    });
  });
});
