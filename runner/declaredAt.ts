// The line of a user's file at which a scenario or a program is declared, for reports that point at it: where its name is
// written, else at the export. Read from the text, as a value does not know where it stands; leaves out what is found in neither way.

/**
 * declaredAt gives the line, counted from 1.
 *
 * @example
 * declaredAt("\nexport const busy = defineScenario({\n  name: 'busy',\n});", ['busy']) // => 3
 */
export function declaredAt(text: string, names: readonly string[]): number | undefined {
  const lines = text.split('\n');
  const found = names
    .map((name) => lines.findIndex((line) => nameIn(line) === name))
    .concat(lines.findIndex((line) => /^\s*export\s+(const|let|var|function)\s+(system|variants)\b/.test(line)))
    .find((index) => index >= 0);
  return found === undefined ? undefined : found + 1;
}

/** nameIn is the name that a line gives. */
export function nameIn(line: string): string | undefined {
  return /\bname:\s*(['"`])(.*?)\1/.exec(line)?.[2];
}
