// A lease that expires: whoever holds it may use it until then. The machine has a timer; the system says when it is over.

import { cell, choose, compareExchange, happened, load, type Program, store, thread } from 'quiesce';
import { specification } from 'quiesce/conformance';
import { setup } from 'xstate';

/** 0 free, 1 held, 2 being used. */
const lease = cell('lease', 0);

function* holder(): Program<void> {
  if (!(yield* compareExchange(lease, 0, 1))) return;
  yield* happened('granted');
  yield* use();
  if (yield* compareExchange(lease, 1, 0)) yield* happened('released');
}

/** In one step from held to being used, so that nothing can come between. */
function* use(): Program<void> {
  if (!(yield* compareExchange(lease, 1, 2))) return;
  yield* happened('used');
  yield* store(lease, 1);
}

/** Looks and uses in two steps: the lease may expire between them. */
function* useAfterLook(): Program<void> {
  if ((yield* load(lease)) !== 1) return;
  yield* load(lease);
  yield* happened('used');
}

function* carelessHolder(): Program<void> {
  if (!(yield* compareExchange(lease, 0, 1))) return;
  yield* happened('granted');
  yield* useAfterLook();
}

function* clock(): Program<void> {
  if ((yield* choose(2, 'expires')) === 0 && (yield* compareExchange(lease, 1, 0))) yield* happened('expired');
}

const machine = setup({
  types: { events: {} as { readonly type: 'granted' | 'used' | 'released' } },
}).createMachine({
  id: 'lease',
  initial: 'free',
  states: {
    free: { on: { granted: 'held' } },
    held: { on: { used: {}, released: 'free' }, after: { 1000: 'free' } },
  },
});

const of = (program: () => Program<void>) => ({
  cells: [lease],
  threads: [thread('h', program), thread('clock', clock)],
});

export const systems = { careful: of(holder), careless: of(carelessHolder) };
export const specifications = {
  lease: specification(machine, { events: { expired: 'xstate.after.1000.lease.held' } }),
};
export const diverging = ['careless@lease'];
export const coverage = 'lease.conform.json';
