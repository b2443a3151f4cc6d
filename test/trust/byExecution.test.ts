// Execution by execution against the search of states, which shares nothing with it but what a step does: on random
// systems, every verdict is the same, or the system is refused. Its counterexamples replay.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atEnd, explore, exploreExecutions, invariant, monitor, type Property, replay, violated } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { canonical, type Value } from '../../engine/program/value.js';
import type { StateView } from '../../engine/watch/property.js';
import { randomSystem } from './randomPrograms.js';

const seed = 20_261_126;
const numRuns = process.env.QUIESCE_DEEP === undefined ? 80 : 1000;

/** No processor is cooperative, and no thread spins: some of its executions would not end. */
const system = randomSystem
  .map((random): System => ({ ...random, processors: ['preemptive', 'preemptive'] }))
  .filter(({ threads }) => !JSON.stringify(threads.map(({ args }) => args)).includes('"spin"'));

/** Claims of every kind that is judged, most of them false of some system. */
function claims({ cells }: System, [a, b, c]: readonly [number, number, number]): Property[] {
  const [x, y] = cells.flat() as never[];
  const read = (state: StateView, counter: never) => state.read(counter) as number;
  return [
    invariant('never both', (state) => !(read(state, x!) === a && read(state, y!) === b)),
    invariant('labels', (state) => !(state.label('t0')?.name === 'here' && read(state, x!) === c)),
    invariant('statuses', (state) => !(state.status('t1') === 'blocked' && read(state, y!) === c), {
      premise: (state) => read(state, x!) === a && state.status('t0') !== 'blocked',
    }),
    invariant('reads of t0 are told', (_, heard) => heard !== a, {
      memory: { init: 'none', on: (heard, { name, thread, data }) => (thread === 't0' && name === 'read' ? data.value! : heard) },
    }),
    atEnd('ends otherwise', (state) => !(read(state, x!) === a && read(state, y!) === b)),
    atEnd('ends with t1', (state) => read(state, y!) !== b || state.status('t1') === 'finished'),
    monitor('t0 before t1', {
      init: 'nothing' as Value,
      on: (heard, event) => {
        if (heard === 't1' && event.thread === 't0' && event.name === 'read') return violated('t0 after t1');
        return event.name === 'failed' ? heard : event.thread;
      },
      atEnd: (heard) => heard !== 't0',
    }),
    monitor('three in a row', {
      init: [] as Value,
      on: (heard, { name, thread, data }) => {
        const word = `${thread} ${name} ${name === 'failed' ? '' : canonical(data)}`;
        const now = [...(heard as readonly string[]), word].slice(-3);
        return now.length === 3 && new Set(now).size === 3 && c === 0 ? violated(now.join()) : now;
      },
    }),
  ];
}

type Explored = ReturnType<typeof exploreExecutions>;

function verdictsOf(explored: () => Explored) {
  try {
    const found = explored();
    return { found, verdicts: found.verdicts.map(({ property, verdict }) => `${property}: ${verdict}`) };
  } catch (error) {
    if (error instanceof QuiesceError) return { found: undefined, verdicts: [error.code] };
    throw error;
  }
}

describe('random systems', () => {
  it('have the same verdicts execution by execution as state by state', () => {
    let [compared, refuted, cut, refused] = [0, 0, 0, 0];
    fc.assert(
      fc.property(
        system,
        fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)),
        fc.uniqueArray(fc.nat(7), { maxLength: 3 }),
        (random, pick, which) => {
          const properties = which.map((index) => claims(random, pick)[index]!);
          const expected = verdictsOf(() =>
            explore(random, properties, { limits: { states: 3000 }, liveExecutions: 0 }),
          );
          fc.pre(expected.found?.complete !== false);
          const limits = { states: 200_000 };
          const actual = verdictsOf(() => exploreExecutions(random, properties, { limits, liveExecutions: 0 }));
          if (actual.verdicts[0] === 'QSC134') refused++;
          else if (actual.found?.complete === false) cut++;
          else {
            compared++;
            expect(actual.verdicts).toEqual(expected.verdicts);
          }
          for (const { counterexample } of actual.found?.verdicts ?? []) {
            if (!counterexample) continue;
            refuted++;
            expect(replay(random, counterexample.schedule, { properties }).reproduced).toBe(true);
          }
        },
      ),
      { seed, numRuns },
    );
    console.log({ compared, refuted, cut, refused });
    expect(compared).toBeGreaterThan(numRuns / 2);
    expect(refuted).toBeGreaterThan(20);
  }, 600_000);
});
