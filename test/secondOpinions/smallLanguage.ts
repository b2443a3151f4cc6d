// A language so small that its semantics can be read at a glance, and the second opinion about it: programs are lists of
// instructions with jumps, a thread is (program counter, register). The engine runs it as one loop whose locals are
// exactly these; `naiveGraph` shares nothing with the engine but the declarations.

import type { System } from '../../engine/multiprocessor/system.js';
import { type Cell, cell } from '../../engine/program/cell.js';
import { at, begins, closes, happened, opens } from '../../engine/program/event.js';
import { again, done, loop, scope, type Turn } from '../../engine/program/nesting.js';
import * as op from '../../engine/program/operation.js';
import { type Thread, thread } from '../../engine/program/thread.js';
import { Thrown } from '../../engine/program/thrown.js';

export const cellNames = ['x', 'y'] as const;
export const cells: readonly Cell<number>[] = cellNames.map((name) => cell(name, 0, { modulo: 3 }));
export const threadNames = ['t0', 't1', 't2'] as const;

export type Test = 'is' | 'isNot' | 'below' | 'above' | 'atMost' | 'atLeast';
export type Act =
  | { readonly act: 'load' | 'exchange' | 'fetchAdd' | 'store' | 'add'; readonly cell: number; readonly value: number }
  | { readonly act: 'compareExchange'; readonly cell: number; readonly expected: number; readonly value: number }
  | { readonly act: 'wait'; readonly cell: number; readonly test: Test; readonly value: number }
  | { readonly act: 'park' | 'safePoint' | 'fail' }
  | { readonly act: 'unpark' | 'join' | 'spawn'; readonly thread: number }
  | { readonly act: 'choose'; readonly count: number };

/** One instruction: what it announces before, its operation, what it tells after, and where it goes on by register. */
export interface Instruction {
  readonly label?: string;
  /** In a scope of its own, whose result is the register. */
  readonly scoped: boolean;
  readonly before?: { readonly name: string; readonly span: boolean };
  readonly act: Act;
  readonly after?: { readonly name: string; readonly span: boolean };
  /** After the events: throws inside the scope (caught outside, register 2), or out of the thread when not scoped. */
  readonly throwsWhen?: number;
  /** By register: the next instruction; the length of the list or more ends the thread. */
  readonly next: readonly [number, number, number];
}
export type Code = readonly Instruction[];

export interface Small {
  readonly codes: readonly Code[];
  readonly daemons: readonly boolean[];
  readonly dormant: readonly boolean[];
  readonly pins: readonly number[];
  readonly policies: readonly ('preemptive' | 'cooperative')[];
}

// --- For the engine

interface Locals {
  readonly code: Code;
  readonly pc: number;
  readonly register: number;
}

function* perform(act: Act): op.Program<number> {
  switch (act.act) {
    case 'load':
      return yield* op.load(cells[act.cell]!);
    case 'exchange':
      return yield* op.exchange(cells[act.cell]!, act.value);
    case 'fetchAdd':
      return yield* op.fetchAdd(cells[act.cell]!, act.value);
    case 'store':
      yield* op.store(cells[act.cell]!, act.value);
      return 0;
    case 'add':
      yield* op.add(cells[act.cell]!, act.value);
      return 0;
    case 'compareExchange':
      return (yield* op.compareExchange(cells[act.cell]!, act.expected, act.value)) ? 1 : 0;
    case 'wait':
      yield* op.wait(cells[act.cell]!, { test: act.test, value: act.value });
      return 0;
    case 'park':
      yield* op.park();
      return 0;
    case 'safePoint':
      yield* op.safePoint();
      return 0;
    case 'fail':
      return yield* op.fail('as told');
    case 'unpark':
      yield* op.unpark(threadNames[act.thread]!);
      return 0;
    case 'join':
      yield* op.join(threadNames[act.thread]!);
      return 0;
    case 'spawn':
      yield* op.spawn(threadNames[act.thread]!);
      return 0;
    case 'choose':
      return yield* op.choose(act.count);
  }
}

function* instruct({ before, act, after, throwsWhen }: Instruction): op.Program<number> {
  if (before) yield* before.span ? opens(before.name) : begins(before.name);
  const register = yield* perform(act);
  if (after) yield* after.span ? closes(after.name, { register }) : happened(after.name, { register });
  if (throwsWhen === register) throw new Thrown({ register });
  return register;
}

function* turn({ code, pc }: Locals): op.Program<Turn<Locals, void>> {
  const instruction = code[pc];
  if (!instruction) return done();
  if (instruction.label) yield* at(instruction.label, { pc });
  let register = 2;
  if (instruction.scoped) {
    try {
      register = yield* scope(instruct, instruction);
    } catch (error) {
      if (!(error instanceof Thrown)) throw error;
    }
  } else register = yield* instruct(instruction);
  return again({ code, pc: instruction.next[register]!, register: 0 });
}

function* run(code: Code): op.Program<void> {
  yield* loop({ code, pc: 0, register: 0 }, turn);
}

export function systemOf({ codes, daemons, dormant, pins, policies }: Small): System {
  return {
    name: 'small',
    cells: [...cells],
    threads: codes.map(
      (code, slot): Thread =>
        thread(threadNames[slot]!, run, code, {
          daemon: daemons[slot]!,
          dormant: dormant[slot]!,
          processor: pins[slot]!,
        }),
    ),
    processors: policies,
  };
}

// --- The second opinion

export interface Said {
  readonly name: string;
  readonly thread: string;
  readonly data: Readonly<Record<string, number | string>>;
}

/**
 * pc: -1 dormant, -2 finished, -3 failed. pause: the events that a pause holds back; then pc is what follows it, and
 * pausedAt the label of the instruction that the pause still belongs to.
 */
export interface ThreadState {
  readonly pc: number;
  readonly pause: readonly Said[] | null;
  readonly pausedAt?: string | undefined;
  readonly permit: boolean;
}
export interface SmallState {
  readonly cells: readonly number[];
  readonly threads: readonly ThreadState[];
  readonly running: readonly number[];
}
export interface Edge {
  readonly thread: number;
  readonly choice: number;
  readonly target: number;
  readonly said: readonly Said[];
}
export interface NaiveGraph {
  readonly states: readonly SmallState[];
  readonly edges: readonly (readonly Edge[])[];
  readonly enabled: readonly (readonly number[])[];
  readonly normalEnd: readonly boolean[];
  readonly unfinished: readonly (readonly number[])[];
}

export class TooMany extends Error {}
export class DoubleSpawn extends Error {}

export const statusOf = (small: Small, state: SmallState, slot: number): string => {
  const { pc, pause } = state.threads[slot]!;
  if (pause !== null) return 'ready';
  if (pc === -1) return 'dormant';
  if (pc === -2) return 'finished';
  if (pc === -3) return 'failed';
  return readyIn(small, state, slot) ? 'ready' : 'blocked';
};

export const labelOf = (small: Small, state: SmallState, slot: number): string | undefined => {
  const { pc, pause, pausedAt } = state.threads[slot]!;
  if (pause !== null) return pausedAt;
  if (pc < 0) return undefined;
  return small.codes[slot]![pc]!.label;
};

function readyIn(small: Small, state: SmallState, slot: number): boolean {
  const { pc, pause, permit } = state.threads[slot]!;
  if (pause !== null) return true;
  if (pc < 0) return false;
  const { act } = small.codes[slot]![pc]!;
  if (act.act === 'park') return permit;
  if (act.act === 'join') return state.threads[act.thread]!.pc < -1 && state.threads[act.thread]!.pause === null;
  if (act.act !== 'wait') return true;
  const value = state.cells[act.cell]!;
  const tests: Record<Test, boolean> = {
    is: value === act.value,
    isNot: value !== act.value,
    below: value < act.value,
    above: value > act.value,
    atMost: value <= act.value,
    atLeast: value >= act.value,
  };
  return tests[act.test];
}

const enter = (code: Code, pc: number) => (pc < code.length ? pc : -2);

export function naiveGraph(small: Small, statesMax: number): NaiveGraph {
  const { codes, daemons, dormant, pins, policies } = small;
  const first: SmallState = {
    cells: [0, 0],
    threads: codes.map((code, slot) => ({ pc: dormant[slot] ? -1 : enter(code, 0), pause: null, permit: false })),
    running: policies.map(() => -1),
  };
  const states: SmallState[] = [first];
  const ids = new Map([[JSON.stringify(first), 0]]);
  const edges: Edge[][] = [];
  const enabled: number[][] = [];
  for (let id = 0; id < states.length; id++) {
    if (states.length > statesMax) throw new TooMany();
    const state = states[id]!;
    enabled.push(
      codes.flatMap((_, slot) => {
        const running = state.running[pins[slot]!]!;
        return readyIn(small, state, slot) && (running === -1 || running === slot) ? [slot] : [];
      }),
    );
    edges.push(
      enabled[id]!.flatMap((slot) =>
        stepsOf(state, slot).map(({ state: after, said }, choice) => {
          const text = JSON.stringify(after);
          if (!ids.has(text)) {
            ids.set(text, states.length);
            states.push(after);
          }
          return { thread: slot, choice, target: ids.get(text)!, said };
        }),
      ),
    );
  }
  const unfinished = states.map((state) =>
    codes.flatMap((_, slot) => {
      const { pc, pause } = state.threads[slot]!;
      return !daemons[slot] && (pc >= 0 || pause !== null) ? [slot] : [];
    }),
  );
  const normalEnd = states.map(
    (_, id) => unfinished[id]!.length === 0 && [...future(id)].every((at) => future(at).has(id)),
  );
  return { states, edges, enabled, normalEnd, unfinished };

  /** Where daemons alone can go from a state, the state itself included. */
  function future(from: number): Set<number> {
    const seen = new Set([from]);
    for (const at of seen) for (const { thread, target } of edges[at]!) if (daemons[thread]) seen.add(target);
    return seen;
  }

  function stepsOf(state: SmallState, slot: number): { state: SmallState; said: readonly Said[] }[] {
    const own = state.threads[slot]!;
    const say = (name: string, data: Said['data'] = {}): Said => ({ name, thread: threadNames[slot]!, data });
    if (own.pause !== null) {
      const after = withThread(state, slot, { ...own, pause: null, pausedAt: undefined });
      return [{ state: dispatched(after, slot, false), said: own.pause }];
    }
    const instruction = codes[slot]![own.pc]!;
    const { act, before, after: tells } = instruction;
    const count = act.act === 'choose' ? act.count : 1;
    return Array.from({ length: count }, (_, choice) => {
      const opening = before ? [say(before.name)] : [];
      const [changed, register] = performed(state, slot, act, choice);
      if (act.act === 'fail') {
        const ended = withThread(changed, slot, { ...changed.threads[slot]!, pc: -3 });
        return {
          state: dispatched(ended, slot, false),
          said: [...opening, say('failed', { message: 'fail "as told"' })],
        };
      }
      const closing = tells ? [say(tells.name, { register })] : [];
      const throws = instruction.throwsWhen === register;
      const fails = throws && !instruction.scoped;
      const pc = fails ? -3 : enter(codes[slot]!, instruction.next[throws ? 2 : register]!);
      const end = fails
        ? [...closing, say('failed', { message: `uncaught exception {"register":${register}}` })]
        : closing;
      const pauses = before?.span === true && tells?.span === true;
      const moved = withThread(changed, slot, {
        ...changed.threads[slot]!,
        pc,
        pause: pauses ? end : null,
        pausedAt: pauses ? instruction.label : undefined,
      });
      return {
        state: dispatched(moved, slot, act.act === 'safePoint'),
        said: pauses ? opening : [...opening, ...end],
      };
    });
  }

  function performed(state: SmallState, slot: number, act: Act, choice: number): [SmallState, number] {
    const put = (index: number, value: number): SmallState => ({
      ...state,
      cells: state.cells.map((old, at) => (at === index ? value : old)),
    });
    switch (act.act) {
      case 'load':
        return [state, state.cells[act.cell]!];
      case 'exchange':
        return [put(act.cell, act.value), state.cells[act.cell]!];
      case 'store':
        return [put(act.cell, act.value), 0];
      case 'fetchAdd':
        return [put(act.cell, (state.cells[act.cell]! + act.value + 3) % 3), state.cells[act.cell]!];
      case 'add':
        return [put(act.cell, (state.cells[act.cell]! + act.value + 3) % 3), 0];
      case 'compareExchange':
        return state.cells[act.cell] === act.expected ? [put(act.cell, act.value), 1] : [state, 0];
      case 'park':
        return [withThread(state, slot, { ...state.threads[slot]!, permit: false }), 0];
      case 'unpark':
        return [withThread(state, act.thread, { ...state.threads[act.thread]!, permit: true }), 0];
      case 'spawn': {
        const child = state.threads[act.thread]!;
        if (child.pause !== null || (child.pc !== -1 && child.pc !== -2)) throw new DoubleSpawn();
        return [withThread(state, act.thread, { ...child, pc: enter(codes[act.thread]!, 0) }), 0];
      }
      case 'choose':
        return [state, choice];
      default:
        return [state, 0];
    }
  }

  function dispatched(state: SmallState, slot: number, safePoint: boolean): SmallState {
    const running = state.running.map((before, processor) => {
      if (policies[processor] === 'preemptive') return -1;
      const next = pins[slot] === processor ? (safePoint ? -1 : slot) : before;
      return next >= 0 && readyIn(small, state, next) ? next : -1;
    });
    return { ...state, running };
  }
}

function withThread(state: SmallState, slot: number, own: ThreadState): SmallState {
  return { ...state, threads: state.threads.map((old, at) => (at === slot ? own : old)) };
}
