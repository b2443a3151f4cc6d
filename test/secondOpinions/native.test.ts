// Programs with scopes, loops, exceptions and spans in one another: a random execution by plain generators, one stack of
// them a thread, against the same schedule by compiled threads, which are the same ones for all executions of a program, so that later
// executions take edges and merges that earlier ones compiled: operations, values, enabled sets, events.

import { describe, expect, it } from 'vitest';
import { eventText, recordPath } from '../../engine/explain/records.js';
import type { Choice } from '../../engine/index.js';
import { Multiprocessor } from '../../engine/multiprocessor/multiprocessor.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { viaOf } from '../../engine/multiprocessor/via.js';
import { type Cell, cell } from '../../engine/program/cell.js';
import { at, begins, closes, happened, opens } from '../../engine/program/event.js';
import { again, done, loop, scope, type Turn } from '../../engine/program/nesting.js';
import {
  choose,
  fetchAdd,
  is,
  type Operation,
  type Program,
  park,
  safePoint,
  store,
  unpark,
  wait,
  type Yielded,
} from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { Thrown } from '../../engine/program/thrown.js';
import { canonical, type Value } from '../../engine/program/value.js';
import { Checks } from '../../engine/watch/checks.js';
import { type Random, randomFrom } from './smallPrograms.js';

const x = cell('x', 0, { modulo: 3 });
const names = ['a', 'b', 'c'] as const;

type Tree =
  | { readonly is: 'fetchAdd' | 'store' | 'wait'; readonly value: number }
  | { readonly is: 'choose' | 'park' | 'safePoint' | 'throw' | 'begins' | 'happened' | 'at' }
  | { readonly is: 'unpark'; readonly thread: number }
  | { readonly is: 'sequence'; readonly parts: readonly Tree[] }
  | { readonly is: 'scope' | 'catching' | 'span' | 'both'; readonly body: Tree; readonly after: Tree }
  | { readonly is: 'loop'; readonly times: number; readonly body: Tree };

function treeFrom(r: Random, depth: number): Tree {
  const inner = () => treeFrom(r, depth - 1);
  if (depth > 0 && r.chance(0.75)) {
    const shape = r.pick(['sequence', 'sequence', 'sequence', 'scope', 'catching', 'span', 'span', 'loop'] as const);
    if (shape === 'sequence') return { is: shape, parts: Array.from({ length: 1 + r.below(3) }, inner) };
    if (shape === 'loop') return { is: shape, times: 1 + r.below(3), body: inner() };
    return { is: shape, body: inner(), after: inner() };
  }
  if (r.chance(0.08)) return { is: r.pick(['wait', 'store'] as const), value: r.below(3) };
  if (r.chance(0.1)) return { is: 'unpark', thread: r.below(3) };
  if (r.chance(0.5)) return { is: 'fetchAdd', value: r.below(3) };
  return { is: r.pick(['choose', 'safePoint', 'throw', 'begins', 'happened', 'happened', 'at', 'park'] as const) };
}

function* execute(tree: Tree, register: number): Program<number> {
  switch (tree.is) {
    case 'fetchAdd':
      return yield* fetchAdd(x, tree.value);
    case 'store':
      yield* store(x, tree.value);
      return register;
    case 'wait':
      yield* wait(x, is(tree.value));
      return register;
    case 'choose':
      return yield* choose(2);
    case 'park':
      yield* park();
      return register;
    case 'safePoint':
      yield* safePoint();
      return register;
    case 'unpark':
      yield* unpark(names[tree.thread]!);
      return register;
    case 'throw':
      if (register === 1) throw new Thrown({ register });
      if (register === 2) throw new Error('two');
      return register;
    case 'begins':
      yield* begins('begun', { register });
      yield* safePoint();
      return register;
    case 'happened':
      yield* safePoint();
      yield* happened('happened', { register });
      return register;
    case 'at':
      yield* at('here', { register });
      return register;
    case 'sequence': {
      let last = register;
      for (const part of tree.parts) last = yield* execute(part, last);
      return last;
    }
    case 'scope':
      return yield* execute(tree.after, yield* scope(nested, { tree: tree.body, register }));
    case 'catching':
    case 'both':
      return yield* execute(tree.after, yield* caught(tree.body, register));
    case 'span': {
      yield* opens('opened', { register });
      const seen = yield* fetchAdd(x, 1);
      const last = yield* execute(tree.body, seen);
      yield* closes('closed', { last });
      return yield* execute(tree.after, last);
    }
    case 'loop':
      return yield* loop({ left: tree.times, tree: tree.body, register }, iteration);
  }
}

interface Locals {
  readonly left: number;
  readonly tree: Tree;
  readonly register: number;
}

function* nested({ tree, register }: Omit<Locals, 'left'>): Program<number> {
  return yield* execute(tree, register);
}

function* iteration({ left, tree, register }: Locals): Program<Turn<Locals, number>> {
  yield* safePoint();
  const last = yield* execute(tree, register);
  return left > 1 ? again({ left: left - 1, tree, register: last }) : done(last);
}

function* caught(tree: Tree, register: number): Program<number> {
  try {
    return yield* scope(nested, { tree, register });
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    const { data } = error;
    return typeof data === 'object' && data !== null && 'register' in data ? 0 : 1;
  }
}

function* main(tree: Tree): Program<void> {
  yield* execute(tree, 0);
}

// --- Plain generators

type Running = Required<Iterator<Yielded, unknown, unknown>>;

function running(program: Program<unknown>): Running {
  return program[Symbol.iterator]() as Running;
}

interface Told {
  readonly name: string;
  readonly data: Value;
  readonly span: boolean;
}

class Native {
  readonly #stack: { readonly kind: string; readonly body: unknown; generator: Running }[];
  pending: Operation | 'pause' | 'ended' = 'ended';
  /** Opened and not yet on a step; told on the way here. */
  #begun: Told[] = [];
  #held: Told[] = [];
  #after: Operation | 'ended' = 'ended';

  constructor(tree: Tree) {
    this.#stack = [{ kind: 'program', body: main, generator: running(main(tree)) }];
  }

  /** To the first operation; what it tells rides on the start. */
  begin(): void {
    this.#continue(undefined, false);
  }

  step(result: unknown): string[] {
    const riding = this.#begun.map(textOf);
    if (this.pending === 'pause') {
      const told = this.#held.map(textOf);
      this.pending = this.#after;
      this.#held = [];
      this.#begun = this.#next;
      return told;
    }
    const opening = this.#begun.some(({ span }) => span);
    this.#begun = [];
    return [...riding, ...this.#continue(result, opening)];
  }

  #next: Told[] = [];

  #continue(result: unknown, opening: boolean): string[] {
    const told: Told[] = [];
    const begun: Told[] = [];
    let given: { value: unknown } | { error: unknown } = { value: result };
    let rest: Operation | 'ended' | undefined;
    while (rest === undefined) {
      const top = this.#stack[this.#stack.length - 1]!;
      let item: IteratorResult<Yielded, unknown>;
      try {
        item = 'value' in given ? top.generator.next(given.value) : top.generator.throw(given.error);
      } catch (error) {
        const thrown =
          error instanceof Thrown
            ? error
            : new Thrown({ name: (error as Error).name, message: (error as Error).message });
        this.#stack.pop();
        given = { error: thrown };
        if (this.#stack.length === 0) {
          told.push({
            name: 'failed',
            data: { message: `uncaught exception ${JSON.stringify(thrown.data)}` },
            span: false,
          });
          rest = 'ended';
        }
        continue;
      }
      given = { value: undefined };
      if (item.done) {
        this.#stack.pop();
        if (this.#stack.length === 0) rest = 'ended';
        else if (top.kind === 'loop') {
          const turn = item.value as Turn<unknown, unknown>;
          if (turn.turn === 'done') given = { value: turn.result };
          else
            this.#stack.push({
              ...top,
              generator: running((top.body as (locals: unknown) => Program<unknown>)(turn.locals)),
            });
        } else given = { value: item.value };
        continue;
      }
      const yielded = item.value;
      if (yielded.kind === 'begins' || yielded.kind === 'happened') {
        (yielded.kind === 'begins' ? begun : told).push({
          name: yielded.name,
          data: yielded.data,
          span: yielded.span === true,
        });
      } else if (yielded.kind === 'scope' || yielded.kind === 'loop') {
        this.#stack.push({
          kind: yielded.kind,
          body: yielded.body,
          generator: running(yielded.body(yielded.args, undefined as never)),
        });
      } else if (yielded.kind !== 'at' && yielded.kind !== 'atomic') rest = yielded;
    }
    const split = opening ? told.findIndex(({ span }) => span) : -1;
    this.#begun = rest === 'ended' ? [] : begun;
    this.pending = rest;
    if (split < 0) return told.map(textOf);
    this.#next = this.#begun;
    this.#begun = [];
    this.#held = told.slice(split);
    this.#after = rest;
    this.pending = 'pause';
    return told.slice(0, split).map(textOf);
  }
}

const textOf = ({ name, data }: Told) =>
  Object.keys(data as object).length === 0 ? name : `${name} ${canonical(data)}`;

function nativeExecution(trees: readonly Tree[], r: Random) {
  const threads = trees.map((tree) => new Native(tree));
  for (const each of threads) each.begin();
  const permits = trees.map(() => false);
  let value = 0;
  const steps: { thread: string; kind: string; read?: string; events: string[]; enabled: string[] }[] = [];
  const choices: Choice[] = [];
  const ready = ({ pending }: Native, slot: number) => {
    if (pending === 'ended') return false;
    if (pending === 'pause') return true;
    if (pending.kind === 'wait') return value === pending.condition.value;
    return pending.kind === 'park' ? permits[slot]! : true;
  };
  for (;;) {
    const enabled = threads.flatMap((each, slot) => (ready(each, slot) ? [slot] : []));
    if (enabled.length === 0 || steps.length > 150) return { steps, choices };
    const slot = r.pick(enabled);
    const { pending } = threads[slot]!;
    let result: unknown;
    let read: string | undefined;
    let choice: number | undefined;
    if (pending !== 'pause' && pending !== 'ended') {
      if (pending.kind === 'fetchAdd') {
        read = String(value);
        result = value;
        value = (value + pending.value) % 3;
      } else if (pending.kind === 'store') value = pending.value as number;
      else if (pending.kind === 'choose') result = choice = r.below(pending.count);
      else if (pending.kind === 'park') permits[slot] = false;
      else if (pending.kind === 'unpark') permits[names.indexOf(pending.thread as 'a')] = true;
      else if (pending.kind === 'wait') read = String(value);
    }
    const kind = typeof pending === 'string' ? pending : pending.kind;
    steps.push({
      thread: names[slot]!,
      kind,
      ...(read === undefined ? {} : { read }),
      events: threads[slot]!.step(result),
      enabled: enabled.map((each) => names[each]!),
    });
    choices.push(choice === undefined ? { thread: names[slot]! } : { thread: names[slot]!, choice });
  }
}

const count = Number(process.env.REVIEW_COUNT ?? 30);

describe.each([1, 2])('random trees of scopes, loops and spans from seed %i', (seed) => {
  it('run compiled as they run natively', () => {
    let spans = 0;
    for (let index = 0; index < count; index++) {
      const r = randomFrom(seed * 7_000_003 + index);
      const trees = names.map(() => treeFrom(r, 4));
      const system: System = {
        name: 'trees',
        cells: [x as Cell<number>],
        threads: names.map((name, slot) => thread(name, main, trees[slot])),
      };
      const multiprocessor = new Multiprocessor(system);
      const checks = new Checks(multiprocessor, []);
      for (let execution = 0; execution < 8; execution++) {
        const native = nativeExecution(trees, r);

        const vias = native.choices.map(({ thread: name, choice }) => viaOf(names.indexOf(name as 'a'), choice ?? 0));
        const steps = recordPath(multiprocessor, checks, vias);

        const compiled = steps.map(({ agent, kind, reads, events, enabled }) => ({
          thread: agent,
          kind,
          ...(reads.length === 0 ? {} : { read: String(reads[0]!.value) }),
          events: events.map((event) => eventText(event, agent)),
          enabled: [...enabled],
        }));
        expect(compiled, `case ${seed} ${index} ${execution}`).toEqual(native.steps);
        spans += native.steps.filter(({ kind }) => kind === 'pause').length;
      }
    }
    expect(spans).toBeGreaterThan(0);
  });
});
