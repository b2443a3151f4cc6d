// The committed matrix, which the README and docs/07-rivals.md show.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compared } from '../../scenarios/compared.js';
import { packageRoot } from '../packageRoot.js';
import { type Comparison, type Difference, differences, merged } from './result.js';

const path = join(packageRoot, 'docs', 'rivals.json');

/** readCommitted reads the matrix as it was committed. */
export function readCommitted(): Comparison {
  return JSON.parse(readFileSync(path, 'utf8')) as Comparison;
}

/** changes lists what differs from it. */
export function changes(comparison: Comparison): readonly Difference[] {
  return differences(comparison, readCommitted());
}

/** commit writes the matrix, what a part of a comparison found in the place of what was committed of it. */
export function commit(comparison: Comparison, text: (whole: Comparison) => string): void {
  const order = compared.map(({ mechanism }) => mechanism.name);
  writeFileSync(path, text(merged(readCommitted(), comparison, order)));
}
