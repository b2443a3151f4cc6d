// A lock that two threads take, in a racy and in a mended form, with a machine and a plain object that say what a lock is.

import { assign, setup } from 'xstate';
import type { PlainSpecification } from '../../conformance/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { begins, happened } from '../../engine/program/event.js';
import { compareExchange, is, load, type Program, store, wait } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';

export const held = cell('held', 0);

/** Looks, and takes it in another step. */
export function* racy(): Program<void> {
  if ((yield* load(held)) === 0) {
    yield* store(held, 1);
    yield* happened('acquired');
    yield* begins('released');
    yield* store(held, 0);
  }
}

/** Takes it in one step, or waits. */
export function* mended(): Program<void> {
  while (!(yield* compareExchange(held, 0, 1))) yield* wait(held, is(0));
  yield* happened('acquired');
  yield* begins('released');
  yield* store(held, 0);
}

/** Says nothing at all. */
export function* silent(): Program<void> {
  yield* store(held, 1);
}

export function locking(program: () => Program<void>): System {
  return { name: 'locking', cells: [held], threads: [thread('a', program), thread('b', program)] };
}

type Held = { readonly owner: string };

export const lockMachine = setup({
  types: {
    context: {} as Held,
    events: {} as { readonly type: 'acquired' | 'released'; readonly thread: string },
  },
  guards: { isOwner: ({ context }, name: string) => context.owner === name },
  actions: {
    own: assign({ owner: (_given, name: string) => name }),
    disown: assign({ owner: '' }),
  },
}).createMachine({
  id: 'lock',
  context: { owner: '' },
  initial: 'free',
  states: {
    free: {
      on: {
        acquired: { target: 'held', actions: { type: 'own', params: ({ event }) => event.thread } },
      },
    },
    held: {
      on: {
        released: {
          guard: { type: 'isOwner', params: ({ event }) => event.thread },
          target: 'free',
          actions: 'disown',
        },
      },
    },
  },
});

/** The same without a machine. */
export const plainLock = {
  name: 'plainLock',
  init: { owner: '' },
  actions: {
    acquired: ({ owner }, { thread: by }) => (owner === '' ? { owner: String(by) } : undefined),
    released: ({ owner }, { thread: by }) => (owner === by ? { owner: '' } : undefined),
  },
} satisfies PlainSpecification<Held>;

export const byThread = {
  acquired: { step: 'acquired', with: ['thread'] },
  released: { step: 'released', with: ['thread'] },
} as const;
