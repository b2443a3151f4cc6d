// What happens inside an object: a call runs in it, its state is taken out, a state is put in. Every mechanism does it
// through these, which say so; and which object it is, they read off the memory that is used. So quiescence, one version per
// call, one transfer and the best format (P1, P5, P9, P12) rest on what happens, and not on what a mechanism says of itself.

import type { Cell, CellArray, Data, Program, Self, Value } from '../engine/program/index.js';
import type { Call, Cells, Component, Mechanism } from './contract.js';
import { announce, type Reference, report } from './events.js';

/** An object of a reference, where a mechanism uses it. */
export interface Inside {
  readonly ref: Reference;
  /** Its number, as the mechanism has it. */
  readonly object: number;
  readonly component: Component;
  readonly cells: Cells;
}

/** How a mechanism performs a method: as it is, or with something of its own between the operations. */
export type Performance = (method: Program<Value>) => Program<Value>;

/** runInside runs a call's method in an object, and throws what it throws. */
export function* runInside(mechanism: Mechanism, inside: Inside, call: Call, self: Self): Program<Value> {
  return yield* runAs(asItIs, mechanism, inside, call, self);
}

function* asItIs(method: Program<Value>): Program<Value> {
  return yield* method;
}

/** runAs is runInside for a mechanism that performs methods in its own way. */
export function* runAs(
  perform: Performance,
  mechanism: Mechanism,
  inside: Inside,
  call: Call,
  self: Self,
): Program<Value> {
  const { component, cells } = inside;
  const frame = { call: call.call, ...objectOf(inside) };
  yield* announce('enter', frame);
  try {
    return yield* perform(component.methods[call.method]!({ mechanism, call, cells, component }, call.args, self));
  } finally {
    yield* report('leave', frame);
  }
}

/** exportState takes the state of an object out, or the part of one processor. */
export function* exportState(from: Inside, format: number, processor?: number): Program<Value> {
  const { component, cells } = from;
  yield* announce('exports', { ...objectOf(from), format });
  if (processor === undefined) return yield* component.exportState(cells, format);
  return yield* component.exportPart!(cells, format, processor);
}

/** importState gives an object a state, or the part of one processor. */
export function* importState(to: Inside, format: number, state: Value, processor?: number): Program<void> {
  const { component, cells } = to;
  yield* announce('imports', { ...objectOf(to), format });
  if (processor === undefined) yield* component.importState(cells, format, state);
  else yield* component.importPart!(cells, format, processor, state);
}

/** The object that the memory belongs to; one that has no memory is what the mechanism takes it for. */
function objectOf({ ref, object, cells }: Inside): { readonly ref: Reference; readonly object: number } {
  const owner = Object.values(cells).map(ownerOf).find(isObject);
  return owner ? { ref: owner.ref as Reference, object: owner.object as number } : { ref, object };
}

function ownerOf(part: Cell<unknown> | CellArray<unknown>): Data | undefined {
  const first = 'kind' in part ? part : part[0];
  return first?.region?.owner;
}

function isObject(owner: Data | undefined): owner is Data {
  return owner?.kind === 'object';
}
