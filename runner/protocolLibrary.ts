// The library of protocols: its files, and what the bench measured of them, as it was committed (`npm run bench -- protocols
// --write`).

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ProtocolTime {
  /** Its file. */
  readonly protocol: string;
  readonly variant: string;
  readonly states: number;
  /** Of its explorations together. */
  readonly elapsedMs: number;
}

export interface ProtocolTimes {
  readonly version: 1;
  readonly runs: number;
  readonly rows: readonly ProtocolTime[];
}

/** From the package's folder. */
export const pathOfTimes = 'docs/protocols.json';

/** committedTime says how long a variant took with so many states: `12 ms`; undefined where nobody has measured that. */
export function committedTime(root: string): (protocol: string, variant: string, states: number) => string | undefined {
  const { rows } = JSON.parse(readFileSync(join(root, pathOfTimes), 'utf8')) as ProtocolTimes;
  return (protocol, variant, states) => {
    const row = rows.find((each) => each.protocol === protocol && each.variant === variant && each.states === states);
    return row && `${row.elapsedMs.toLocaleString('en-US')} ms`;
  };
}

/** protocolFiles lists the files of the library in a package. */
export function protocolFiles(root: string): readonly string[] {
  const names = readdirSync(join(root, 'examples', 'protocols')).filter((name) => name.endsWith('.ts'));
  return names.sort().map((name) => `examples/protocols/${name}`);
}
