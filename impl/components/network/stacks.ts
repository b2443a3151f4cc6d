// Protocol stacks (paper, section 1: "a component of a TCP/IP protocol stack, when hot-swappable, can be replaced - perhaps to
// handle new denial-of-service attacks or improve performance - without disturbing existing network connections").
// A connection is opened by a SYN and from then on has a sequence number, which no two segments share and none leaves out.
// The filter turns SYNs away while as many connections are half open as it allows; what is established goes on.
// Transfer formats: 0 the connections, with what is half open.

import {
  again,
  type Cell,
  cell,
  compareExchange,
  deepFreeze,
  done,
  load,
  loop,
  type Program,
  store,
  type Turn,
  type Value,
} from '../../../engine/program/index.js';
import type { Component, Frame } from '../../contract.js';
import { type Connections, halfOpenMax, stackSpecification, stepOf } from './specification.js';

export type StackMemory = {
  /** By connection: 'half open', or the next sequence number. */
  readonly connections: Cell<Connections>;
};

type StackFrame = Frame<StackMemory>;

function* syn({ cells }: StackFrame, connection: Value): Program<Value> {
  return yield* perform(cells, 'syn', connection, false);
}

function* synFiltered({ cells }: StackFrame, connection: Value): Program<Value> {
  return yield* perform(cells, 'syn', connection, true);
}

function* establish({ cells }: StackFrame, connection: Value): Program<Value> {
  return yield* perform(cells, 'establish', connection, false);
}

function* send({ cells }: StackFrame, connection: Value): Program<Value> {
  return yield* perform(cells, 'send', connection, false);
}

interface Step {
  readonly connections: Cell<Connections>;
  readonly method: string;
  readonly connection: string;
  readonly filtered: boolean;
}

function* perform(cells: StackMemory, method: string, connection: Value, filtered: boolean): Program<Value> {
  const { connections } = cells;
  return yield* loop(Object.freeze({ connections, method, connection: connection as string, filtered }), attempt);
}

/** Another segment may come between; then the connections have changed, and the next turn reads them again. */
function* attempt(locals: Step): Program<Turn<Step, Value>> {
  const before = yield* load(locals.connections);
  const { state, result } = stepOf(
    before,
    locals.method,
    locals.connection,
    locals.filtered ? halfOpenMax : Number.POSITIVE_INFINITY,
  );
  return (yield* compareExchange(locals.connections, before, state)) ? done(result) : again(locals);
}

function* exportState({ connections }: StackMemory): Program<Value> {
  return yield* load(connections);
}

function* importState({ connections }: StackMemory, _format: number, state: Value): Program<void> {
  yield* store(connections, state as Connections);
}

/** A stack that takes whatever comes. */
export const openStack: Component<StackMemory> = deepFreeze({
  name: 'openStack',
  family: 'stack',
  specification: stackSpecification,
  formatNames: ['connections'],
  exports: [0],
  imports: [0],
  methods: { syn, establish, send },
  layOut: (name: string): StackMemory => ({
    connections: cell<Connections>(`${name}.connections`, {}) as StackMemory['connections'],
  }),
  exportState,
  importState,
});

/** A stack with a filter against floods of SYNs. */
export const filteringStack: Component<StackMemory> = deepFreeze({
  ...openStack,
  name: 'filteringStack',
  methods: { syn: synFiltered, establish, send },
});
