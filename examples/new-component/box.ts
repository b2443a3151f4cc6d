// A box: `put` stores a number, `get` returns it. Two components of one family, with one transfer format.

import {
  type Cell,
  type Component,
  cell,
  deepFreeze,
  type Frame,
  load,
  type Program,
  store,
  type Value,
} from 'quiesce';

type PlainMemory = { readonly value: Cell<number> };
type SplitMemory = { readonly tens: Cell<number>; readonly ones: Cell<number> };

const specification = {
  initial: 0,
  exceptions: 'asApplied' as const,
  apply: (state: number, method: string, args: Value) =>
    method === 'put' ? { state: Number(args), result: null } : { state, result: state },
};

function* putPlain({ cells }: Frame<PlainMemory>, args: Value): Program<Value> {
  yield* store(cells.value, Number(args));
  return null;
}

function* getPlain({ cells }: Frame<PlainMemory>): Program<Value> {
  return yield* load(cells.value);
}

function* exportPlain(cells: PlainMemory): Program<Value> {
  return yield* load(cells.value);
}

function* importPlain(cells: PlainMemory, _format: number, state: Value): Program<void> {
  yield* store(cells.value, Number(state));
}

function* putSplit({ cells }: Frame<SplitMemory>, args: Value): Program<Value> {
  yield* writeSplit(cells, Number(args));
  return null;
}

function* getSplit({ cells }: Frame<SplitMemory>): Program<Value> {
  return yield* readSplit(cells);
}

function* exportSplit(cells: SplitMemory): Program<Value> {
  return yield* readSplit(cells);
}

function* importSplit(cells: SplitMemory, _format: number, state: Value): Program<void> {
  yield* writeSplit(cells, Number(state));
}

function* writeSplit({ tens, ones }: SplitMemory, value: number): Program<void> {
  yield* store(tens, Math.floor(value / 10));
  yield* store(ones, value % 10);
}

function* readSplit({ tens, ones }: SplitMemory): Program<number> {
  return (yield* load(tens)) * 10 + (yield* load(ones));
}

const family = { family: 'box', specification, exports: [0], imports: [0] };

export const plainBox: Component<PlainMemory> = deepFreeze({
  ...family,
  name: 'plainBox',
  methods: { put: putPlain, get: getPlain },
  layOut: (name: string) => ({ value: cell(`${name}.value`, 0) as Cell<number> }),
  exportState: exportPlain,
  importState: importPlain,
});

/** Good for one client at a time: its two cells are not written at once. */
export const splitBox: Component<SplitMemory> = deepFreeze({
  ...family,
  name: 'splitBox',
  methods: { put: putSplit, get: getSplit },
  layOut: (name: string) => ({
    tens: cell(`${name}.tens`, 0) as Cell<number>,
    ones: cell(`${name}.ones`, 0) as Cell<number>,
  }),
  exportState: exportSplit,
  importState: importSplit,
});
