// Regions: use after free is judged from what the engine sees, whatever programs say.

import { describe, expect, it } from 'vitest';
import { explore, noUseAfterFree } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import {
  allocate,
  atomically,
  type Cell,
  cell,
  fetchAdd,
  free,
  inRegion,
  is,
  join,
  kill,
  load,
  type Program,
  type ProgramFunction,
  region,
  select,
  store,
  thread,
  updateWhen,
  view,
  wait,
  waitUntil,
  when,
} from '../../engine/program/index.js';

const node = region('node', { kind: 'node' }, { initially: 'allocated' });
const value = cell('node.value', 0, { region: node });
const ready = cell('ready', 0);

function system(programs: Readonly<Record<string, ProgramFunction>>, cells: readonly Cell[] = [value, ready]): System {
  const threads = Object.entries(programs).map(([name, program], processor) =>
    thread(name, program, undefined, { processor }),
  );
  return { name: 'regions', cells, threads };
}

function reasonOf(programs: Readonly<Record<string, ProgramFunction>>, cells?: readonly Cell[]): string | undefined {
  const [verdict] = explore(system(programs, cells), [noUseAfterFree]).verdicts;
  return verdict!.counterexample?.reason ?? verdict!.verdict;
}

function* reads(): Program {
  yield* load(value);
}
function* writes(): Program {
  yield* store(value, 1);
}
function* adds(): Program {
  yield* fetchAdd(value, 1);
}
function* waits(): Program {
  yield* wait(value, is(1));
}
function* frees(): Program {
  yield* free(node);
}
function* signalsThenFrees(): Program {
  yield* wait(ready, is(1));
  yield* free(node);
}
function* readsThenSignals(): Program {
  yield* load(value);
  yield* store(ready, 1);
}

describe('use after free', () => {
  it.each([
    ['a read', reads, 'a reads node.value of node, which is free'],
    ['a write', writes, 'a writes node.value of node, which is free'],
    ['both in one operation', adds, 'a reads and writes node.value of node, which is free'],
    ['a second free', frees, 'b frees node, which is free'],
  ] as const)('is %s of what another has freed', (_, program, reason) => {
    expect(reasonOf({ a: program, b: frees })).toBe(reason);
  });

  it('is a use by the very thread that freed it', () => {
    function* freesAndWrites(): Program {
      yield* free(node);
      yield* store(value, 1);
    }

    expect(reasonOf({ a: freesAndWrites })).toBe('a writes node.value of node, which is free');
  });

  it('is a free under a wait, which never takes another step', () => {
    expect(reasonOf({ a: waits, b: frees })).toMatch(/b frees node, and a waits on a cell of it|a waits on node.value/);
  });

  it('is not a use before the free', () => {
    expect(reasonOf({ a: readsThenSignals, b: signalsThenFrees })).toBe('proved');
  });

  it('is told by no name: a cell of the same name that says nothing of a region is the same memory', () => {
    const alias = cell('node.value', 0);
    function* writesByAlias(): Program {
      yield* store(alias, 1);
    }

    expect(reasonOf({ a: writesByAlias, b: frees })).toBe('a writes node.value of node, which is free');
  });

  it('is an allocation of what is allocated, and a use of what is not allocated yet', () => {
    const later = region('later', { kind: 'node' }, { initially: 'free' });
    const [content, other] = [cell('later.content', 0, { region: later }), cell('other', 0)];
    function* allocates(): Program {
      yield* allocate(later);
    }
    function* writesAtOnce(): Program {
      yield* store(content, 1);
    }

    expect(reasonOf({ a: allocates, b: allocates }, [content, other])).toBe('b allocates later, which is allocated');
    expect(reasonOf({ a: writesAtOnce }, [content, other])).toBe('a writes later.content of later, which is free');
  });

  it('is a use by a reference that has outlived its incarnation', () => {
    const reused = region('reused', { kind: 'node' }, { initially: 'free' });
    const memory = { content: cell('reused.content', 0) };
    function* usesAgain(): Program {
      const before = inRegion(reused, memory, yield* allocate(reused));
      yield* free(reused, 1);
      yield* allocate(reused);
      yield* store(before.content, 1);
    }

    expect(reasonOf({ a: usesAgain }, [inRegion(reused, memory).content, ready])).toBe(
      'a writes reused.content of reused by a reference to incarnation 1, and it is incarnation 2',
    );
  });

  it('is nothing that holding a reference would be', () => {
    const holder = cell<{ readonly at: string }>('holder', { at: 'node' }) as Cell<{ readonly at: string }>;
    function* holds(): Program {
      yield* load(holder);
    }

    expect(reasonOf({ a: holds, b: frees }, [value, holder as unknown as Cell])).toBe('proved');
  });

  const both = view('both are one', ([one, other]: readonly [number, number]) => one === 1 && other === 1);
  const spare = region('spare', { kind: 'node' }, { initially: 'allocated' });
  const beside = cell('spare.value', 0, { region: spare });

  it.each([
    ['first', node, 'node'],
    ['second', spare, 'spare'],
  ] as const)('is a free under a wait on two regions: of the %s', (_, freed, name) => {
    function* waitsForBoth(): Program {
      yield* waitUntil([value, beside], both);
    }
    function* freesAndTakesAgain(): Program {
      yield* free(freed);
      yield* allocate(freed);
      yield* store(value, 1);
      yield* store(beside, 1);
    }

    expect(reasonOf({ a: waitsForBoth, b: freesAndTakesAgain }, [value, beside])).toBe(
      `b frees ${name}, and a waits on a cell of it`,
    );
  });

  const anything = view('anything', () => true);
  const stale = inRegion(node, { value: cell('node.value', 0) }, 1).value;
  it.each([
    ['waitUntil', 'waits on', () => waitUntil([stale], anything)],
    ['select', 'waits on', () => select(when(stale, is(0), () => load(ready)))],
    ['select of a predicate', 'waits on', () => select(when([stale], anything, () => load(ready)))],
    [
      'updateWhen',
      'waits on',
      () =>
        updateWhen(
          stale,
          anything,
          view('the same', (held: number) => held),
        ),
    ],
    ['wait', 'waits on', () => wait(stale, is(0))],
    ['load', 'reads', () => load(stale)],
  ] as const)('is a use by a reference that is too old, by %s', (_, how, uses) => {
    function* takesAgain(): Program {
      yield* free(node);
      yield* allocate(node);
      yield* store(ready, 1);
    }
    function* usesLate(): Program {
      yield* wait(ready, is(1));
      yield* uses();
    }

    expect(reasonOf({ a: usesLate, b: takesAgain })).toBe(
      `a ${how} node.value of node by a reference to incarnation 1, and it is incarnation 2`,
    );
  });

  it('is no free under a wait that nobody is at any more, because its thread was killed', () => {
    function* killsAndFrees(): Program {
      yield* kill('a');
      yield* join('a');
      yield* free(node);
    }

    expect(reasonOf({ a: waits, b: killsAndFrees })).toBe('proved');
  });

  it.each(['tso', 'pso'] as const)(
    'is a store that waited in a buffer while its memory was freed and taken again: %s',
    (memory) => {
      function* freesAndTakesAtOnce(): Program {
        yield* free(node);
        yield* allocate(node);
      }
      function* takesAtOnce(): Program {
        yield* atomically(freesAndTakesAtOnce);
      }

      const [verdict] = explore({ ...system({ a: writes, b: takesAtOnce }), memory }, [noUseAfterFree]).verdicts;

      expect(verdict!.counterexample?.reason).toBe(
        'a.buffer writes node.value of node by a reference to incarnation 1, and it is incarnation 2',
      );
    },
  );
});
