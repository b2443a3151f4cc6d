// Dynamic classes (Hjalmtysson and Gray, 1998): a swap invalidates the old object, and a client that calls through a
// binding to it gets an exception, binds anew and tries again: "their client objects need to be able to recover from
// broken bindings" (paper, section 5). Each client has its own binding. Calls that are inside run on in the old object,
// which lives on until nobody has it: nothing waits for them.
// Their classes move no state; here it is copied, as a client's recovery would, because the components are to keep theirs.
// The clients of scenarios take an exception for what it is and do not retry: that is what P4 is about.

import {
  type CellArray,
  cells,
  load,
  type Program,
  type Region,
  type Self,
  store,
  Thrown,
  type Value,
} from '../../engine/program/index.js';
import type { Call, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { type Rival, rival, type Swap } from './ground.js';
import { conclude, moveState, runIn, startsAtOnce } from './swap.js';

type Own = {
  /** By client: the object that it is bound to. */
  readonly bound: CellArray<number>;
  /** By object: 1 where bindings to it are broken. */
  readonly invalid: CellArray<number>;
};

function layOut({ callers, references }: Site, name: Reference, own: Region): Own {
  const { versions } = references.find((each) => each.name === name)!;
  return {
    bound: cells(`${name}.bound`, callers.length, 0, { region: own }),
    invalid: cells(`${name}.invalid`, versions.length, 0, { region: own }),
  };
}

function* call(rival: Rival<Own>, call: Call, self: Self): Program<Value> {
  const { own, pointer } = rival.references[call.ref]!;
  const object = yield* load(own.bound[self.slot]!);
  if (!(yield* load(own.invalid[object]!))) return yield* runIn(rival, call, object);
  yield* store(own.bound[self.slot]!, yield* load(pointer));
  throw new Thrown('broken binding');
}

/** The successor serves new bindings before the old one breaks; else a client could bind to what is broken. */
function* swap(swap: Swap<Own>): Program<void> {
  yield* startsAtOnce(swap);
  const moved = yield* moveState(swap);
  yield* conclude(swap, moved);
  if (moved) yield* store(swap.rival.references[swap.plan.ref]!.own.invalid[swap.plan.from]!, 1);
}

export const dynamicClasses = rival(
  'dynamicClasses',
  'a swap breaks the bindings to the old object; a client that calls through one gets an exception, and has to retry',
  { layOut, call, swap },
);
