// What the eraser makes of impl/: one text, several outputs. A flavour says which operations stand for those of the program
// language, whether what blocks is awaited or blocks, whether events are said, and whether each access has a hook.

/** Where an operation that may block never does, and why: it is asserted there, and costs nothing. */
export interface Asserted {
  readonly file: string;
  readonly function: string;
  readonly why: string;
}

export interface Flavour {
  readonly name: string;
  /** The module whose functions stand for the operations, from the runtime's folder. */
  readonly operations: string;
  /** awaits: what blocks may give a promise. blocks: it gives its result when it is over. */
  readonly blocking: 'awaits' | 'blocks';
  /** Whether events are said. */
  readonly events: boolean;
  /** Whether each access has a hook before it, at which a driver stops. */
  readonly hooks: boolean;
  /** A load is an access to the cell itself. */
  readonly direct: boolean;
  /** The options of the mechanism that are known now. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly asserted: readonly Asserted[];
  /** Functions that give their result at once where they can, and a promise only where they cannot: those of a call. */
  readonly handingOn: readonly string[];
  /** Functions that come to nothing here, because what they guard against is asserted not to be in the recorded text. */
  readonly leftOut?: readonly Asserted[];
  /** A loop that only reads says when it goes round: others may need the processor. */
  readonly spins?: true;
}

/** On the event loop nothing comes between two operations of one tick. */
const onEventLoop: readonly Asserted[] = Object.freeze([
  {
    file: 'hotswap/fairLock.ts',
    function: 'take',
    why: 'the phase lock is let go in the tick in which it was taken',
  },
  {
    file: 'hotswap/fairLock.ts',
    function: 'acquirePlain',
    why: 'the phase lock is let go in the tick in which it was taken',
  },
  {
    file: 'hotswap/admission.ts',
    function: 'countedWhileInFlight',
    why: 'nobody comes between the load and the compareExchange of one tick',
  },
]);

/** A lock that is always free need not be taken. That it is free is asserted in the texts that are recorded and checked. */
const freeLock: readonly Asserted[] = Object.freeze(
  ['takeLock', 'releaseLock'].map((name) => ({
    file: 'hotswap/fairLock.ts',
    function: name,
    why: 'the phase lock is let go in the tick in which it was taken',
  })),
);

/** The mechanism as a service runs it. */
const options = Object.freeze({
  admission: 'strict',
  abort: 'deadline',
  deadlineFor: undefined,
  serialised: false,
  sleepStaysCounted: false,
  secondGrace: true,
  synchronousCalls: 'transferAwaits',
});

const eventLoop: Flavour = {
  name: 'eventLoop',
  operations: 'eventLoop/operations.js',
  blocking: 'awaits',
  events: false,
  hooks: false,
  direct: true,
  options,
  asserted: onEventLoop,
  handingOn: ['call', 'dispatch', 'runCounted', 'runInside', 'runAs', 'asItIs'],
  leftOut: freeLock,
};

/** What blocks, blocks: for whoever performs one operation after the other. */
const hooked: Flavour = {
  name: 'hooked',
  operations: 'hooked/operations.js',
  blocking: 'blocks',
  events: true,
  hooks: true,
  direct: false,
  options: {},
  asserted: [],
  handingOn: [],
};

/** For worker threads: memory is shared, each operation is an atomic access to it, and what blocks sleeps. */
const threads: Flavour = {
  name: 'threads',
  operations: 'threads/operations.js',
  blocking: 'blocks',
  events: true,
  hooks: false,
  direct: false,
  options: {},
  asserted: [],
  handingOn: [],
  spins: true,
};

/** The outputs of the build. */
export const flavours: Readonly<Record<'eventLoop' | 'recorded' | 'stepped' | 'hooked' | 'threads', Flavour>> =
  Object.freeze({
    /** What a service runs. */
    eventLoop,
    /** The same, with its events. */
    recorded: { ...eventLoop, name: 'recorded', events: true, leftOut: [] },
    /** The same with its events and with all options, for the check that drives it from await to await. */
    stepped: { ...eventLoop, name: 'stepped', events: true, options: {}, asserted: onEventLoop, leftOut: [] },
    /** For the check that drives it one operation at a time. */
    hooked,
    threads,
  });
