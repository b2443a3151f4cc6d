// A run in the Informal Trace Format (Apalache's ADR 015; Quint writes it too): states, not events. What led to a state is what
// its `#meta` names, or the variables that Quint adds for model-based tests. The states themselves can be held to the
// specification's, by a function from the run's variables to parts of its state.

import { isRecord, type Value } from '../../engine/program/index.js';
import { inOrder, listOf, parsedJson, type Recording, recordOf, safeInteger, said, unreadable } from './recording.js';

export interface ItfFormat<S = unknown> {
  readonly format: 'itf';
  /** The variable with the name of the action that led to a state; Quint's, or `#meta`, unless told. */
  readonly name?: string;
  /** Which parts of the specification's state the variables of the run are; nothing is compared unless told. */
  readonly state?: (variables: { readonly [name: string]: Value }) => Partial<S>;
}

const quintAction = 'mbt::actionTaken';
const quintPicks = 'mbt::nondetPicks';

/** No specification has values like that; what is read here calls itself. */
const deepest = 200;

/** readItf reads the states. A lasso is read once round. Throws QSC406. */
export function readItf<S>(text: string, format: ItfFormat<S>): Recording {
  const document = recordOf(parsedJson(text, 'the document'), 'the document');
  const states = listOf(document.states, 'states').map((state, index) => recordOf(state, `state ${index + 1}`));
  const vars = listOf(document.vars, 'vars').map(String);
  if (states.length === 0) throw unreadable('the document has no states');
  refuseOddLoop(document.loop, states.length);
  const read = states.map((state, index) => variablesOf(state, vars, index));
  const seen = (index: number) => (format.state ? { seen: format.state(read[index]!) } : {});
  const events = states.slice(1).map((state, before) => {
    const index = before + 1;
    return { event: eventOf(state, read[index]!, index, format), line: index + 1, ...seen(index) };
  });
  return inOrder(events, seen(0).seen);
}

function refuseOddLoop(loop: unknown, states: number): void {
  if (loop === undefined || (Number.isInteger(loop) && Number(loop) >= 0 && Number(loop) < states)) return;
  throw unreadable(`the loop starts at ${JSON.stringify(loop)}, and there are ${states} states from 0 on`);
}

function variablesOf(state: Readonly<Record<string, unknown>>, vars: readonly string[], index: number) {
  const missing = vars.find((name) => state[name] === undefined);
  if (missing !== undefined) throw unreadable(`state ${index + 1} has no ${missing}`);
  return Object.fromEntries(vars.map((name) => [name, plainValue(state[name])] as const));
}

function eventOf(
  state: Readonly<Record<string, unknown>>,
  variables: { readonly [name: string]: Value },
  index: number,
  { name }: Pick<ItfFormat, 'name'>,
) {
  const meta = isRecord(state['#meta']) ? state['#meta'] : {};
  const action = name === undefined ? (variables[quintAction] ?? meta.event ?? meta.action) : variables[name];
  if (typeof action !== 'string') throw unreadable(`state ${index + 1} has no action that led there`);
  const thread = typeof meta.thread === 'string' ? meta.thread : '';
  const parameters = listOf(meta.parameters, 'parameters').map((each, place) => [String(place + 1), plainValue(each)]);
  return said(action, thread, { ...Object.fromEntries(parameters), ...picked(variables[quintPicks]) });
}

/** Quint's choices are options: only those that were made are there. */
function picked(picks: Value | undefined): Readonly<Record<string, Value>> {
  if (!isRecord(picks)) return {};
  const made = Object.entries(picks).flatMap(([name, option]) =>
    isRecord(option) && option.tag === 'Some' ? [[name, option.value as Value] as const] : [],
  );
  return Object.fromEntries(made);
}

/** A set is a list in order; a map with texts for keys is a record, any other a list of pairs. */
function plainValue(json: unknown, depth = 0): Value {
  if (depth > deepest) throw unreadable(`a value is nested deeper than ${deepest}`);
  const inner = (part: unknown) => plainValue(part, depth + 1);
  if (json === null || ['string', 'number', 'boolean'].includes(typeof json)) return json as Value;
  if (Array.isArray(json)) return json.map(inner);
  const tagged = recordOf(json, 'a value');
  if (tagged['#bigint'] !== undefined) return safeInteger(tagged['#bigint']);
  if (tagged['#tup'] !== undefined) return listOf(tagged['#tup'], '#tup').map(inner);
  if (tagged['#set'] !== undefined) return ordered(listOf(tagged['#set'], '#set').map(inner));
  if (tagged['#map'] !== undefined) return mapOf(listOf(tagged['#map'], '#map').map(inner));
  if (tagged['#unserializable'] !== undefined)
    throw unreadable(`a value that has no form: ${tagged['#unserializable']}`);
  const odd = Object.keys(tagged).find((key) => key.startsWith('#') && key !== '#meta');
  if (odd !== undefined) throw unreadable(`a value that has the form ${odd}`);
  return Object.fromEntries(Object.entries(tagged).map(([key, value]) => [key, inner(value)]));
}

function ordered(list: readonly Value[]): Value {
  const keyed = list.map((value) => [JSON.stringify(value), value] as const);
  return keyed.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)).map(([, value]) => value);
}

function mapOf(pairs: readonly Value[]): Value {
  const odd = pairs.find((pair) => !Array.isArray(pair) || pair.length !== 2);
  if (odd !== undefined) throw unreadable(`a map with ${JSON.stringify(odd)}, which is no pair`);
  const entries = pairs as readonly (readonly [Value, Value])[];
  if (new Set(entries.map(([key]) => JSON.stringify(key))).size < entries.length)
    throw unreadable('a map that has a key twice');
  return entries.every(([key]) => typeof key === 'string') ? Object.fromEntries(entries as [string, Value][]) : pairs;
}
