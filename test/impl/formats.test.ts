// The table of formats, and what negotiation and transfer make of them.

import { describe, expect, test } from 'vitest';
import { explore, monitor, violated } from '../../engine/index.js';
import { adaptivePartitionedCounter, adaptiveSharedCounter } from '../../impl/components/counter/adaptive.js';
import { components } from '../../impl/components/index.js';
import { copyingTable, halfTable, remainderTable } from '../../impl/components/table/index.js';
import { formatRows } from '../../impl/formats.js';
import { bestCommonFormat } from '../../impl/hotswap/negotiation.js';
import { active, call, request, swap } from '../../scenarios/actions.js';
import { buildSystemWith, defineScenario } from '../../scenarios/index.js';
import { asItIs, perProcessor } from '../../scenarios/mechanisms.js';

describe('the table of formats', () => {
  test('has every ordered pair of a family, and nothing of two families', () => {
    const rows = formatRows(components);

    expect(
      rows.every(
        ({ from, to, family }) =>
          components.filter((one) => one.family === family && [from, to].includes(one.name)).length > 0,
      ),
    ).toBe(true);
    expect(rows.filter(({ family }) => family === 'table')).toHaveLength(9);
  });

  test('passes a hash table by reference, by contents or as entries, whatever is the best that both know', () => {
    const row = (from: string, to: string) => formatRows(components).find((one) => one.from === from && one.to === to);

    expect(row('remainderTable', 'remainderTable')?.common).toEqual(['by reference', 'contents', 'entries']);
    expect(row('remainderTable', 'copyingTable')?.common).toEqual(['contents', 'entries']);
    expect(row('remainderTable', 'halfTable')?.common).toEqual(['entries']);
  });

  test('refuses a pair with nothing in common', () => {
    const row = formatRows(components).find(({ to, from }) => from === 'sharedCounter' && to === 'foreignCounter');

    expect(row?.common).toEqual([]);
    expect(row?.byParts).toBe(false);
  });
});

describe('a hash table', () => {
  test.each([
    ['by reference', remainderTable, 0],
    ['by its contents', copyingTable, 1],
    ['as entries', halfTable, 2],
  ] as const)('is given to another %s', (_how, successor, format) => {
    expect(bestCommonFormat(remainderTable, successor)).toBe(format);
  });
});

/** How many swaps are asked for in the worst execution. */
function swapsAskedAtMost(max: number) {
  return monitor<number>('swapsAskedAtMost', {
    init: 0,
    on: (asked, { name }) => {
      if (name !== 'swapAsked') return asked;
      return asked < max ? asked + 1 : violated(`swap ${asked + 1} is asked for`);
    },
  });
}

describe('a counter that swaps itself', () => {
  const versions = [
    adaptiveSharedCounter,
    adaptivePartitionedCounter,
    adaptiveSharedCounter,
    adaptivePartitionedCounter,
  ];
  // Updates and reads in turns: whatever decides by one event alone goes back and forth.
  const turns = defineScenario({
    name: 'turns',
    cases: [],
    statement: 'updates and reads in turns, and one swap that somebody else asks for',
    processors: 1,
    references: { A: { versions, swaps: 3 } },
    threads: [
      {
        name: 'c1',
        actions: [
          swap('A'),
          ...Array.from({ length: 3 }, () => [request('A', 'read'), request('A', 'increment')]).flat(),
        ],
      },
    ],
    variants: [{ mechanism: asItIs }],
  });

  test.each([asItIs, perProcessor])(
    'does not go back and forth between updates and reads in turns, with $name',
    (mechanism) => {
      const { verdicts } = explore(buildSystemWith(turns, mechanism), [swapsAskedAtMost(1)]);

      expect(verdicts.find(({ property }) => property === 'swapsAskedAtMost')?.verdict).toBe('proved');
    },
  );

  test('asks for the other when it is read and read again', () => {
    const reads = defineScenario({
      ...turns,
      name: 'reads',
      threads: [
        { name: 'c1', actions: [swap('A'), active(call('A', 'read')), request('A', 'read'), request('A', 'read')] },
      ],
    });

    const { verdicts } = explore(buildSystemWith(reads, asItIs), [swapsAskedAtMost(1)]);

    expect(verdicts.find(({ property }) => property === 'swapsAskedAtMost')?.verdict).toBe('refuted');
  });
});
