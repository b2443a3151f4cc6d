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
import type { Cells, Component, Frame, Method } from '../contract.js';

/** What holds of every result of a method, or it is an error of the component. */
export type Check = (method: string, args: Value, result: Value) => boolean;

/** The trace is a count of the calls that have begun and of those that have come back. */
type Trace = { readonly begun: Cell<number>; readonly returned: Cell<number> };

/** interposed is the component with its calls traced and checked: it has the other's memory, and the trace beside it. */
export function interposed<C extends Cells>(inner: Component<C>, check: Check): Component<C & Trace> {
  return deepFreeze({
    ...inner,
    name: `traced${inner.name[0]!.toUpperCase()}${inner.name.slice(1)}`,
    methods: Object.fromEntries(
      Object.entries(inner.methods).map(([name, method]) => [name, traced(name, method as Method, check)]),
    ),
    layOut: (name: string, processors: number) => ({
      ...inner.layOut(name, processors),
      begun: cell(`${name}.begun`, 0) as Cell<number>,
      returned: cell(`${name}.returned`, 0) as Cell<number>,
    }),
  }) as unknown as Component<C & Trace>;
}

function traced(name: string, method: Method, check: Check): Method {
  return function* tracedMethod(frame: Frame, args: Value, self: Self): Program<Value> {
    const { begun, returned } = frame.cells as unknown as Trace;
    yield* add(begun, 1);
    const result = yield* method(frame, args, self);
    yield* add(returned, 1);
    if (!check(name, args, result)) yield* fail(`${name} returned ${JSON.stringify(result)}`);
    return result;
  };
}
