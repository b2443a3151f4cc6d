// Machines as other people write them, in the shapes of well-known public examples: a crossing with nested states and timers, a
// media player with a history state beside a parallel region, a loader that retries, a board game whose turns end by themselves,
// a credit check of two parallel services. One that spawns, too.

import { assign, fromPromise, raise, setup, spawnChild } from 'xstate';

export const crossing = setup({
  types: { events: {} as { type: 'power.out' | 'power.back' } },
}).createMachine({
  id: 'crossing',
  initial: 'green',
  on: { 'power.out': '.dark' },
  states: {
    green: { after: { 3000: 'amber' } },
    amber: { after: { 1000: 'red' } },
    red: {
      initial: 'walk',
      states: {
        walk: { after: { 1500: 'wait' } },
        wait: { after: { 500: 'stop' } },
        stop: { type: 'final' },
      },
      onDone: 'green',
    },
    dark: { on: { 'power.back': 'red' } },
  },
});

export const player = setup({
  types: {
    context: {} as { volume: number },
    events: {} as { type: 'plug' | 'unplug' | 'play' | 'pause' | 'skip' | 'louder' | 'mute' },
  },
}).createMachine({
  id: 'player',
  type: 'parallel',
  context: { volume: 0 },
  states: {
    deck: {
      initial: 'off',
      states: {
        off: { on: { plug: 'on.last' } },
        on: {
          initial: 'paused',
          on: { unplug: 'off' },
          states: {
            paused: { on: { play: 'playing' } },
            playing: {
              initial: 'song',
              on: { pause: 'paused' },
              states: { song: { on: { skip: 'advert' } }, advert: { on: { skip: 'song' } } },
            },
            last: { type: 'history', history: 'deep' },
          },
        },
      },
    },
    sound: {
      initial: 'loud',
      states: {
        loud: {
          on: {
            mute: 'quiet',
            louder: {
              guard: ({ context }) => context.volume < 2,
              actions: assign({ volume: ({ context }) => context.volume + 1 }),
            },
          },
        },
        quiet: { on: { mute: 'loud' } },
      },
    },
  },
});

export const loader = setup({
  types: {
    context: {} as { attempts: number; result: string },
    events: {} as { type: 'load' | 'cancel' },
  },
  actors: { request: fromPromise(async (): Promise<string> => await new Promise(() => {})) },
  guards: { mayRetry: ({ context }) => context.attempts < 2 },
  delays: { backoff: 400 },
}).createMachine({
  id: 'loader',
  initial: 'idle',
  context: { attempts: 0, result: '' },
  states: {
    idle: { on: { load: 'loading' } },
    loading: {
      entry: assign({ attempts: ({ context }) => context.attempts + 1 }),
      invoke: {
        id: 'request',
        src: 'request',
        onDone: { target: 'loaded', actions: assign({ result: ({ event }) => event.output }) },
        onError: [{ guard: 'mayRetry', target: 'waiting' }, { target: 'failed' }],
      },
      on: { cancel: 'idle' },
    },
    waiting: { after: { backoff: 'loading' }, on: { cancel: 'idle' } },
    loaded: { type: 'final' },
    failed: { on: { load: { target: 'loading', actions: assign({ attempts: 0 }) } } },
  },
});

type Board = { readonly cells: readonly string[]; readonly player: string };

export const game = setup({
  types: { context: {} as Board, events: {} as { type: 'play'; cell: number } | { type: 'again' } },
  guards: {
    isFree: ({ context }, cell: number) => context.cells[cell] === '',
    isWon: ({ context: { cells } }) => cells[0] !== '' && cells[0] === cells[1],
    isDrawn: ({ context }) => context.cells.every((cell) => cell !== ''),
  },
}).createMachine({
  id: 'game',
  initial: 'playing',
  context: { cells: ['', '', ''], player: 'x' },
  states: {
    playing: {
      always: [
        { guard: 'isWon', target: 'over.won' },
        { guard: 'isDrawn', target: 'over.drawn' },
      ],
      on: {
        play: {
          guard: { type: 'isFree', params: ({ event }) => event.cell },
          actions: assign(({ context, event }) => ({
            cells: context.cells.map((cell, index) => (index === event.cell ? context.player : cell)),
            player: context.player === 'x' ? 'o' : 'x',
          })),
        },
      },
    },
    over: {
      initial: 'won',
      states: { won: {}, drawn: {} },
      on: { again: { target: 'playing', actions: assign({ cells: ['', '', ''], player: 'x' }) } },
    },
  },
});

const service = fromPromise(async (): Promise<number> => await new Promise(() => {}));

export const creditCheck = setup({
  types: { context: {} as { scores: readonly number[] }, events: {} as { type: 'submit' } },
  actors: { bureau: service, history: service },
}).createMachine({
  id: 'creditCheck',
  initial: 'entering',
  context: { scores: [] },
  states: {
    entering: { on: { submit: 'checking' } },
    checking: {
      type: 'parallel',
      states: {
        bureau: {
          initial: 'asking',
          states: {
            asking: {
              invoke: {
                id: 'bureau',
                src: 'bureau',
                onDone: {
                  target: 'done',
                  actions: assign({ scores: ({ context, event }) => [...context.scores, event.output] }),
                },
              },
            },
            done: { type: 'final' },
          },
        },
        history: {
          initial: 'asking',
          states: {
            asking: { invoke: { id: 'history', src: 'history', onDone: 'done', onError: '#creditCheck.entering' } },
            done: { type: 'final' },
          },
        },
      },
      onDone: 'judged',
    },
    judged: { entry: raise({ type: 'submit' }), on: { submit: { target: 'closed' } } },
    closed: { type: 'final' },
  },
});

export const spawning = setup({
  types: { events: {} as { type: 'add' } },
  actors: { item: service },
}).createMachine({ id: 'list', on: { add: { actions: spawnChild('item', { id: 'item' }) } } });
