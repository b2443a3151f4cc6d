// Programs on which published tools have missed interleavings or outcomes: the reports are of a source-set reduction, of
// a first operation that is a load, and of a load that hid outcomes of others.

import { describe, expect, it } from 'vitest';
import { outcomes } from '../../engine/index.js';
import { cell } from '../../engine/program/cell.js';
import { at } from '../../engine/program/event.js';
import { load, type Program, park, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import type { Value } from '../../engine/program/value.js';

const daemon = { daemon: true };
const [a, b, c, ok] = [cell('a', 0), cell('b', 0), cell('c', 0), cell('ok', 0)];
const [key, value] = [cell('key', 0), cell('value', 0)];

/** The last words of a daemon. */
function* say(r: Value): Program<void> {
  yield* at('said', { r });
  yield* park();
}

function* storeBoth(): Program<void> {
  yield* store(a, 1);
  yield* store(b, 1);
}

function* storeThriceThenB(): Program<void> {
  yield* store(c, 1);
  yield* store(c, 2);
  yield* store(c, 3);
  yield* store(b, 2);
}

function* catchTheMoment(): Program<void> {
  if ((yield* load(c)) === 2 && (yield* load(b)) === 0) yield* store(ok, 1);
}

function* readThenWrite(): Program<void> {
  yield* load(a);
  yield* store(a, 1);
}

function* readA(): Program<void> {
  yield* say(yield* load(a));
}

function* publish({ extraLoad }: { readonly extraLoad: boolean }): Program<void> {
  yield* store(key, 1);
  yield* store(value, 1);
  yield* store(value, 0);
  if (extraLoad) yield* load(key);
  yield* store(key, 0);
}

function* observe(): Program<void> {
  const seen = [yield* load(value), yield* load(key)];
  yield* say(seen);
}

describe('the engine finds', () => {
  it('the one moment in which c is 2 and b still 0', () => {
    const threads = [thread('t1', storeBoth), thread('t2', storeThriceThenB), thread('t3', catchTheMoment)];

    const found = outcomes({ cells: [a, b, c, ok], threads }, (state) => state.read(ok));

    expect(found.outcomes).toEqual(['0', '1']);
  });

  it('both values of a read whose rival begins with a read', () => {
    const threads = [thread('t1', readThenWrite), thread('t2', readA, undefined, daemon)];

    const found = outcomes({ cells: [a], threads }, (state) => state.label('t2')!.data.r);

    expect(found.outcomes).toEqual(['0', '1']);
  });

  it('the same outcomes with and without a load that changes nothing', () => {
    const observed = (extraLoad: boolean) => {
      const threads = [thread('t1', publish, { extraLoad }), thread('t2', observe, undefined, daemon)];
      return outcomes({ cells: [key, value], threads }, (state) => state.label('t2')!.data.r).outcomes;
    };

    expect(observed(true)).toEqual(observed(false));
    expect(observed(false)).toEqual(['[0,0]', '[0,1]', '[1,0]', '[1,1]']);
  });
});
