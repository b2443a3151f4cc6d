// What the examples of the help texts take for granted: the files of a user's that they name.

import { lost } from './programs.js';

const scenario = `import { actions, asItIs, defineScenario, partitionedCounter, sharedCounter } from 'quiesce';

export const mine = defineScenario({
  name: 'mine',
  cases: [],
  statement: 'a counter is swapped while a client uses it',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [actions.request('A', 'increment'), actions.request('A', 'read')] },
    { name: 'operator', actions: [actions.swap('A')] },
  ],
  variants: [{ mechanism: asItIs }],
});
`;

const conformance = `import { begins, cell, compareExchange, happened, is, type Program, store, thread, wait } from 'quiesce';
import { specification, type PlainSpecification } from 'quiesce/conformance';

const held = cell('held', 0);

function* takes(): Program<void> {
  while (!(yield* compareExchange(held, 0, 1))) yield* wait(held, is(0));
  yield* happened('acquired');
  yield* begins('released');
  yield* store(held, 0);
}

export const system = { cells: [held], threads: [thread('a', takes), thread('b', takes)] };

const lock = {
  name: 'lock',
  init: { owner: '' },
  actions: {
    acquired: ({ owner }, { thread: by }) => (owner === '' ? { owner: String(by) } : undefined),
    released: ({ owner }, { thread: by }) => (owner === by ? { owner: '' } : undefined),
  },
} satisfies PlainSpecification<{ readonly owner: string }>;

export const specifications = {
  lock: specification(lock, {
    events: { acquired: { step: 'acquired', with: ['thread'] }, released: { step: 'released', with: ['thread'] } },
  }),
};
export const coverage = 'lock.conform.json';
`;

const walk = `---- MODULE mine ----
EXTENDS Naturals
VARIABLES x
vars == <<x>>
Init == x = 0
Next == (x < 3 /\\ x' = x + 1) \\/ (x = 3 /\\ UNCHANGED x)
Spec == Init /\\ [][Next]_vars
Low == x < 9
====
`;

const events = ['acquired', 'released'];
const recorded = events.map((event) => `${JSON.stringify({ event, thread: 'a' })}\n`).join('');
const named = (key: string, value: string) => ({ key, value: { stringValue: value } });
const spans = events.map((name, index) => ({
  ...{ name, spanId: `${index}`, startTimeUnixNano: `${10 * index}`, endTimeUnixNano: `${10 * index + 5}` },
  attributes: [named('thread.name', 'a')],
}));
const traced = [
  { owner: '', 'mbt::actionTaken': 'init', 'mbt::nondetPicks': {} },
  ...events.map((action, index) => ({
    ...{ owner: index === 0 ? 'a' : '', 'mbt::actionTaken': action },
    'mbt::nondetPicks': { thread: { tag: 'Some', value: 'a' } },
  })),
];

/** The files, by name; more is made by the commands that the examples come after. */
export const helpFiles: Readonly<Record<string, string>> = {
  'lost.ts': lost,
  'more.ts': lost.replace('noLostUpdate', 'noneIsLost'),
  'mine.quiesce.ts': scenario,
  'mine.scenario.ts': scenario,
  'lock.conform.ts': conformance,
  'mine.tla': walk,
  'mine.cfg': 'SPECIFICATION Spec\nINVARIANT Low\n',
  'modules/Other.tla': '---- MODULE Other ----\n====\n',
  'run.ndjson': recorded,
  'spans.json': JSON.stringify({ resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ spans }] }] }),
  'trace.itf.json': JSON.stringify({ vars: ['owner', 'mbt::actionTaken', 'mbt::nondetPicks'], states: traced }),
};
