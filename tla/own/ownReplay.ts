// A trace of a user's own specification, replayed: is it one of its behaviours, which actions are its steps, and what is false at
// its end? All of it is found out anew; what the file says of itself is only compared.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { writeLabel } from '../../conformance/tla/label.js';
import type { TlaModule } from '../../conformance/tla/ownAutomaton.js';
import { type TlaValue, writeValue } from '../../conformance/tla/value.js';
import { QuiesceError } from '../../engine/program/errors.js';
import type { LabelledTrace, TraceStep } from '../labelledTrace.js';
import { parseModule, readText } from '../module.js';
import { cfgSections, wordsOf } from './cfgText.js';
import type { OwnSpecification } from './ownFiles.js';
import { ownResult } from './ownResult.js';
import { runTlc } from './tlcMessages.js';

export interface OwnReplay {
  readonly configuration: string;
  /** For each step after the first state, the action that the specification has there. */
  readonly actions: readonly string[];
  /** The invariant that is false in the last state; `deadlock` where nothing can follow. */
  readonly violated: readonly string[];
  /** In sentences, where the trace says something of itself that is not so, or that was not looked at. */
  readonly remarks: readonly string[];
}

/** replayOwn plays a trace. Throws QSC424 at the first state that is not the specification's, or that no action leads to. */
export async function replayOwn(own: OwnSpecification, module: TlaModule, trace: LabelledTrace): Promise<OwnReplay> {
  const { graph } = module;
  const textOf = (value: (name: string) => TlaValue | undefined) =>
    graph.variables.map((name) => `${name} = ${value(name) === undefined ? '' : writeValue(value(name)!)}`).join('\n');
  const numbers = new Map(
    graph.states.map((values, number) => [textOf((name) => values[graph.variables.indexOf(name)]), number]),
  );
  const places = trace.steps.map(({ state }) =>
    numbers.get(textOf((name) => modelled(state[name], graph.states, graph.variables.indexOf(name)))),
  );
  const strange = places.indexOf(undefined);
  if (strange >= 0) throw foreign(own, strange, 'it is no state that can be reached');
  if (!graph.initial.includes(places[0]!)) throw foreign(own, 0, 'it is no initial state');
  const actions = places
    .slice(1)
    .map((to, index) => actionOf(own, module, [places[index]!, to!], index + 1, trace.steps[index + 1]!));
  const last = places.at(-1)!;
  const state = Object.fromEntries(graph.variables.map((name, at) => [name, graph.states[last]![at]!]));
  const violated = await falseIn(
    own,
    state,
    graph.edges.some(({ from }) => from === last),
  );
  return {
    configuration: own.name,
    actions,
    violated,
    remarks: remarksOn(trace, module, places as readonly number[], violated),
  };
}

/** Other tools write a model value as a text. */
function modelled(
  value: TlaValue | undefined,
  states: readonly (readonly TlaValue[])[],
  variable: number,
): TlaValue | undefined {
  if (typeof value !== 'string') return value;
  const isModel = states.some((values) => {
    const own = values[variable];
    return typeof own === 'object' && 'model' in own && own.model === value;
  });
  return isModel ? { model: value } : value;
}

function actionOf(
  own: OwnSpecification,
  { graph }: TlaModule,
  [from, to]: readonly [number, number],
  index: number,
  step: TraceStep,
): string {
  const labels = graph.edges.filter((edge) => edge.from === from && edge.to === to).map(({ label }) => label);
  const named = labels.find(({ action }) => action === step.label?.action) ?? labels[0];
  if (named) return writeLabel(named);
  const enabled = [
    ...new Set(graph.edges.filter((edge) => edge.from === from).map(({ label }) => writeLabel(label))),
  ].sort();
  throw foreign(own, index, `no action leads there; enabled: ${enabled.join(', ') || 'nothing'}`);
}

function foreign({ name }: OwnSpecification, index: number, why: string): QuiesceError {
  return new QuiesceError('QSC424', `${name}, state ${index + 1}: ${why}`);
}

/** TLC is asked which invariants are false, with the last state for the only one. */
async function falseIn(own: OwnSpecification, state: TraceStep['state'], goesOn: boolean): Promise<readonly string[]> {
  const sections = cfgSections(own.cfg);
  const invariants = wordsOf(sections, /^INVARIANTS?$/);
  const isOver = !goesOn && !wordsOf(sections, /^CHECK_DEADLOCK$/).includes('FALSE');
  const found: string[] = [];
  for (const invariant of invariants) if (await isFalse(own, state, invariant)) found.push(invariant);
  return isOver ? [...found, 'deadlock'] : found;
}

async function isFalse(own: OwnSpecification, state: TraceStep['state'], invariant: string): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-last-'));
  try {
    const [tlaPath, cfgPath] = [join(folder, 'QuiesceLast.tla'), join(folder, 'QuiesceLast.cfg')];
    const names = Object.keys(state);
    const models = [...new Set(Object.values(state).flatMap(modelsIn))].filter((name) => !isDeclared(own, name));
    const conjuncts = names.map((name) => `  /\\ ${name} = ${writeValue(state[name]!)}`);
    const module = [
      '---- MODULE QuiesceLast ----',
      `EXTENDS ${basename(own.tlaPath, '.tla')}, TLC`,
      ...(models.length > 0 ? [`CONSTANTS ${models.join(', ')}`] : []),
      ...['QuiesceInit ==', ...conjuncts, `QuiesceNext == FALSE /\\ UNCHANGED <<${names.join(', ')}>>`, '====', ''],
    ];
    const constants = cfgSections(own.cfg).filter(({ keyword }) => /^CONSTANTS?$/.test(keyword));
    const given = [...constants.map(({ words }) => words.join(' ')), ...models.map((name) => `${name} = ${name}`)];
    const lines = [
      'INIT QuiesceInit',
      'NEXT QuiesceNext',
      ...given.map((each) => `CONSTANT ${each}`),
      `INVARIANT ${invariant}`,
    ];
    writeFileSync(tlaPath, module.join('\n'));
    writeFileSync(cfgPath, [...lines, 'CHECK_DEADLOCK FALSE', ''].join('\n'));
    const run = await runTlc({ tlaPath, cfgPath, libraries: [dirname(own.tlaPath), ...own.libraries] });
    return ownResult(own.name, run).verdict === 'invariant violated';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function modelsIn(value: TlaValue): readonly string[] {
  if (typeof value !== 'object') return [];
  if ('model' in value) return [value.model];
  if ('fn' in value) return value.fn.flatMap(([key, each]) => [...modelsIn(key), ...modelsIn(each)]);
  return ('set' in value ? value.set : value.tuple).flatMap(modelsIn);
}

function isDeclared({ tlaPath }: OwnSpecification, name: string): boolean {
  const module = parseModule(readText(tlaPath));
  const paths = [tlaPath, ...module.extended.map((each) => join(dirname(tlaPath), `${each}.tla`))];
  return paths.some((path) => {
    try {
      return parseModule(readText(path)).constants.includes(name);
    } catch (error) {
      if (error instanceof QuiesceError) return false;
      throw error;
    }
  });
}

function remarksOn(
  trace: LabelledTrace,
  { graph }: TlaModule,
  places: readonly number[],
  violated: readonly string[],
): readonly string[] {
  const { verdict, violated: claim, loopStartsAt } = trace;
  const said = claim === undefined ? verdict : `${verdict}: ${claim}`;
  if (loopStartsAt !== undefined) {
    const [last, back] = [places.at(-1)!, places[loopStartsAt]!];
    const closes = last === back || graph.edges.some(({ from, to }) => from === last && to === back);
    if (!closes)
      return [`the file says that it goes round from state ${loopStartsAt + 1} on, and no action leads back there`];
    return ['the loop is one of the specification; whether it is fair, and what it violates, was not looked at'];
  }
  if (violated.includes(claim ?? verdict) || (claim === undefined && violated.length > 0)) return [];
  return verdict === 'invariant violated' || verdict === 'deadlock'
    ? [`the file says ${said}, and that is not so`]
    : [`the file says ${said}, which is not about its last state`];
}
