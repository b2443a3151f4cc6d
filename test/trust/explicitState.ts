// Models of the explicit-state checkers whose state counts are published, explored as they stand: one endless daemon
// performs the actions of the model, which one being a choice, and the model's state is the locals of its loop. A state
// of the engine is then exactly a state of the model. Left out: the lost-update counter, which is a program of its own
// (see published.ts); single-copy register with two servers (published for a search that stops at the violation);
// Paxos (its model is longer than all the others together).

import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { again, loop, type Turn } from '../../engine/program/nesting.js';
import { choose, is, type Program, wait } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { canonical, deepFreeze, type Value } from '../../engine/program/value.js';

/** The states that the actions of a model lead to. */
type Successors = (state: never) => readonly Value[];

interface Situation {
  readonly successors: Successors;
  readonly state: Value;
}

const never = cell('never', 0);

/** systemOf explores the model that starts in `state`. */
export function systemOf(name: string, state: Value, successors: Successors): System {
  return { name, cells: [never], threads: [thread('model', endless, { successors, state }, { daemon: true })] };
}

function* endless(start: Situation): Program<void> {
  yield* loop(start, act);
}

function* act({ successors, state }: Situation): Program<Turn<Situation, void>> {
  const next = known(successors, state);
  if (next.length === 0) yield* wait(never, is(1));
  const action = yield* choose(next.length, 'action');
  return again({ successors, state: next[action]! });
}

/** Caches of a pure function: the programs are run many times over, and equal states are one object. */
function known(successors: Successors, state: Value): readonly Value[] {
  const key = state as object;
  const next = cache.get(key) ?? successors(state as never).map(interned);
  cache.set(key, next);
  return next;
}

const cache = new WeakMap<object, readonly Value[]>();
const states = new Map<string, Value>();

function interned(state: Value): Value {
  const text = canonical(state);
  const same = states.get(text) ?? deepFreeze(state);
  states.set(text, same);
  return same;
}

// --- Two-phase commit (Gray and Lamport, Consensus on Transaction Commit)

type TwoPhaseState = {
  readonly rm: readonly ('working' | 'prepared' | 'committed' | 'aborted')[];
  readonly tm: 'init' | 'committed' | 'aborted';
  /** Resource managers that the transaction manager knows to be prepared. */
  readonly known: readonly boolean[];
  /** Messages sent, as a set: who said `prepared`; commit and abort are sent with the manager's decision. */
  readonly sent: readonly boolean[];
};

export function twoPhaseCommit(managers: number): System {
  const nobody = Array.from({ length: managers }, () => false);
  const start: TwoPhaseState = { rm: nobody.map(() => 'working'), tm: 'init', known: nobody, sent: nobody };
  return systemOf(`two-phase commit of ${managers}`, start, twoPhaseSuccessors);
}

function twoPhaseSuccessors(state: TwoPhaseState): readonly TwoPhaseState[] {
  const decisions: TwoPhaseState[] = [];
  if (state.tm === 'init' && state.known.every(Boolean)) decisions.push({ ...state, tm: 'committed' });
  if (state.tm === 'init') decisions.push({ ...state, tm: 'aborted' });
  return [...decisions, ...state.rm.flatMap((_, index) => managerSuccessors(state, index))];
}

function managerSuccessors(state: TwoPhaseState, index: number): TwoPhaseState[] {
  const next: TwoPhaseState[] = [];
  const becomes = (rm: TwoPhaseState['rm'][number]) => ({ ...state, rm: state.rm.with(index, rm) });
  if (state.tm === 'init' && state.sent[index]) next.push({ ...state, known: state.known.with(index, true) });
  if (state.rm[index] === 'working') {
    next.push({ ...becomes('prepared'), sent: state.sent.with(index, true) }, becomes('aborted'));
  }
  if (state.tm === 'committed') next.push(becomes('committed'));
  if (state.tm === 'aborted') next.push(becomes('aborted'));
  return next;
}

// --- Registers: two clients, each one put and then one get, on servers that exchange messages over an unordered
// network that neither loses nor repeats. The history that a linearizability tester records is part of the state.

type Message = readonly [kind: string, request: number, ...rest: readonly Value[]];
type Envelope = readonly [from: number, to: number, message: Message];

/** Per client: completed operations with what each knew to be completed before it, and the one in flight. */
type History = {
  readonly completed: readonly (readonly Value[])[];
  readonly inFlight: readonly Value[];
};

type RegisterState = {
  readonly servers: readonly Value[];
  readonly network: readonly Envelope[];
  readonly history: History;
};

/** What a server becomes and sends on a message, or undefined when it ignores it. */
type Server = (
  self: number,
  state: never,
  from: number,
  message: Message,
) => { readonly state: Value; readonly sends: readonly Envelope[] } | undefined;

const clients = [0, 1];

function registerStart(servers: readonly Value[]): RegisterState {
  return {
    servers,
    network: clients.map((client) => {
      const id = servers.length + client;
      return [id, id % servers.length, ['put', id, 'AB'[client]!]];
    }),
    history: { completed: [[], []], inFlight: clients.map((client) => [{}, 'write', 'AB'[client]!]) },
  };
}

function registerSuccessors(server: Server, state: RegisterState): readonly RegisterState[] {
  return state.network.flatMap((envelope, index) => {
    const network = state.network.toSpliced(index, 1);
    const [, to] = envelope;
    const delivered = { ...state, network };
    return to < state.servers.length ? atServer(server, delivered, envelope) : atClient(delivered, envelope);
  });
}

function atServer(server: Server, state: RegisterState, [from, to, message]: Envelope): RegisterState[] {
  const reaction = server(to, state.servers[to] as never, from, message);
  if (!reaction) return [];
  return [
    { ...state, servers: state.servers.with(to, reaction.state), network: sorted(state.network, reaction.sends) },
  ];
}

function atClient(state: RegisterState, [, to, message]: Envelope): RegisterState[] {
  const client = to - state.servers.length;
  const [kind, , value = null] = message;
  const done = [...(state.history.inFlight[client] as readonly Value[]), value];
  const completed = state.history.completed.with(client, [...state.history.completed[client]!, done]);
  if (kind === 'gotten')
    return [{ ...state, history: { completed, inFlight: state.history.inFlight.with(client, null) } }];
  const other = 1 - client;
  const inFlight = state.history.inFlight.with(client, [{ [other]: completed[other]!.length }, 'read']);
  const get: Envelope = [to, (to + 1) % state.servers.length, ['get', 2 * to]];
  return [{ ...state, network: sorted(state.network, [get]), history: { completed, inFlight } }];
}

/** The network is a multiset: it is kept in a canonical order. */
function sorted(network: readonly Envelope[], sends: readonly Envelope[]): readonly Envelope[] {
  return [...network, ...sends].sort((left, right) => (canonical(left) < canonical(right) ? -1 : 1));
}

export function singleCopyRegister(): System {
  return systemOf('single-copy register', registerStart(['']), singleCopySuccessors);
}

function singleCopySuccessors(state: RegisterState): readonly RegisterState[] {
  return registerSuccessors(singleCopyServer, state);
}

function singleCopyServer(self: number, state: Value, from: number, [kind, request, value]: Message) {
  if (kind === 'put') return { state: value!, sends: [[self, from, ['putOk', request]]] as readonly Envelope[] };
  return { state, sends: [[self, from, ['gotten', request, state]]] as readonly Envelope[] };
}

// --- The register of Attiya, Bar-Noy and Dolev (Sharing Memory Robustly in Message-Passing Systems), two servers

type Sequencer = readonly [writes: number, server: number];

type Replica = {
  readonly seq: Sequencer;
  readonly value: Value;
  readonly phase: Phase | null;
};

type Phase = {
  readonly asks: boolean;
  readonly request: number;
  readonly client: number;
  /** The value to be written; null in a read. */
  readonly write: Value;
  /** Asking: what each server answered. Recording: the value read, and who acknowledged. */
  readonly answers: readonly (readonly [server: number, seq: Sequencer, value: Value])[];
  readonly read: Value;
  readonly acks: readonly number[];
};

const replicas = 2;
const majority = 2;

export function replicatedRegister(): System {
  const replica: Replica = { seq: [0, 0], value: '', phase: null };
  return systemOf('replicated register', registerStart([replica, replica]), replicatedSuccessors);
}

function replicatedSuccessors(state: RegisterState): readonly RegisterState[] {
  return registerSuccessors(replicaServer, state);
}

function replicaServer(self: number, state: Replica, from: number, message: Message): ReturnType<Server> {
  const [kind, request] = message;
  switch (kind) {
    case 'put':
    case 'get':
      return state.phase ? undefined : asks(self, state, from, message);
    case 'query':
      return { state, sends: [[self, from, ['answer', request, state.seq, state.value]]] };
    case 'answer':
      return state.phase?.asks && state.phase.request === request
        ? answered(self, state, state.phase, from, message)
        : undefined;
    case 'record':
      return { state: recorded(state, message), sends: [[self, from, ['ack', request]]] };
    default:
      return state.phase && !state.phase.asks && state.phase.request === request
        ? acknowledged(self, state, state.phase, from)
        : undefined;
  }
}

function asks(self: number, state: Replica, client: number, [kind, request, value]: Message): ReturnType<Server> {
  const write = kind === 'put' ? value! : null;
  const answers = [[self, state.seq, state.value]] as const;
  const phase: Phase = { asks: true, request, client, write, answers, read: null, acks: [] };
  return { state: { ...state, phase }, sends: toPeers(self, ['query', request]) };
}

function answered(self: number, state: Replica, phase: Phase, from: number, message: Message): ReturnType<Server> {
  const [, request, seq, value] = message;
  const answers = [...phase.answers, [from, seq as Sequencer, value!] as const].sort(([left], [right]) => left - right);
  if (answers.length < majority) return { state: { ...state, phase: { ...phase, answers } }, sends: [] };
  const [, highest, newest] = answers.reduce((best, next) => (later(next[1], best[1]) ? next : best));
  const record: Message =
    phase.write === null
      ? ['record', request, highest, newest]
      : ['record', request, [highest[0] + 1, self], phase.write];
  const recording: Phase = {
    ...phase,
    asks: false,
    write: null,
    answers: [],
    read: readBy(phase, newest),
    acks: [self],
  };
  return { state: { ...recorded(state, record), phase: recording }, sends: toPeers(self, record) };
}

/** What the client of a get is to be told; null for a put. */
function readBy(phase: Phase, newest: Value): Value {
  return phase.write === null ? { was: newest } : null;
}

function recorded(state: Replica, [, , seq, value]: Message): Replica {
  return later(seq as Sequencer, state.seq) ? { ...state, seq: seq as Sequencer, value: value! } : state;
}

function acknowledged(self: number, state: Replica, phase: Phase, from: number): ReturnType<Server> {
  const acks = [...phase.acks, from].sort();
  if (acks.length < majority) return { state: { ...state, phase: { ...phase, acks } }, sends: [] };
  const read = phase.read as { readonly was: Value } | null;
  const reply: Message = read ? ['gotten', phase.request, read.was] : ['putOk', phase.request];
  return { state: { ...state, phase: null }, sends: [[self, phase.client, reply]] };
}

function toPeers(self: number, message: Message): readonly Envelope[] {
  return Array.from({ length: replicas }, (_, peer) => peer)
    .filter((peer) => peer !== self)
    .map((peer) => [self, peer, message]);
}

function later(left: Sequencer, right: Sequencer): boolean {
  return left[0] > right[0] || (left[0] === right[0] && left[1] > right[1]);
}
