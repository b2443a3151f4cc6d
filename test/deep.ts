// What is asked of everything with the deep tests, as in CI, and of every n-th without them: where each one shows the same of
// another action, the few of `npm test` are enough to see that the check bites.

export const isDeep = process.env.QUIESCE_DEEP !== undefined;

/** oneIn gives all with the deep tests, else every n-th, from the first on. */
export function oneIn<T>(n: number, all: readonly T[]): readonly T[] {
  return isDeep ? all : all.filter((_, index) => index % n === 0);
}
