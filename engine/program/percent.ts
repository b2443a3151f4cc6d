// Names as tokens of a line that is pasted into a shell: letters, digits and a few signs that mean nothing in bash, zsh,
// fish or PowerShell; every other byte as %XX. Total in both directions on what it writes itself, lone surrogates included:
// they are written as the three bytes that UTF-8 would give them, which no decoder of URIs takes.

import { QuiesceError } from './errors.js';

/** percentEncoded keeps letters, digits and `_ . / @ -`. */
export function percentEncoded(name: string): string {
  let text = '';
  for (const character of name) {
    text += /[\w./@-]/.test(character) ? character : bytesOf(character.codePointAt(0)!).map(asToken).join('');
  }
  return text;
}

function asToken(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function bytesOf(code: number): readonly number[] {
  const tail = (shift: number) => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)];
  return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
}

const surrogate = /%ED%[AB][0-9A-F]%[89AB][0-9A-F]/gi;

/** percentDecoded reads it back. Throws QSC201 for what is no encoding. */
export function percentDecoded(text: string): string {
  const parts = text.split(surrogate);
  const lone = [...text.matchAll(surrogate)].map(([token]) => {
    const [, second, third] = token.match(/[0-9A-F]{2}/gi)!.map((digits) => Number.parseInt(digits, 16));
    return String.fromCharCode(0xd000 | ((second! & 0x3f) << 6) | (third! & 0x3f));
  });
  return parts.map((part, index) => decoded(part) + (lone[index] ?? '')).join('');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new QuiesceError('QSC201', `the name ${JSON.stringify(text.slice(0, 60))}`);
  }
}
