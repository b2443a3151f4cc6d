// Escaping for the formats that reports are written in. Each function is total: any text comes out harmless.

const xmlEntities: Readonly<Record<string, string>> = Object.freeze({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
});

/** xmlText escapes text for XML content and attributes; characters that XML 1.0 cannot hold become U+FFFD. */
export function xmlText(text: string): string {
  return replaceForbidden(text).replace(/[&<>"']/g, (character) => xmlEntities[character]!);
}

/** xmlAttribute also keeps line ends and tabs, which a parser would turn into spaces. */
export function xmlAttribute(text: string): string {
  return xmlText(text).replace(/[\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** xmlData wraps text in CDATA, splitting it where it contains the end mark. */
export function xmlData(text: string): string {
  return `<![CDATA[${replaceForbidden(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

/** All that XML 1.0 has no place for, halves of characters among it. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function replaceForbidden(text: string): string {
  return text.replace(forbidden, '\uFFFD');
}

/** markdownText escapes text so that GitHub shows it literally, in a paragraph or a table cell; line ends become <br>. */
export function markdownText(text: string): string {
  return text
    .replace(/[&<>|`*_[\]\\~#@$]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\r?\n/g, '<br>')
    .replace(/\r/g, ' ');
}

/** markdownCode is text in a code face that may stand anywhere, table cells included. */
export function markdownCode(text: string): string {
  return `<code>${markdownText(text)}</code>`;
}

/** markdownBlock is a fenced block with a fence longer than any in the text. */
export function markdownBlock(text: string, language = 'text'): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** shellQuote makes one word of text for a POSIX shell. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
