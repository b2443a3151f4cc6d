// Peterson's lock (1981) for two threads: whoever wants in gives the turn away, and waits while it is not its own.

import {
  again,
  at,
  cell,
  cells,
  done,
  invariant,
  leadsTo,
  load,
  loop,
  type Program,
  store,
  type Turn,
  thread,
} from 'quiesce';

const wants = cells('wants', 2, 0);
const turn = cell('turn', 0);

function* enter({ me }: { readonly me: 0 | 1 }): Program<void> {
  const other = 1 - me;
  yield* at('wanting');
  yield* store(wants[me]!, 1);
  yield* store(turn, other);
  yield* loop({ me }, look);
  yield* at('inside');
  yield* store(wants[me]!, 0);
  yield* at('outside');
}

function* look({ me }: { readonly me: 0 | 1 }): Program<Turn<{ readonly me: 0 | 1 }, void>> {
  if ((yield* load(wants[1 - me]!)) === 0) return done();
  return (yield* load(turn)) === me ? done() : again({ me });
}

export const system = {
  name: 'peterson',
  cells: [wants, turn],
  threads: [thread('left', enter, { me: 0 }), thread('right', enter, { me: 1 }, { processor: 1 })],
};

export const properties = [
  invariant(
    'mutualExclusion',
    (state) => state.label('left')?.name !== 'inside' || state.label('right')?.name !== 'inside',
  ),
  leadsTo(
    'whoWantsGetsIn',
    (state) => state.label('left')?.name === 'wanting',
    (state) => state.label('left')?.name === 'inside',
  ),
];
