// Colours of a terminal: one for each lane, and red for what went wrong. Leaves out when to use them: the command line
// knows its stream and the user's NO_COLOR and FORCE_COLOR.

import { visibleLines } from '../engine/program/visible.js';

/** Paints a text in the colour of a processor's lane, or as a fault. */
export interface Paint {
  readonly lane: (text: string, processor: number) => string;
  readonly fault: (text: string) => string;
  readonly faint: (text: string) => string;
}

const laneCodes = Object.freeze([36, 33, 35, 32, 34]);

/** In the colours that every terminal has. */
export const coloured: Paint = {
  lane: (text, processor) => inCode(text, laneCodes[processor % laneCodes.length]!),
  fault: (text) => inCode(text, 31),
  faint: (text) => inCode(text, 2),
};

/** Without colours. */
export const plain: Paint = { lane: (text) => text, fault: (text) => text, faint: (text) => text };

function inCode(text: string, code: number): string {
  return text === '' ? '' : `\u001b[${code}m${text}\u001b[0m`;
}

/** paintedLines makes everything in painted lines visible but the colours. */
export function paintedLines(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of colours are what is kept
  const parts = text.split(/(\u001b\[\d+m)/);
  return parts.map((part, index) => (index % 2 === 1 ? part : visibleLines(part))).join('');
}
