// fib_bench (peers/loom, peers/shuttle): two threads add each other's variable to their own, again and again, and one reads
// both. Its states hardly ever repeat, so that executions are what is counted.

import type { System } from '../engine/multiprocessor/system.js';
import { type Cell, cell } from '../engine/program/cell.js';
import { scope } from '../engine/program/nesting.js';
import { load, type Program, store } from '../engine/program/operation.js';
import { thread } from '../engine/program/thread.js';

interface Adding {
  readonly mine: Cell<number>;
  readonly other: Cell<number>;
}

function* addOnce({ mine, other }: Adding): Program<void> {
  const left = yield* load(mine);
  yield* store(mine, left + (yield* load(other)));
}

function* add({ rounds, ...adding }: Adding & { readonly rounds: number }): Program<void> {
  for (let round = 0; round < rounds; round += 1) yield* scope(addOnce, Object.freeze(adding));
}

function* readBoth({ mine, other }: Adding): Program<void> {
  yield* load(mine);
  yield* load(other);
}

/** fibonacci is fib_bench of so many rounds. */
export function fibonacci(rounds: number): System {
  const [p, q] = [cell('p', 1), cell('q', 1)];
  return {
    name: `fib_bench-${rounds}`,
    cells: [p, q],
    threads: [
      thread('one', add, { mine: p, other: q, rounds }),
      thread('two', add, { mine: q, other: p, rounds }),
      thread('reader', readBoth, { mine: p, other: q }),
    ],
  };
}
