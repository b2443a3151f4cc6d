// Read-copy update (McKenney and Slingwine; the paper, section 5: "our method for reaching a quiescent state is similar"):
// copy the state, turn the pointer, and free the old object when every thread that was active then is gone. Readers are
// never held back and pay nothing; old and new are in use at the same time.
// So it is sound for components whose calls only read. Here calls write too, as the paper's components do.

import type { Program, Region, Self, Value } from '../../engine/program/index.js';
import type { Call, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { activate, awaitGrace, deactivate, type Generations, generations } from './grace.js';
import { type OwnCells, type Rival, rival, type Swap } from './ground.js';
import { conclude, discard, moveState, runCurrent, startsAtOnce } from './swap.js';

type ReadCopyUpdate = Rival<OwnCells, Generations>;

function layOut(_site: Site, _name: Reference, _own: Region): OwnCells {
  return {};
}

function* call(rival: ReadCopyUpdate, call: Call): Program<Value> {
  return yield* runCurrent(rival, call);
}

function* swap(swap: Swap<OwnCells, Generations>, self: Self): Program<void> {
  yield* startsAtOnce(swap);
  const moved = yield* moveState(swap);
  yield* conclude(swap, moved);
  if (moved) yield* awaitGrace(swap.rival, self);
  yield* discard(swap, moved);
}

export const readCopyUpdate = rival(
  'readCopyUpdate',
  'the state is copied, the pointer turned, and the old object freed after a grace period; calls go on meanwhile',
  { layOut, layOutShared: generations, call, swap, activate, deactivate },
);
