// What quiesce init writes: a lock for two threads, the machine and the TLA+ specification that it is held to, its suite, and a CI
// workflow. Everything in it passes; the racy lock is there to be found.

export type PackageManager = 'npm' | 'pnpm' | 'bun';

interface Words {
  readonly install: string;
  readonly frozen: string;
  readonly run: string;
  readonly setup: string;
}

const words: Readonly<Record<PackageManager, Words>> = Object.freeze({
  npm: {
    install: 'npm install',
    frozen: 'npm ci',
    run: 'npm run check',
    setup: '      - uses: actions/setup-node@v4\n        with: { node-version: 22 }',
  },
  pnpm: {
    install: 'pnpm install',
    frozen: 'pnpm install --frozen-lockfile',
    run: 'pnpm run check',
    setup:
      '      - uses: pnpm/action-setup@v4\n        with: { version: 10 }\n      - uses: actions/setup-node@v4\n        with: { node-version: 22 }',
  },
  bun: {
    install: 'bun install',
    frozen: 'bun install --frozen-lockfile',
    run: 'bun run check',
    setup:
      '      - uses: oven-sh/setup-bun@v2\n      - uses: actions/setup-node@v4\n        with: { node-version: 22 }',
  },
});

/** initFiles are the files by name. */
export function initFiles(manager: PackageManager): Readonly<Record<string, string>> {
  return {
    'package.json': packageText,
    'lock.ts': lockText,
    'machine.ts': machineText,
    'Lock.tla': tlaText,
    'Lock.cfg': cfgText,
    'lock.conform.ts': conformText,
    'lock.test.ts': testText,
    '.github/workflows/quiesce.yml': workflowText(words[manager]),
  };
}

/** nextSteps says what to type then. */
export function nextSteps(manager: PackageManager): string {
  const { install, run } = words[manager];
  return `next: ${install}, then ${run}`;
}

const packageText = `{
  "name": "lock",
  "private": true,
  "type": "module",
  "scripts": {
    "check": "quiesce conform ./lock.conform.ts && quiesce tla ./Lock.cfg && vitest run"
  },
  "devDependencies": {
    "@types/node": "^20.19.43",
    "quiesce": "*",
    "vitest": "^4.1.0",
    "xstate": "^5.33.3"
  }
}
`;

const lockText = `// A lock for two threads: one that looks before it takes it, and one that takes it in one step.

import { begins, cell, compareExchange, happened, is, load, type Program, store, thread, wait } from 'quiesce';

const held = cell('held', 0);

function* racyLock(): Program<void> {
  if ((yield* load(held)) !== 0) return;
  yield* store(held, 1); // another thread may have done the same since
  yield* happened('acquired');
  yield* begins('released');
  yield* store(held, 0);
}

function* soundLock(): Program<void> {
  while (!(yield* compareExchange(held, 0, 1))) yield* wait(held, is(0));
  yield* happened('acquired');
  yield* begins('released');
  yield* store(held, 0);
}

const of = (program: () => Program<void>) => ({ cells: [held], threads: [thread('a', program), thread('b', program)] });

export const racy = of(racyLock);
export const sound = of(soundLock);
`;

const machineText = `// What the lock promises, as a machine.

import { assign, setup } from 'xstate';

export const lockMachine = setup({
  types: {
    context: {} as { readonly owner: string },
    events: {} as { readonly type: 'acquired' | 'released'; readonly thread: string },
  },
  guards: { isOwner: ({ context, event }) => context.owner === event.thread },
}).createMachine({
  id: 'lock',
  context: { owner: '' },
  initial: 'free',
  states: {
    free: { on: { acquired: { target: 'held', actions: assign({ owner: ({ event }) => event.thread }) } } },
    held: { on: { released: { guard: 'isOwner', target: 'free', actions: assign({ owner: '' }) } } },
  },
});
`;

const tlaText = `---- MODULE Lock ----
CONSTANTS Threads, None
VARIABLES owner
vars == <<owner>>

Init == owner = None

Acquire(t) == owner = None /\\ owner' = t

Release(t) == owner = t /\\ owner' = None

Next == \\E t \\in Threads : Acquire(t) \\/ Release(t)

Spec == Init /\\ [][Next]_vars

TypeOK == owner \\in Threads \\cup {None}
====
`;

const cfgText = `SPECIFICATION Spec
CONSTANTS
  Threads = {"a", "b"}
  None = "none"
INVARIANT TypeOK
`;

const conformText = `// The locks, held to the machine and to the TLA+ specification.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { specification, tlaModule } from 'quiesce/conformance';
import { racy, sound } from './lock.js';
import { lockMachine } from './machine.js';

export const systems = { racy, sound };

const byThread = ['thread'];

export const specifications = {
  machine: specification(lockMachine, {
    events: { acquired: { step: 'acquired', with: byThread }, released: { step: 'released', with: byThread } },
  }),
  tla: specification(await tlaModule('Lock.tla', 'Lock.cfg', { from: dirname(fileURLToPath(import.meta.url)) }), {
    events: { acquired: { step: 'Acquire', with: byThread }, released: { step: 'Release', with: byThread } },
  }),
};

/** The racy one is here to be found. */
export const diverging = ['racy@machine', 'racy@tla'];
`;

const testText = `import 'quiesce/vitest';
import { expect, it } from 'vitest';
import { sound, racy } from './lock.js';
import { specifications } from './lock.conform.js';

it('keeps to the machine and to the TLA+ specification', () => {
  expect(sound).toConformTo(specifications.machine);
  expect(sound).toConformTo(specifications.tla);
});

it('would be found if it looked before it took the lock', () => {
  expect(racy).not.toConformTo(specifications.machine);
});
`;

function workflowText({ setup, frozen, run }: Words): string {
  return `name: quiesce
on: [push]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
${setup}
      - run: ${frozen}
      - run: ${run}
`;
}
