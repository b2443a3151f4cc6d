// Interposers (paper, section 5: "generic tracing and debugging (interposition) objects that can be swapped in and out as
// needed"): a component that stands before another of its kind, traces the calls and checks what they return. It knows no
// interface: it is made of whatever methods the other has, and takes and gives the state as the other does.

import {
  add,
  type Cell,
  cell,
  deepFreeze,
  fail,
  type Program,
  type Self,
  type Value,
} from '../../engine/program/index.js';
import type { Cells, Component, Frame } from '../contract.js';

/** What holds of every result of a method, or it is an error of the component. */
export type Check = (method: string, args: Value, result: Value) => boolean;

/** The trace is a count of the calls that have begun and of those that have come back. */
type Trace = { readonly begun: Cell<number>; readonly returned: Cell<number> };

interface Interposer extends Component {
  readonly inner: Component;
  readonly check: Check;
}

/** interposed is the component with its calls traced and checked: it has the other's memory, and the trace beside it. */
export function interposed<C extends Cells>(inner: Component<C>, check: Check): Component<C & Trace> {
  return deepFreeze({
    ...inner,
    ...{ inner, check },
    name: `traced${inner.name[0]!.toUpperCase()}${inner.name.slice(1)}`,
    methods: Object.fromEntries(Object.keys(inner.methods).map((name) => [name, traced])),
    layOut: (name: string, processors: number) => ({
      ...inner.layOut(name, processors),
      begun: cell(`${name}.begun`, 0) as Cell<number>,
      returned: cell(`${name}.returned`, 0) as Cell<number>,
    }),
  }) as unknown as Component<C & Trace>;
}

/** Every method of an interposer: it finds what it stands before in the component that it is called in. */
function* traced(frame: Frame, args: Value, self: Self): Program<Value> {
  const { begun, returned } = frame.cells as unknown as Trace;
  const { inner, check } = frame.component as Interposer;
  const { method } = frame.call;
  yield* add(begun, 1);
  const result = yield* inner.methods[method]!({ ...frame, component: inner }, args, self);
  yield* add(returned, 1);
  if (!check(method, args, result)) yield* fail(`${method} returned ${JSON.stringify(result)}`);
  return result;
}
