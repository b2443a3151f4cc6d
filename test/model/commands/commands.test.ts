// fast-check's own model-based testing: lists of commands for the mechanism, each checked against the xstate machine; for
// broken mechanisms a list that shows it, which shrinks, and which seed, path and replay path give again.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MechanismVariant } from '../../../impl/contract.js';
import { abortAnywhere, asItIs } from '../../../scenarios/mechanisms.js';
import { mutantOfMechanism } from '../../mutants/mutantOfMechanism.js';
import { commandsArbitrary, modelOf, seen } from './commands.js';
import { Mediator } from './mediator.js';

function property(mechanism: MechanismVariant, replayPath?: string) {
  return fc.property(commandsArbitrary(replayPath), (commands) => {
    const real = new Mediator(mechanism);
    fc.modelRun(() => ({ model: modelOf(real), real }), commands);
  });
}

describe('the mechanism, by commands', () => {
  it('does what the machine does', { timeout: 300_000 }, () => {
    fc.assert(property(asItIs), { seed: 20260101, numRuns: 40 });
    fc.assert(property(abortAnywhere), { seed: 20260102, numRuns: 40 });

    const never = everyState.filter((state) => ![...seen].includes(state));
    expect(never).toEqual([]);
  });

  it.each(['forwardSkipped', 'tableKeyedByThread', 'freeMediatorAtOnce'] as const)(
    'is caught when it is broken: %s',
    { timeout: 300_000 },
    async (mutant) => {
      const broken = await mutantOfMechanism(mutant);

      const details = fc.check(property(broken), { seed: 1, numRuns: 500 });

      expect(details.failed).toBe(true);
      const { counterexample, counterexamplePath, seed } = details;
      const text = fc.stringify(counterexample![0]);
      const [, replayPath] = /\/\*replayPath="([^"]+)"\*\//.exec(text)!;
      const again = fc.check(property(broken, replayPath!), { seed, path: counterexamplePath!, endOnFailure: true });
      expect(again.failed).toBe(true);
      expect(again.numRuns).toBe(1);
      expect(String(again.errorInstance)).toBe(String(details.errorInstance));
      expect(withoutReplay(again.counterexample![0])).toBe(withoutReplay(counterexample![0]));
      expect(`\n${withoutReplay(counterexample![0])}\n${String(details.errorInstance)}\n`).toMatchSnapshot();
    },
  );
});

/** The commands alone: a list that is replayed has no replay path of its own. */
function withoutReplay(commands: unknown): string {
  return String(commands).replace(/ \/\*.*\*\//, '');
}

const undecided = ['draining', 'quiescing', 'copying', 'copied'].map((state) => `undecided.${state}`);
const decided = ['abandoned', 'swung', 'releasing', 'ended', 'reclaiming', 'retired'];

const everyState = [
  'swap.idle',
  ...['requested', ...undecided, ...decided].map((state) => `swap.on.${state}`),
  'mediator.absent',
  ...['forward', 'block', 'completed'].map((phase) => `mediator.present.${phase}`),
];
