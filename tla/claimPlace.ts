// Where a claim of a configuration is written, for reports that point at it: where its module, or one that this extends or
// instantiates, defines it; else where the configuration names it. Read from the texts.

import { readText } from './module.js';
import { modulesByPath } from './own/ownModules.js';

export interface ClaimPlace {
  /** As a path of the machine: whoever reports it says from where it is named. */
  readonly path: string;
  readonly line: number;
}

/** What a configuration is made of: `libraries` are folders with further modules. */
export interface ClaimFiles {
  readonly cfgPath: string;
  readonly tlaPath: string;
  readonly libraries?: readonly string[];
}

/** claimPlace is the place of a claim; of none, as of a deadlock, or of what is written nowhere, the configuration's. Throws QSC412 and QSC413. */
export function claimPlace({ cfgPath, tlaPath, libraries = [] }: ClaimFiles, claim: string | undefined): ClaimPlace {
  if (claim !== undefined) {
    for (const [path, { code }] of modulesByPath({ tlaPath, libraries })) {
      const line = lineOf(code, new RegExp(`^\\s*${claim}\\s*(\\([^)]*\\))?\\s*==`));
      if (line !== undefined) return { path, line };
    }
  }
  return { path: cfgPath, line: lineOf(readText(cfgPath), new RegExp(`\\b${claim ?? 'SPECIFICATION'}\\b`)) ?? 1 };
}

function lineOf(text: string, wanted: RegExp): number | undefined {
  const index = text.split('\n').findIndex((line) => wanted.test(line));
  return index < 0 ? undefined : index + 1;
}
