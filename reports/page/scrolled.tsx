// What may be wider than its place: it scrolls by itself, by keyboard too, and says what it is.

import type { ComponentChildren } from 'preact';

interface ScrolledProps {
  readonly label: string;
  readonly look?: string;
  readonly children: ComponentChildren;
}

export function Scrolled({ label, look, children }: ScrolledProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
    <section class={look === undefined ? 'scroll' : `scroll ${look}`} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
