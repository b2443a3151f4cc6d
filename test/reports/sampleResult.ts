// A result made by hand that shows every kind of row, path and error, with text that has to be escaped.

import type { Counterexample, StepRecord } from '../../engine/explain/verdict.js';
import type { Event } from '../../engine/program/event.js';
import type { Data } from '../../engine/program/value.js';
import { makeResult, type ResultRow, type VerificationResult } from '../../runner/result.js';

function step(
  index: number,
  agent: string,
  processor: number,
  operation: string,
  { read, wrote, ...rest }: Partial<StepRecord> & { readonly read?: number; readonly wrote?: number } = {},
): StepRecord {
  const cell = operation.split(/[ :]+/)[1] ?? 'count';
  return {
    ...{ index, agent, processor, operation, kind: operation.split(' ')[0] as StepRecord['kind'] },
    reads: read === undefined ? [] : [{ cell, value: read }],
    writes: wrote === undefined ? [] : [{ cell, before: 0, value: wrote }],
    ...{ events: [], enabled: ['t1', 't2'], ...rest },
  };
}

function event(thread: string, name: string, data: Data = {}): Event {
  return { name, thread, data };
}

const schedule = {
  version: 1,
  name: 'lostUpdate@plain',
  choices: [{ thread: 't1' }, { thread: 't2' }, { thread: 't2' }, { thread: 't1' }],
  enabled: [],
  operations: [],
  programHash: 'abc',
} as const;

export const lostUpdate: Counterexample = {
  property: 'noLostUpdate',
  reason: 'count is 1 & not <2>',
  seen: [
    { what: 'count', value: 1 },
    { what: 'label of t1', value: 'a|b' },
  ],
  schedule,
  steps: [
    step(0, 't1', 0, 'load count', {
      read: 0,
      source: 'lost.ts:6',
      events: [event('t1', 'invoke', { call: 't1.0', method: 'add|1' })],
    }),
    step(1, 't2', 1, 'load count', { read: 0, source: 'lost.ts:6' }),
    step(2, 't2', 1, 'store count <- 1', { wrote: 1, source: 'lost.ts:7' }),
    step(3, 't1', 0, 'exchange count <- 1', {
      read: 1,
      wrote: 1,
      source: 'lost.ts:7',
      events: [
        event('t1', 'return', {
          call: 't1.0',
          result: 1,
          note: 'a long piece of data that has to go on in the next line',
        }),
      ],
    }),
  ],
  turnedFalseAt: 3,
  length: 'shortest',
  shrunkFrom: { steps: 1234, switches: 7, threads: 3 },
  size: { steps: 4, switches: 2, threads: 2 },
};

export const spinning: Counterexample = {
  property: 'termination',
  reason: 't1 never finishes',
  seen: [{ what: 'status of t1', value: 'ready' }],
  schedule: { ...schedule, name: 'spin@plain' },
  steps: [
    step(0, 't2', 0, 'store flag <- 0', { wrote: 0, source: 'spin.ts:3' }),
    step(1, 't1', 0, 'load flag', { read: 0, source: 'spin.ts:9' }),
    step(2, 't2', 0, 'add turns += 1', { read: 0, wrote: 1, source: 'spin.ts:4', events: [event('t2', 'turn')] }),
    step(3, 't1', 0, 'safePoint', { source: 'spin.ts:10' }),
  ],
  turnedFalseAt: 3,
  length: 'shortest found',
  loopStartsAt: 1,
  shrunkFrom: { steps: 4, switches: 3, threads: 2 },
  size: { steps: 4, switches: 3, threads: 2 },
};

export const embrace: Counterexample = {
  property: 'noDeadlock',
  reason: 'no thread can go on',
  schedule: { ...schedule, name: 'embrace@plain' },
  steps: [
    step(0, 't1', 0, 'compareExchange left: 0 -> 1', { read: 0, wrote: 1, source: 'embrace.ts:5' }),
    step(1, 't2', 1, 'compareExchange right: 0 -> 2', { read: 0, wrote: 2, source: 'embrace.ts:5' }),
  ],
  turnedFalseAt: 1,
  length: 'shortest',
  waits: [
    { thread: 't1', operation: 'wait right is 0', source: 'embrace.ts:6', waitsFor: ['t2'] },
    { thread: 't2', operation: 'wait left is 0', source: 'embrace.ts:6', waitsFor: ['t1'] },
    { thread: 't3', operation: 'park', waitsFor: [] },
  ],
  shrunkFrom: { steps: 9, switches: 4, threads: 3 },
  size: { steps: 2, switches: 1, threads: 2 },
};

function row(
  scenario: string,
  property: string,
  expected: ResultRow['expected'],
  rest: Partial<ResultRow> & Pick<ResultRow, 'verdict'>,
): ResultRow {
  const asExpected = rest.verdict === expected;
  const statement = `what ${property} claims, with a pipe | and a *star*`;
  return {
    scenario,
    mechanism: 'plain',
    property,
    statement,
    expected,
    asExpected,
    states: 1234,
    transitions: 4567,
    ...rest,
  };
}

const verdicts: readonly ResultRow[] = [
  row('lostUpdate', 'noLostUpdate', 'proved', {
    verdict: 'refuted',
    schedule: 'v1 lostUpdate@plain t1 sw t2*2 sw t1',
    counterexample: lostUpdate,
  }),
  row('lostUpdate', 'noFailure', 'proved', { verdict: 'proved' }),
  row('lostUpdate', 'noDeadlock', 'proved', { verdict: 'proved' }),
  row('spin', 'termination', 'refuted', {
    verdict: 'refuted',
    schedule: "v1 spin@plain t2 sw t1 sw t2 sw t1 it's",
    counterexample: spinning,
  }),
  row('spin', 'fairness', 'vacuous', { verdict: 'vacuous', reason: 'its premise holds in no reachable state' }),
  row('spin', 'progress', 'proved', {
    verdict: 'vacuous',
    reason: 'no normal end is reached: these threads never end: t1 (should one be a daemon?)',
  }),
  row('spin', 'reached', 'vacuous', { verdict: 'proved' }),
  { ...row('spin', 'noFailure', 'refuted', { verdict: 'proved' }), mechanism: 'cured' },
  row('large', 'noFailure', 'proved', {
    verdict: 'inconclusive',
    states: 20_000_000,
    limit: { limit: 'states', text: 'stopped at 20000000 states' },
  }),
  row('large', 'noDeadlock', 'proved', { verdict: 'unrefuted', executions: 1000, states: 0 }),
  row('large', 'embrace', 'proved', {
    verdict: 'refuted',
    schedule: 'v1 large@plain t1 sw t2',
    counterexample: embrace,
  }),
];

export const sampleResult: VerificationResult = makeResult({
  verdicts,
  explorations: ['lostUpdate', 'spin', 'large'].map((scenario) => ({
    scenario,
    mechanism: 'plain',
    kind: 'safety',
    mode: 'exhaustive',
    states: scenario === 'large' ? 20_000_000 : 1234,
    transitions: 4567,
    depth: 12,
    complete: scenario !== 'large',
  })),
  errors: [
    {
      scenario: 'broken',
      mechanism: 'plain',
      code: 'QSC211',
      message: 'QSC211 a program is not deterministic: thread t1 ]]> & <b>\n  next: keep choices in choose(n)',
      exitCode: 4,
    },
  ],
  unreached: [
    { file: 'impl/hotswap/mediator.ts', line: 12, text: 'if (busy) return refuse();' },
    { file: 'impl/hotswap/mediator.ts', line: 40, text: "yield* fail('never')", reason: 'guards an invariant' },
  ],
  staleUnreached: [{ file: 'impl/hotswap/swap.ts', text: 'yield* park()', problem: 'reached' }],
});

/** The same without anything that is wrong. */
export const greenResult: VerificationResult = makeResult({
  verdicts: verdicts.filter((one) => one.asExpected),
  explorations: sampleResult.explorations.slice(0, 2),
  errors: [],
});
