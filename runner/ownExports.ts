// What package.json exports, by entry: the compiler and the module hooks both find it here, and not through Node, which
// would look for an installed package of this name.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './packageRoot.js';

/** The files of one entry; package.json itself has neither. */
export interface OwnEntry {
  readonly types?: string;
  readonly default?: string;
}

const { exports: listed } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, string | OwnEntry>>;
};

export const ownExports: Readonly<Record<string, OwnEntry>> = Object.freeze(
  Object.fromEntries(
    Object.entries(listed).map(([entry, files]) => [entry, typeof files === 'string' ? { default: files } : files]),
  ),
);
