// The awaits of an erased text: where it may wait, and for what. Printed, and fixed by a test: an await more or less is a
// change of what callers see.

/** One place of the text at which a function may be left and come back to. */
export interface Await {
  readonly file: string;
  readonly function: string;
  /** What is awaited: an operation, a function, or something of the component's. */
  readonly of: string;
}

/** awaitsText prints them, one a line, in order. */
export function awaitsText(awaits: readonly Await[]): string {
  const lines = awaits.map(({ file, function: name, of }) => `${file} ${name}: ${of}`);
  return `${[...new Set(lines)].sort().join('\n')}\n`;
}
