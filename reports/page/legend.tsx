// What the signs of a diagram mean: those that are in it.

import type { PagePath } from './data.js';
import { bandOf } from './shapes.js';

export function Legend({ path }: { readonly path: PagePath }) {
  return (
    <ul class="legend">
      {keysOf(path).map(([kind, text]) => (
        <li>
          <span class={`key ${kind}`} aria-hidden="true" />
          {text}
        </li>
      ))}
      {signsOf(path).map(([sign, text]) => (
        <li>
          <span class="mark">{sign}</span> {text}
        </li>
      ))}
    </ul>
  );
}

type Entry = readonly [sign: string, text: string];

function keysOf({ bands, bars, arrows, racing, loopStartsAt }: PagePath): readonly Entry[] {
  const phases = [...new Set(bands.map(({ phase }) => phase))];
  const isBar = (wanted: string) => bars.some(({ kind }) => kind === wanted);
  const isArrow = (wanted: string) => arrows.some(({ kind }) => kind === wanted);
  const entries: readonly (readonly [isThere: boolean, ...Entry])[] = [
    ...phases.map((phase) => [true, `key-band ${bandOf(phase)}`, `phase ${phase}`] as const),
    [isBar('call'), 'key-call', 'a call'],
    [isBar('suspended'), 'key-suspended', 'held back'],
    [isArrow('value'), 'key-value', 'a write, and who reads it'],
    [isArrow('wake'), 'key-wake', 'a wake-up'],
    [racing !== undefined, 'key-race', 'the racing pair'],
    [loopStartsAt !== undefined, 'key-loop', 'the loop, which goes on for ever'],
  ];
  return entries.filter(([isThere]) => isThere).map(([, kind, text]) => [kind, text]);
}

function signsOf({ breaksAt, opensAt, models }: PagePath): readonly Entry[] {
  const entries: readonly (readonly [isThere: boolean, ...Entry])[] = [
    [breaksAt !== undefined, '✗', 'after it the property is false'],
    [(opensAt ?? -1) >= 0, '○', 'from here on what is claimed to come is waited for'],
    [models.some(({ diverges }) => diverges), '≠', 'a specification and the implementation part'],
  ];
  return entries.filter(([isThere]) => isThere).map(([, sign, text]) => [sign, text]);
}
