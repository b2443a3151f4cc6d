// A finite instance, as it is written: which elements each open sort has, and what the fixed symbols are there.

/** The value of a fixed symbol at a point: an element, a value of an enumeration, or a truth. */
export type FixedValue = string | boolean;

/**
 * A fixed symbol in an instance. A relation is the list of its tuples; a function is a record from arguments (joined by
 * a blank) to values; a symbol without parameters is its value.
 */
export type FixedTable = FixedValue | readonly (readonly string[])[] | Readonly<Record<string, FixedValue>>;

export interface InstanceInput {
  readonly name: string;
  /** By open sort: its elements. */
  readonly elements: Readonly<Record<string, readonly string[]>>;
  readonly fixed?: Readonly<Record<string, FixedTable>>;
}
