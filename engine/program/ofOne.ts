// A view of one content as a predicate over a list of one: what waits for several cells takes these.

import { type View, view } from './operation.js';

const known = new WeakMap<View, View>();

/** ofOne is the predicate over a list of one content that a view of this content is. The same for the same view. */
export function ofOne(one: View): View {
  const made = known.get(one) ?? (view(one.name, ([content]: readonly never[]) => one.of(content as never)) as never);
  known.set(one, made);
  return made;
}
