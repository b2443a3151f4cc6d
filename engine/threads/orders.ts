// Orders of things of which some have to come before others: all of them where they are few, else some that differ much.

/** Things of which all orders are tried. */
const allMax = 4;

/**
 * ordersOf lists orders of the positions from 0 to count - 1, but for the given one, in each of which a position comes
 * before a later one that it has to precede.
 */
export function ordersOf(count: number, precedes: (before: number, after: number) => boolean): readonly number[][] {
  const given = Array.from({ length: count }, (_, position) => position);
  const wishes = count <= allMax ? permutations(given) : someOrders(given);
  const orders = new Map(wishes.map((wish) => towards(wish, precedes)).map((order) => [order.join(), order]));
  orders.delete(given.join());
  return [...orders.values()];
}

function permutations(list: readonly number[]): number[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((first) => permutations(list.filter((each) => each !== first)).map((rest) => [first, ...rest]));
}

/** The reverse; each taken first, and each last; each pair of neighbours exchanged. */
function someOrders(given: readonly number[]): number[][] {
  const others = (each: number) => given.filter((other) => other !== each);
  return [
    given.toReversed(),
    ...given.map((each) => [each, ...others(each)]),
    ...given.map((each) => [...others(each), each]),
    ...given.slice(1).map((each) => given.map((at) => (at === each ? at - 1 : at === each - 1 ? at + 1 : at))),
  ];
}

/** The order that is nearest to what is wished for: each time the first of what is left that may come. */
function towards(wish: readonly number[], precedes: (before: number, after: number) => boolean): number[] {
  const left = [...wish];
  const order: number[] = [];
  while (left.length > 0) {
    const may = left.findIndex((each) => !left.some((other) => other < each && precedes(other, each)));
    order.push(...left.splice(may, 1));
  }
  return order;
}
