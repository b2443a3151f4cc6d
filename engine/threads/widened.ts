// A table that has become too short: the same words in a longer one.

/** widened copies a table into one twice as long, or of `needed` words where that is more. */
export function widened(table: Int32Array, needed = 0): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(Math.max(needed, table.length * 2));
  wider.set(table);
  return wider;
}
