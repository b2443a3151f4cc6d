// A user's TLA+ specification as a graph that systems and other specifications are held to. TLC makes it, with the labels that
// actions.ts adds where the graph is the same with and without them, else with the names that TLC gives. What is known by its
// content is not made again.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { LabelledGraph } from '../../conformance/tla/graph.js';
import type { TlaModule } from '../../conformance/tla/ownAutomaton.js';
import { parseValue, writeValue } from '../../conformance/tla/value.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { findArchive } from '../archive.js';
import { labelledGraph, labelOf } from '../labelled.js';
import type { Module } from '../module.js';
import { labelledNext, labelVariable } from './actions.js';
import { cfgSections } from './cfgText.js';
import { type OwnGraphText, parseOwnDot } from './ownDot.js';
import { type OwnSpecification, ownSpecification } from './ownFiles.js';
import { behaviourOf, modulesOf } from './ownModules.js';
import { ownResult } from './ownResult.js';
import { refuseStale, translated } from './pluscal.js';
import { runTlc } from './tlcMessages.js';

export interface TlaModuleOptions {
  /** The folder that paths are relative to; where the process stands unless told. */
  readonly from?: string;
  /** Folders with further modules. */
  readonly libraries?: readonly string[];
  /** Seconds after which TLC is stopped; 600 unless told. */
  readonly secondsMax?: number;
  /** Where graphs are kept by the hash of what they are made of; the user's cache folder unless told, none where false. */
  readonly cache?: string | false;
}

/**
 * tlaModule makes the state graph of a module with a configuration. Throws QSC411 for what has no exact graph (constraints, a
 * view, symmetry), QSC301 at the limit, and what TLC finds wrong: QSC412 to QSC425.
 */
export async function tlaModule(tla: string, cfg: string, options: TlaModuleOptions = {}): Promise<TlaModule> {
  const { from = process.cwd(), libraries = [], cache } = options;
  const own = ownSpecification(cfg, from, { module: tla, libraries });
  refuseInexact(own);
  const folder = cache === false ? undefined : (cache ?? cacheFolder());
  const key = keyOf(own, modulesOf(own));
  const kept = folder === undefined ? undefined : readKept(join(folder, `${key}.json`));
  if (kept) return kept;
  const made = await makeModule(own, options);
  if (folder !== undefined) keep(folder, key, made);
  return made;
}

/** What is left out of the graph by a configuration would look like a step that is not allowed. */
function refuseInexact({ name, cfg }: OwnSpecification): void {
  const cut = cfgSections(cfg).find(({ keyword }) => /^(ACTION_)?CONSTRAINTS?$|^VIEW$|^SYMMETRY$/.test(keyword));
  if (!cut) return;
  const next = 'bound it by its constants instead';
  throw new QuiesceError('QSC411', `${name}: with ${cut.keyword} its graph is not the whole one`, { next });
}

async function makeModule(own: OwnSpecification, { secondsMax = 600 }: TlaModuleOptions): Promise<TlaModule> {
  return await translated(own, undefined, async (specification) => {
    const plain = await graphText(specification, bareConfiguration(specification), secondsMax);
    const name = basename(own.cfgPath, '.cfg');
    const labelled = await labelledOf(specification, modulesOf(specification), plain, secondsMax);
    if ('graph' in labelled) return { kind: 'tla', name, labels: 'with parameters', graph: labelled.graph };
    return { kind: 'tla', name, labels: 'names only', why: labelled.why, graph: namedGraph(plain) };
  });
}

/** The configuration with nothing claimed: a violation would end the graph. */
function bareConfiguration({ cfg }: OwnSpecification): string {
  const sections = cfgSections(cfg).filter(({ keyword }) => /^(SPECIFICATION|INIT|NEXT|CONSTANTS?)$/.test(keyword));
  return [...sections.map(({ keyword, words }) => `${keyword} ${words.join(' ')}`), 'CHECK_DEADLOCK FALSE', ''].join(
    '\n',
  );
}

async function graphText(own: OwnSpecification, cfg: string, secondsMax: number): Promise<OwnGraphText> {
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-graph-'));
  try {
    const cfgPath = join(folder, 'graph.cfg');
    writeFileSync(cfgPath, cfg);
    const { tlaPath, libraries, name } = own;
    const run = await runTlc({ cfgPath, tlaPath, libraries, secondsMax, dumpsStates: true });
    if (!own.takesStale) refuseStale(name, run.plain);
    const { verdict, states } = ownResult(name, run);
    if (verdict !== 'holds') throw new QuiesceError('QSC413', `${name}: ${verdict}, with nothing claimed`);
    const graph = parseOwnDot(run.dot ?? '');
    if (graph.nodes.size !== states)
      throw new QuiesceError('QSC419', `${name}: ${states} states, and ${graph.nodes.size} written`);
    return graph;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Labelling = { readonly graph: LabelledGraph } | { readonly why: string };

async function labelledOf(
  own: OwnSpecification,
  modules: readonly Module[],
  plain: OwnGraphText,
  secondsMax: number,
): Promise<Labelling> {
  const sections = cfgSections(own.cfg);
  const behaviour = behaviourOf(sections, modules);
  if (!behaviour) return { why: 'its specification is not of the form Init /\\ [][Next]_vars' };
  const labelled = labelledNext(
    behaviour.next,
    modules.map(({ code }) => code),
  );
  if (!labelled) return { why: `${behaviour.next} is not defined in a module of yours` };
  if (Object.keys(plain.nodes.values().next().value!).includes('label'))
    return { why: 'it has a variable named label' };
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-labelled-'));
  try {
    const tlaPath = join(folder, 'QuiesceLabelled.tla');
    writeFileSync(tlaPath, moduleWith(basename(own.tlaPath, '.tla'), behaviour.init, labelled.text));
    const constants = sections
      .filter(({ keyword }) => /^CONSTANTS?$/.test(keyword))
      .map(({ words }) => `CONSTANT ${words.join(' ')}`);
    const cfg = ['INIT QuiesceInit', 'NEXT QuiesceNext', ...constants, 'CHECK_DEADLOCK FALSE', ''].join('\n');
    const libraries = [dirname(own.tlaPath), ...own.libraries];
    const graph = await graphText({ ...own, tlaPath, libraries }, cfg, secondsMax);
    return sameAs(plain, withoutLabel(graph))
      ? { graph: withoutLabel(graph) }
      : { why: 'with labels its graph is another' };
  } catch (error) {
    if (error instanceof QuiesceError && error.exitCode === 2) return { why: error.seen };
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function moduleWith(extended: string, init: string, definitions: string): string {
  const head = ['---- MODULE QuiesceLabelled ----', `EXTENDS ${extended}`, `VARIABLE ${labelVariable}`, ''];
  return [...head, `QuiesceInit == ${init} /\\ ${labelVariable} = <<"start">>`, '', definitions, '====', ''].join('\n');
}

/** The labels of states become those of the edges that lead to them. */
function withoutLabel({ nodes, edges, initial }: OwnGraphText): LabelledGraph {
  const renamed = new Map(
    [...nodes].map(([name, { [labelVariable]: label = '', ...state }]) => [name, { ...state, label }] as const),
  );
  const variables = Object.keys(renamed.values().next().value!).sort();
  const dot = { nodes: renamed, edges: edges.map(({ from, to }) => [from, to] as const), initial };
  return labelledGraph({ variables } as unknown as Module, dot);
}

/** TLC's own names are the labels. */
function namedGraph({ nodes, edges, initial }: OwnGraphText): LabelledGraph {
  const names = [...nodes.keys()];
  const place = new Map(names.map((name, index) => [name, index]));
  const variables = Object.keys(nodes.values().next().value!).sort();
  const states = names.map((name) => variables.map((variable) => parseValue(nodes.get(name)![variable]!)));
  const labelled = edges.map(({ from, to, action }) => ({
    from: place.get(from)!,
    label: labelOf({ tuple: [/^\w+/.exec(action)?.[0] ?? 'Next'] }),
    to: place.get(to)!,
  }));
  return { variables, states, initial: initial.map((name) => place.get(name)!), edges: labelled };
}

/** The same states, and the same pairs of them. */
function sameAs(plain: OwnGraphText, labelled: LabelledGraph): boolean {
  const one = namedGraph(plain);
  const text = ({ variables, states, edges, initial }: LabelledGraph) => {
    const of = (state: number) => variables.map((name, at) => `${name} ${writeValue(states[state]![at]!)}`).join(';');
    const pairs = new Set(edges.map(({ from, to }) => `${of(from)} ${of(to)}`));
    return JSON.stringify([initial.map(of).sort(), [...pairs].sort(), states.map((_, state) => of(state)).sort()]);
  };
  return text(one) === text(labelled);
}

const form = 'quiesce graph, version 1';

function keyOf({ cfg, tlaPath }: OwnSpecification, modules: readonly Module[]): string {
  const hash = createHash('sha256').update(form).update(cfg).update('\0').update(basename(tlaPath));
  for (const { text } of modules) hash.update('\0').update(text);
  return hash.update('\0').update(findArchive().sha256).digest('hex');
}

function cacheFolder(): string {
  const { XDG_CACHE_HOME: own } = process.env;
  return join(own === undefined || own === '' ? join(homedir(), '.cache') : own, 'quiesce', 'graphs');
}

interface Kept {
  readonly form: string;
  readonly content: string;
  readonly sha256: string;
}

/** What is kept carries the hash of its content: one that was altered is made anew. */
function readKept(path: string): TlaModule | undefined {
  try {
    const { form: kind, content, sha256 } = JSON.parse(readFileSync(path, 'utf8')) as Kept;
    const isWhole = kind === form && createHash('sha256').update(content).digest('hex') === sha256;
    return isWhole ? (JSON.parse(content) as TlaModule) : undefined;
  } catch {
    return undefined;
  }
}

function keep(folder: string, key: string, module: TlaModule): void {
  const content = JSON.stringify(module);
  const kept: Kept = { form, sha256: createHash('sha256').update(content).digest('hex'), content };
  mkdirSync(folder, { recursive: true });
  writeFileSync(resolve(folder, `${key}.json`), JSON.stringify(kept));
}
