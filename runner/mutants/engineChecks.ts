// Small checks of an explorer with answers that are known beforehand: closed-form counts, final results, deadlocks,
// fairness. Each takes the explorer that it judges, so that it can be a copy with a defect.

import type * as Explorer from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import {
  add,
  again,
  allocate,
  atMost,
  atomically,
  begins,
  below,
  cell,
  choose,
  compareExchange,
  done,
  fence,
  free,
  happened,
  happenedTogether,
  inRegion,
  is,
  isNot,
  join,
  kill,
  load,
  loop,
  type Program,
  type ProgramFunction,
  park,
  type Region,
  region,
  safePoint,
  select,
  spawn,
  store,
  type ThreadOptions,
  type Turn,
  thread,
  unpark,
  updateWhen,
  view,
  wait,
  waitUntil,
  when,
} from '../../engine/program/index.js';

export type Engine = Pick<
  typeof Explorer,
  | 'executions'
  | 'explore'
  | 'exploreExecutions'
  | 'outcomes'
  | 'parseSchedule'
  | 'replay'
  | 'noDeadlock'
  | 'noStuck'
  | 'noFailure'
  | 'noUseAfterFree'
  | 'invariant'
  | 'atEnd'
  | 'monitor'
  | 'eventually'
  | 'violated'
>;

/** A check returns what is wrong, or nothing. */
export type Check = (engine: Engine) => string | undefined;

const x = cell('x', 0);
const y = cell('y', 0);
const seen = cell('seen', 0);
const cells = [x, y, seen];

/** A defect may make an endless system of a small one. */
const limits = { states: 200_000 };

type Part = readonly [name: string, program: ProgramFunction, args?: unknown, options?: ThreadOptions];

function systemOf(...parts: readonly Part[]): System {
  return { cells, threads: parts.map(([name, program, args, options]) => thread(name, program, args, options)) };
}

const daemon: ThreadOptions = { daemon: true };

function* safePoints({ times }: { readonly times: number }): Program<void> {
  for (let time = 0; time < times; time++) yield* safePoint();
}

/** `threads` threads of `times` steps each that do not meet: (times + 1) ^ threads states. */
function grid(threads: number, times: number): Check {
  const names = Array.from({ length: threads }, (_, index) => `t${index}`);
  const system = systemOf(...names.map((name): Part => [name, safePoints, { times }]));
  const states = (times + 1) ** threads;
  const transitions = threads * times * (times + 1) ** (threads - 1);
  return ({ outcomes }) => {
    // The loop in TypeScript is asked, however many states there are: its text is what mutants change.
    const found = outcomes(system, () => null, { limits, engine: 'typescript' });
    return differs([states, transitions], [found.states, found.transitions]);
  };
}

function differs(expected: unknown, found: unknown): string | undefined {
  const [wanted, got] = [JSON.stringify(expected), JSON.stringify(found)];
  return wanted === got ? undefined : `${got} instead of ${wanted}`;
}

function verdicts(engine: Engine, system: System, properties: readonly Explorer.Property[]): readonly string[] {
  return engine.explore(system, properties, { limits, builtIn: false }).verdicts.map(({ verdict }) => verdict);
}

function deadlocks(system: System, expected: 'proved' | 'refuted'): Check {
  return (engine) => differs([expected], verdicts(engine, system, [engine.noDeadlock]));
}

function stuck(system: System, expected: 'proved' | 'refuted'): Check {
  return (engine) => differs([expected], verdicts(engine, system, [engine.noStuck]));
}

function* chooser(): Program<void> {
  yield* store(x, yield* choose(3));
}

function* chooserOf({ of }: { readonly of: number }): Program<void> {
  yield* store(x, yield* choose(of));
}

function* chooserOfFar(): Program<void> {
  yield* store(x, 100_000 * (yield* choose(3)));
}

function* increment(): Program<void> {
  yield* store(x, (yield* load(x)) + 1);
}

function* countUp({ to }: { readonly to: number }): Program<void> {
  yield* loop({ left: to }, countOnce);
}

function* countOnce({ left }: { readonly left: number }): Program<Turn<{ readonly left: number }, void>> {
  if (left === 0) {
    yield* safePoint();
    return done();
  }
  yield* add(x, 300);
  return again({ left: left - 1 });
}

function finals(system: System, of: readonly number[]): Check {
  return ({ outcomes }) => differs(of.map(String), outcomes(system, (state) => state.read(x), { limits }).outcomes);
}

function* waker(): Program<void> {
  yield* unpark('sleeper');
}

function* wakeTwice(): Program<void> {
  yield* unpark('sleeper');
  yield* unpark('sleeper');
}

function* sleeper({ times }: { readonly times: number }): Program<void> {
  yield* safePoint();
  for (let time = 0; time < times; time++) yield* park();
}

function* waitBelow(): Program<void> {
  yield* wait(y, below(0));
}

function* waitForY(): Program<void> {
  yield* wait(y, is(1));
}

function* setY(): Program<void> {
  yield* store(y, 1);
}

/** Sees y as 1 only if the other thread runs from beginning to end at the safe point. */
function* yieldThenSeeY(): Program<void> {
  yield* store(x, 1);
  yield* safePoint();
  yield* store(seen, yield* load(y));
}

function* copyXToY(): Program<void> {
  yield* store(y, yield* load(x));
}

/** Takes a request from y and counts it in x. */
function* serve(): Program<void> {
  yield* loop({}, serveOne);
}

function* serveOne(): Program<Turn<object, void>> {
  yield* wait(y, is(1));
  yield* store(y, 0);
  yield* add(x, 1);
  return again({});
}

/** Goes round until it has chosen 1. */
function* guess(): Program<void> {
  yield* loop({}, guessOnce);
  yield* store(x, 1);
}

function* guessOnce(): Program<Turn<object, void>> {
  return (yield* choose(2)) === 1 ? done() : again({});
}

/** x goes round 0, 1, 2 for ever. */
function* roundAndRound(): Program<void> {
  yield* loop({}, goRound);
}

function* goRound(): Program<Turn<object, void>> {
  yield* store(x, 1);
  yield* store(x, 2);
  yield* store(x, 0);
  return again({});
}

function* waitForXOne(): Program<void> {
  yield* wait(x, is(1));
}

function* waitForXLow(): Program<void> {
  yield* wait(x, atMost(-1));
}

function* spin(): Program<void> {
  yield* loop({}, look);
}

function* look(): Program<Turn<object, void>> {
  return (yield* load(y)) === 1 ? done() : again({});
}

function* tellTwice(): Program<void> {
  yield* safePoint();
  yield* happened('first');
  yield* safePoint();
  yield* happened('second');
}

const cooperative: System = {
  ...systemOf(['a', yieldThenSeeY], ['b', copyXToY]),
  processors: ['cooperative'],
};

/** The second step of the thread makes it false: the step writes a cell that nobody reads, and then its own node. */
const statusSeen: Check = (engine) => {
  const unfinished = engine.invariant('unfinished', (state) => state.status('t') !== 'finished');
  return differs(['refuted'], verdicts(engine, systemOf(['t', increment]), [unfinished]));
};

const bothRefuted: Check = (engine) => {
  const never = (name: string) =>
    engine.monitor(`never ${name}`, {
      init: 0,
      on: (state, event) => (event.name === name ? engine.violated('it came') : state),
    });
  const properties = [never('first'), never('second')];
  return differs(['refuted', 'refuted'], verdicts(engine, systemOf(['t', tellTwice]), properties));
};

function* tellChoice({ of }: { readonly of: number }): Program<void> {
  const n = yield* choose(of);
  yield* happened('told', { n });
  yield* safePoint();
  yield* happened('asked', { n });
}

/** Two monitors, each of which remembers a part of the number that was told: many joint states of few own ones. */
const rememberedAsTold: Check = (engine) => {
  const remembers = (name: string, part: (told: number) => number) =>
    engine.monitor(name, {
      init: -1 as number,
      on: (state, event) => {
        const seen = part(Number(event.data.n));
        if (event.name === 'told') return seen;
        return event.name === 'asked' && seen !== state ? engine.violated(`it was told ${state}`) : state;
      },
    });
  const properties = [remembers('quotient', (n) => Math.floor(n / 11)), remembers('remainder', (n) => n % 11)];
  return differs(['proved', 'proved'], verdicts(engine, systemOf(['t', tellChoice, { of: 120 }]), properties));
};

const oneValueOfMany: Check = (engine) => {
  const never = engine.invariant('never nine', (state) => state.read(x) !== 9);
  return differs(['refuted'], verdicts(engine, systemOf(['t', chooserOf, { of: 12 }]), [never]));
};

function* spawnsOnZero(): Program<void> {
  if ((yield* load(x)) !== 0) return;
  yield* store(x, 1);
  yield* spawn('w');
}

/** The schedule of a misuse leads to it. */
const misuseReplays: Check = (engine) => {
  const system = systemOf(['a', spawnsOnZero], ['b', spawnsOnZero], ['w', safePoints, { times: 1 }, { dormant: true }]);
  try {
    return `it is ${verdicts(engine, system, [engine.noDeadlock])}`;
  } catch (error) {
    const { schedule } = error as { readonly schedule?: string };
    const again = engine.replay(system, engine.parseSchedule(schedule ?? ''));
    return differs(['QSC506', 5], [again.misuse?.code, again.misuse?.step]);
  }
};

const [one, other] = ['one', 'other'].map((name) => region(name, {}, { initially: 'allocated' })) as [Region, Region];
const ofOne = cell('ofOne', 0, { region: one });
const ofOther = cell('ofOther', 0, { region: other });

const areBothOne = view('both are 1', ([held, beside]: readonly [number, number]) => held === 1 && beside === 1);
const isNever = view('never', () => false);

function* awaitsMemoryOfBoth(): Program<void> {
  yield* waitUntil([ofOne, ofOther], areBothOne);
}

function* freesAndTakesAgain(): Program<void> {
  yield* free(one);
  yield* allocate(one);
  yield* store(ofOne, 1);
  yield* store(ofOther, 1);
}

function* awaitsByOldReference(): Program<void> {
  yield* wait(ofOther, is(1));
  yield* waitUntil([inRegion(one, { cell: cell('ofOne', 0) }, 1).cell], isNever);
}

function* killsAndFrees(): Program<void> {
  yield* kill('t');
  yield* free(one);
}

function* storesToOne(): Program<void> {
  yield* store(ofOne, 2);
}

function* renewsAtOnce(): Program<void> {
  yield* atomically(renews);
}

function* renews(): Program<void> {
  yield* free(one);
  yield* allocate(one);
}

function usesFreed(expected: 'proved' | 'refuted', ...parts: readonly Part[]): Check {
  return usesFreedUnder('sc', expected, ...parts);
}

function usesFreedUnder(memory: 'sc' | Memory, expected: 'proved' | 'refuted', ...parts: readonly Part[]): Check {
  const system = { ...systemOf(...parts), cells: [ofOne, ofOther], memory };
  return ({ explore }) =>
    differs(
      [expected],
      explore(system, [], { limits, builtIn: ['noUseAfterFree'] }).verdicts.map(({ verdict }) => verdict),
    );
}

const viewChanges: Check = (engine) => {
  let asked = 0;
  const changes = view('changes', () => ++asked > 1);
  function* looks(): Program<void> {
    yield* store(y, (yield* load(x, changes)) ? 1 : 0);
  }
  const system = systemOf(['t', looks]);
  try {
    const { verdicts } = engine.explore(system, [engine.invariant('any', () => true)], { limits, liveExecutions: 0 });
    return `it is ${verdicts[0]?.verdict}`;
  } catch (error) {
    return differs('QSC214', (error as { readonly code?: string }).code);
  }
};

/** A system is refused with a code, whatever it is asked. */
function refused(code: string, system: System, property: (engine: Engine) => Explorer.Property): Check {
  return (engine) => {
    try {
      return `it is ${verdicts(engine, system, [property(engine)])}`;
    } catch (error) {
      return differs(code, (error as { readonly code?: string }).code);
    }
  };
}

/** Whatever is said is right. */
const anything = ({ monitor }: Engine) => monitor('anything', { init: 0 as number, on: (state) => 1 - state });

/** Its state is the event that it has been told as the n-th. */
const nth =
  (n: number) =>
  ({ monitor }: Engine) =>
    monitor('nth', {
      init: { told: 0, name: '' },
      on: ({ told, name }, event) => ({ told: told + 1, name: told + 1 === n ? event.name + event.thread : name }),
    });

function* gotAndLeft(): Program<void> {
  yield* safePoint();
  yield* happened('got');
  yield* happened('left');
}

function* getsAndLeaves(): Program<void> {
  yield* begins('got');
  yield* begins('left');
  yield* safePoint();
}

function* leavesBefore(): Program<void> {
  yield* safePoint();
  yield* begins('got');
  yield* happened('left');
  yield* safePoint();
}

function* tellBatch({ names }: { readonly names: readonly string[] }): Program<void> {
  yield* safePoint();
  yield* happenedTogether(names.map((name) => ({ name })));
}

function* born(): Program<void> {
  yield* happened('born');
  yield* safePoint();
}

/** What a thread shares with another outside cells, in a system that is made anew for each check. */
function shares(make: () => System): Check {
  return (engine) => refused('QSC213', make(), anything)(engine);
}

/** One leaves a mark beside its store, the other acts by it, in what it does or in what it says. */
function marked(acts: (mark: number) => Program<void>): readonly [Part, Part] {
  let mark = 0;
  function* marks(): Program<void> {
    yield* store(x, 1);
    mark = 1;
  }
  function* looks(): Program<void> {
    yield* load(y);
    yield* acts(mark);
  }
  return [
    ['marks', marks],
    ['looks', looks],
  ];
}

const storesMark = (mark: number) => store(y, mark);
const saysMark = (mark: number) => happened(`mark ${mark}`);

/** One puts the mark back soon; the other looks in between only where it has stopped there. */
function dipping(): System {
  let depth = 0;
  function* dips(): Program<void> {
    yield* store(x, 1);
    depth++;
    yield* store(x, 2);
    depth--;
    yield* store(x, 3);
  }
  function* looks(): Program<void> {
    yield* load(y);
    yield* load(y);
    yield* store(y, depth === 1 ? 1 : 2);
  }
  return systemOf(['dips', dips], ['looks', looks]);
}

/** One leaves a mark by a look; the other, that touches, would have to come first and go far to show what it was. */
function touching(): System {
  let mark = 0;
  function* looks(): Program<void> {
    yield* load(x);
    mark = 1;
    yield* load(x);
  }
  function* touches(): Program<void> {
    for (let time = 0; time < 10; time++) yield* store(x, time);
    yield* store(y, mark);
  }
  return systemOf(['looks', looks], ['touches', touches]);
}

/** Stores in a cell and looks at the other, twice at its own. `first` and `second` say what it found. */
function* storeThenLook({ mine, other, isFenced }: Looks): Program<void> {
  yield* store(mine, 1);
  yield* store(mine, 2);
  if (isFenced) yield* fence();
  const own = yield* load(mine);
  const found = yield* load(other);
  yield* add(seen, 10 * own + found);
}

interface Looks {
  readonly mine: typeof x;
  readonly other: typeof x;
  readonly isFenced: boolean;
}

function* tellsInOrder(): Program<void> {
  yield* store(x, 1);
  yield* store(y, 1);
}

function* hearsInOrder(): Program<void> {
  const second = yield* load(y);
  yield* add(seen, 10 * second + (yield* load(x)));
}

type Memory = NonNullable<System['memory']>;

function seenUnder(memory: Memory, parts: readonly Part[], expected: readonly number[], storeBuffer = 8): Check {
  return ({ outcomes }) => {
    const system = { ...systemOf(...parts), memory, storeBuffer };
    return differs(expected.map(String), outcomes(system, (state) => state.read(seen), { limits }).outcomes);
  };
}

const sees = (isFenced: boolean): readonly Part[] => [
  ['a', storeThenLook, { mine: x, other: y, isFenced }],
  ['b', storeThenLook, { mine: y, other: x, isFenced }],
];
const orders: readonly Part[] = [
  ['a', tellsInOrder],
  ['b', hearsInOrder],
];

/** With room for one entry the first store is in memory when the second is made. */
const smallBuffer: Check = ({ outcomes }) => {
  const system: System = { ...systemOf(['a', tellsInOrder], ['b', looksLate]), memory: 'pso', storeBuffer: 1 };
  return differs(['0', '1', '11'], outcomes(system, (state) => state.read(seen), { limits }).outcomes);
};

function* looksLate(): Program<void> {
  const second = yield* load(y);
  yield* add(seen, 10 * second + (yield* load(x)));
}

function* incrementBody(): Program<void> {
  yield* store(x, (yield* load(x)) + 1);
}

function* incrementTwice(): Program<void> {
  yield* atomically(incrementBody);
  yield* atomically(incrementBody);
}

function* waitsInside(): Program<void> {
  yield* atomically(waitForY);
}

function* storesMuch(): Program<void> {
  yield* atomically(storesTimes, 500);
}
function* storesTimes(times: number): Program<void> {
  for (let time = 0; time < times; time++) yield* store(y, time % 2);
}

function* saysInside(): Program<void> {
  yield* atomically(storesAndSays);
}

function* storesAndSays(): Program<void> {
  yield* store(x, 1);
  yield* happened('stored');
  yield* store(x, 2);
}

/** Two sections of two operations in each of two threads: 3 x 3 states, whatever they find. */
const sections: Check = ({ outcomes }) => {
  const found = outcomes(systemOf(['a', incrementTwice], ['b', incrementTwice]), (state) => state.read(x), { limits });
  return differs([['4'], 9], [found.outcomes, found.states]);
};

function* picksOne(): Program<void> {
  yield* select(
    when(x, is(0), () => add(seen, 1)),
    when(y, is(0), () => add(seen, 2)),
    when(y, is(1), () => add(seen, 4)),
  );
}

function* awaitsBoth(): Program<void> {
  yield* waitUntil(
    [x, y],
    view('both are 1', ([one, other]: readonly [number, number]) => one === 1 && other === 1),
  );
  yield* add(seen, 1);
}

function* takesOne(): Program<void> {
  yield* updateWhen(
    x,
    view('some', (n: number) => n > 0),
    view('one fewer', (n: number) => n - 1),
  );
  yield* add(seen, 1);
}

function seenAfter(parts: readonly Part[], expected: readonly number[], stuckEnds = 0): Check {
  return ({ outcomes }) => {
    const found = outcomes(systemOf(...parts), (state) => state.read(seen), { limits });
    return differs([expected.map(String), stuckEnds], [found.outcomes, found.deadlocks]);
  };
}

const freshModules: Check = (engine) => {
  try {
    engine.explore(touching(), [anything(engine)], { limits, fresh: touching });
    return 'no error';
  } catch (error) {
    return differs('QSC213', (error as { readonly code?: string }).code);
  }
};

/** A property with a memory of its own is an error, not a verdict. */
function impure(make: (engine: Engine, lies: () => boolean) => Explorer.Property, asks: number): Check {
  return (engine) => {
    let asked = 0;
    const property = make(engine, () => ++asked > asks);
    try {
      return `it is ${verdicts(engine, systemOf(['t', tellTwice]), [property])}`;
    } catch (error) {
      return differs('QSC214', (error as { readonly code?: string }).code);
    }
  };
}

function eventuallyIsOne(system: System, expected: 'proved' | 'refuted'): Check {
  return (engine) =>
    differs([expected], verdicts(engine, system, [engine.eventually('yIsOne', (state) => state.read(y) === 1)]));
}

/** What is seen of x, y and a thread `t` at ends, and how many deadlocks there are. */
function afterFaults(system: System, expected: readonly string[], stuckEnds: number): Check {
  return ({ outcomes }) => {
    const seeing = (state: Explorer.StateView) => [state.read(x), state.read(y), state.status('t')];
    const found = outcomes(system, seeing as never, { limits });
    return differs([expected, stuckEnds], [found.outcomes, found.deadlocks]);
  };
}

const lost = cell('lost', 0, { volatile: 0 });
function* storesAndKeeps(): Program {
  yield* store(lost, 1);
  yield* store(x, 1);
  yield* safePoint();
  yield* store(y, yield* load(lost));
}
function* storesX(): Program {
  yield* store(x, 1);
  yield* safePoint();
}
function* parksOnce(): Program {
  yield* park();
}
function* unparksT(): Program {
  yield* unpark('t');
}
function* waitsForT(): Program {
  yield* join('t');
}
function* countsUp(): Program {
  yield* add(x, 1);
  yield* safePoint();
}
function* killsT(): Program {
  yield* kill('t');
}

const restarting = (crashes: number, restarts: 'never' | 'perhaps' | 'eventually', ...parts: readonly Part[]) => ({
  ...systemOf(...parts),
  faults: { crashes, threads: ['t'], restarts },
});
const forgets = (): System => {
  const system = systemOf(['t', storesAndKeeps]);
  return { ...system, cells: [...system.cells, lost], faults: { crashes: 1, processors: [0], restarts: 'never' } };
};

/** Under sc a volatile cell is what an ended thread leaves behind, under tso what it has not flushed. */
const idles = (memory: 'sc' | 'tso'): System => ({
  ...systemOf(['t', memory === 'sc' ? storesLost : storesAndEnds]),
  ...{ cells: [...cells, lost], memory, faults: { crashes: 1, processors: [0] } },
});
function* storesLost(): Program {
  yield* store(lost, 1);
}
function* storesAndEnds(): Program {
  yield* store(x, 1);
}

/** The checks, cheap ones first. */
function* readAndWrite(): Program {
  yield* store(x, (yield* load(x)) + 1);
}
function* draws(): Program {
  yield* store(x, yield* choose(3));
}
function* waitsForX(): Program {
  yield* wait(x, isNot(0));
  yield* store(y, 1);
}
function* setsAndClears(): Program {
  yield* store(x, 1);
  yield* store(x, 0);
}
function* waitsForZero(): Program {
  yield* wait(x, is(0));
}
function* failsToExchange(): Program {
  yield* compareExchange(x, 5, 6);
}

/** Execution by execution: so many, and none given up half way. */
function traces(system: System, expected: { readonly executions: number; readonly deadlocks: number }): Check {
  return ({ executions }) => {
    const { executions: count, deadlocks, blocked } = executions(system, { limits: { executions: 100, steps: 100 } });
    const found = JSON.stringify({ executions: count, deadlocks, blocked });
    return found === JSON.stringify({ ...expected, blocked: 0 }) ? undefined : found;
  };
}

export const checks: Readonly<Record<string, Check>> = {
  'three threads of two steps have 27 states and 54 transitions': grid(3, 2),
  'a choose of three has three outcomes': finals(systemOf(['t', chooser]), [0, 1, 2]),
  'a choose of three far contents has three outcomes': finals(systemOf(['t', chooserOfFar]), [0, 100000, 200000]),
  'two increments may lose one': finals(systemOf(['a', increment], ['b', increment]), [1, 2]),
  'a loop goes round once for each of its locals': finals(systemOf(['t', countUp, { to: 4 }]), [1200]),
  'two threads count side by side': finals(systemOf(['a', countUp, { to: 4 }], ['b', countUp, { to: 4 }]), [2400]),
  'a permit waits for its thread': deadlocks(systemOf(['sleeper', sleeper, { times: 1 }], ['waker', waker]), 'proved'),
  'permits do not add up': deadlocks(systemOf(['sleeper', sleeper, { times: 2 }], ['waker', wakeTwice]), 'refuted'),
  'a wait for less than zero waits at zero': deadlocks(systemOf(['t', waitBelow]), 'refuted'),
  'a deadlock is no normal end': ({ outcomes }) => {
    const found = outcomes(systemOf(['t', waitBelow]), () => null, { limits });
    return differs([1, []], [found.deadlocks, found.outcomes]);
  },
  'a daemon that still has work to do is no end': finals(
    systemOf(['server', serve, undefined, daemon], ['client', setY]),
    [1],
  ),
  'a daemon that may still leave its round is no end': finals(
    systemOf(['guesser', guess, undefined, daemon], ['t', setY]),
    [1],
  ),
  'a daemon that goes round for ever keeps nobody from an end': finals(
    systemOf(['round', roundAndRound, undefined, daemon], ['t', setY]),
    [0, 1, 2],
  ),
  'a claim about an end that never comes is vacuous': (engine) =>
    differs(['vacuous'], verdicts(engine, systemOf(['a', spin]), [engine.atEnd('never', () => false)])),
  'a monitor that hears nothing that concerns it is vacuous': (engine) => {
    const deaf = engine.monitor('deaf', { init: 0, on: (state) => state });
    const other = engine.monitor('other', { init: 0, handles: ['third'], on: () => engine.violated('it came') });
    return differs(['vacuous', 'vacuous'], verdicts(engine, systemOf(['t', tellTwice]), [deaf, other]));
  },
  'a wait ends when another thread makes it true': deadlocks(systemOf(['a', waitForY], ['b', setY]), 'proved'),
  'a thread that waits for nobody is stuck while another runs': stuck(
    systemOf(['round', roundAndRound, undefined, daemon], ['t', waitForXLow]),
    'refuted',
  ),
  'a thread whose turn comes round again is not stuck': stuck(
    systemOf(['round', roundAndRound, undefined, daemon], ['t', waitForXOne]),
    'proved',
  ),
  'a safe point lets another thread of a cooperative processor run': ({ outcomes }) =>
    differs(['0', '1'], outcomes(cooperative, (state) => state.read(seen), { limits }).outcomes),
  'a predicate over a status is asked again': statusSeen,
  'two monitors are refuted on one path': bothRefuted,
  'a monitor remembers which of many things it was told': rememberedAsTold,
  'an invariant is false of one value of twelve': oneValueOfMany,
  'a spinning thread cannot keep another from a step': eventuallyIsOne(systemOf(['a', spin], ['b', setY]), 'proved'),
  'a thread that spins alone spins for ever': eventuallyIsOne(systemOf(['a', spin]), 'refuted'),
  'a blocked thread does not make a loop unfair': eventuallyIsOne(systemOf(['a', spin], ['b', waitForXLow]), 'refuted'),
  'an invariant that changes its mind is an error': impure(
    ({ invariant }, lies) => invariant('changes', () => !lies()),
    1,
  ),
  'an invariant that changes its mind after fifty asks is an error': impure(
    ({ invariant }, lies) => invariant('changes', () => !lies()),
    50,
  ),
  'a monitor that changes its mind is an error': impure(
    ({ monitor }, lies) =>
      monitor('changes', { init: 0 as number, on: (state, { name }) => (name === 'first' && lies() ? 1 : state) }),
    1,
  ),
  'a premise of a monitor that changes its mind is an error': impure(
    ({ monitor }, lies) => monitor('changes', { init: 0, on: (state) => state, premise: () => lies() }),
    1,
  ),
  'a claim about the end that changes its mind is an error': impure(
    ({ monitor, violated }, lies) =>
      monitor('changes', { init: 0, on: (state) => state, atEnd: () => (lies() ? violated('asked again') : true) }),
    1,
  ),
  'a view that changes its mind is an error': viewChanges,
  'the schedule of a misuse leads to it': misuseReplays,
  'two events that have happened by one step are refused': refused('QSC513', systemOf(['t', gotAndLeft]), anything),
  'two events that begin with one step are refused': refused('QSC513', systemOf(['t', getsAndLeaves]), anything),
  'events that would be told backwards are refused': refused('QSC511', systemOf(['t', leavesBefore]), anything),
  'of two events that are told as one, no order counts': refused(
    'QSC514',
    systemOf(['t', tellBatch, { names: ['a', 'b'] }]),
    nth(1),
  ),
  'of three events that are told as one, no order counts': refused(
    'QSC514',
    systemOf(['t', tellBatch, { names: ['a', 'b', 'c'] }]),
    nth(2),
  ),
  'of the first events of two threads no order counts': refused('QSC514', systemOf(['a', born], ['b', born]), nth(1)),
  'a mark beside a store is found by who looks first': shares(() => systemOf(...marked(storesMark))),
  'a mark beside a store is found by who looks first, and is declared first': shares(() =>
    systemOf(...marked(storesMark).toReversed()),
  ),
  'a mark is found in what is said': shares(() => systemOf(...marked(saysMark))),
  'a mark that is put back soon is found by who comes while another stops there': shares(dipping),
  'a mark beside a look is found in fresh modules': freshModules,
  'five threads of nine steps have 100,000 states': grid(5, 9),
  'stores and looks under total store order': seenUnder('tso', sees(false), [40, 41, 42, 43, 44]),
  'fenced stores and looks under total store order': seenUnder('tso', sees(true), [42, 43, 44]),
  'stores in order under total store order': seenUnder('tso', orders, [0, 1, 11]),
  'stores in any order under partial store order': seenUnder('pso', orders, [0, 1, 10, 11]),
  'a store buffer with room for one': smallBuffer,
  'atomic sections': sections,
  'a wait in an atomic section': refused('QSC523', systemOf(['a', waitsInside], ['b', setY]), anything),
  'an atomic section of 500 operations': refused('QSC526', systemOf(['a', storesMuch]), anything),
  'an event in an atomic section': refused('QSC523', systemOf(['a', saysInside]), anything),
  'alternatives of a select': seenAfter(
    [
      ['a', picksOne],
      ['b', setY],
    ],
    [1, 2, 4],
  ),
  'a predicate over two cells': seenAfter(
    [
      ['a', awaitsBoth],
      ['b', tellsInOrder],
    ],
    [1],
  ),
  'a predicate over two cells, of which one stays': seenAfter(
    [
      ['a', awaitsBoth],
      ['b', setY],
    ],
    [],
    1,
  ),
  'a crash of a processor takes what is volatile': ({ outcomes }) =>
    differs(
      ['[0,0]', '[1,0]', '[1,1]'],
      outcomes(forgets(), (state) => [state.read(x), state.read(lost)], { limits }).outcomes,
    ),
  'a processor crashes when its threads have ended': ({ outcomes }) =>
    differs(
      ['[0,"crashed"]', '[0,"finished"]', '[1,"finished"]'],
      outcomes(idles('sc'), (state) => [state.read(lost), state.status('t')], { limits }).outcomes,
    ),
  'a processor crashes for a store buffer': ({ outcomes }) =>
    differs(
      ['[0,"crashed"]', '[0,"finished"]', '[1,"finished"]'],
      outcomes(idles('tso'), (state) => [state.read(x), state.status('t')], { limits }).outcomes,
    ),
  'a crash takes what is in a store buffer': ({ outcomes }) =>
    differs(7, outcomes({ ...restarting(1, 'never', ['t', storesX]), memory: 'tso' }, () => null, { limits }).states),
  'a crash takes the permit of a thread': afterFaults(
    restarting(1, 'eventually', ['t', parksOnce], ['w', unparksT]),
    ['[0,0,"finished"]'],
    1,
  ),
  'two crashes, and no third': ({ outcomes }) =>
    differs(
      3,
      outcomes(restarting(2, 'eventually', ['t', countsUp]), (state) => state.read(x), { limits }).outcomes.length,
    ),
  'nobody can count on a crash': deadlocks(restarting(1, 'never', ['t', parksOnce], ['w', waitsForT]), 'refuted'),
  'nobody is let go on by a crash': stuck(restarting(1, 'never', ['t', parksOnce], ['w', waitsForT]), 'refuted'),
  'nobody can count on a restart that comes perhaps': deadlocks(
    restarting(1, 'perhaps', ['t', setY], ['w', waitForY]),
    'refuted',
  ),
  'a restart that comes sooner or later can be counted on': stuck(
    restarting(1, 'eventually', ['t', setY], ['w', waitForY]),
    'proved',
  ),
  'a kill ends a thread': afterFaults(systemOf(['t', parksOnce], ['w', killsT]), ['[0,0,"finished"]'], 0),
  'two lost updates have four traces': traces(systemOf(['a', readAndWrite], ['b', readAndWrite]), {
    executions: 4,
    deadlocks: 0,
  }),
  'choices and a wait have a trace for each': traces(systemOf(['a', draws], ['b', waitsForX]), {
    executions: 3,
    deadlocks: 1,
  }),
  'a wait comes before a time in which it would block, or after it': traces(
    systemOf(['a', setsAndClears], ['b', waitsForZero]),
    { executions: 2, deadlocks: 0 },
  ),
  'what is blocked at the end could have come before': traces(systemOf(['a', readAndWrite], ['b', waitsForZero]), {
    executions: 2,
    deadlocks: 1,
  }),
  'a compare-exchange that fails only reads': traces(
    systemOf(['a', failsToExchange], ['b', failsToExchange], ['c', failsToExchange]),
    { executions: 1, deadlocks: 0 },
  ),
  'memory is freed under a wait on two regions': usesFreed(
    'refuted',
    ['t', awaitsMemoryOfBoth],
    ['w', freesAndTakesAgain],
  ),
  'several cells are waited for by a reference that is too old': usesFreed(
    'refuted',
    ['t', awaitsByOldReference],
    ['w', freesAndTakesAgain],
  ),
  'memory is freed after the death of who waited for it': usesFreed(
    'proved',
    ['t', awaitsMemoryOfBoth],
    ['w', killsAndFrees],
  ),
  'a store waits in its buffer while its memory is freed and taken again': usesFreedUnder(
    'tso',
    'refuted',
    ['t', storesToOne],
    ['w', renewsAtOnce],
  ),
  'an update with a condition': seenAfter(
    [
      ['a', takesOne],
      ['b', takesOne],
      ['c', increment],
    ],
    [],
    2,
  ),
};
