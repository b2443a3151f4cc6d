// A reader notes the epoch while it reads. The epoch advances when all who read have noted the present one, and what was
// taken away is freed two advances later: after one, a reader that noted the same epoch may still hold it. K. Fraser,
// "Practical lock freedom", 2004, https://www.cl.cam.ac.uk/techreports/UCAM-CL-TR-579.html.

import {
  cell,
  cells,
  deepFreeze,
  exchange,
  fence,
  free,
  inRegion,
  load,
  type MemoryModel,
  type Program,
  region,
  scope,
  store,
  thread,
  view,
  waitUntil,
} from 'quiesce';

const regions = deepFreeze(
  [0, 1, 2].map((node) => region(`node${node}`, { kind: 'node', node }, { initially: 'allocated' })),
);
const values = deepFreeze(
  regions.map((owner, node) => inRegion(owner, { value: cell(`node${node}.value`, node) }).value),
);
const pointer = cell('pointer', 0);
const epoch = cell('epoch', 0);
/** The epoch that each reader has noted; -1: it does not read. */
const noted = cells('noted', 2, -1);

interface Manner {
  readonly advances: number;
  readonly isFenced: boolean;
}

function* read({ me, isFenced }: { readonly me: number; readonly isFenced: boolean }): Program {
  yield* store(noted[me]!, yield* load(epoch));
  if (isFenced) yield* fence();
  yield* load(values[yield* load(pointer)]!);
  yield* store(noted[me]!, -1);
}

function* replaceTwice({ advances }: Manner): Program {
  yield* scope(replace, { by: 1, advances });
  yield* scope(replace, { by: 2, advances });
}

function* replace({ by, advances }: { readonly by: number; readonly advances: number }): Program {
  const old = yield* exchange(pointer, by);
  for (let advance = 0; advance < advances; advance++) yield* scope(advanceEpoch, undefined);
  yield* free(regions[old]!);
}

function* advanceEpoch(): Program {
  for (const one of noted) yield* waitUntil([one, epoch], isUpToDate);
  yield* store(epoch, (yield* load(epoch)) + 1);
}

const isUpToDate = view(
  'does not read, or has noted the present epoch',
  ([one, present]: readonly [number, number]) => {
    return one === -1 || one === present;
  },
);

const systemOf = (memory: MemoryModel, manner: Manner) => ({
  cells: [pointer, epoch, noted, ...values],
  threads: [
    thread('reader0', read, { me: 0, isFenced: manner.isFenced }),
    thread('reader1', read, { me: 1, isFenced: manner.isFenced }),
    thread('writer', replaceTwice, manner),
  ],
  memory,
});

const expected = { noUseAfterFree: 'refuted' as const };
export const variants = [
  { name: 'oneAdvance', system: systemOf('sc', { advances: 1, isFenced: false }), expected },
  { name: 'unfencedOnTso', system: systemOf('tso', { advances: 2, isFenced: false }), expected },
  { name: 'asPublished', system: systemOf('tso', { advances: 2, isFenced: true }) },
];
