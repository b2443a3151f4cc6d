// The specification that people read first: one reference and its swaps, as an xstate machine. Its guards are the
// paper's rules (sections 2 and 3): who is let through, who is held back, when the mediator turns, when memory goes.
// Two regions. `swap` is how far the swapper has come; its arrows move the mediator too. `mediator` is what a call finds on
// its way: nobody, or the paper's phases forward, block and completed. After an abort the two part: the mediator stays in
// the phase that it was in until the swapper turns it to completed. Ours, and not the paper's: the copying shown
// separately (a step inside block), the abort path, and the two ends of a swap, before and after there is a mediator.
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
  /** How the swap has been decided, as long as something is left of it. */
  readonly outcome: 'open' | 'completed' | 'aborted';
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

/** What an event says, as the parameter of a guard or an action: its thread, its mediator, all of it. */
const ofThread = <T extends string>(type: T) => ({
  type,
  params: ({ event }: { readonly event: { readonly thread: string } }) => event.thread,
});
const ofMediator = <T extends string>(type: T) => ({
  type,
  params: ({ event }: { readonly event: { readonly mediator: number } }) => event.mediator,
});
const ofObject = <T extends string>(type: T) => ({
  type,
  params: ({ event }: { readonly event: { readonly object: number } }) => event.object,
});
const ofProcessor = <T extends string>(type: T) => ({
  type,
  params: ({ event }: { readonly event: { readonly processor: number } }) => event.processor,
});
const ofEvent = <T extends string, E>(type: T) => ({
  type,
  params: ({ event }: { readonly event: E }) => event,
});

type Given = { readonly context: SwapContext };
type Entry = { readonly thread: string; readonly object: number };

const times = (table: PerThread, thread: string) => table[thread] ?? 0;
const none = (table: PerThread) => Object.keys(table).length === 0;

/** changed adds to a thread's number. */
function changed(table: PerThread, thread: string, amount: number): PerThread {
  const { [thread]: before = 0, ...others } = table;
  return before + amount === 0 ? others : { ...others, [thread]: before + amount };
}

/** The thread is neither held back nor on its way through the mediator. */
function isFree({ context }: Given, thread: string): boolean {
  const onItsWay = times(context.inFlight, thread) !== times(context.inside, thread);
  return !onItsWay && !context.suspended.includes(thread);
}

/** The thread has a row in the table, and is not just about to change it. */
function isInside(given: Given, thread: string): boolean {
  return isFree(given, thread) && times(given.context.inside, thread) > 0;
}

function mayEnter(given: Given, { thread, object }: Entry): boolean {
  return isFree(given, thread) && object === given.context.current;
}

function isOwn({ context }: Given, mediator: number): boolean {
  return mediator === context.mediator;
}

function graceIsOver({ context }: Given): boolean {
  return context.elapsed.every((passed) => passed >= generationsInGrace);
}

function startedAnew({ context }: Given): readonly number[] {
  return context.processors.map(() => 0);
}

export const swapMachine = setup({
  types: {
    context: {} as SwapContext,
    events: {} as SwapEvent,
    input: {} as SwapInput,
  },
  guards: {
    // Who may do what, whichever way the call comes.
    isFree,
    mayEnter,
    // Forward lasts "until we have gained knowledge of all in-flight calls": once the generations have passed, no call
    // enters that the mediator has not counted.
    mayEnterWhileDraining: (given, entry: Entry) =>
      mayEnter(given, entry) && (isInside(given, entry.thread) || !graceIsOver(given)),
    // Block: "if they belong to one of the in-flight threads tracked by the hash table".
    isRecursive: isInside,
    mayEnterRecursively: (given, entry: Entry) => mayEnter(given, entry) && isInside(given, entry.thread),
    // Block: "otherwise, the thread is a new incoming thread, and it is suspended by the mediator".
    isNew: (given, thread: string) => isFree(given, thread) && !isInside(given, thread),
    isSuspended: ({ context }, thread: string) => context.suspended.includes(thread),
    // The count and the table: in goes count before table, out goes table before count.
    isOnItsWay: ({ context }, thread: string) => times(context.inFlight, thread) > times(context.inside, thread),
    isInside,
    // "Observing generations passing away allows us to determine when all the threads ... have finished".
    isAwaited: ({ context }, processor: number) =>
      (context.elapsed[context.processors.indexOf(processor)] ?? generationsInGrace) < generationsInGrace,
    graceIsOver: (given, mediator: number) => graceIsOver(given) && isOwn(given, mediator),
    // "Once the call count reaches zero, there are no more threads executing within the original component".
    noneInFlight: (given, mediator: number) => none(given.context.inFlight) && isOwn(given, mediator),
    isOwn,
    isUnused: (given, mediator: number) =>
      graceIsOver(given) &&
      none(given.context.inFlight) &&
      given.context.suspended.length === 0 &&
      isOwn(given, mediator),
    // Objects: n serves after n completed swaps. The loser is the one of the two that is not current.
    isNextObject: ({ context }, { from, to }: { readonly from: number; readonly to: number }) =>
      from === context.current && to === context.current + 1,
    isSuccessor: ({ context }, object: number) => object === context.current + 1,
    isOriginal: ({ context }, object: number) => object === context.current,
    isLoser: ({ context }, object: number) =>
      object === (context.outcome === 'completed' ? context.current - 1 : context.current + 1),
    // Refusals and ends.
    isBusy: (_given, { reason }: { readonly reason: string }) => reason === 'busy',
    isImpossible: (_given, { reason }: { readonly reason: string }) => reason !== 'busy',
    isDecided: (given, { mediator, outcome }: { readonly mediator: number; readonly outcome: string }) =>
      isOwn(given, mediator) && outcome === given.context.outcome,
  },
  actions: {
    startGrace: assign({ elapsed: startedAnew }),
    elapse: assign({
      elapsed: ({ context }, processor: number) =>
        context.elapsed.map((passed, at) => (context.processors[at] === processor ? passed + 1 : passed)),
    }),
    commit: assign({ current: ({ context }) => context.current + 1, outcome: 'completed' }),
    giveUp: assign({ elapsed: startedAnew, outcome: 'aborted' }),
    forget: assign({ elapsed: startedAnew, outcome: 'open' }),
    numberNext: assign({ mediator: ({ context }) => context.mediator + 1 }),
    countIn: assign({ inFlight: ({ context }, thread: string) => changed(context.inFlight, thread, 1) }),
    countOut: assign({ inFlight: ({ context }, thread: string) => changed(context.inFlight, thread, -1) }),
    track: assign({ inside: ({ context }, thread: string) => changed(context.inside, thread, 1) }),
    untrack: assign({ inside: ({ context }, thread: string) => changed(context.inside, thread, -1) }),
    suspend: assign({ suspended: ({ context }, thread: string) => [...context.suspended, thread].sort() }),
    resume: assign({
      suspended: ({ context }, thread: string) => context.suspended.filter((each) => each !== thread),
    }),
  },
}).createMachine({
  id: 'reference',
  description: 'One reference: its swaps, and what a call finds on its way',
  type: 'parallel',
  context: ({ input }) => ({
    processors: input.processors,
    current: 0,
    mediator: 0,
    outcome: 'open',
    inFlight: {},
    inside: {},
    suspended: [],
    elapsed: input.processors.map(() => 0),
  }),
  on: {
    invoke: { guard: ofThread('isFree') },
    return: { guard: ofThread('isFree') },
  },
  states: {
    swap: {
      description: 'How far the swapper has come.',
      initial: 'idle',
      states: {
        idle: {
          description: 'The pointer leads to an object, and there is no mediator.',
          on: {
            swapRequested: { target: 'on' },
          },
        },
        on: {
          description: 'From the acceptance of a request until another would be accepted.',
          on: {
            swapRequested: { description: 'Anybody may ask; while a swap is on, the answer is a refusal.' },
            swapRefused: { guard: ofEvent('isBusy') },
          },
          initial: 'requested',
          states: {
            requested: {
              description: 'Nothing has moved. Without a successor or a common transfer format nothing will.',
              on: {
                swapRefused: { guard: ofEvent('isImpossible'), target: '#reference.swap.idle' },
                swapStarted: {
                  guard: ofMediator('isOwn'),
                  target: ['#reference.swap.on.undecided', '#reference.mediator.present.forward'],
                  actions: 'startGrace',
                },
              },
            },
            undecided: {
              description:
                'The pointer leads to the mediator, the old object is authoritative, and all can be given up.',
              on: {
                swapAbandoned: { guard: ofMediator('isOwn'), target: 'abandoned', actions: 'giveUp' },
              },
              initial: 'draining',
              states: {
                draining: {
                  description: 'Until every thread that may have come past the mediator is gone.',
                  on: {
                    generation: { guard: ofProcessor('isAwaited'), actions: ofProcessor('elapse') },
                    'phase.block': {
                      guard: ofMediator('graceIsOver'),
                      target: ['#reference.swap.on.undecided.quiescing', '#reference.mediator.present.block'],
                      actions: 'startGrace',
                    },
                  },
                },
                quiescing: {
                  description: 'Until the last call in flight has returned.',
                  on: {
                    quiescent: { guard: ofMediator('noneInFlight'), target: 'copying' },
                  },
                },
                copying: {
                  description: 'No call is inside the old object, and none comes in, while its state is copied.',
                  on: {
                    transferBegins: { guard: ofEvent('isNextObject') },
                    transferEnded: { guard: ofEvent('isNextObject'), target: 'copied' },
                  },
                },
                copied: {
                  on: {
                    swung: { guard: ofObject('isSuccessor'), target: '#reference.swap.on.swung', actions: 'commit' },
                  },
                },
              },
            },
            abandoned: {
              description:
                'The swap is given up before its commit: the old object is, and stays, authoritative (ours).',
              on: {
                swung: { guard: ofObject('isOriginal'), target: 'swung' },
              },
            },
            swung: {
              description: 'The pointer leads to an object again; the mediator does not know it yet.',
              on: {
                enter: { guard: ofEvent('mayEnter') },
                'phase.completed': {
                  guard: ofMediator('isOwn'),
                  target: ['#reference.swap.on.releasing', '#reference.mediator.present.completed'],
                },
              },
            },
            releasing: {
              on: {
                swapEnded: { guard: ofEvent('isDecided'), target: 'ended' },
              },
            },
            ended: {
              on: {
                freedObject: { guard: ofObject('isLoser'), target: 'reclaiming', actions: 'startGrace' },
              },
            },
            reclaiming: {
              description: 'A second grace period outlasts whoever still holds the pointer to the mediator (ours).',
              on: {
                generation: { guard: ofProcessor('isAwaited'), actions: ofProcessor('elapse') },
                freedMediator: {
                  guard: ofMediator('isUnused'),
                  target: ['#reference.swap.on.retired', '#reference.mediator.absent'],
                  actions: 'forget',
                },
              },
            },
            retired: {
              description: 'Nothing is left of the swap.',
              on: {
                swapIdle: { target: '#reference.swap.idle', actions: 'numberNext' },
              },
            },
          },
        },
      },
    },
    mediator: {
      description: 'What a call finds on its way. The arrows of the swap move it.',
      initial: 'absent',
      states: {
        absent: {
          description: 'A call costs one load of the pointer.',
          on: {
            enter: { guard: ofEvent('mayEnter') },
          },
        },
        present: {
          description: 'Whoever has come to the mediator is counted and tracked in it, and out of it.',
          on: {
            'tracked.in': { guard: ofThread('isOnItsWay'), actions: ofThread('track') },
            'tracked.out': { guard: ofThread('isInside'), actions: ofThread('untrack') },
            'counted.out': { guard: ofThread('isOnItsWay'), actions: ofThread('countOut') },
          },
          initial: 'forward',
          states: {
            forward: {
              description: 'Every call passes.',
              on: {
                enter: { guard: ofEvent('mayEnterWhileDraining') },
                'counted.in': { guard: ofThread('isFree'), actions: ofThread('countIn') },
              },
            },
            block: {
              description: 'Recursive calls pass, new ones are suspended.',
              on: {
                enter: { guard: ofEvent('mayEnterRecursively') },
                'counted.in': { guard: ofThread('isRecursive'), actions: ofThread('countIn') },
                suspended: { guard: ofThread('isNew'), actions: ofThread('suspend') },
              },
            },
            completed: {
              description: 'The waiters go on to whichever object serves.',
              on: {
                enter: { guard: ofEvent('mayEnter') },
                resumed: { guard: ofThread('isSuspended'), actions: ofThread('resume') },
              },
            },
          },
        },
      },
    },
  },
});
