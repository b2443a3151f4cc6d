// The rules of events: an event rides on the step that makes it true, an opening and a closing never on one step, so
// that no precedence between calls is hidden; labels and exceptions cross scopes as the language says.

import { describe, expect, it } from 'vitest';
import {
  type Exploration,
  eventually,
  explore,
  invariant,
  type MonitorProperty,
  monitor,
  noFailure,
  type Verdict,
  violated,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { type Cell, cell } from '../../engine/program/cell.js';
import { at, begins, closes, happened, opens } from '../../engine/program/event.js';
import { scope } from '../../engine/program/nesting.js';
import { join, load, type Program, safePoint, spawn, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { Thrown } from '../../engine/program/thrown.js';

const memory = cell('memory', 0);
const stale = cell('stale', 0);
const other = cell('other', 0);

interface Call {
  readonly on: Cell<number>;
  /** Steps of the call besides the one that counts. */
  readonly detours: number;
}

/** One call: writes 1. */
function* write({ on, detours }: Call): Program<void> {
  yield* opens('invoke', { method: 'write' });
  for (let index = 0; index < detours; index += 1) yield* load(other);
  yield* store(on, 1);
  yield* closes('return', { method: 'write' });
}

/** One call: reads. */
function* read({ on, detours }: Call): Program<void> {
  yield* opens('invoke', { method: 'read' });
  const value = yield* load(on);
  for (let index = 0; index < detours; index += 1) yield* load(other);
  yield* closes('return', { method: 'read', value });
}

interface Progress {
  readonly written: 'no' | 'perhaps' | 'yes';
  /** What was certain of the write when the read was invoked. */
  readonly writtenBefore: boolean;
  readonly [key: string]: boolean | string;
}

/** A register of one write and one read: a read that begins after the write has returned must see it. */
const linearizable: MonitorProperty = monitor<Progress>('linearizable', {
  init: { written: 'no', writtenBefore: false },
  on: (state, { name, data }) => {
    if (data.method === 'write') return { ...state, written: name === 'invoke' ? 'perhaps' : 'yes' };
    if (name === 'invoke') return { ...state, writtenBefore: state.written === 'yes' };
    if (state.writtenBefore && data.value === 0) return violated('a read missed a write that had returned before it');
    if (state.written === 'no' && data.value === 1) return violated('a read saw a write that was not yet invoked');
    return state;
  },
  premise: (state) => state.writtenBefore,
});

const register = (written: Call, readFrom: Call): System => ({
  cells: [memory, stale, other],
  threads: [thread('writer', write, written), thread('reader', read, readFrom)],
});

const verdictOf = ({ verdicts }: Exploration, property: string): Verdict =>
  verdicts.find((verdict) => verdict.property === property)!;

describe.each([0, 1, 2])('two clients of one call each, of %i operations and one', (detours) => {
  it('are linearizable on an honest register, and the read does begin after the write sometimes', () => {
    const system = register({ on: memory, detours }, { on: memory, detours });

    const verdict = verdictOf(explore(system, [linearizable]), 'linearizable');

    expect(verdict).toMatchObject({ verdict: 'proved' });
  });

  it('are refuted when the read is stale', () => {
    const system = register({ on: memory, detours }, { on: stale, detours });

    const verdict = verdictOf(explore(system, [linearizable]), 'linearizable');

    expect(verdict.verdict).toBe('refuted');
    expect(verdict.counterexample!.reason).toBe('a read missed a write that had returned before it');
  });

  it('never open and close a call on one step', () => {
    const system = register({ on: memory, detours }, { on: stale, detours });

    const { counterexample } = verdictOf(explore(system, [linearizable]), 'linearizable');

    const riding = counterexample!.steps.map(({ events }) => events.map(({ name }) => name));
    expect(riding.flat().filter((name) => name === 'return')).toHaveLength(2);
    expect(riding.some((names) => names.includes('invoke') && names.includes('return'))).toBe(false);
  });
});

/** What a monitor hears of a system in which one thread runs at a time, as text. */
function heard(system: System): string {
  const heardSoFar = new Set<string>();
  const note = (text: string) => heardSoFar.add(text);
  const listener = monitor<readonly string[]>('listener', {
    init: [],
    on: (state, event) => [...state, `${event.thread}:${event.name}`],
    atEnd: (state) => {
      note(state.join(' '));
      return true;
    },
  });
  explore(system, [listener]);
  return [...heardSoFar].join(' | ');
}

describe('an event', () => {
  it('that begins something rides on the first step after it, and one that happened on the step before', () => {
    const system: System = { cells: [memory, other], threads: [thread('a', announces), thread('b', watches)] };
    const inside = invariant('the announcement is not heard before the step', () => true);

    const { verdicts } = explore(system, [inside, ordered], { builtIn: false });

    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['proved', 'proved']);
  });

  it("that precedes a thread's first operation rides on its spawn", () => {
    const child = thread('child', childProgram, undefined, { dormant: true });
    const system: System = { cells: [memory], threads: [thread('parent', parentProgram), child] };

    expect(heard(system)).toBe('parent:spawning child:born child:works parent:joined');
  });

  it("that precedes a thread's first operation rides on the start of the system", () => {
    const system: System = { cells: [memory], threads: [thread('only', childProgram)] };

    expect(heard(system)).toBe('only:born only:works');
  });

  it('is heard in the order in which the program says it', () => {
    const system: System = { cells: [memory], threads: [thread('only', talkative)] };

    expect(heard(system)).toBe('only:a only:b only:c only:d');
  });
});

function* announces(): Program<void> {
  yield* begins('storing');
  yield* store(memory, 1);
  yield* happened('stored');
  yield* safePoint();
}

function* watches(): Program<void> {
  const value = yield* load(memory);
  yield* happened('saw', { value });
}

/** Storing and stored ride on the very step of the store: nobody sees 0 after `stored` or 1 before `storing`. */
const ordered = monitor<string>('ordered', {
  init: 'before',
  on: (state, { name, data }) => {
    if (name === 'storing') return 'storing';
    if (name === 'stored') return 'stored';
    const expected = state === 'stored' ? 1 : 0;
    return data.value === expected ? state : violated(`saw ${String(data.value)} ${state}`);
  },
});

function* childProgram(): Program<void> {
  yield* happened('born');
  yield* begins('works');
  yield* store(memory, 1);
}

function* parentProgram(): Program<void> {
  yield* begins('spawning');
  yield* safePoint();
  yield* spawn('child');
  yield* join('child');
  yield* happened('joined');
}

function* talkative(): Program<void> {
  yield* begins('a');
  yield* store(memory, 1);
  yield* happened('b');
  yield* scope(says, {});
}

function* says(): Program<void> {
  yield* begins('c');
  yield* store(memory, 2);
  yield* happened('d');
}

describe('a label', () => {
  it('holds from where it is set, is given back by a scope, and is gone with the thread', () => {
    const system: System = { cells: [memory], threads: [thread('t', labels)] };
    const seen = new Set<string>();
    const note = (text: string) => seen.add(text);
    const look = invariant('look', (state) => {
      note(`${state.read(memory)}:${state.label('t')?.name ?? 'none'}:${state.status('t')}`);
      return true;
    });

    explore(system, [look]);

    expect([...seen]).toEqual(['0:none:ready', '1:outer:ready', '2:inner:ready', '3:outer:ready', '4:none:finished']);
  });

  it('is given back when an exception leaves the scope', () => {
    const system: System = { cells: [memory], threads: [thread('t', labelsAndThrows)] };
    const look = invariant(
      'labelled outer after the throw',
      (state) => state.read(memory) !== 1 || state.label('t')?.name === 'outer',
    );

    expect(explore(system, [look]).verdicts[0]!.verdict).toBe('proved');
  });
});

function* labels(): Program<void> {
  yield* store(memory, 1);
  yield* at('outer');
  yield* store(memory, 2);
  yield* scope(labelsInside, {});
  yield* store(memory, 4);
}

function* labelsInside(): Program<void> {
  yield* at('inner');
  yield* store(memory, 3);
}

function* labelsAndThrows(): Program<void> {
  yield* at('outer');
  try {
    yield* scope(labelsInsideAndThrows, {});
  } catch {
    yield* store(memory, 2);
  }
}

function* labelsInsideAndThrows(): Program<void> {
  yield* at('inner');
  yield* store(memory, 1);
  throw new Thrown('out of here');
}

describe('an exception', () => {
  it('crosses a scope as plain data', () => {
    const system: System = { cells: [memory], threads: [thread('t', catches)] };

    const ends = explore(system, [invariant('no -1', (state) => state.read(memory) !== -1)], {
      builtIn: ['noFailure'],
    });

    expect(ends.verdicts.map(({ property, verdict }) => [property, verdict])).toEqual([
      ['no -1', 'proved'],
      ['noFailure', 'proved'],
    ]);
    expect(explore(system, [eventually('7', (state) => state.read(memory) === 7)]).verdicts[0]!.verdict).toBe('proved');
  });

  it('that is a plain Error crosses a scope by name and message', () => {
    const system: System = { cells: [memory], threads: [thread('t', catchesPlain)] };

    const verdict = explore(system, [eventually('7', (state) => state.read(memory) === 7)]).verdicts[0]!;

    expect(verdict.verdict).toBe('proved');
  });

  it('that leaves a thread is a failure of that thread, and of nobody else', () => {
    const bystander = thread('bystander', function* () {
      yield* store(memory, 5);
    });
    const system: System = { cells: [memory], threads: [thread('t', throwsOut), bystander] };

    const { verdicts } = explore(system, [noFailure]);

    expect(verdicts[0]!.verdict).toBe('refuted');
    expect(verdicts[0]!.counterexample!.reason).toContain('out of here');
    expect(verdicts[0]!.counterexample!.steps).toHaveLength(1);
  });
});

function* throwsSeven(): Program<void> {
  yield* load(memory);
  throw new Thrown({ code: 7 });
}

function* throwsPlain(): Program<void> {
  yield* load(memory);
  throw new TypeError('seven');
}

function* throwsOut(): Program<void> {
  yield* load(memory);
  throw new Thrown('out of here');
}

function* catches(): Program<void> {
  try {
    yield* scope(throwsSeven, {});
    yield* store(memory, -1);
  } catch (error) {
    const { code } = (error as Thrown).data as { readonly code: number };
    yield* store(memory, code);
  }
}

function* catchesPlain(): Program<void> {
  try {
    yield* scope(throwsPlain, {});
  } catch (error) {
    const { name, message } = (error as Thrown).data as { readonly name: string; readonly message: string };
    if (name === 'TypeError' && message === 'seven') yield* store(memory, 7);
  }
}
