// Text of a user's own (names, messages, paths) as it is shown: what a terminal or a CI log would obey is written as an
// escape instead. A name is data wherever it stands.

/** Control characters, separators of lines, signs that turn or hide text, and halves of characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** visible is a name on one line. */
export function visible(name: string): string {
  return withoutCommands(name.replace(unseen, escapeOf));
}

/** visibleLines keeps the ends of lines, and lets none of them be taken for a command of a CI log (`::error`, `##[group]`). */
export function visibleLines(text: string): string {
  const shown = text
    .replace(unseen, (character) => (character === '\n' ? character : escapeOf(character)))
    .replace(/^(\s*):(?=:)/gm, '$1\\u003a');
  return withoutCommands(shown);
}

/** A log takes `##[group]` for a command wherever it stands on a line. */
function withoutCommands(text: string): string {
  return text.replaceAll('##[', '#\\u0023[');
}

/** visibleJson is a document of JSON that says the same, with no character in it that is obeyed instead of read. */
export function visibleJson(document: string): string {
  return withoutCommands(
    document.replace(unseen, (character) => (character === '\n' ? character : escapeOf(character))),
  );
}

/** jsonDocument is data as a JSON document, ending in a line end: it parses to the same data, and can be looked at. */
export function jsonDocument(data: unknown): string {
  return `${visibleJson(JSON.stringify(data, undefined, 2))}\n`;
}

/**
 * Values of cells and of events: they are shown in their canonical text, which has escapes of its own, and that is made
 * visible. To make them visible before would write what is escaped there a second time.
 */
const ofValues: ReadonlySet<string> = new Set(['value', 'before', 'data', 'holds']);

/** visibleParts makes every text in plain data visible but values; messages, which have lines of their own, keep them. */
export function visibleParts<T>(data: T, key = ''): T {
  if (ofValues.has(key)) return data;
  if (typeof data === 'string') return (key === 'message' ? visibleLines(data) : visible(data)) as T;
  if (Array.isArray(data)) return data.map((each) => visibleParts(each, key)) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [visible(name), visibleParts(value, name)]),
  ) as T;
}

function escapeOf(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  return character.length > 1
    ? [...Array(character.length).keys()].map((at) => unit(character.charCodeAt(at))).join('')
    : unit(character.charCodeAt(0));
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
