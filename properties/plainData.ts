// Monitor states are small, canonical, immutable plain data: updates that keep them so.
// Every function returns the very same reference when nothing changes, and an emptied entry leaves no trace, so that
// equal situations are equal states however they were reached.

export type Table<V> = { readonly [key: string]: V };
export type Names = readonly string[];

/** put gives the record with `value` under `key`. */
export function put<V>(record: Table<V>, key: string | number, value: V): Table<V> {
  return record[key] === value ? record : { ...record, [key]: value };
}

/** drop gives the record without `key`. */
export function drop<V>(record: Table<V>, key: string | number): Table<V> {
  if (!(key in record)) return record;
  const { [key]: _dropped, ...rest } = record;
  return rest;
}

/** tally adds `delta` to the count under `key`; a count of zero (or less) leaves no entry. */
export function tally(counts: Table<number>, key: string | number, delta: number): Table<number> {
  const count = (counts[key] ?? 0) + delta;
  return count > 0 ? put(counts, key, count) : drop(counts, key);
}

/** include gives the sorted list with `item` in it. */
export function include<T extends string | number>(list: readonly T[], item: T): readonly T[] {
  if (list.includes(item)) return list;
  return [...list, item].sort((a, b) => (a < b ? -1 : 1));
}

/** exclude gives the list without `item`. */
export function exclude<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : list;
}

/** isEmpty is true of a record or a list with nothing in it. */
export function isEmpty(collection: object): boolean {
  return Object.keys(collection).length === 0;
}
