// All orders of things of which some have to come before others, at once: what has been told is a set, and of a set only
// where it leads to is kept. Two orders that come to the same go on as one, so that telling n things whose order does not
// count takes n * 2^(n-1) tellings, and not n!.

/** What is told, by positions from 0 on. */
export interface Telling<S> {
  readonly count: number;
  /** Whether a position has to come before a later one. */
  precedes(before: number, after: number): boolean;
  tell(state: S, position: number): S;
  /** States of the same text are the same. */
  textOf(state: S): string;
}

/** Where an order leads. */
export interface Arrival<S> {
  readonly state: S;
  readonly order: readonly number[];
}

/** So many sets and states are followed at a time; of more, the first. */
const openMax = 10_000;

/** arrivalsOf lists all states that some order leads to, each with an order that does; the given order's is the first. */
export function arrivalsOf<S>(start: S, telling: Telling<S>): readonly Arrival<S>[] {
  let open: readonly Arrival<S>[] = [{ state: start, order: [] }];
  for (let told = 0; told < telling.count; told++) open = oneFurther(open, telling);
  return open;
}

function oneFurther<S>(open: readonly Arrival<S>[], telling: Telling<S>): readonly Arrival<S>[] {
  const further = new Map<string, Arrival<S>>();
  for (const { state, order } of open) {
    for (const position of whatMayCome(order, telling)) {
      if (further.size >= openMax) return [...further.values()];
      const arrival = { state: telling.tell(state, position), order: [...order, position] };
      const key = `${arrival.order.toSorted((a, b) => a - b).join()} ${telling.textOf(arrival.state)}`;
      if (!further.has(key)) further.set(key, arrival);
    }
  }
  return [...further.values()];
}

/** The positions that are not told yet, and wait for none that is not. */
function whatMayCome<S>(order: readonly number[], { count, precedes }: Telling<S>): number[] {
  const left = Array.from({ length: count }, (_, position) => position).filter((each) => !order.includes(each));
  return left.filter((each) => !left.some((other) => other < each && precedes(other, each)));
}
