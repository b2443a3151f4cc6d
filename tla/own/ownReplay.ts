// A trace of a user's own specification, replayed: is it one of its behaviours, which actions are its steps, and what is false at
// its end or along its loop? All of it is found out anew by TLC; what the file says of itself is only compared.

import { writeLabel } from '../../conformance/tla/label.js';
import { parseValue, writeValue } from '../../conformance/tla/value.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { labelOf } from '../labelled.js';
import type { LabelledTrace } from '../labelledTrace.js';
import { labelledNext, labelVariable } from './actions.js';
import { cfgSections, wordsOf } from './cfgText.js';
import { type OwnGraphText, parseOwnDot } from './ownDot.js';
import type { OwnSpecification } from './ownFiles.js';
import { judgedLasso } from './ownLasso.js';
import { behaviourOf, modulesOf } from './ownModules.js';
import { ownResult } from './ownResult.js';
import { refuseStale, translated } from './pluscal.js';
import { askOfTrace, modelled, stateFormula, type TraceLimits, type TraceState } from './traceModule.js';

export interface OwnReplay {
  readonly configuration: string;
  /** For each step after the first state, the action that the specification has there. */
  readonly actions: readonly string[];
  /** The invariants that are false in the last state, `deadlock` where nothing can follow; and the properties that are false. */
  readonly violated: readonly string[];
  /** In sentences, where the trace says something of itself that is not so. */
  readonly remarks: readonly string[];
}

/** replayOwn plays a trace. Throws QSC424 at the first state that is not the specification's, or that no action leads to. */
export async function replayOwn(
  given: OwnSpecification,
  trace: LabelledTrace,
  limits: TraceLimits = {},
): Promise<OwnReplay> {
  return await translated(given, undefined, async (own) => {
    const states = trace.steps.map(({ state }) => modelled(own, state));
    const played = await playedIn(own, states, limits);
    const actions = states.slice(1).map((state, index) => {
      const [taken] = namesBetween(played, states[index]!, state, trace.steps[index + 1]!.label?.action);
      if (taken === undefined) throw foreign(own, index + 1, enabledText(played, states[index]!));
      return taken;
    });
    const atEnd = await falseAtEnd(own, played, states.at(-1)!, limits);
    const closes = closesItself(played, states, trace.loopStartsAt);
    const along = closes ? await judgedLasso(own, states, trace.loopStartsAt, limits) : { isFair: false, violated: [] };
    const violated = [...atEnd, ...along.violated];
    const remarks = remarksOn(trace, { closes, isFair: along.isFair, atEnd, violated });
    return { configuration: given.name, actions, violated, remarks };
  });
}

/** The steps along a trace, and all that are possible from its last state. */
interface PlayedTrace {
  readonly graph: OwnGraphText;
  /** By the text of a state. */
  readonly nodes: ReadonlyMap<string, readonly string[]>;
}

/**
 * With labels where the relation can be taken apart and has the same steps then, else with TLC's names. A step that is missing is
 * looked for without the later ones, so that what is enabled instead is seen.
 */
async function playedIn(
  own: OwnSpecification,
  states: readonly TraceState[],
  limits: TraceLimits,
): Promise<PlayedTrace> {
  const plain = await stepsOf(own, states, undefined, limits);
  if (!reaches(plain, states[0]!)) throw foreign(own, 0, 'it is no initial state');
  refuseOtherVariables(own, plain, states);
  const missing = states.findIndex((state, at) => at > 0 && namesBetween(plain, states[at - 1]!, state).length === 0);
  const seen = missing < 0 ? states : states.slice(0, missing);
  const modules = modulesOf(own);
  const behaviour = behaviourOf(cfgSections(own.cfg), modules);
  const codes = modules.map(({ code }) => code);
  const labelled = behaviour && labelledNext(behaviour.next, codes);
  if (!labelled) return missing < 0 ? plain : await stepsOf(own, seen, undefined, limits);
  try {
    const named = await stepsOf(own, seen, labelled.text, limits);
    if (seen.every((state, at) => at === 0 || namesBetween(named, seen[at - 1]!, state).length > 0)) return named;
  } catch (error) {
    if (!(error instanceof QuiesceError) || error.exitCode !== 2) throw error;
  }
  return await stepsOf(own, seen, undefined, limits);
}

/** What TLC finds of the steps between these states, in this order, and of those from the last one. */
async function stepsOf(
  own: OwnSpecification,
  states: readonly TraceState[],
  labelled: string | undefined,
  limits: TraceLimits,
): Promise<PlayedTrace> {
  const behaviour = behaviourOf(cfgSections(own.cfg), modulesOf(own));
  const along = states
    .slice(1)
    .map((state, index) => `  \\/ ${stateFormula(states[index]!)} /\\ ${stateFormula(state, "'")}`);
  const label = labelled === undefined ? [] : [`${labelVariable} = <<"start">>`];
  const init = [stateFormula(states[0]!), ...label, ...(behaviour ? [behaviour.init] : [])].join(' /\\ ');
  const definitions = [
    ...(labelled === undefined ? [] : [labelled]),
    `QuiesceInit == ${init}`,
    ...['QuiesceAlong ==', ...along, `  \\/ ${stateFormula(states.at(-1)!)}`],
  ];
  const next = labelled === undefined ? behaviour?.next : 'QuiesceNext';
  const cfg = behaviour
    ? ['INIT QuiesceInit', `NEXT ${next}`]
    : [`SPECIFICATION ${wordsOf(cfgSections(own.cfg), /^SPECIFICATION$/).join(' ')}`];
  const variables = labelled === undefined ? [] : [labelVariable];
  const question = { variables, definitions, cfg: [...cfg, 'ACTION_CONSTRAINT QuiesceAlong'], dumpsStates: true };
  const run = await askOfTrace(own, states, question, limits);
  if (!own.takesStale) refuseStale(own.name, run.plain);
  const { states: found } = ownResult(own.name, run);
  return withNodes(found === 0 ? { nodes: new Map(), edges: [], initial: [] } : parseOwnDot(run.dot ?? ''));
}

function withNodes(graph: OwnGraphText): PlayedTrace {
  const nodes = new Map<string, string[]>();
  for (const [name, { [labelVariable]: _label, ...state }] of graph.nodes) {
    const text = textOf(Object.fromEntries(Object.entries(state).map(([each, value]) => [each, parseValue(value)])));
    nodes.set(text, [...(nodes.get(text) ?? []), name]);
  }
  return { graph, nodes };
}

function textOf(state: TraceState): string {
  const names = Object.keys(state).sort();
  return names.map((name) => `${name} = ${writeValue(state[name]!)}`).join('\n');
}

function reaches({ graph, nodes }: PlayedTrace, state: TraceState): boolean {
  return (nodes.get(textOf(state)) ?? []).some((name) => graph.initial.includes(name));
}

/** The actions that lead from one state to another, the one that the trace names first. */
function namesBetween({ graph, nodes }: PlayedTrace, from: TraceState, to: TraceState, told = ''): readonly string[] {
  const [sources = [], targets = []] = [nodes.get(textOf(from)), nodes.get(textOf(to))];
  const edges = graph.edges.filter((edge) => sources.includes(edge.from) && targets.includes(edge.to));
  const names = [...new Set(edges.map((edge) => nameOf(graph, edge)))];
  return names.sort((one, other) => Number(isOf(told, other)) - Number(isOf(told, one)));
}

function isOf(told: string, name: string): boolean {
  return /^\w+/.exec(name)?.[0] === told;
}

function nameOf({ nodes }: OwnGraphText, { to, action }: OwnGraphText['edges'][number]): string {
  const label = nodes.get(to)?.[labelVariable];
  return label === undefined ? (/^\w+/.exec(action)?.[0] ?? 'Next') : writeLabel(labelOf(parseValue(label)));
}

function enabledText({ graph, nodes }: PlayedTrace, state: TraceState): string {
  const sources = nodes.get(textOf(state)) ?? [];
  const names = graph.edges.filter(({ from }) => sources.includes(from)).map((edge) => nameOf(graph, edge));
  return `no action leads there; enabled: ${[...new Set(names)].sort().join(', ') || 'nothing'}`;
}

function refuseOtherVariables(own: OwnSpecification, { graph }: PlayedTrace, states: readonly TraceState[]): void {
  const names = Object.keys(graph.nodes.values().next().value ?? {});
  const at = states.findIndex((state) => names.some((name) => !Object.hasOwn(state, name)));
  if (at < 0) return;
  throw foreign(own, at, `it says nothing of ${names.find((name) => !Object.hasOwn(states[at]!, name))}`);
}

function foreign({ name }: OwnSpecification, index: number, why: string): QuiesceError {
  return new QuiesceError('QSC424', `${name}, state ${index + 1}: ${why}`);
}

/** TLC is asked for the values of the invariants in the last state. */
async function falseAtEnd(
  own: OwnSpecification,
  { graph, nodes }: PlayedTrace,
  last: TraceState,
  limits: TraceLimits,
): Promise<readonly string[]> {
  const sections = cfgSections(own.cfg);
  const invariants = wordsOf(sections, /^INVARIANTS?$/);
  const isOver = !graph.edges.some(({ from }) => (nodes.get(textOf(last)) ?? []).includes(from));
  const deadlock = isOver && !wordsOf(sections, /^CHECK_DEADLOCK$/).includes('FALSE') ? ['deadlock'] : [];
  if (invariants.length === 0) return deadlock;
  const values = invariants.map((name) => `${name} |-> ${name}`).join(', ');
  const definitions = [
    `QuiesceInit == ${stateFormula(last)} /\\ quiesceHolds = [${values}]`,
    `QuiesceNext == FALSE /\\ UNCHANGED <<${[...Object.keys(last), 'quiesceHolds'].join(', ')}>>`,
  ];
  const cfg = ['INIT QuiesceInit', 'NEXT QuiesceNext'];
  const run = await askOfTrace(
    own,
    [last],
    { variables: ['quiesceHolds'], definitions, cfg, dumpsStates: true },
    limits,
  );
  ownResult(own.name, run);
  const holds =
    parseOwnDot(run.dot ?? '')
      .nodes.values()
      .next().value?.quiesceHolds ?? '';
  return [...invariants.filter((name) => new RegExp(`\\b${name} \\|-> FALSE`).test(holds)), ...deadlock];
}

function closesItself(played: PlayedTrace, states: readonly TraceState[], loopStartsAt: number | undefined): boolean {
  if (loopStartsAt === undefined || loopStartsAt === states.length - 1) return true;
  return namesBetween(played, states.at(-1)!, states[loopStartsAt]!).length > 0;
}

interface Found {
  readonly closes: boolean;
  readonly isFair: boolean;
  /** What is false in the last state. */
  readonly atEnd: readonly string[];
  readonly violated: readonly string[];
}

function remarksOn(trace: LabelledTrace, found: Found): readonly string[] {
  const { verdict, violated: claim, loopStartsAt } = trace;
  const said = claim === undefined ? verdict : `${verdict}: ${claim}`;
  if (!found.closes)
    return [`the file says that it goes round from state ${loopStartsAt! + 1} on, and no action leads back there`];
  if (isSo(trace, found)) return [];
  const why = loopStartsAt !== undefined && !found.isFair ? ': what it repeats for ever is not fair' : '';
  return [`the file says ${said}, and that is not so${why}`];
}

/** What is false in a state is an invariant, and what is false along the path is a claim about the path. */
function isSo({ verdict, violated: claim }: LabelledTrace, { atEnd, violated }: Found): boolean {
  if (claim === undefined) return violated.includes(verdict) || (verdict !== 'deadlock' && violated.length > 0);
  const isOfState = atEnd.includes(claim);
  const kind = isOfState ? ['invariant violated'] : ['liveness violated', 'refinement violated'];
  return violated.includes(claim) && (kind.includes(verdict) || !isKnown(verdict));
}

/** A word that is none of ours says nothing of the kind. */
function isKnown(verdict: string): boolean {
  return ['invariant violated', 'liveness violated', 'refinement violated', 'deadlock'].includes(verdict);
}
