// Where a claim of a configuration is written, for reports that point at it: where its module, or one that this extends or
// instantiates, defines it; else where the configuration names it. Read from the texts.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface ClaimPlace {
  /** As a path of the machine: whoever reports it says from where it is named. */
  readonly path: string;
  readonly line: number;
}

/** claimPlace is the place of a claim; of none, as of a deadlock, or of what is written nowhere, the configuration's. */
export function claimPlace(cfgPath: string, tlaPath: string, claim: string | undefined): ClaimPlace {
  const inConfiguration = {
    path: cfgPath,
    line: lineOf(cfgPath, new RegExp(`\\b${claim ?? 'SPECIFICATION'}\\b`)) ?? 1,
  };
  if (claim === undefined) return inConfiguration;
  const definition = new RegExp(`^\\s*${claim}\\s*(\\([^)]*\\))?\\s*==`);
  for (const path of modulesFrom(tlaPath)) {
    const line = lineOf(path, definition);
    if (line !== undefined) return { path, line };
  }
  return inConfiguration;
}

function lineOf(path: string, wanted: RegExp): number | undefined {
  const index = textOf(path)
    .split('\n')
    .findIndex((line) => wanted.test(line));
  return index < 0 ? undefined : index + 1;
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** A module and those beside it that it builds on, the nearest first. */
function modulesFrom(tlaPath: string): readonly string[] {
  const paths = [tlaPath];
  for (const path of paths) {
    const text = textOf(path);
    const extended = /^\s*EXTENDS\s+([\w\s,]+?)$/m.exec(text)?.[1]?.split(',') ?? [];
    const instances = [...text.matchAll(/\bINSTANCE\s+(\w+)/g)].map((found) => found[1]!);
    const beside = [...extended, ...instances].map((name) => join(dirname(tlaPath), `${name.trim()}.tla`));
    paths.push(...new Set(beside.filter((each) => existsSync(each) && !paths.includes(each))));
  }
  return paths;
}
