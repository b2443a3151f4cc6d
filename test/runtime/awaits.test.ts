// The awaits of the erased text: an await more, or one less, is a change of what callers see.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const erased = join(import.meta.dirname, '../../dist/runtime/erased');
const awaits = (flavour: string) => readFileSync(join(erased, flavour, 'awaits.txt'), 'utf8');
const ofMechanism = (flavour: string) =>
  awaits(flavour)
    .split('\n')
    .filter((line) => line.startsWith('hotswap/'));

describe('the awaits of the text that a service runs', () => {
  it('are these: parking, what the swapper waits for, and what the component gives', () => {
    expect(ofMechanism('eventLoop')).toMatchInlineSnapshot(`
      [
        "hotswap/abort.ts acquireUnlessDeadline: loop of tryLock",
        "hotswap/abort.ts awaitUnlessDeadline: loop of poll",
        "hotswap/dispatch.ts call: loop of dispatch",
        "hotswap/dispatch.ts dispatch: prolog",
        "hotswap/dispatch.ts runCounted: runIn",
        "hotswap/generations.ts advance: awaitEmpty",
        "hotswap/generations.ts advanceAll: advanceTwice",
        "hotswap/generations.ts advanceTwice: advance",
        "hotswap/generations.ts awaitEmpty: wait",
        "hotswap/generations.ts grace: advanceAll",
        "hotswap/generations.ts grace: takeTurn",
        "hotswap/generations.ts takeTurn: acquire",
        "hotswap/group.ts awaitTicket: park",
        "hotswap/group.ts blockOut: loop of awaitTicket",
        "hotswap/group.ts conclude: grace",
        "hotswap/group.ts groupSwapper: conclude",
        "hotswap/group.ts groupSwapper: makePlans",
        "hotswap/group.ts groupSwapper: reachCommit",
        "hotswap/group.ts makePlans: makePlan",
        "hotswap/group.ts reachCommit: blockOut",
        "hotswap/group.ts reachCommit: grace",
        "hotswap/group.ts reachCommit: transfer",
        "hotswap/hotSwap.ts awaitSwapEnd: wait",
        "hotswap/hotSwap.ts awaitSwapIdle: wait",
        "hotswap/mediator.ts holdBack: suspend",
        "hotswap/quiescence.ts awaitQuiescence: park",
        "hotswap/quiescence.ts reachQuiescence: loop of awaitQuiescence",
        "hotswap/suspension.ts awaitRelease: park",
        "hotswap/suspension.ts suspend: loop of awaitRelease",
        "hotswap/suspension.ts suspend: unlockPhase",
        "hotswap/swap.ts closeToSynchronous: safePoint",
        "hotswap/swap.ts conclude: grace",
        "hotswap/swap.ts construct: component.construct",
        "hotswap/swap.ts makePlan: construct",
        "hotswap/swap.ts prepare: makePlan",
        "hotswap/swap.ts reachCommit: blockOut",
        "hotswap/swap.ts reachCommit: closeToSynchronous",
        "hotswap/swap.ts reachCommit: grace",
        "hotswap/swap.ts reachCommit: safePoint",
        "hotswap/swap.ts reachCommit: transfer",
        "hotswap/swap.ts swapper: conclude",
        "hotswap/swap.ts swapper: prepare",
        "hotswap/swap.ts swapper: reachCommit",
        "hotswap/transfer.ts transfer: exportState",
        "hotswap/transfer.ts transfer: importState",
      ]
    `);
  });

  it('are the same where events are said, but for a frame that tells when it is left', () => {
    const silent = ofMechanism('eventLoop');

    expect(ofMechanism('recorded').filter((line) => !silent.includes(line))).toMatchInlineSnapshot(`[]`);
    expect(silent.filter((line) => !ofMechanism('recorded').includes(line))).toEqual([]);
  });

  it('are none where what blocks blocks', () => {
    expect(awaits('hooked')).toBe('\n');
  });
});
