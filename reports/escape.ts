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

function replaceForbidden(text: string): string {
  let out = '';
  for (const character of text) out += isXmlCharacter(character.codePointAt(0)!) ? character : '\uFFFD';
  return out;
}

function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code < 0xd800 || (code > 0xdfff && code !== 0xfffe && code !== 0xffff);
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
