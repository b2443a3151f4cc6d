// The committed matrix, which the README and docs/07-rivals.md show.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../packageRoot.js';
import { type Comparison, type Difference, differences } from './result.js';

const path = join(packageRoot, 'docs', 'rivals.json');

/** readCommitted reads the matrix as it was committed. */
export function readCommitted(): Comparison {
  return JSON.parse(readFileSync(path, 'utf8')) as Comparison;
}

/** changes lists what differs from it. */
export function changes(comparison: Comparison): readonly Difference[] {
  return differences(comparison, readCommitted());
}

export function write(document: string): void {
  writeFileSync(path, document);
}
