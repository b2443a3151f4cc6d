// Components that call each other through their references, as Region and FCM do in the paper's page-fault path
// (section 4): a visit is passed on along a path of references, A to B and back to A.
// The two kinds of member keep the count differently, so that a swap between them has a state to convert.

import {
  add,
  type Cell,
  cell,
  deepFreeze,
  load,
  type Program,
  store,
  type Value,
} from '../../../engine/program/index.js';
import { callNested } from '../../call.js';
import type { Component, Frame } from '../../contract.js';
import type { Reference } from '../../events.js';
import { pairSpecification } from './specification.js';

type MemberMemory = { readonly visits: Cell<number> };
type MemberFrame = Frame<MemberMemory>;

/** The only format of the family: the number of visits. */
const formats = deepFreeze([0]);

function* visitUpward({ cells, ...frame }: MemberFrame, path: Value): Program<Value> {
  yield* add(cells.visits, 1);
  return yield* passOn({ cells, ...frame }, path);
}

function* visitDownward({ cells, ...frame }: MemberFrame, path: Value): Program<Value> {
  yield* add(cells.visits, -1);
  return yield* passOn({ cells, ...frame }, path);
}

/** Two nested calls one after the other: the return of the first must not take the outer call out of any table. */
function* visitUpwardTwice(frame: MemberFrame, path: Value): Program<Value> {
  yield* visitUpward(frame, path);
  return yield* passOn(frame, path);
}

function* visitDownwardTwice(frame: MemberFrame, path: Value): Program<Value> {
  yield* visitDownward(frame, path);
  return yield* passOn(frame, path);
}

function* passOn(frame: MemberFrame, path: Value): Program<Value> {
  const [next, ...rest] = path as readonly Reference[];
  if (next !== undefined) yield* callNested(frame, next, 'visit', rest);
  return null;
}

function* readUpward({ cells }: MemberFrame): Program<Value> {
  return yield* load(cells.visits);
}

function* readDownward({ cells }: MemberFrame): Program<Value> {
  return -(yield* load(cells.visits));
}

function* exportUpward({ visits }: MemberMemory): Program<Value> {
  return yield* load(visits);
}

function* exportDownward({ visits }: MemberMemory): Program<Value> {
  return -(yield* load(visits));
}

function* importUpward({ visits }: MemberMemory, _format: number, state: Value): Program<void> {
  yield* store(visits, state as number);
}

function* importDownward({ visits }: MemberMemory, _format: number, state: Value): Program<void> {
  yield* store(visits, -(state as number));
}

const member = {
  family: 'pair',
  specification: pairSpecification,
  formatNames: ['visits'],
  exports: formats,
  imports: formats,
  layOut: (name: string): MemberMemory => ({ visits: cell(`${name}.visits`, 0) as Cell<number> }),
};

/** A member that counts visits upwards. */
export const upwardMember: Component<MemberMemory> = deepFreeze({
  ...member,
  name: 'upwardMember',
  methods: { visit: visitUpward, visitTwice: visitUpwardTwice, read: readUpward },
  exportState: exportUpward,
  importState: importUpward,
});

/** A member that counts visits downwards. */
export const downwardMember: Component<MemberMemory> = deepFreeze({
  ...member,
  name: 'downwardMember',
  methods: { visit: visitDownward, visitTwice: visitDownwardTwice, read: readDownward },
  exportState: exportDownward,
  importState: importDownward,
});
