// What a state of a machine is as plain data, and back: value and context, what its history states remember, which actors
// it has. Two states that differ in any of it go on differently, so all of it is part of their key.

import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { isRecord, QuiesceError, type Value } from '../../engine/program/index.js';
import type { MachineState } from './automaton.js';

interface Remembered {
  readonly historyValue?: { readonly [id: string]: readonly { readonly id: string }[] };
  readonly children?: { readonly [id: string]: unknown };
}

/** plainState reads a snapshot. Throws QSC401 for a context that is not plain data. */
export function plainState(machine: AnyStateMachine, snapshot: AnyMachineSnapshot): MachineState {
  const { historyValue = {}, children = {} } = snapshot as unknown as Remembered;
  const history = Object.entries(historyValue).map(([id, nodes]) => [id, nodes.map((node) => node.id).sort()] as const);
  const actors = Object.keys(children).sort();
  const context = plainContext(snapshot.context, `${machine.id} context`) as MachineState['context'];
  return {
    value: snapshot.value,
    context,
    ...(history.length > 0 ? { history: Object.fromEntries(history) } : {}),
    ...(actors.length > 0 ? { children: actors } : {}),
  };
}

const parts = ['value', 'context', 'history', 'children'];

/** refuseNoPart refuses what reads nothing of a state, and would be compared with nothing. Throws QSC403. */
export function refuseNoPart(name: string, part: unknown): void {
  const strange = isRecord(part) ? Object.keys(part).find((each) => !parts.includes(each)) : undefined;
  const { context = {}, value = '' } = isRecord(part) ? part : {};
  const isValue = typeof value === 'string' || isRecord(value);
  if (isRecord(part) && strange === undefined && isRecord(context) && isValue) return;
  const seen = strange === undefined ? shortText(part) : `a state has no ${strange}, only ${parts.join(', ')}`;
  throw new QuiesceError('QSC403', `of the machine ${name} it is to read { value, context }, or one of them: ${seen}`);
}

function shortText(part: unknown): string {
  if (!isRecord(part)) return Array.isArray(part) ? 'it is a list' : isScalar(part) ? `it is ${part}` : describe(part);
  return 'its value is a text or a record, its context a record';
}

/** snapshotOf makes the snapshot of a state that another automaton of the same machine has shown. Throws QSC409 for actors. */
export function snapshotOf(machine: AnyStateMachine, state: MachineState): AnyMachineSnapshot {
  const { value, context, history = {}, children } = state;
  if (children) throw new QuiesceError('QSC409', `a state with the actors ${children.join(', ')} cannot be made anew`);
  const remembered = Object.entries(history).map(([id, nodes]) => [
    id,
    nodes.map((node) => machine.getStateNodeById(node)),
  ]);
  const config = { value, context, historyValue: Object.fromEntries(remembered) };
  return machine.resolveState(config as never) as AnyMachineSnapshot;
}

/** Different states have different texts, equal ones may too. Half stands for undefined: no plain data holds a fraction. */
export function quickText(state: MachineState): string {
  return JSON.stringify(state, (_key, part) => (part === undefined ? 0.5 : part));
}

/** The context itself where it is plain data; a copy where it holds actors, which are shown by their ids. */
function plainContext(value: unknown, place: string, depth = 0): Value {
  if (depth > 200) throw new QuiesceError('QSC401', `${place.slice(0, 80)}… is nested deeper than 200, or a cycle`);
  if (isActor(value)) return { actor: value.id };
  refuseUnseen(value, place);
  if (Array.isArray(value))
    return sameOr(
      value,
      value.map((part, at) => plainContext(part, `${place}[${at}]`, depth + 1)),
    );
  if (isRecord(value)) {
    const parts = Object.entries(value).map(
      ([key, part]) => [key, plainContext(part, `${place}.${key}`, depth + 1)] as const,
    );
    return parts.every(([key, part]) => part === value[key]) ? (value as Value) : Object.fromEntries(parts);
  }
  if (isScalar(value)) return value;
  throw new QuiesceError('QSC401', `${place} holds ${describe(value)}`);
}

/** What a list or a record has besides its parts is seen by no key of a state, and a guard may ask for it. Throws QSC401. */
function refuseUnseen(value: unknown, place: string): void {
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  const [all, shown] = [Reflect.ownKeys(value), Object.keys(value)];
  const isWhole = !isList || shown.length === value.length;
  const isPlain = shown.every((name) => 'value' in Object.getOwnPropertyDescriptor(value, name)!);
  if (isWhole && isPlain && all.length === shown.length + (isList ? 1 : 0)) return;
  if (isList || isRecord(value))
    throw new QuiesceError(
      'QSC401',
      `${place} has more than its ${isList ? 'elements' : 'fields'}, or one that is computed`,
    );
}

function sameOr(list: readonly unknown[], parts: readonly Value[]): Value {
  return parts.every((part, index) => part === list[index]) ? (list as Value) : parts;
}

function isActor(value: unknown): value is { readonly id: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { sessionId, send, getSnapshot } = value as Readonly<Record<string, unknown>>;
  return typeof sessionId === 'string' && typeof send === 'function' && typeof getSnapshot === 'function';
}

function isScalar(value: unknown): value is Value {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
  return value === null || value === undefined || typeof value === 'boolean' || typeof value === 'string';
}

function describe(value: unknown): string {
  if (typeof value === 'number') return `the number ${Object.is(value, -0) ? '-0' : value}`;
  if (typeof value === 'object' && value !== null) return `an instance of ${value.constructor?.name ?? 'a class'}`;
  return `a ${typeof value}`;
}
