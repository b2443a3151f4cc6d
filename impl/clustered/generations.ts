// Grace periods of one processor (paper, section 3; K42's markers): whoever was active on the processor at the start is gone
// at the end. Each worker waits for its own processor alone, all of them in parallel. Activation and deactivation are
// those of the one-mediator form; a thread that has migrated is counted at home, where it was activated.

import {
  acquire,
  add,
  again,
  type Cell,
  done,
  exchange,
  is,
  load,
  loop,
  type Program,
  release,
  type Self,
  scope,
  type Turn,
  view,
  wait,
} from '../../engine/program/index.js';
import { report } from '../events.js';
import type { Clustered } from './layout.js';

const isZero = view('isZero', (value: number) => value === 0);

export interface Grace {
  readonly clustered: Clustered;
  readonly processor: number;
  /** Where it shows that it is too late, if the wait may be given up. */
  readonly deadline: Cell<number> | null;
}

/** How many generations are let pass: one proves only that the generation before the current one is empty. */
const advances = 2;

/** grace waits until whoever was active on the processor is gone, and returns true; false, if it is too late. */
export function* grace(args: Grace, self: Self): Program<boolean> {
  const advancing = args.clustered.advancing[args.processor];
  if (advancing) yield* acquire(advancing, self);
  const over = yield* advanceAll(args);
  if (advancing) yield* release(advancing);
  return over;
}

/** The generation is read once: nobody else advances meanwhile. */
function* advanceAll(args: Grace): Program<boolean> {
  const { word, reading } = generationsOf(args);
  const generation = yield* load(word, reading.generation);
  for (let round = 0; round < advances; round++) {
    const current = (generation + round) % reading.size;
    if (!(yield* scope(advance, Object.freeze({ ...args, current })))) return false;
  }
  return true;
}

function generationsOf({ clustered, processor }: Grace): Clustered['generations'][number] {
  return clustered.generations[processor]!;
}

interface Advance extends Grace {
  readonly current: number;
}

/**
 * advance ends the current generation; its predecessor must be empty, because its successor takes the counter over.
 * Threads may be activated and deactivated between any two of these steps; only an advance tests a counter for zero,
 * and advances of a processor come one after the other. See the one-mediator form.
 */
function* advance(args: Advance): Program<boolean> {
  const { word, active, reading } = generationsOf(args);
  const next = (args.current + 1) % reading.size;
  if (!(yield* awaitEmpty(args, next & 1))) return false;
  const activated = yield* exchange(word, next, reading.activations);
  yield* add(active[args.current & 1]!, activated);
  yield* report('generation', { processor: args.processor });
  return true;
}

function* awaitEmpty(args: Grace, index: number): Program<boolean> {
  const { deadline } = args;
  const counter = generationsOf(args).active[index]!;
  if (deadline) return yield* loop(Object.freeze({ counter, deadline }), poll);
  yield* wait(counter, is(0));
  return true;
}

interface Poll {
  readonly counter: Cell<number>;
  readonly deadline: Cell<number>;
}

function* poll(locals: Poll): Program<Turn<Poll, boolean>> {
  if (yield* load(locals.counter, isZero)) return done(true);
  return (yield* load(locals.deadline, isZero)) ? again(locals) : done(false);
}
