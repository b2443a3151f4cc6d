// The nearest of some names to a misspelt one, by edit distance.

/** nearest returns the name with the fewest edits, or undefined when none is near (more than a third of it differs). */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names.map((candidate) => ({
    candidate,
    edits: distance(name.toLowerCase(), candidate.toLowerCase()),
  }));
  ranked.sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best && best.edits <= Math.max(2, name.length / 3) ? best.candidate : undefined;
}

/** Levenshtein's distance, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** unknownText says what was asked for, and the nearest name if there is one. */
export function unknownText(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === undefined ? JSON.stringify(name) : `${JSON.stringify(name)}; did you mean ${JSON.stringify(near)}?`;
}
