// The specification that people read first: one reference and its swaps, as an xstate machine. Its guards are the
// paper's rules (sections 2 and 3): who is let through, who is held back, when the mediator turns, when memory goes.
// forward, block and completed are the paper's phases. transfer is a step inside block, shown separately (ours, as is
// the abort path); requested and retired are the two ends of a swap, before and after there is a mediator.
// Leaves out: what a component does, locks, who waits for whom, and how the steps of the mechanism are cut.

import { assign, setup } from 'xstate';

/** How many generations prove that every thread that was active at the start of a grace period is gone. */
export const generationsInGrace = 2;

/** Per thread, a number above zero; a thread without an entry has none. */
export type PerThread = Readonly<Record<string, number>>;

export type SwapContext = {
  /** The processors whose generations a grace period waits for. */
  readonly processors: readonly number[];
  /** The object that serves, or that the mediator stands before. */
  readonly current: number;
  /** The number of this swap's mediator; while idle, of the next one. */
  readonly mediator: number;
  /** What a call finds that has come to the mediator. */
  readonly phase: 'none' | 'forward' | 'block' | 'completed';
  /** Calls that the mediator has counted in and not yet out. */
  readonly inFlight: PerThread;
  /** The table of thread ids. */
  readonly inside: PerThread;
  /** Threads that are held back, in the order of their names. */
  readonly suspended: readonly string[];
  /** Generations that have passed in the present grace period, by position in `processors`. */
  readonly elapsed: readonly number[];
};

export type SwapInput = { readonly processors: readonly number[] };

/** The words are those of impl/events.ts; where one word tells two things apart, the second word is its datum. */
export type SwapEvent =
  | { readonly type: 'invoke' | 'return'; readonly thread: string }
  | { readonly type: 'enter'; readonly thread: string; readonly object: number }
  | { readonly type: 'counted.in' | 'counted.out' | 'tracked.in' | 'tracked.out'; readonly thread: string }
  | { readonly type: 'suspended' | 'resumed'; readonly thread: string }
  | { readonly type: 'swapRequested' }
  | { readonly type: 'swapRefused'; readonly reason: 'busy' | 'no format' | 'no successor' }
  | { readonly type: 'swapStarted'; readonly mediator: number }
  | { readonly type: 'generation'; readonly processor: number }
  | { readonly type: 'phase.block' | 'phase.completed'; readonly mediator: number }
  | { readonly type: 'quiescent'; readonly mediator: number }
  | { readonly type: 'transferBegins' | 'transferEnded'; readonly from: number; readonly to: number }
  | { readonly type: 'swapAbandoned'; readonly mediator: number }
  | { readonly type: 'swung'; readonly object: number }
  | { readonly type: 'swapEnded'; readonly mediator: number; readonly outcome: 'completed' | 'aborted' }
  | { readonly type: 'freedObject'; readonly object: number }
  | { readonly type: 'freedMediator'; readonly mediator: number }
  | { readonly type: 'swapIdle' };

type Named<T extends SwapEvent['type']> = Extract<SwapEvent, { readonly type: T }>;
type Given = { readonly context: SwapContext; readonly event: SwapEvent };

const threadOf = (event: SwapEvent) => ('thread' in event ? event.thread : '');
const objectOf = (event: SwapEvent) => ('object' in event ? event.object : -1);
const mediatorOf = (event: SwapEvent) => ('mediator' in event ? event.mediator : -1);
const times = (table: PerThread, thread: string) => table[thread] ?? 0;
const none = (table: PerThread) => Object.keys(table).length === 0;

/** changed adds to a thread's number. */
function changed(table: PerThread, thread: string, amount: number): PerThread {
  const { [thread]: before = 0, ...others } = table;
  return before + amount === 0 ? others : { ...others, [thread]: before + amount };
}

/** The thread is neither held back nor on its way through the mediator. */
function isFree({ context, event }: Given): boolean {
  const thread = threadOf(event);
  const onItsWay = times(context.inFlight, thread) !== times(context.inside, thread);
  return !onItsWay && !context.suspended.includes(thread);
}

function isInside({ context, event }: Given): boolean {
  return times(context.inside, threadOf(event)) > 0;
}

function isNew(given: Given): boolean {
  return isFree(given) && !isInside(given);
}

function graceIsOver({ context }: Given): boolean {
  return context.elapsed.every((passed) => passed >= generationsInGrace);
}

function startedAnew({ context }: { readonly context: SwapContext }): readonly number[] {
  return context.processors.map(() => 0);
}

export const swapMachine = setup({
  types: {
    context: {} as SwapContext,
    events: {} as SwapEvent,
    input: {} as SwapInput,
  },
  guards: {
    // Who may do what at any time.
    isFree,
    mayEnter: (given) => isFree(given) && objectOf(given.event) === given.context.current,
    // Forward: every call passes. Block: "if they belong to one of the in-flight threads tracked by the hash table".
    isRecursive: (given) => isFree(given) && isInside(given),
    mayEnterRecursively: (given) => isFree(given) && isInside(given) && objectOf(given.event) === given.context.current,
    // Forward lasts "until we have gained knowledge of all in-flight calls": once the generations have passed, no call
    // enters that the mediator has not counted.
    mayEnterWhileDraining: (given) =>
      isFree(given) && objectOf(given.event) === given.context.current && (isInside(given) || !graceIsOver(given)),
    // Block: "otherwise, the thread is a new incoming thread, and it is suspended by the mediator".
    isNew,
    isSuspended: ({ context, event }) => context.suspended.includes(threadOf(event)),
    // A swap that is given up leaves the mediator in the phase that it was in, until it turns to completed.
    isLetIn: (given) => isFree(given) && (given.context.phase === 'forward' || isRecursiveInBlock(given)),
    isHeldBack: (given) => isNew(given) && given.context.phase === 'block',
    mayEnterBeforeRestoration: (given) =>
      isFree(given) &&
      objectOf(given.event) === given.context.current &&
      (given.context.phase === 'forward' || isInside(given)),
    // The count and the table: in goes count before table, out goes table before count.
    isOnItsWay: ({ context, event }) =>
      times(context.inFlight, threadOf(event)) > times(context.inside, threadOf(event)),
    isInside: (given) => isFree(given) && isInside(given),
    // "Observing generations passing away allows us to determine when all the threads ... have finished".
    isAwaited: ({ context, event }) => {
      const { processor } = event as Named<'generation'>;
      return (context.elapsed[context.processors.indexOf(processor)] ?? generationsInGrace) < generationsInGrace;
    },
    graceIsOver: (given) => graceIsOver(given) && isOwn(given),
    // "Once the call count reaches zero, there are no more threads executing within the original component".
    noneInFlight: (given) => none(given.context.inFlight) && isOwn(given),
    isOwn,
    isUnused: (given) =>
      graceIsOver(given) && none(given.context.inFlight) && given.context.suspended.length === 0 && isOwn(given),
    // Objects: n serves after n completed swaps.
    isNextObject: ({ context, event }) => {
      const { from, to } = event as Named<'transferBegins'>;
      return from === context.current && to === context.current + 1;
    },
    isSuccessor: ({ context, event }) => objectOf(event) === context.current + 1,
    isOriginal: ({ context, event }) => objectOf(event) === context.current,
    isPredecessor: ({ context, event }) => objectOf(event) === context.current - 1,
    // Refusals and ends.
    isBusy: ({ event }) => (event as Named<'swapRefused'>).reason === 'busy',
    isImpossible: ({ event }) => (event as Named<'swapRefused'>).reason !== 'busy',
    isCompleted: (given) => isOwn(given) && (given.event as Named<'swapEnded'>).outcome === 'completed',
    isAborted: (given) => isOwn(given) && (given.event as Named<'swapEnded'>).outcome === 'aborted',
  },
  actions: {
    interpose: assign({ phase: 'forward', elapsed: startedAnew }),
    turnToBlock: assign({ phase: 'block', elapsed: startedAnew }),
    turnToCompleted: assign({ phase: 'completed' }),
    giveUp: assign({ elapsed: startedAnew }),
    commit: assign({ current: ({ context }) => context.current + 1 }),
    startGrace: assign({ elapsed: startedAnew }),
    removeMediator: assign({ phase: 'none', elapsed: startedAnew }),
    numberNext: assign({ mediator: ({ context }) => context.mediator + 1 }),
    countIn: assign({ inFlight: ({ context, event }) => changed(context.inFlight, threadOf(event), 1) }),
    countOut: assign({ inFlight: ({ context, event }) => changed(context.inFlight, threadOf(event), -1) }),
    track: assign({ inside: ({ context, event }) => changed(context.inside, threadOf(event), 1) }),
    untrack: assign({ inside: ({ context, event }) => changed(context.inside, threadOf(event), -1) }),
    suspend: assign({ suspended: ({ context, event }) => [...context.suspended, threadOf(event)].sort() }),
    resume: assign({
      suspended: ({ context, event }) => context.suspended.filter((thread) => thread !== threadOf(event)),
    }),
    elapse: assign({
      elapsed: ({ context, event }) => {
        const { processor } = event as Named<'generation'>;
        return context.elapsed.map((passed, at) => (context.processors[at] === processor ? passed + 1 : passed));
      },
    }),
  },
}).createMachine({
  id: 'swap',
  description: 'One reference and its swaps',
  context: ({ input }) => ({
    processors: input.processors,
    current: 0,
    mediator: 0,
    phase: 'none',
    inFlight: {},
    inside: {},
    suspended: [],
    elapsed: input.processors.map(() => 0),
  }),
  on: {
    invoke: { guard: 'isFree' },
    return: { guard: 'isFree' },
  },
  initial: 'idle',
  states: {
    idle: {
      description: 'The pointer leads to an object. A call costs one load of it.',
      on: {
        enter: { guard: 'mayEnter' },
        swapRequested: { target: 'swapping' },
      },
    },
    swapping: {
      description: 'From the acceptance of a request until another would be accepted; meanwhile others are refused.',
      on: {
        swapRequested: {},
        swapRefused: { guard: 'isBusy' },
      },
      initial: 'requested',
      states: {
        requested: {
          description: 'Nothing has moved. Without a successor or a common transfer format nothing will.',
          on: {
            enter: { guard: 'mayEnter' },
            swapRefused: { guard: 'isImpossible', target: '#swap.idle' },
            swapStarted: { guard: 'isOwn', target: 'forward', actions: 'interpose' },
          },
        },
        forward: {
          description: 'The mediator counts and tracks calls and passes them on, until all earlier threads are gone.',
          on: {
            enter: { guard: 'mayEnterWhileDraining' },
            'counted.in': { guard: 'isFree', actions: 'countIn' },
            'tracked.in': { guard: 'isOnItsWay', actions: 'track' },
            'tracked.out': { guard: 'isInside', actions: 'untrack' },
            'counted.out': { guard: 'isOnItsWay', actions: 'countOut' },
            generation: { guard: 'isAwaited', actions: 'elapse' },
            'phase.block': { guard: 'graceIsOver', target: 'block', actions: 'turnToBlock' },
            swapAbandoned: { guard: 'isOwn', target: 'aborted', actions: 'giveUp' },
          },
        },
        block: {
          description: 'Recursive calls pass, new ones are suspended, until the last call in flight has returned.',
          on: {
            enter: { guard: 'mayEnterRecursively' },
            'counted.in': { guard: 'isRecursive', actions: 'countIn' },
            'tracked.in': { guard: 'isOnItsWay', actions: 'track' },
            'tracked.out': { guard: 'isInside', actions: 'untrack' },
            'counted.out': { guard: 'isOnItsWay', actions: 'countOut' },
            suspended: { guard: 'isNew', actions: 'suspend' },
            quiescent: { guard: 'noneInFlight', target: 'transfer' },
            swapAbandoned: { guard: 'isOwn', target: 'aborted', actions: 'giveUp' },
          },
        },
        transfer: {
          description: 'No call is inside the old object, and none comes in, while its state is copied.',
          on: {
            suspended: { guard: 'isNew', actions: 'suspend' },
            swapAbandoned: { guard: 'isOwn', target: 'aborted', actions: 'giveUp' },
          },
          initial: 'copying',
          states: {
            copying: {
              on: {
                transferBegins: { guard: 'isNextObject' },
                transferEnded: { guard: 'isNextObject', target: 'copied' },
              },
            },
            copied: {
              on: {
                swung: { guard: 'isSuccessor', target: '#swap.swapping.completed', actions: 'commit' },
              },
            },
          },
        },
        completed: {
          description: 'The successor serves. The waiters go on to it, and what is left of the swap is given back.',
          on: {
            enter: { guard: 'mayEnter' },
          },
          initial: 'committed',
          states: {
            committed: {
              on: {
                suspended: { guard: 'isNew', actions: 'suspend' },
                'phase.completed': { guard: 'isOwn', target: 'releasing', actions: 'turnToCompleted' },
              },
            },
            releasing: {
              on: {
                resumed: { guard: 'isSuspended', actions: 'resume' },
                swapEnded: { guard: 'isCompleted', target: 'ended' },
              },
            },
            ended: {
              on: {
                resumed: { guard: 'isSuspended', actions: 'resume' },
                freedObject: { guard: 'isPredecessor', target: 'reclaiming', actions: 'startGrace' },
              },
            },
            reclaiming: {
              description: 'A second grace period outlasts whoever still holds the pointer to the mediator (ours).',
              on: {
                resumed: { guard: 'isSuspended', actions: 'resume' },
                generation: { guard: 'isAwaited', actions: 'elapse' },
                freedMediator: {
                  guard: 'isUnused',
                  target: '#swap.swapping.retired',
                  actions: 'removeMediator',
                },
              },
            },
          },
        },
        aborted: {
          description: 'The swap is given up before its commit: the old object is, and stays, authoritative (ours).',
          on: {
            'tracked.in': { guard: 'isOnItsWay', actions: 'track' },
            'tracked.out': { guard: 'isInside', actions: 'untrack' },
            'counted.out': { guard: 'isOnItsWay', actions: 'countOut' },
          },
          initial: 'abandoned',
          states: {
            abandoned: {
              on: {
                enter: { guard: 'mayEnterBeforeRestoration' },
                'counted.in': { guard: 'isLetIn', actions: 'countIn' },
                suspended: { guard: 'isHeldBack', actions: 'suspend' },
                swung: { guard: 'isOriginal', target: 'restored' },
              },
            },
            restored: {
              on: {
                enter: { guard: 'mayEnter' },
                'counted.in': { guard: 'isLetIn', actions: 'countIn' },
                suspended: { guard: 'isHeldBack', actions: 'suspend' },
                'phase.completed': { guard: 'isOwn', target: 'releasing', actions: 'turnToCompleted' },
              },
            },
            releasing: {
              on: {
                enter: { guard: 'mayEnter' },
                resumed: { guard: 'isSuspended', actions: 'resume' },
                swapEnded: { guard: 'isAborted', target: 'ended' },
              },
            },
            ended: {
              on: {
                enter: { guard: 'mayEnter' },
                resumed: { guard: 'isSuspended', actions: 'resume' },
                freedObject: { guard: 'isSuccessor', target: 'reclaiming', actions: 'startGrace' },
              },
            },
            reclaiming: {
              on: {
                enter: { guard: 'mayEnter' },
                resumed: { guard: 'isSuspended', actions: 'resume' },
                generation: { guard: 'isAwaited', actions: 'elapse' },
                freedMediator: {
                  guard: 'isUnused',
                  target: '#swap.swapping.retired',
                  actions: 'removeMediator',
                },
              },
            },
          },
        },
        retired: {
          description: 'Nothing is left of the swap.',
          on: {
            enter: { guard: 'mayEnter' },
            swapIdle: { target: '#swap.idle', actions: 'numberNext' },
          },
        },
      },
    },
  },
});

function isOwn({ context, event }: Given): boolean {
  return mediatorOf(event) === context.mediator;
}

function isRecursiveInBlock(given: Given): boolean {
  return given.context.phase === 'block' && isInside(given);
}
