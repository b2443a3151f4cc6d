// A user's TLA+ specification as a graph that systems and other specifications are held to: the committed one, where one lies
// beside it; else made by the engine without Java where that takes all of it, else by TLC. What is known by its content is not
// made again.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { TlaModule } from '../../conformance/tla/ownAutomaton.js';
import { refuseNoObject, refuseNoText } from '../../conformance/wellDeclared.js';
import { type ErrorCode, QuiesceError } from '../../engine/program/errors.js';
import { findArchive } from '../archive.js';
import { graphPath, parseGraph, writeGraph } from '../graphFile.js';
import { readText } from '../module.js';
import { cfgSections } from './cfgText.js';
import { byEmbedded } from './embeddedGraph.js';
import { cacheFolder, keepGraph, keptGraph, sourceOf } from './keptGraph.js';
import { explained } from './ownConjuncts.js';
import { type OwnSpecification, ownSpecification } from './ownFiles.js';
import { ownGraph } from './ownGraph.js';
import { translated } from './pluscal.js';
import { byTlc } from './tlcGraph.js';

export interface TlaModuleOptions {
  /** The folder that paths are relative to; where the process stands unless told. */
  readonly from?: string;
  /** Folders with further modules. */
  readonly libraries?: readonly string[];
  /** Who makes the graph: `auto` is the engine without Java where it takes all of it, else TLC. */
  readonly engine?: 'auto' | 'embedded' | 'tlc';
  /** Seconds after which an engine is stopped; 600 for TLC and 60 for the other unless told. */
  readonly secondsMax?: number;
  /** Where graphs are kept by the hash of what they are made of; the user's cache folder unless told, none where false. */
  readonly cache?: string | false;
}

/**
 * tlaModule makes the state graph of a module with a configuration. A graph that `quiesce tla CFG --graphs` wrote is read instead.
 * Throws QSC411 for what has no exact graph (constraints, a view, symmetry), QSC301 at the limit, QSC420 and QSC421 for a committed
 * graph of something else, and what the engines find wrong: QSC412 to QSC425.
 */
export async function tlaModule(tla: string, cfg: string, options: TlaModuleOptions = {}): Promise<TlaModule> {
  refuseNoText('a module', tla);
  refuseNoText('a configuration', cfg);
  refuseNoObject('options', options);
  const { from = process.cwd(), libraries = [] } = options;
  const own = ownSpecification(cfg, from, { module: tla, libraries });
  refuseInexact(own);
  return await explained(committed(own) ?? (await kept(own, options)), own);
}

/** What is left out of the graph by a configuration would look like a step that is not allowed. */
function refuseInexact({ name, cfg }: OwnSpecification): void {
  const cut = cfgSections(cfg).find(({ keyword }) => /^(ACTION_)?CONSTRAINTS?$|^VIEW$|^SYMMETRY$/.test(keyword));
  if (!cut) return;
  const next = 'bound it by its constants instead';
  throw new QuiesceError('QSC411', `${name}: with ${cut.keyword} its graph is not the whole one`, { next });
}

/** The graph that lies beside a configuration; undefined where none does. Throws QSC420 where it is of something else. */
function committed(own: OwnSpecification): TlaModule | undefined {
  const name = basename(own.cfgPath, '.cfg');
  const path = graphPath(dirname(own.cfgPath), name);
  if (!existsSync(path)) return undefined;
  const { configuration, source, why, graph } = parseGraph(readText(path));
  const now = sourceOf(own);
  if (configuration !== name || source !== now) {
    const seen = `graphs/${name}.txt is of ${configuration} ${source.slice(0, 12)}, and this is ${name} ${now.slice(0, 12)}`;
    throw new QuiesceError('QSC420', seen, { next: `quiesce tla ${own.name} --graphs` });
  }
  return {
    kind: 'tla',
    name,
    labels: why === undefined ? 'with parameters' : 'names only',
    ...(why === undefined ? {} : { why }),
    graph,
  };
}

async function kept(own: OwnSpecification, options: TlaModuleOptions): Promise<TlaModule> {
  const { cache, engine = 'auto' } = options;
  const folder = cache === false ? undefined : (cache ?? cacheFolder());
  const key = createHash('sha256').update(`${sourceOf(own)} ${engine} ${engine === 'tlc' ? findArchive().sha256 : ''}`);
  const name = key.digest('hex');
  const known = folder === undefined ? undefined : keptGraph(folder, name);
  if (known) return known;
  const made = await makeModule(own, options);
  if (folder !== undefined) keepGraph(folder, name, made);
  return made;
}

/** What the engine without Java does not take, and TLC may. */
const beyondEmbedded: readonly ErrorCode[] = ['QSC301', 'QSC411', 'QSC412', 'QSC413', 'QSC414', 'QSC419', 'QSC422'];

/** A graph as it is to be committed: where, and its text. */
export interface OwnGraphFile {
  readonly module: TlaModule;
  readonly path: string;
  readonly text: string;
}

/** ownGraphFile has the graph made anew, to be written beside the configuration. Throws as tlaModule does. */
export async function ownGraphFile(own: OwnSpecification, options: TlaModuleOptions): Promise<OwnGraphFile> {
  refuseInexact(own);
  const module = await makeModule(own, options);
  const { name: configuration, why, graph } = module;
  const text = writeGraph(graph, { configuration, source: sourceOf(own), why });
  return { module, path: graphPath(dirname(own.cfgPath), configuration), text };
}

async function makeModule(own: OwnSpecification, options: TlaModuleOptions): Promise<TlaModule> {
  const { engine = 'auto', secondsMax } = options;
  const name = basename(own.cfgPath, '.cfg');
  const limits = secondsMax === undefined ? {} : { secondsMax };
  const [embedded, tlc] = [byEmbedded({ secondsMax: 60, ...limits }), byTlc(limits)];
  if (engine === 'embedded') return { kind: 'tla', name, ...(await ownGraph(own, embedded)) };
  const why = engine === 'tlc' ? undefined : await ownGraph(own, embedded).catch(unlessBeyond);
  if (typeof why === 'object') return { kind: 'tla', name, ...why };
  try {
    const graph = await translated(own, undefined, (specification) => ownGraph(specification, tlc));
    return { kind: 'tla', name, ...graph };
  } catch (error) {
    if (why === undefined || !(error instanceof QuiesceError) || error.code !== 'QSC415') throw error;
    throw new QuiesceError('QSC415', `${error.seen}; and the engine without Java does not take it: ${why}`);
  }
}

function unlessBeyond(error: unknown): string {
  if (error instanceof QuiesceError && beyondEmbedded.includes(error.code)) return error.seen;
  throw error;
}
