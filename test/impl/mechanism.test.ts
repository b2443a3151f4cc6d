// What the mechanism costs and decides when nobody interferes: counted on sampled and on exhaustive executions.

import { describe, expect, test } from 'vitest';
import { explore, monitor, sample, violated } from '../../engine/index.js';
import { nestedName } from '../../impl/call.js';
import { partitionedCounter, sharedCounter } from '../../impl/components/counter/index.js';
import { bestCommonFormat } from '../../impl/hotswap/negotiation.js';
import { nameCalls } from '../../impl/workload.js';
import { call, request, swap } from '../../scenarios/actions.js';
import { buildSystemWith, defineScenario, scenarios } from '../../scenarios/index.js';
import { abortAnywhere, asItIs } from '../../scenarios/mechanisms.js';

const alone = {
  cases: [],
  statement: 'one client alone',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  variants: [{ mechanism: asItIs }],
};

describe('a call', () => {
  test('costs one load besides activation and the method itself while no swap is on', () => {
    const scenario = defineScenario({
      ...alone,
      name: 'oneCall',
      threads: [{ name: 'c1', actions: [request('A', 'increment')] }],
    });

    const { depth } = explore(buildSystemWith(scenario, asItIs));

    // activate, load the pointer, add (and a step for the return, which may not ride with the invocation), deactivate
    expect(depth).toBeLessThanOrEqual(5);
  });

  test('that nests is named by its depth', () => {
    expect(nestedName('c1.0')).toBe('c1.0/1');
    expect(nestedName('c1.0/1')).toBe('c1.0/2');
  });

  test('is numbered in the order of the text', () => {
    const named = nameCalls('c1', [request('A', 'read'), call('A', 'read')]);

    expect(JSON.stringify(named)).toMatch(/"c1\.0".*"c1\.1"/);
  });
});

describe('a swap', () => {
  test('without callers completes, with each event once and in the order of the paper', () => {
    const scenario = defineScenario({
      ...alone,
      name: 'idleSwap',
      threads: [{ name: 'operator', actions: [swap('A')] }],
    });
    // What stands together is one batch, of which no order counts.
    const order = ['swapRequested', 'phase swapStarted', 'phase', 'phase transferBegins', 'transferEnded', 'swung'];
    const rest = ['phase', 'swapEnded', 'freedObject', 'freedMediator'];
    const all = [...order, ...rest].map((batch) => batch.split(' '));
    const inOrder = monitor<readonly (readonly string[])[]>('inOrder', {
      init: all,
      on: ([batch = [], ...left], { name }) => {
        if (!all.flat().includes(name)) return [batch, ...left];
        if (!batch.includes(name)) return violated(`${name}, not ${batch.join(' or ')}`);
        const others = batch.filter((each) => each !== name);
        return others.length === 0 ? left : [others, ...left];
      },
      atEnd: (left) => left.flat().length === 0 || violated(`${left[0]} is missing`),
    });

    const { verdicts } = sample(buildSystemWith(scenario, asItIs), [inOrder], {
      sampler: 'roundRobin',
      executions: 1,
    });

    expect(verdicts[0]?.counterexample?.reason).toBeUndefined();
    expect(verdicts[0]?.verdict).toBe('unrefuted');
  });
});

describe('the best common format', () => {
  test('is the lowest that both know', () => {
    expect(bestCommonFormat(partitionedCounter, partitionedCounter)).toBe(0);
    expect(bestCommonFormat(sharedCounter, partitionedCounter)).toBe(1);
  });

  test('is none where nothing is common', () => {
    expect(bestCommonFormat({ exports: [2] }, { imports: [0, 1] })).toBeUndefined();
  });
});

describe('a swap that may be given up anywhere', () => {
  test.each([
    ['callBackThroughAnotherThread', 35, 'park'],
    ['conditionAcrossCalls', 32, 'park'],
    ['lockAcrossCalls', 34, 'park'],
    ['selfSwapAwaited', 20, 'wait processor0.active[0] is 0'],
  ])('deadlocks in %s all the same, at step %i: its swapper is past its last choice', (name, steps, operation) => {
    const scenario = scenarios.find((one) => one.name === name)!;

    const { verdicts } = explore(buildSystemWith(scenario, abortAnywhere), [], {
      builtIn: ['noDeadlock'],
      limits: { states: 100_000 },
      liveExecutions: 0,
    });

    expect(verdicts[0]!.counterexample!.steps).toHaveLength(steps);
    expect(verdicts[0]!.counterexample!.waits).toContainEqual(
      expect.objectContaining({ thread: 'swapper.A', operation }),
    );
  });
});
