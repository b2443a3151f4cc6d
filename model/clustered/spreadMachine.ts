// The per-processor form as an xstate machine, to be read after swapMachine.ts: one reference, its swaps, and a mediator that is
// spread over the processors (paper, section 3: "structured as a locality-optimized concurrent object").
// The states are the root's: how far the swap is. The stage of each processor is in the context: what a call finds there. A
// processor turns to block when its own generations have passed, whatever the others do; the root after the last.
// Leaves out: local and global entries and misses (a call comes to a representative, or it does not), what a component
// does, locks, the ticket, the barrier's count, threads that migrate.

import { assign, setup } from 'xstate';
import { generationsInGrace, type PerThread } from '../swapMachine.js';

/**
 * What a call finds on a processor. calm: no representative in use. born: the processor had not called before, and was touched
 * while the swap is on; it blocks from the first.
 */
export type Stage = 'calm' | 'forward' | 'block' | 'born' | 'completed';

export type SpreadContext = {
  /** The processor of each thread that calls. */
  readonly homes: PerThread;
  /** The object that serves, or that the mediator stands before. */
  readonly current: number;
  /** The number of this swap's mediator; while idle, of the next one. */
  readonly mediator: number;
  readonly outcome: 'open' | 'completed' | 'aborted';
  /** By processor. */
  readonly stages: Readonly<Record<string, Stage>>;
  /** Generations that have passed in the present grace period of a processor; left out where none have. */
  readonly elapsed: Readonly<Record<string, number>>;
  /** Processors that have moved their part, in order. */
  readonly moved: readonly number[];
  /** Calls that the representative of their thread's processor has counted in and not yet out. */
  readonly inFlight: PerThread;
  /** The tables of thread ids. */
  readonly inside: PerThread;
  /** Threads that are held back, in the order of their names. */
  readonly suspended: readonly string[];
};

export type SpreadInput = { readonly processors: readonly number[]; readonly homes: PerThread };

type OfThread = { readonly thread: string };
type OnProcessor = { readonly processor: number };
type OfObject = { readonly object: number };

/** The words are those of impl/events.ts; a phase of the root, and one of a processor, are told apart. */
export type SpreadEvent =
  | ({ readonly type: 'enter' } & OfThread & OfObject)
  | ({ readonly type: 'counted.in' | 'counted.out' | 'tracked.in' | 'tracked.out' } & OfThread)
  | ({ readonly type: 'suspended' | 'resumed' } & OfThread)
  | { readonly type: 'swapRequested' }
  | { readonly type: 'swapRefused'; readonly reason: string }
  | { readonly type: 'swapStarted'; readonly mediator: number }
  | ({ readonly type: 'phase.forward' | 'phase.block' | 'phase.completed' | 'generation' } & OnProcessor)
  | { readonly type: 'root.block' | 'quiescent' | 'root.transfer' | 'root.completed' }
  | ({ readonly type: 'transferBegins' | 'transferEnded' } & OnProcessor)
  | { readonly type: 'swapAbandoned' | 'freedMediator' | 'swapIdle' }
  | ({ readonly type: 'swung' | 'freedObject' } & OfObject)
  | { readonly type: 'swapEnded'; readonly outcome: string };

type Given = { readonly context: SpreadContext };
type Entry = OfThread & OfObject;

const times = (table: PerThread, key: string | number) => table[key] ?? 0;

/** changed adds to a number; a zero is left out. */
function changed(table: PerThread, key: string | number, amount: number): PerThread {
  const { [key]: before = 0, ...others } = table;
  return before + amount === 0 ? others : { ...others, [key]: before + amount };
}

const stageOn = ({ context }: Given, processor: number): Stage => context.stages[processor] ?? 'calm';
const stagesOf = ({ context }: Given): readonly Stage[] => Object.values(context.stages);

/** The stage of the processor that a thread runs on. */
function stageFor(given: Given, thread: string): Stage {
  return stageOn(given, times(given.context.homes, thread));
}

const holdsBack = (stage: Stage): boolean => stage === 'block' || stage === 'born';

/** The thread is neither held back nor on its way through a representative. */
function isFree({ context }: Given, thread: string): boolean {
  const onItsWay = times(context.inFlight, thread) !== times(context.inside, thread);
  return !onItsWay && !context.suspended.includes(thread);
}

function isInside(given: Given, thread: string): boolean {
  return isFree(given, thread) && times(given.context.inside, thread) > 0;
}

function graceIsOver({ context }: Given, processor: number): boolean {
  return times(context.elapsed, processor) === generationsInGrace;
}

function nobodyTakesPart(given: Given): boolean {
  return stagesOf(given).every((stage) => stage === 'calm');
}

/** Each processor that had called has moved its part; one that was born has none, or others move it. */
function allHaveMoved({ context }: Given): boolean {
  const blocking = Object.keys(context.stages).filter((processor) => context.stages[processor] === 'block');
  return blocking.every((processor) => context.moved.includes(Number(processor)));
}

/**
 * Once a swap is decided, what is current serves, on every processor. Before that a processor that blocks, or whose
 * generations have passed, lets only calls in that it has counted.
 */
function mayEnter(given: Given, { thread, object }: Entry): boolean {
  const { context } = given;
  const processor = times(context.homes, thread);
  const stage = stageOn(given, processor);
  const isKnown = holdsBack(stage) || (stage === 'forward' && graceIsOver(given, processor));
  const isFit = object === context.current && isFree(given, thread);
  return isFit && (context.outcome !== 'open' || !isKnown || isInside(given, thread));
}

/** staged puts processors in another stage. */
function staged({ context }: Given, processor: number, stage: Stage): SpreadContext['stages'] {
  return { ...context.stages, [processor]: stage };
}

function withoutGrace({ context }: Given, processor: number): SpreadContext['elapsed'] {
  const { [processor]: _over, ...others } = context.elapsed;
  return others;
}

const ofThread = <T extends string>(type: T) => ({
  type,
  params: ({ event }: { readonly event: OfThread }) => event.thread,
});
const ofEntry = <T extends string>(type: T) => ({
  type,
  params: ({ event }: { readonly event: Entry }) => event,
});
const ofProcessor = <T extends string>(type: T) => ({
  type,
  params: ({ event }: { readonly event: OnProcessor }) => event.processor,
});
const ofObject = <T extends string>(type: T) => ({
  type,
  params: ({ event }: { readonly event: OfObject }) => event.object,
});

export const spreadMachine = setup({
  types: { context: {} as SpreadContext, events: {} as SpreadEvent, input: {} as SpreadInput },
  guards: {
    // Calls, as they find their processor.
    mayEnter,
    isAdmitted: (given, thread: string) =>
      isFree(given, thread) &&
      (stageFor(given, thread) === 'forward' || (holdsBack(stageFor(given, thread)) && isInside(given, thread))),
    isNew: (given, thread: string) =>
      isFree(given, thread) && !isInside(given, thread) && holdsBack(stageFor(given, thread)),
    isReleased: (given, thread: string) =>
      given.context.suspended.includes(thread) && stageFor(given, thread) === 'completed',
    isOnItsWay: ({ context }, thread: string) => times(context.inFlight, thread) > times(context.inside, thread),
    isInside,
    // Processors.
    isCalm: (given, processor: number) => stageOn(given, processor) === 'calm',
    isAwaited: (given, processor: number) =>
      ['forward', 'completed'].includes(stageOn(given, processor)) && !graceIsOver(given, processor),
    mayBlock: (given, processor: number) => stageOn(given, processor) === 'forward' && graceIsOver(given, processor),
    mayComplete: (given, processor: number) => !['calm', 'completed'].includes(stageOn(given, processor)),
    hasPart: (given, processor: number) =>
      nobodyTakesPart(given) || (stageOn(given, processor) === 'block' && !given.context.moved.includes(processor)),
    // The root.
    isOwn: ({ context }, mediator: number) => mediator === context.mediator,
    noneInForward: (given) => !stagesOf(given).includes('forward'),
    noneInFlight: ({ context }) => Object.keys(context.inFlight).length === 0,
    nobodyTakesPart,
    isSuccessor: (given, object: number) => object === given.context.current + 1 && allHaveMoved(given),
    isOriginal: ({ context }, object: number) => object === context.current,
    isLoser: ({ context }, object: number) =>
      object === (context.outcome === 'completed' ? context.current - 1 : context.current + 1),
    isLoserOfNobody: (given, object: number) => nobodyTakesPart(given) && object === given.context.current - 1,
    isDecided: ({ context }, outcome: string) => outcome === context.outcome,
    isUnused: (given) =>
      Object.keys(given.context.stages).every(
        (processor) =>
          given.context.stages[processor] === 'calm' ||
          (given.context.stages[processor] === 'completed' && graceIsOver(given, Number(processor))),
      ) &&
      Object.keys(given.context.inFlight).length === 0 &&
      given.context.suspended.length === 0,
    isBusy: (_given, reason: string) => reason === 'busy',
    isImpossible: (_given, reason: string) => reason !== 'busy',
  },
  actions: {
    countIn: assign({ inFlight: ({ context }, thread: string) => changed(context.inFlight, thread, 1) }),
    countOut: assign({ inFlight: ({ context }, thread: string) => changed(context.inFlight, thread, -1) }),
    track: assign({ inside: ({ context }, thread: string) => changed(context.inside, thread, 1) }),
    untrack: assign({ inside: ({ context }, thread: string) => changed(context.inside, thread, -1) }),
    suspend: assign({ suspended: ({ context }, thread: string) => [...context.suspended, thread].sort() }),
    resume: assign({ suspended: ({ context }, thread: string) => context.suspended.filter((each) => each !== thread) }),
    flush: assign({
      stages: (given, processor: number) => staged(given, processor, 'forward'),
      elapsed: (given, processor: number) => withoutGrace(given, processor),
    }),
    elapse: assign({ elapsed: ({ context }, processor: number) => changed(context.elapsed, processor, 1) }),
    turnToBlock: assign({ stages: (given, processor: number) => staged(given, processor, 'block') }),
    bear: assign({ stages: (given, processor: number) => staged(given, processor, 'born') }),
    release: assign({
      stages: (given, processor: number) => staged(given, processor, 'completed'),
      elapsed: (given, processor: number) => withoutGrace(given, processor),
    }),
    move: assign({ moved: ({ context }, processor: number) => [...context.moved, processor].sort() }),
    commit: assign({ current: ({ context }) => context.current + 1, outcome: 'completed' }),
    giveUp: assign({ outcome: 'aborted' }),
    forget: assign({
      outcome: 'open',
      elapsed: {},
      moved: [],
      stages: ({ context }) => Object.fromEntries(Object.keys(context.stages).map((each) => [each, 'calm' as const])),
    }),
    numberNext: assign({ mediator: ({ context }) => context.mediator + 1 }),
  },
}).createMachine({
  id: 'spread',
  description: 'One reference whose mediator is spread over the processors: its swaps, and what a call finds there',
  context: ({ input }) => ({
    homes: input.homes,
    current: 0,
    mediator: 0,
    outcome: 'open',
    stages: Object.fromEntries(input.processors.map((processor) => [processor, 'calm' as const])),
    elapsed: {},
    moved: [],
    inFlight: {},
    inside: {},
    suspended: [],
  }),
  on: {
    enter: { guard: ofEntry('mayEnter') },
    'counted.in': { guard: ofThread('isAdmitted'), actions: ofThread('countIn') },
    'counted.out': { guard: ofThread('isOnItsWay'), actions: ofThread('countOut') },
    'tracked.in': { guard: ofThread('isOnItsWay'), actions: ofThread('track') },
    'tracked.out': { guard: ofThread('isInside'), actions: ofThread('untrack') },
    suspended: { guard: ofThread('isNew'), actions: ofThread('suspend') },
    resumed: { guard: ofThread('isReleased'), actions: ofThread('resume') },
    generation: { guard: ofProcessor('isAwaited'), actions: ofProcessor('elapse') },
  },
  initial: 'idle',
  states: {
    idle: {
      description: 'The global entry leads to an object, and there is no mediator.',
      on: { swapRequested: { target: 'on' } },
    },
    on: {
      description: 'From the acceptance of a request until another would be accepted.',
      on: {
        swapRequested: { description: 'Anybody may ask; while a swap is on, the answer is a refusal.' },
        swapRefused: { guard: { type: 'isBusy', params: ({ event }) => event.reason } },
      },
      initial: 'requested',
      states: {
        requested: {
          on: {
            swapRefused: {
              guard: { type: 'isImpossible', params: ({ event }) => event.reason },
              target: '#spread.idle',
            },
            swapStarted: {
              guard: { type: 'isOwn', params: ({ event }) => event.mediator },
              target: 'undecided',
            },
          },
        },
        undecided: {
          description: 'Before the commit: the old object is authoritative.',
          on: { swapAbandoned: { target: 'abandoned' } },
          initial: 'draining',
          states: {
            draining: {
              description: 'Each worker flushes the entry of its processor, and lets generations pass there.',
              on: {
                'phase.forward': { guard: ofProcessor('isCalm'), actions: ofProcessor('flush') },
                'phase.block': [
                  { guard: ofProcessor('mayBlock'), actions: ofProcessor('turnToBlock') },
                  { guard: ofProcessor('isCalm'), actions: ofProcessor('bear') },
                ],
                'root.block': { guard: 'noneInForward', target: 'quiescing' },
              },
            },
            quiescing: {
              description: 'No processor lets new calls in.',
              on: {
                'phase.block': { guard: ofProcessor('isCalm'), actions: ofProcessor('bear') },
                quiescent: { guard: 'noneInFlight', target: 'quiet' },
                transferBegins: {
                  description: 'The fast path: nobody knows the old object.',
                  guard: 'nobodyTakesPart',
                  target: 'moving',
                },
              },
            },
            quiet: {
              description: 'Nobody is inside. Workers may be born until all are told to transfer.',
              on: {
                'phase.block': { guard: ofProcessor('isCalm'), actions: ofProcessor('bear') },
                'root.transfer': { target: 'moving' },
              },
            },
            moving: {
              description: 'Each worker moves the part of its processor.',
              on: {
                transferBegins: { guard: ofProcessor('hasPart') },
                transferEnded: { guard: ofProcessor('hasPart'), actions: ofProcessor('move') },
                swung: { guard: ofObject('isSuccessor'), target: '#spread.on.concluded', actions: 'commit' },
              },
            },
          },
        },
        abandoned: {
          description: 'The swap is given up before its commit (ours). Workers turn all the same, until they are told.',
          on: {
            'phase.forward': { guard: ofProcessor('isCalm'), actions: ofProcessor('flush') },
            'phase.block': [
              { guard: ofProcessor('mayBlock'), actions: ofProcessor('turnToBlock') },
              { guard: ofProcessor('isCalm'), actions: ofProcessor('bear') },
            ],
            'root.block': { guard: 'noneInForward' },
            swung: { guard: ofObject('isOriginal'), target: 'concluded', actions: 'giveUp' },
          },
        },
        concluded: {
          description: 'The global entry leads to an object again; the workers are told, and let their processors go.',
          initial: 'turned',
          states: {
            turned: {
              on: {
                'root.completed': { target: 'releasing' },
                freedObject: { guard: ofObject('isLoserOfNobody'), target: 'freed' },
              },
            },
            freed: {
              on: {
                swapEnded: {
                  guard: { type: 'isDecided', params: ({ event }) => event.outcome },
                  target: 'releasing.reclaiming',
                },
              },
            },
            releasing: {
              on: {
                'phase.completed': { guard: ofProcessor('mayComplete'), actions: ofProcessor('release') },
              },
              initial: 'told',
              states: {
                told: {
                  on: {
                    swapEnded: {
                      guard: { type: 'isDecided', params: ({ event }) => event.outcome },
                      target: 'ended',
                    },
                  },
                },
                ended: { on: { freedObject: { guard: ofObject('isLoser'), target: 'reclaiming' } } },
                reclaiming: {
                  description: 'A second grace period on each processor outlasts who read its entry before.',
                  on: {
                    freedMediator: { guard: 'isUnused', target: '#spread.on.reclaimed', actions: 'forget' },
                  },
                },
              },
            },
          },
        },
        reclaimed: { on: { swapIdle: { target: '#spread.idle', actions: 'numberNext' } } },
      },
    },
  },
});
