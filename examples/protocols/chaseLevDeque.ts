// A work-stealing deque: the owner pushes and takes at the bottom, thieves steal at the top, and only the last item is
// fought for. The owner lowers the bottom and then looks at the top: without a fence between the two, owner and thief take
// the same item. Under partial store order an item may reach memory after the bottom that shows it. D. Chase and Y. Lev,
// "Dynamic circular work-stealing deque", 2005, https://doi.org/10.1145/1073970.1073974; fences as in N. M. Lê et al.,
// "Correct and efficient work-stealing for weak memory models", 2013, https://doi.org/10.1145/2442516.2442524.

import {
  cell,
  cells,
  compareExchange,
  fence,
  happened,
  load,
  type MemoryModel,
  monitor,
  type Program,
  scope,
  store,
  thread,
  violated,
} from 'quiesce';

const top = cell('top', 0);
const bottom = cell('bottom', 0);
const items = cells('item', 2, 0);

interface Fences {
  /** After an item is stored, before the bottom shows it. */
  readonly inPush?: boolean;
  /** After the bottom is lowered, before the top is looked at. */
  readonly inTake?: boolean;
}

function* push({ item, inPush }: Fences & { readonly item: number }): Program {
  const at = yield* load(bottom);
  yield* store(items[at % 2]!, item);
  if (inPush) yield* fence();
  yield* store(bottom, at + 1);
}

function* take({ inTake }: Fences): Program {
  const last = (yield* load(bottom)) - 1;
  yield* store(bottom, last);
  if (inTake) yield* fence();
  const first = yield* load(top);
  if (first > last) return yield* store(bottom, last + 1);
  const item = yield* load(items[last % 2]!);
  if (first < last) return yield* happened('taken', { item });
  if (yield* compareExchange(top, first, first + 1)) yield* happened('taken', { item });
  yield* store(bottom, last + 1);
}

function* steal(): Program {
  const first = yield* load(top);
  if (first >= (yield* load(bottom))) return;
  const item = yield* load(items[first % 2]!);
  if (yield* compareExchange(top, first, first + 1)) yield* happened('taken', { item });
}

function* owner(fences: Fences): Program {
  yield* scope(push, { item: 1, ...fences });
  yield* scope(push, { item: 2, ...fences });
  yield* scope(take, fences);
  yield* scope(take, fences);
}

function* thief(): Program {
  yield* scope(steal, undefined);
  yield* scope(steal, undefined);
}

const systemOf = (memory: MemoryModel, fences: Fences) => ({
  cells: [top, bottom, items],
  threads: [thread('owner', owner, fences), thread('thief', thief)],
  memory,
});

export const properties = [
  monitor(
    'eachTakenOnce',
    {
      init: [] as readonly number[],
      handles: ['taken'],
      on: (taken: readonly number[], { data }) => {
        const { item } = data as { readonly item: number };
        if (item === 0) return violated('an empty place is taken');
        return taken.includes(item) ? violated(`item ${item} is taken twice`) : [...taken, item].sort();
      },
      atEnd: (taken: readonly number[]) => taken.length === 2,
    },
    { statement: 'each item is taken once' },
  ),
];

const expected = { eachTakenOnce: 'refuted' as const };
const both = { inPush: true, inTake: true };
export const variants = [
  { name: 'unfenced', system: systemOf('sc', {}) },
  { name: 'unfencedOnTso', system: systemOf('tso', {}), expected },
  { name: 'onlyPushFencedOnTso', system: systemOf('tso', { inPush: true }), expected },
  { name: 'onlyTakeFencedOnTso', system: systemOf('tso', { inTake: true }) },
  { name: 'onlyTakeFencedOnPso', system: systemOf('pso', { inTake: true }), expected },
  { name: 'bothFencedOnPso', system: systemOf('pso', both) },
];
