// Random systems for fast-check: a few threads that interpret short instruction lists over two counters and one cell
// of data. The lists are plain data, passed as arguments, so that one top-level program makes every system; they use
// every operation, loops, scopes, exceptions, labels and events. Everything is finite: counters wrap, loops are bounded
// or spin on a cell without remembering.

import fc from 'fast-check';
import type { System } from '../../engine/multiprocessor/system.js';
import { type Cell, cell } from '../../engine/program/cell.js';
import { at, begins, closes, happened, opens } from '../../engine/program/event.js';
import { again, done, loop, scope, type Turn } from '../../engine/program/nesting.js';
import {
  add,
  type Condition,
  choose,
  compareExchange,
  exchange,
  fail,
  fetchAdd,
  fetchOr,
  is,
  isNot,
  join,
  load,
  type Program,
  park,
  safePoint,
  spawn,
  store,
  unpark,
  update,
  view,
  wait,
} from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { Thrown } from '../../engine/program/thrown.js';
import type { Value } from '../../engine/program/value.js';
import type { StateView } from '../../engine/watch/property.js';

type CounterName = 'x' | 'y';

export type Instruction =
  | { readonly do: 'load'; readonly from: CounterName; readonly parity: boolean; readonly says: boolean }
  | { readonly do: 'store'; readonly to: CounterName; readonly value: number | 'register' }
  | { readonly do: 'exchange'; readonly in: CounterName; readonly value: number; readonly parity: boolean }
  | { readonly do: 'compareExchange'; readonly in: CounterName; readonly expected: number; readonly value: number }
  | { readonly do: 'add'; readonly to: CounterName; readonly amount: number }
  | { readonly do: 'fetchAdd'; readonly to: CounterName; readonly amount: number; readonly parity: boolean }
  | { readonly do: 'wait'; readonly for: CounterName; readonly test: Condition['test']; readonly value: number }
  | { readonly do: 'loadData' }
  | { readonly do: 'storeData'; readonly value: Value }
  | { readonly do: 'fetchOr'; readonly to: CounterName; readonly bits: number; readonly parity: boolean }
  | { readonly do: 'update'; readonly to: CounterName; readonly parity: boolean }
  | { readonly do: 'exchangeData'; readonly value: Value }
  | { readonly do: 'compareExchangeData'; readonly expected: Value; readonly value: Value }
  | { readonly do: 'waitData'; readonly is: boolean; readonly value: Value }
  | { readonly do: 'park' | 'safePoint' | 'fail' | 'throw' }
  | { readonly do: 'unpark' | 'spawn' | 'join'; readonly thread: string }
  | { readonly do: 'choose'; readonly count: number }
  | { readonly do: 'label'; readonly name: string }
  | { readonly do: 'if'; readonly set: Code; readonly unset: Code }
  | { readonly do: 'scope'; readonly code: Code; readonly gives: 'nothing' | 'register' }
  | { readonly do: 'call'; readonly code: Code }
  | { readonly do: 'repeat'; readonly times: number; readonly code: Code }
  | { readonly do: 'spin'; readonly on: CounterName; readonly until: number };

type Code = readonly Instruction[];

const x = cell('x', 0, { modulo: 3 });
const y = cell('y', 1, { modulo: 3 });
const data = cell<Value>('data', 'a') as Cell<Value>;
const counters: Readonly<Record<CounterName, Cell<number>>> = Object.freeze({ x, y });
const complement = view('complement', (value: number) => 2 - value);
const parity = view('parity', (value: number) => value % 2);

/** The program of every thread. */
function* interpret(code: Code): Program<void> {
  yield* run(code, 0);
}

/** Runs instructions with one register, and returns what the register holds at the end. */
function* run(code: Code, start: Value): Program<Value> {
  let register = start;
  for (const instruction of code) {
    const result: Value = yield* perform(instruction, register);
    if (result !== undefined) register = result;
  }
  return register;
}

function* perform(instruction: Instruction, register: Value): Program<Value> {
  switch (instruction.do) {
    case 'load':
      return yield* loadAndSay(instruction);
    case 'store':
      return yield* store(counters[instruction.to], integer(instruction.value, register)) as Program<undefined>;
    case 'exchange':
      if (instruction.parity) return yield* exchange(counters[instruction.in], instruction.value, parity);
      return yield* exchange(counters[instruction.in], instruction.value);
    case 'compareExchange':
      return yield* compareExchange(counters[instruction.in], instruction.expected, instruction.value);
    case 'add':
      return yield* add(counters[instruction.to], instruction.amount) as Program<undefined>;
    case 'fetchAdd':
      if (instruction.parity) return yield* fetchAdd(counters[instruction.to], instruction.amount, parity);
      return yield* fetchAdd(counters[instruction.to], instruction.amount);
    case 'wait':
      return yield* wait(counters[instruction.for], instruction) as Program<undefined>;
    default:
      return yield* performOther(instruction, register);
  }
}

function* loadAndSay({ from, parity: onlyParity, says }: Instruction & { do: 'load' }): Program<Value> {
  if (says) yield* begins('reading', { from });
  const value = onlyParity ? yield* load(counters[from], parity) : yield* load(counters[from]);
  if (says) yield* happened('read', { value });
  return value;
}

function* performOther(instruction: Instruction, register: Value): Program<Value> {
  switch (instruction.do) {
    case 'loadData':
      return yield* load(data);
    case 'storeData':
      return yield* store(data, instruction.value) as Program<undefined>;
    case 'fetchOr':
      if (instruction.parity) return yield* fetchOr(counters[instruction.to], instruction.bits, parity);
      return yield* fetchOr(counters[instruction.to], instruction.bits);
    case 'update':
      if (instruction.parity) return yield* update(counters[instruction.to], complement, parity);
      return yield* update(counters[instruction.to], complement) as Program<undefined>;
    case 'exchangeData':
      return yield* exchange(data, instruction.value);
    case 'compareExchangeData':
      return yield* compareExchange(data, instruction.expected, instruction.value);
    case 'waitData':
      return yield* wait(data, instruction.is ? is(instruction.value) : isNot(instruction.value)) as Program<undefined>;
    case 'park':
      return yield* park() as Program<undefined>;
    case 'safePoint':
      return yield* safePoint() as Program<undefined>;
    case 'unpark':
      return yield* unpark(instruction.thread) as Program<undefined>;
    case 'spawn':
      return yield* spawn(instruction.thread) as Program<undefined>;
    case 'join':
      return yield* join(instruction.thread) as Program<undefined>;
    case 'choose':
      return yield* choose(instruction.count);
    default:
      return yield* control(instruction, register);
  }
}

function* control(instruction: Instruction, register: Value): Program<Value> {
  switch (instruction.do) {
    case 'fail':
      return yield* fail('as told');
    case 'throw':
      throw new Thrown({ register: register ?? null });
    case 'label':
      return yield* at(instruction.name, { register: register ?? null }) as Program<undefined>;
    case 'if':
      return yield* run(register ? instruction.set : instruction.unset, register);
    case 'scope':
      return yield* guarded(instruction, register);
    case 'call':
      return yield* called(instruction, register);
    case 'repeat':
      return yield* loop({ left: instruction.times, code: instruction.code }, repetition);
    case 'spin':
      return yield* loop(instruction, turn) as Program<undefined>;
    default:
      return undefined;
  }
}

/** A scope whose exceptions are caught: what was thrown becomes the register. */
function* guarded({ code, gives }: Instruction & { do: 'scope' }, register: Value): Program<Value> {
  try {
    return yield* scope(nested, { code, gives, register });
  } catch (error) {
    if (error instanceof Thrown) return error.data;
    throw error;
  }
}

/** A span of one operation or more; an exception leaves it open. */
function* called({ code: body }: Instruction & { do: 'call' }, register: Value): Program<Value> {
  yield* opens('invoke', { register: register ?? null });
  const seen = yield* load(x, parity);
  const result = yield* run(body, seen);
  yield* closes('return', { result: result ?? null });
  return result;
}

function* nested(args: {
  readonly code: Code;
  readonly gives: 'nothing' | 'register';
  readonly register: Value;
}): Program<Value> {
  const register = yield* run(args.code, args.register);
  return args.gives === 'register' ? register : undefined;
}

function* repetition(locals: { readonly left: number; readonly code: Code }): Program<Turn<typeof locals, Value>> {
  const seen = yield* load(x, parity);
  yield* run(locals.code, seen);
  return locals.left > 1 ? again({ ...locals, left: locals.left - 1 }) : done(seen);
}

function* turn(locals: Instruction & { do: 'spin' }): Program<Turn<typeof locals, void>> {
  const seen = yield* load(counters[locals.on]);
  return seen === locals.until ? done() : again(locals);
}

function integer(value: number | 'register', register: Value): number {
  if (value !== 'register') return value;
  return typeof register === 'number' ? register : 0;
}

// --- Arbitraries

const names = ['t0', 't1', 'late'] as const;
const counter = fc.constantFrom<CounterName>('x', 'y');
const small = fc.integer({ min: 0, max: 2 });
const datum = fc.constantFrom<Value>('a', 'b', { b: [1, null], a: true });
const someThread = fc.constantFrom(...names);
const test = fc.constantFrom<Condition['test']>('is', 'isNot', 'below', 'above', 'atMost', 'atLeast');

const simple: fc.Arbitrary<Instruction> = fc.oneof(
  fc.record({ do: fc.constant('load'), from: counter, parity: fc.boolean(), says: fc.boolean() }),
  fc.record({ do: fc.constant('store'), to: counter, value: fc.oneof(small, fc.constant('register')) }),
  fc.record({ do: fc.constant('exchange'), in: counter, value: small, parity: fc.boolean() }),
  fc.record({ do: fc.constant('compareExchange'), in: counter, expected: small, value: small }),
  fc.record({ do: fc.constant('add'), to: counter, amount: fc.integer({ min: -2, max: 2 }) }),
  fc.record({
    do: fc.constant('fetchAdd'),
    to: counter,
    amount: fc.integer({ min: -2, max: 2 }),
    parity: fc.boolean(),
  }),
  fc.record({ do: fc.constant('wait'), for: counter, test, value: small }),
  fc.record({ do: fc.constant('loadData') }),
  fc.record({ do: fc.constant('storeData'), value: datum }),
  fc.record({ do: fc.constant('fetchOr'), to: counter, bits: fc.constantFrom(1, 2), parity: fc.boolean() }),
  fc.record({ do: fc.constant('update'), to: counter, parity: fc.boolean() }),
  fc.record({ do: fc.constant('exchangeData'), value: datum }),
  fc.record({ do: fc.constant('compareExchangeData'), expected: datum, value: datum }),
  fc.record({ do: fc.constant('waitData'), is: fc.boolean(), value: datum }),
  fc.record({ do: fc.constantFrom('park', 'safePoint', 'safePoint') }),
  fc.record({ do: fc.constantFrom('unpark', 'unpark', 'join'), thread: someThread }),
  fc.record({ do: fc.constant('choose'), count: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('label'), name: fc.constantFrom('here', 'there') }),
) as fc.Arbitrary<Instruction>;

const rare = fc.oneof(
  fc.record({ do: fc.constantFrom('fail', 'throw', 'throw') }),
  fc.record({ do: fc.constant('spawn'), thread: fc.constant('late') }),
) as fc.Arbitrary<Instruction>;

const { instruction } = fc.letrec<{ code: Code; instruction: Instruction }>((tie) => ({
  code: fc.array(tie('instruction'), { minLength: 1, maxLength: 2, depthIdentifier: 'code' }),
  instruction: fc.oneof(
    { depthIdentifier: 'code', maxDepth: 3 },
    { arbitrary: simple, weight: 28 },
    { arbitrary: rare, weight: 1 },
    { arbitrary: fc.record({ do: fc.constant('if'), set: tie('code'), unset: tie('code') }), weight: 2 },
    {
      arbitrary: fc.record({
        do: fc.constant('scope'),
        code: tie('code'),
        gives: fc.constantFrom('nothing', 'register'),
      }),
      weight: 3,
    },
    {
      arbitrary: fc.record({ do: fc.constant('repeat'), times: fc.integer({ min: 1, max: 3 }), code: tie('code') }),
      weight: 2,
    },
    {
      arbitrary: fc.record({ do: fc.constant('call'), code: fc.oneof(fc.constant([]), tie('code')) }),
      weight: 3,
    },
    { arbitrary: fc.record({ do: fc.constant('spin'), on: counter, until: small }), weight: 1 },
  ) as fc.Arbitrary<Instruction>,
}));

const code = fc.array(instruction, { minLength: 2, maxLength: 5 });

const spawnsLate: Instruction = { do: 'spawn', thread: 'late' };

/** Two threads that start, one that the first may spawn; on one or two processors of any policy. */
export const randomSystem: fc.Arbitrary<System> = fc
  .record({
    code: fc.tuple(code, code, code),
    spawns: fc.boolean(),
    daemons: fc.tuple(...names.map(() => fc.integer({ min: 0, max: 5 }).map((draw) => draw === 0))),
    pins: fc.tuple(...names.map(() => fc.integer({ min: 0, max: 1 }))),
    processors: fc.tuple(policy(), policy()),
  })
  .map(({ code: programs, spawns, daemons, pins, processors }) => ({
    cells: [x, y, data],
    threads: names.map((name, slot) =>
      thread(name, interpret, slot === 0 && spawns ? [spawnsLate, ...programs[slot]!] : programs[slot]!, {
        processor: pins[slot]!,
        daemon: daemons[slot]!,
        dormant: name === 'late',
      }),
    ),
    processors,
  }));

function policy() {
  return fc.constantFrom('preemptive' as const, 'preemptive' as const, 'cooperative' as const);
}

/** All that can be seen of a state. */
export function everythingOf(state: StateView): Value {
  return {
    cells: [state.read(x), state.read(y), state.read(data)],
    threads: state.threads.map((name) => [state.status(name), labelOf(state, name)]),
  };
}

function labelOf(state: StateView, name: string): Value {
  const label = state.label(name);
  return label ? [label.name, label.data] : null;
}
