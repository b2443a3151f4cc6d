// The same protocol as a machine: what the coordinator knows.

import { assign, setup } from 'xstate';

type Prepared = readonly string[];

export const commitMachine = setup({
  types: {
    context: {} as { readonly prepared: Prepared },
    events: {} as
      | { readonly type: 'prepared'; readonly participant: string }
      | { readonly type: 'decidedCommit' }
      | { readonly type: 'decidedAbort' }
      | { readonly type: 'learned'; readonly participant: string },
  },
  guards: {
    isNew: ({ context, event }) => 'participant' in event && !context.prepared.includes(event.participant),
    areAll: ({ context }) => context.prepared.length === 2,
  },
  actions: {
    note: assign({
      prepared: ({ context, event }) =>
        'participant' in event ? [...context.prepared, event.participant].sort() : context.prepared,
    }),
  },
}).createMachine({
  id: 'commit',
  context: { prepared: [] },
  initial: 'collecting',
  states: {
    collecting: {
      on: {
        prepared: { guard: 'isNew', actions: 'note' },
        decidedCommit: { guard: 'areAll', target: 'committed' },
        decidedAbort: 'aborted',
      },
    },
    committed: { on: { learned: {} } },
    aborted: { on: { learned: {}, prepared: { guard: 'isNew', actions: 'note' } } },
  },
});
