// Refinement without Java: what the embedded engine says of it is what TLC says, every defect of either side shows, and
// what the rewriting could change the meaning of is refused.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyTlcIsSkipped } from '../../tla/archive.js';
import { check } from '../../tla/check.js';
import { type Loaded, loadNamed } from '../../tla/manifest.js';
import { type Module, parseModule } from '../../tla/module.js';
import { wholeOf } from '../../tla/whole.js';

const folder = join(import.meta.dirname, '../../tla');
const skipped = whyTlcIsSkipped();
const loaded = (name: string) => loadNamed(folder, folder, [name])[0]!;

function edited(module: Module, from: string, to: string): Module {
  expect(module.text).toContain(from);
  return parseModule(module.text.replace(from, to));
}

type Place = 'MCHotSwapRefinement' | 'HotSwap' | 'AtomicSwap';

/** A refinement with one of its modules changed. */
function changed(name: string, place: Place, from: string, to: string): Loaded {
  const original = loaded(name);
  const change = (module: Module) => (module.name === place ? edited(module, from, to) : module);
  const [module, beside] = [change(original.module), original.beside.map(change)];
  return { ...original, module, beside, whole: wholeOf(module, beside, original.configuration) };
}

const verdictOf = async (one: Loaded, engine: 'embedded' | 'tlc' = 'embedded') =>
  (await check(one, engine)).outcomes[0]!.verdict;

const defects: readonly (readonly [string, string, Place, string, string])[] = [
  [
    'a call that may never take effect',
    'RefinementTwoSwaps',
    'AtomicSwap',
    "effects' = effects \\cup {c}",
    "effects' = effects",
  ],
  [
    'an effect that may be any',
    'RefinementTwoSwaps',
    'AtomicSwap',
    '/\\ belief[c] = "invoked"',
    '/\\ belief[c] = "effected"',
  ],
  ['a swap that may not be', 'RefinementTwoSwaps', 'AtomicSwap', '  \\/ swap\n', ''],
  ['one swap less', 'RefinementTwoSwaps', 'AtomicSwap', '/\\ serving < Swaps', '/\\ serving < Swaps - 1'],
  ['another beginning', 'RefinementTwoSwaps', 'AtomicSwap', '/\\ serving = 0', '/\\ serving = 1'],
  ['a client that sees the component left', 'RefinementTwoSwaps', 'MCHotSwapRefinement', '{"left", "out"}', '{"out"}'],
  [
    'effects of the first object',
    'RefinementTwoSwaps',
    'MCHotSwapRefinement',
    'EFFECTS == state[Serving]',
    'EFFECTS == state[0]',
  ],
  ['a transfer that forgets', 'RefinementTwoSwaps', 'HotSwap', '![To] = state[From]]', '![To] = {}]'],
];

describe('a refinement, without Java', () => {
  it.each(['RefinementTwoSwaps', 'RefinementAbort'])('of %s is as expected', async (name) => {
    expect((await check(loaded(name), 'embedded')).departures).toEqual([]);
  });

  it.each(defects)('does not hold with %s', async (_what, name, place, from, to) => {
    expect(await verdictOf(changed(name, place, from, to))).toBe('refinement violated');
  });

  it.skipIf(skipped)('does not hold with those for TLC either', async () => {
    const [, name, place, from, to] = defects[5]!;

    expect(await verdictOf(changed(name, place, from, to), 'tlc')).toBe('refinement violated');
  });

  it('has a trace of protocol states, the last two of which are the step', async () => {
    const forgetful = changed('RefinementTwoSwaps', 'HotSwap', '![To] = state[From]]', '![To] = {}]');
    const [{ trace, violated, depth }] = (await check(forgetful, 'embedded')).outcomes as [
      Awaited<ReturnType<typeof check>>['outcomes'][0],
    ];

    expect(violated).toBe('Refines');
    expect(trace).toHaveLength(depth);
    expect(Object.keys(trace![0]!)).not.toContain('was_serving');
    expect(trace!.at(-1)!.swapper).toBe('"swung"');
  });

  it.each([
    [
      'fairness of the abstract module',
      'AtomicSwap',
      'Spec == Init /\\ [][Next]_vars',
      'Spec == Init /\\ [][Next]_vars /\\ WF_vars(Next)',
    ],
    [
      'a part of the variables under the box',
      'AtomicSwap',
      'vars == <<serving, effects, belief>>',
      'vars == <<serving, effects>>',
    ],
    ['a prime on an expression', 'AtomicSwap', "effects' = effects \\cup {c}", "(effects)' = effects"],
    ['UNCHANGED of a name', 'AtomicSwap', 'UNCHANGED serving', 'UNCHANGED vars'],
    ['a prime in the beginning', 'AtomicSwap', '/\\ effects = {}', "/\\ effects = {} /\\ effects' = {}"],
    [
      'a list that begins inside a line',
      'AtomicSwap',
      '/\\ belief[c] = "effected"',
      '/\\ belief[c] = "effected" /\\ \\/ TRUE',
    ],
    ['a constant that the protocol does not have', 'AtomicSwap', '  Swaps     \\*', '  Others, Swaps     \\*'],
    ['a variable that is not mapped', 'MCHotSwapRefinement', ', belief <- BELIEF', ''],
    ['a property of another form', 'MCHotSwapRefinement', 'Refines == Atomic!Spec', 'Refines == []Atomic!TypeOK'],
  ] as const)('is refused with %s', async (_what, place, from, to) => {
    await expect(check(changed('RefinementTwoSwaps', place, from, to), 'embedded')).rejects.toThrow(/QSC411 /);
  });
});
