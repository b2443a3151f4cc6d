// A variable of JavaScript that threads share is not found by running them again: after a search everybody has left in it
// what they leave. So executions are recorded before the search, and must be what the compiled threads do.

import { describe, expect, it } from 'vitest';
import { compareRecordings, recordExecutions } from '../../engine/drivers/recordedExecutions.js';
import { explore, invariant } from '../../engine/index.js';
import { Multiprocessor } from '../../engine/multiprocessor/multiprocessor.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { at, closes, happenedTogether, opens } from '../../engine/program/event.js';
import { again, done, loop, scope, type Turn } from '../../engine/program/nesting.js';
import {
  add,
  choose,
  compareExchange,
  fail,
  isNot,
  join,
  load,
  type Program,
  park,
  safePoint,
  spawn,
  store,
  unpark,
  wait,
} from '../../engine/program/operation.js';
import { type ProgramFunction, type ThreadOptions, thread } from '../../engine/program/thread.js';
import { Thrown } from '../../engine/program/thrown.js';

const x = cell('x', 0);
const y = cell('y', 0);
const any = invariant('any', (state) => state.read(y) < 100);

type Part = readonly [name: string, program: ProgramFunction, options?: ThreadOptions];

const systemOf = (...parts: readonly Part[]): System => ({
  name: 'shared',
  cells: [x, y],
  threads: parts.map(([name, program, options]) => thread(name, program, undefined, options)),
});

function errorOf(run: () => unknown): QuiesceError {
  try {
    run();
  } catch (error) {
    if (error instanceof QuiesceError) return error;
    throw error;
  }
  throw new Error('no error');
}

/** One thread leaves a mark beside its store, another does by the mark. */
function marking(): { readonly marks: ProgramFunction; readonly reads: ProgramFunction } {
  let mark = 0;
  return {
    *marks() {
      yield* store(x, 1);
      mark = 1;
    },
    *reads() {
      yield* load(y);
      yield* store(y, mark ? 7 : 9);
    },
  };
}

describe('a variable shared between threads', () => {
  it.each(['marks first', 'reads first'])('is an error, whichever thread is declared first: %s', (order) => {
    const { marks, reads } = marking();
    const parts: Part[] = [
      ['a', marks],
      ['b', reads],
    ];

    const { code, seen } = errorOf(() =>
      explore(systemOf(...(order === 'marks first' ? parts : parts.reverse())), [any]),
    );

    expect(code).toBe('QSC213');
    expect(seen).toBe(
      'after step 1 thread b is at "store y <- 7" compiled, and at "store y <- 9" in an execution before the search',
    );
  });

  it('is an error where it is put back soon: while another thread has stopped there', () => {
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
      yield* store(y, depth === 1 ? 7 : 9);
    }

    expect(errorOf(() => explore(systemOf(['a', dips], ['b', looks]), [any])).code).toBe('QSC213');
  });

  it('is an error where each thread counts for all', () => {
    const seen = new Map<string, number>();
    function* counts(): Program<void> {
      yield* load(x);
      seen.set('times', (seen.get('times') ?? 0) + 1);
      yield* load(x);
      yield* store(y, seen.get('times')! >= 2 ? 7 : 1);
    }

    expect(errorOf(() => explore(systemOf(['a', counts], ['b', counts]), [any])).code).toBe('QSC213');
  });

  it('is an error where it shows in what is said, or in a label', () => {
    let isMarked = false;
    function* marks(): Program<void> {
      yield* store(x, 1);
      isMarked = true;
    }
    function* says(): Program<void> {
      yield* load(y);
      yield* happenedTogether(isMarked ? [{ name: 'marked' }] : [{ name: 'unmarked' }]);
    }
    function* labels(): Program<void> {
      yield* load(y);
      yield* at(isMarked ? 'marked' : 'unmarked');
      yield* store(y, 1);
    }

    const first = errorOf(() => explore(systemOf(['a', marks], ['b', says]), [any]));
    isMarked = false;
    const second = errorOf(() => explore(systemOf(['a', marks], ['b', labels]), [any]));

    expect([first.code, second.code]).toEqual(['QSC213', 'QSC213']);
    expect(first.seen).toContain('says "marked {}" compiled, and "unmarked {}"');
    expect(second.seen).toContain('is at "store y <- 1 @marked {}" compiled, and at "store y <- 1 @unmarked {}"');
  });
});

describe('a system from a fresh module', () => {
  /** The thread that leaves a mark looks, and so comes first; only a module of its own shows what the other would find. */
  function marksOfBoth(): System {
    let marks = 0;
    function* looksTwice(): Program<void> {
      yield* load(x);
      marks++;
      yield* load(x);
    }
    function* stores(): Program<void> {
      yield* store(x, 1);
      yield* store(y, marks === 0 ? 1 : 2);
    }
    return systemOf(['looks', looksTwice], ['stores', stores]);
  }

  it('shows what one module has forgotten', () => {
    const [alone, anew] = [marksOfBoth(), () => marksOfBoth()];

    expect(explore(alone, [any], { builtIn: false }).verdicts[0]!.verdict).toBe('proved');
    expect(errorOf(() => explore(marksOfBoth(), [any], { fresh: anew })).code).toBe('QSC213');
  });

  it('is asked for once for each execution, until there is no more', () => {
    const given = [marksOfBoth(), marksOfBoth()];
    let asked = 0;

    const recordings = recordExecutions(marksOfBoth(), () => given[asked++]);

    expect(recordings).toHaveLength(2);
    expect(asked).toBe(3);
  });
});

describe('what is recorded', () => {
  it('has each thread first, and stops each early', () => {
    function* three(): Program<void> {
      for (let step = 0; step < 3; step++) yield* add(x, 1);
    }
    const system = systemOf(['a', three], ['b', three], ['c', three, { dormant: true }]);

    const recordings = recordExecutions(system);
    const threads = recordings.map(({ steps }) => steps.map(({ via }) => 'abc'[via & 31]).join(''));

    expect(threads.slice(0, 5)).toEqual(['bbbaaa', 'aaabbb', 'bbbaaa', 'abbbaa', 'baaabb']);
    expect(threads.slice(5, 7)).toEqual(['aabbba', 'bbaaab']);
    expect(threads).toHaveLength(1 + 2 + 8 * 2);
  });

  it('ends where something goes wrong, and leaves it to the search to say so', () => {
    function* overflows(): Program<void> {
      yield* store(x, 2 ** 29 - 1);
      yield* add(x, 1);
    }
    function* spawnsTwice(): Program<void> {
      yield* spawn('w');
      yield* spawn('w');
    }
    function* works(): Program<void> {
      yield* safePoint();
      yield* safePoint();
    }

    const codes = [
      systemOf(['a', overflows]),
      systemOf(['a', spawnsTwice], ['w', works, { dormant: true }]),
      systemOf(['a', (() => 1) as never]),
    ].map((system) => errorOf(() => explore(system, [any])).code);

    expect(codes).toEqual(['QSC502', 'QSC506', 'QSC507']);
  });

  it('is nothing where no live executions are wanted', () => {
    const { marks, reads } = marking();

    const { verdicts } = explore(systemOf(['a', marks], ['b', reads]), [any], { liveExecutions: 0, builtIn: false });

    expect(verdicts[0]!.verdict).toBe('proved');
  });

  it('is what the compiled threads do, whatever a program does', () => {
    const system: System = {
      ...systemOf(
        ['spans', spans],
        ['waits', waits],
        ['parks', parks, { processor: 1 }],
        ['chooses', chooses, { processor: 1 }],
        ['fails', fails, { processor: 1 }],
        ['throws', throwsOut],
        ['spawns', spawnsAndJoins],
        ['child', spans, { dormant: true }],
        ['round', goesRound, { daemon: true }],
      ),
      processors: ['preemptive', 'cooperative'],
    };

    const recordings = recordExecutions(system);
    const multiprocessor = new Multiprocessor(system);

    compareRecordings(multiprocessor, recordings);
    expect(recordings.length).toBeGreaterThan(10);
    expect(Math.max(...recordings.map(({ steps }) => steps.length))).toBe(500);
    const compiled = multiprocessor.automata.map(({ nodes }) => nodes.length);
    expect(compiled.every((nodes) => nodes > 3)).toBe(true);
  });
});

function* spans(): Program<void> {
  yield* opens('one');
  yield* add(x, 1);
  yield* closes('one');
  yield* opens('two');
  yield* scope(spans2, {});
  yield* closes('two');
}

function* spans2(): Program<void> {
  yield* at('inside', { deep: [1] });
  yield* safePoint();
  yield* happenedTogether([{ name: 'a' }, { name: 'b', data: { n: 1 } }]);
  yield* store(y, 1);
}

function* waits(): Program<void> {
  yield* wait(y, isNot(0));
  yield* unpark('parks');
}

function* parks(): Program<void> {
  yield* park();
  yield* safePoint();
  yield* compareExchange(y, 1, 2);
}

function* chooses(): Program<void> {
  const chosen = yield* choose(3, 'which');
  yield* safePoint();
  if (chosen === 1) yield* store(y, chosen);
}

function* fails(): Program<void> {
  yield* safePoint();
  yield* fail('as told');
}

function* throwsOut(): Program<void> {
  yield* safePoint();
  throw new Thrown('out');
}

function* spawnsAndJoins(): Program<void> {
  yield* spawn('child');
  yield* join('child');
  yield* spawn('child');
}

function* goesRound(): Program<void> {
  yield* loop({ n: 0 }, round);
}

function* round({ n }: { readonly n: number }): Program<Turn<{ readonly n: number }, void>> {
  yield* load(x);
  return n > 1000 ? done() : again({ n: (n + 1) % 3 });
}
