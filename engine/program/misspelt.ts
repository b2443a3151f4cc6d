// Misspelt names: the nearest known one, and the fields of a declaration that were meant to be others. A field that nobody
// reads is the worst of misspellings: `thread: [...]` beside an empty list of threads would prove anything.

import { QuiesceError } from './errors.js';

/** nearest returns the name with the fewest edits, or undefined when none is near (more than a third of it differs). */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const best = ranked(name, names)[0];
  return best && best.edits <= Math.max(2, name.length / 3) ? best.candidate : undefined;
}

/** unknownText says what was asked for, and the nearest name if there is one. */
export function unknownText(name: string, names: readonly string[]): string {
  return meantText(name, nearest(name, names));
}

function meantText(name: string, near: string | undefined): string {
  return near === undefined ? JSON.stringify(name) : `${JSON.stringify(name)}; did you mean ${JSON.stringify(near)}?`;
}

/**
 * meant returns the name that another nearly is: a letter or two apart, its beginning, its end, or all but its ending
 * (`property`, `erties` and `propertis` for `properties`). Stricter than nearest, because any name may stand there.
 */
export function meant(name: string, names: readonly string[]): string | undefined {
  const others = names.filter((other) => other !== name);
  return ranked(name, others).find(({ candidate, edits }) => isNear(name, candidate, edits))?.candidate;
}

function isNear(name: string, candidate: string, edits: number): boolean {
  const shorter = Math.min(name.length, candidate.length);
  if (edits <= (shorter >= 6 ? 2 : shorter >= 3 ? 1 : 0)) return true;
  if (name.length >= 4 && candidate.toLowerCase().includes(name.toLowerCase())) return true;
  const stem = commonStart(name, candidate);
  return stem >= 4 && stem >= 0.75 * Math.max(name.length, candidate.length - 3);
}

function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < Math.min(a.length, b.length) && a[at]!.toLowerCase() === b[at]!.toLowerCase()) at++;
  return at;
}

/** refuseMisspelt throws QSC131 for a field that is nearly one of the names, and is none. Other fields are let be. */
export function refuseMisspelt(what: string, declared: object, names: readonly string[]): void {
  for (const name of Object.keys(declared)) {
    const near = names.includes(name) ? undefined : meant(name, names);
    if (near !== undefined) throw new QuiesceError('QSC131', `${what} has ${meantText(name, near)}`);
  }
}

/** refuseUnknownOptions throws QSC131 for an option that there is not, QSC112 for options that are none. Undefined ones are let be. */
export function refuseUnknownOptions(what: string, options: object, names: Readonly<Record<string, true>>): void {
  if (typeof options !== 'object' || options === null)
    throw new QuiesceError(
      'QSC112',
      `${what}: a record of options wanted, ${options === null ? 'null' : typeof options} given`,
    );
  const unknown = Object.entries(options).find(([name, value]) => value !== undefined && !Object.hasOwn(names, name));
  if (unknown) throw new QuiesceError('QSC131', `${what} has ${unknownText(unknown[0], Object.keys(names))}`);
}

function ranked(name: string, names: readonly string[]): { readonly candidate: string; readonly edits: number }[] {
  const all = names.map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }));
  return all.sort((a, b) => a.edits - b.edits);
}

/** Levenshtein's distance, one row at a time; two neighbours in the wrong order are one edit. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? before[j - 2]! + 1 : replaced;
      next.push(Math.min(replaced, swapped, row[j]! + 1, next[j - 1]! + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
