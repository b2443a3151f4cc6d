// Arguments are compared in full, however long a part of them is (engine/threads/argumentKey.ts gives long parts numbers).

import { expect, test } from 'vitest';
import { explore } from '../../engine/index.js';
import { add, again, cell, done, loop, type Program, type Turn, thread } from '../../engine/program/index.js';
import { argumentKey } from '../../engine/threads/argumentKey.js';

const longList = (last: number) => [...Array.from({ length: 300 }, (_, index) => index), last];

test('parts that differ in their last place only are told apart, and equal ones are not', () => {
  expect(argumentKey({ part: longList(1) })).not.toBe(argumentKey({ part: longList(2) }));
  expect(argumentKey({ part: longList(1) })).toBe(argumentKey({ part: longList(1) }));
});

test('a text that looks like the number of a long part is not taken for it', () => {
  const key = argumentKey({ part: longList(3) });
  const number = /#\d+/.exec(key)![0];

  expect(argumentKey({ part: number })).not.toBe(key);
  expect(argumentKey({ part: [number] })).not.toBe(argumentKey({ part: [longList(3)] }));
});

test('what stands inside and outside of another argument has one key', () => {
  const inner = { list: longList(4) };
  const before = argumentKey({ inner: { list: longList(4) } });
  argumentKey(inner);

  expect(argumentKey({ inner })).toBe(before);
});

interface Counting {
  readonly rest: readonly number[];
}

const x = cell('x', 0);

/** One turn for each number that is left: as many positions as there are numbers. */
function* count({ rest }: Counting): Program<Turn<Counting, void>> {
  yield* add(x, 1);
  return rest.length === 0 ? done() : again({ rest: rest.slice(1) });
}

function* counter(args: Counting): Program<void> {
  yield* loop(args, count);
}

test('a loop over long arguments ends when it should', () => {
  const system = { cells: [x], threads: [thread('counter', counter, { rest: longList(5) })] };

  expect(explore(system).states).toBe(longList(5).length + 2);
});
