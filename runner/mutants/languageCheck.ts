// What checks of the language's own are made of: an object held to its sequential specification by the linearizability
// monitor, over all interleavings; and what may be seen of a cell at ends.

import type { System } from '../../engine/multiprocessor/system.js';
import * as language from '../../engine/program/index.js';
import {
  type Cell,
  cell,
  closes,
  type Data,
  opens,
  type Program,
  type Self,
  thread,
  type Value,
} from '../../engine/program/index.js';
import type { SequentialSpecification } from '../../impl/specification.js';
import { linearizable } from '../../properties/linearizability/linearizable.js';
import type { Check } from './engineChecks.js';

/** A defect may make an endless system of a small one. */
const limits = { states: 100_000 };

/** One call of an object. */
export interface Call {
  readonly method: string;
  readonly args?: Value;
  readonly run: (args: Value, self: Self) => Program<unknown>;
}

function* calling({ calls }: { readonly calls: readonly Call[] }, self: Self): Program {
  for (const [index, { method, args = null, run }] of calls.entries()) {
    const call = `${self.name}.${index}`;
    yield* opens('invoke', { call, ref: 'A', method, args } as Data);
    const result = ((yield* run(args, self)) ?? null) as Value;
    yield* closes('return', { call, ref: 'A', result } as Data);
  }
}

/** What a call does; no outcome at all where it has to wait. */
export type Apply<S> = SequentialSpecification<S & Value>['apply'];

/** Held to a sequential specification: nothing but what it explains, and everybody goes on. */
export function specified<S>(
  object: Cell<unknown>,
  initial: S,
  apply: Apply<S>,
  ...threads: readonly (readonly Call[])[]
): Check {
  return (engine) => {
    const specification = { initial, apply } as unknown as SequentialSpecification;
    const system = { cells: [object], threads: threads.map((calls, index) => thread(`t${index}`, calling, { calls })) };
    const claim = engine.monitor('linearizable', linearizable({ A: specification }) as never);
    const verdicts = engine.explore(system, [claim, engine.noDeadlock], { limits, builtIn: false }).verdicts;
    return differs(
      ['proved', 'proved'],
      verdicts.map(({ verdict }) => verdict),
    );
  };
}

/** What may be seen of a cell at ends, and how many deadlocks there are. */
export function ends(
  of: Cell<unknown>,
  cells: System['cells'],
  expected: readonly unknown[],
  deadlocks: number,
  ...threads: readonly language.Thread[]
): Check {
  return ({ outcomes }) => {
    const found = outcomes({ cells: [of, ...cells], threads }, (state) => state.read(of) as Value, { limits });
    return differs([expected.map((each) => JSON.stringify(each)), deadlocks], [found.outcomes, found.deadlocks]);
  };
}

function differs(expected: unknown, found: unknown): string | undefined {
  const [wanted, got] = [JSON.stringify(expected), JSON.stringify(found)];
  return wanted === got ? undefined : `${got} instead of ${wanted}`;
}

/** What threads say, in order. */
export const log = cell<readonly string[]>('log', []);

/** Says a word. */
export function* say(word: string): Program {
  yield* language.store(log, [...(yield* language.load(log)), word]);
}
