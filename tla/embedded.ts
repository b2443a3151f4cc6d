// The engine that needs no Java: tla-checker 0.9.0, TLA+ in WebAssembly. It is quick up to some thousand states, and it
// is wrong in silence in known ways, so nothing that it says is taken on trust:
// - no two definitions bind the same name (distinctNames.ts), for it takes one for the other;
// - text outside the safe subset is refused before it runs (subset.ts);
// - every claim is named, and the engine has to name each of the invariants back;
// - depth and states are limited here, and a reached limit is an error, not a pass;
// - beside every check runs one of a claim that cannot hold: an engine that lets it pass is not believed.

import { QuiesceError } from '../engine/program/errors.js';
import { type Configuration, refuseMisfit, withClaims } from './configuration.js';
import { withDistinctNames } from './distinctNames.js';
import { type DotGraph, depthOf, parseDot, without, withoutVariables } from './dot.js';
import { type Checker, checker } from './embeddedEngine.js';
import { type Module, parseModule } from './module.js';
import { type RefinementCheck, refinementInvariant, stutteringInvariant } from './refinement.js';
import type { TlaResult, TlaState, TlaVerdict } from './result.js';
import { refuseUnsafe } from './subset.js';

/** States after which the embedded engine gives up. TLC is quicker from about ten thousand on. */
const statesMax = 50_000;
const depthMax = 100_000;

interface Answer {
  readonly success: boolean;
  readonly error_type: string | null;
  readonly error_message: string | null;
  readonly states_explored: number;
  readonly trace: readonly string[] | null;
  readonly dot: string | null;
  readonly warnings: readonly string[];
}

/** checkEmbedded checks a configuration. Throws QSC411, QSC413, QSC414, QSC419 and QSC422. */
export async function checkEmbedded(module: Module, configuration: Configuration): Promise<TlaResult> {
  refuseUnsafe(module, configuration);
  refuseMisfit(configuration, [module]);
  const engine = await checker();
  refuseDeaf(engine, module, configuration);
  return outcomeOf(ask(engine, module, configuration), configuration);
}

/** claimOfEmbedded asks again for some of the claims of a configuration that checkEmbedded has taken already. */
export async function claimOfEmbedded(
  module: Module,
  configuration: Configuration,
  checksDeadlock: boolean,
): Promise<TlaResult> {
  return outcomeOf(ask(await checker(), module, configuration, !checksDeadlock), configuration);
}

/** checkRefinement checks the invariant that stands for a refinement. Throws as checkEmbedded does. */
export async function checkRefinement(check: RefinementCheck): Promise<TlaResult> {
  const { module, configuration, hidden, property } = check;
  refuseUnsafe(module, configuration);
  refuseMisfit(configuration, [module]);
  const engine = await checker();
  refuseDeaf(engine, module, configuration);
  const onlyStuttering = withClaims(configuration, { invariants: [stutteringInvariant], properties: [] });
  refuseUnless(ask(engine, module, onlyStuttering), 'Invariant');
  const outcome = outcomeOf(ask(engine, module, configuration), configuration, hidden);
  if (outcome.violated !== refinementInvariant) return outcome;
  return { ...outcome, verdict: 'refinement violated', violated: property };
}

/** graphOf is the whole state graph of a configuration. Throws also where a claim does not hold. */
export async function graphOf(module: Module, configuration: Configuration): Promise<DotGraph> {
  const answer = ask(await checker(), module, configuration);
  if (!answer.success) throw unusable(configuration, answer);
  const graph = parseDot(answer.dot ?? '');
  if (graph.nodes.size !== answer.states_explored) {
    throw new QuiesceError('QSC419', `${graph.nodes.size} nodes for ${answer.states_explored} states`);
  }
  return graph;
}

/** graphOfOthers is the same of a module that is not ours: refused where the engine is not to be believed. */
export async function graphOfOthers(module: Module, configuration: Configuration): Promise<DotGraph> {
  refuseUnsafe(module, configuration);
  refuseMisfit(configuration, [module]);
  refuseDeaf(await checker(), module, configuration);
  return await graphOf(module, configuration);
}

function ask(
  engine: Checker,
  module: Module,
  { text, checksDeadlock }: Configuration,
  allowsDeadlock = !checksDeadlock,
): Answer {
  const options = {
    constants: {},
    cfg_source: text,
    max_states: statesMax,
    max_depth: depthMax,
    allow_deadlock: allowsDeadlock,
    export_dot: true,
    dot_mode: 'full',
  };
  return JSON.parse(engine.check_spec_with_options(withDistinctNames(module), JSON.stringify(options))) as Answer;
}

/** refuseDeaf throws QSC419 unless the engine knows every claim by name and sees planted ones fail. */
function refuseDeaf(engine: Checker, module: Module, configuration: Configuration): void {
  const { name, invariants, properties } = configuration;
  const planted = plant(module);
  const onlyInvariants = withClaims(configuration, { invariants: [...invariants, 'PlantedInvariant'], properties: [] });
  const first = JSON.parse(engine.explore_init(withDistinctNames(planted), onlyInvariants.text, '{}'));
  if (!first.ok) throw new QuiesceError('QSC413', `${name}: ${String(first.error).slice(0, 200)}`);
  const state = JSON.stringify(first.states[0].json);
  const { invariants: named = [] } = JSON.parse(
    engine.explore_invariants(withDistinctNames(planted), onlyInvariants.text, '{}', state),
  );
  const echoed = (named as readonly { readonly name: string; readonly holds: boolean }[]).map((each) => each.name);
  if (echoed.join() !== onlyInvariants.invariants.join()) {
    throw new QuiesceError(
      'QSC419',
      `${name}: of ${onlyInvariants.invariants.join(', ')} it checks ${echoed.join(', ')}`,
    );
  }
  refuseUnless(
    ask(engine, planted, withClaims(configuration, { invariants: ['PlantedInvariant'], properties: [] })),
    'Invariant',
  );
  if (properties.length === 0) return;
  refuseUnless(
    ask(engine, planted, withClaims(configuration, { invariants: [], properties: ['PlantedProperty'] })),
    'Liveness',
  );
}

/** plant adds claims that cannot hold. */
function plant(module: Module): Module {
  const claims = `PlantedInvariant == 0 = 1\n\nPlantedProperty == []<>(0 = 1)\n\n`;
  return parseModule(module.text.replace(/^={4,}\s*$/m, (end) => claims + end));
}

function refuseUnless(answer: Answer, kind: 'Invariant' | 'Liveness'): void {
  if (answer.error_type === `${kind}Violation` || (kind === 'Liveness' && answer.error_type === 'Deadlock')) return;
  const said = answer.success ? 'passes' : `gives ${answer.error_type}: ${answer.error_message?.slice(0, 200)}`;
  if (answer.error_type && /^(Init|Next|Parse|Config|Invariant)Error$/.test(answer.error_type)) {
    throw new QuiesceError('QSC413', String(answer.error_message).slice(0, 200));
  }
  throw new QuiesceError('QSC419', `a claim that cannot hold (${kind}) ${said}`);
}

const verdicts: Readonly<Record<string, TlaVerdict>> = Object.freeze({
  InvariantViolation: 'invariant violated',
  Deadlock: 'deadlock',
  LivenessViolation: 'liveness violated',
});

function outcomeOf(answer: Answer, configuration: Configuration, hidden: readonly string[] = []): TlaResult {
  if (answer.warnings.length > 0) throw new QuiesceError('QSC419', `it warns: ${answer.warnings.join('; ')}`);
  const common = { engine: 'embedded', configuration: configuration.name, states: answer.states_explored } as const;
  if (answer.success) {
    const graph = withoutVariables(parseDot(answer.dot ?? ''), hidden);
    return { ...common, verdict: 'holds', states: graph.nodes.size, depth: depthOf(graph) };
  }
  const verdict = verdicts[answer.error_type ?? ''];
  if (verdict === undefined) throw unusable(configuration, answer);
  const parts = (answer.trace ?? []).map((text) => statesIn(text).map((state) => without(state, hidden)));
  const trace = verdict === 'liveness violated' ? lassoOf(parts) : { trace: parts.flat() };
  const violated = violatedIn(answer, verdict, configuration);
  return { ...common, verdict, depth: trace.trace.length, ...trace, ...(violated === undefined ? {} : { violated }) };
}

/** A lasso comes in two parts, and the second begins with the state that the first ends with. */
function lassoOf([prefix = [], cycle = []]: readonly (readonly TlaState[])[]): Pick<TlaResult, 'loopStartsAt'> & {
  readonly trace: readonly TlaState[];
} {
  const isSame = (one: TlaState | undefined, other: TlaState | undefined) =>
    JSON.stringify(one) === JSON.stringify(other);
  const start = isSame(prefix.at(-1), cycle[0]) ? prefix.length - 1 : prefix.length;
  const closed = cycle.length > 1 && isSame(cycle[0], cycle.at(-1)) ? cycle.slice(0, -1) : cycle;
  return { trace: [...prefix.slice(0, start), ...closed], loopStartsAt: start };
}

function unusable({ name }: Configuration, { error_type, error_message }: Answer): QuiesceError {
  const limit = error_type?.startsWith('Max') ?? false;
  return new QuiesceError(
    limit ? 'QSC422' : 'QSC413',
    `${name}: ${error_type}: ${String(error_message).slice(0, 200)}`,
  );
}

/** It counts the invariants from 0, in the order of the configuration. */
function violatedIn(
  answer: Answer,
  verdict: TlaVerdict,
  { invariants, properties }: Configuration,
): string | undefined {
  if (verdict === 'invariant violated') return invariants[Number(/\d+/.exec(answer.error_message ?? '')?.[0])];
  return verdict === 'liveness violated' && properties.length === 1 ? properties[0] : undefined;
}

/** The trace comes as text: a heading per state, and a line per variable. */
function statesIn(text: string): readonly TlaState[] {
  const blocks = text.split(/^\s*State \d+.*$/m).slice(1);
  return blocks.map((block) => {
    const pairs = [...block.matchAll(/^\s+(\w+) = (.*)$/gm)].map((match) => [match[1]!, match[2]!] as const);
    return Object.fromEntries(pairs);
  });
}
