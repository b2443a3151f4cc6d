// What the static check finds: a place, the name concerned, and what is wrong with it there.

import type TS from 'typescript';

export interface Finding {
  readonly node: TS.Node;
  /** The variable or expression, as it stands in the source. */
  readonly name: string;
  readonly problem: string;
}
