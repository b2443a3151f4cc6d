// Random programs, predicates and monitors for the small language: everything from one seed.

import type { StateView } from '../../engine/watch/property.js';
import type { Act, Code, Instruction, Said, Small, SmallState, Test } from './smallLanguage.js';
import { cells, labelOf, statusOf, threadNames } from './smallLanguage.js';

/** mulberry32. */
export function randomFrom(seed: number) {
  let a = seed | 0;
  const next = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { below, pick: <T>(list: readonly T[]): T => list[below(list.length)]!, chance: (p: number) => next() < p };
}
export type Random = ReturnType<typeof randomFrom>;

const kinds = [
  'load',
  'load',
  'load',
  'store',
  'store',
  'store',
  'add',
  'fetchAdd',
  'exchange',
  'compareExchange',
  'compareExchange',
  'wait',
  'wait',
  'park',
  'unpark',
  'unpark',
  'safePoint',
  'choose',
  'join',
] as const;
const tests: readonly Test[] = ['is', 'isNot', 'below', 'above', 'atMost', 'atLeast'];

function actOf(r: Random, threads: number, spawns: boolean): Act {
  const act = spawns ? 'spawn' : r.chance(0.03) ? 'fail' : r.pick(kinds);
  const [cell, value] = [r.below(2), r.below(3)];
  switch (act) {
    case 'wait':
      return { act, cell, value, test: r.pick(tests) };
    case 'compareExchange':
      return { act, cell, value, expected: r.below(3) };
    case 'park':
    case 'safePoint':
    case 'fail':
      return { act };
    case 'unpark':
    case 'join':
      return { act, thread: r.below(threads) };
    case 'spawn':
      return { act, thread: threads - 1 };
    case 'choose':
      return { act, count: 1 + r.below(3) };
    case 'add':
    case 'fetchAdd':
      return { act, cell, value: r.below(5) - 2 };
    default:
      return { act, cell, value };
  }
}

export function smallFrom(r: Random): Small {
  const count = 2 + r.below(2);
  const lastDormant = r.chance(0.25);
  const codes = Array.from({ length: count }, (_, slot): Code => {
    const length = 1 + r.below(4);
    return Array.from({ length }, (_, pc): Instruction => {
      const to = () => (r.chance(0.65) ? pc + 1 : r.below(length + 1));
      const span = r.chance(0.4);
      const straight = to();
      return {
        ...(r.chance(0.4) ? { label: r.pick(['here', 'there']) } : {}),
        scoped: r.chance(0.4),
        ...(r.chance(0.4) ? { before: { name: r.pick(['a', 'b']), span } } : {}),
        act: actOf(r, count, lastDormant && slot === 0 && pc === 0),
        ...(r.chance(0.4) ? { after: { name: r.pick(['c', 'd']), span: span && r.chance(0.8) } } : {}),
        ...(r.chance(0.12) ? { throwsWhen: r.below(3) } : {}),
        next: r.chance(0.5) ? [straight, straight, straight] : [to(), to(), to()],
      };
    });
  });
  return {
    codes,
    daemons: codes.map(() => r.chance(0.2)),
    dormant: codes.map((_, slot) => lastDormant && slot === count - 1),
    pins: codes.map(() => r.below(2)),
    policies: [0, 1].map(() => (r.chance(0.35) ? 'cooperative' : 'preemptive')),
  };
}

// --- Predicates

export type Predicate =
  | { readonly of: 'cell'; readonly cell: number; readonly value: number }
  | { readonly of: 'status'; readonly thread: number; readonly status: string }
  | { readonly of: 'label'; readonly thread: number; readonly label: string }
  | { readonly of: 'memory'; readonly value: number }
  | { readonly of: 'not'; readonly one: Predicate }
  | { readonly of: 'and' | 'or'; readonly one: Predicate; readonly other: Predicate };

export function predicateFrom(r: Random, threads: number, memory = false, depth = 2): Predicate {
  if (depth > 0 && r.chance(0.55)) {
    const one = predicateFrom(r, threads, memory, depth - 1);
    if (r.chance(0.2)) return { of: 'not', one };
    return { of: r.chance(0.5) ? 'and' : 'or', one, other: predicateFrom(r, threads, memory, depth - 1) };
  }
  if (memory && r.chance(0.4)) return { of: 'memory', value: r.below(3) };
  switch (r.below(4)) {
    case 0:
      return { of: 'status', thread: r.below(threads), status: r.pick(['ready', 'blocked', 'finished', 'failed']) };
    case 1:
      return { of: 'label', thread: r.below(threads), label: r.pick(['here', 'there']) };
    default:
      return { of: 'cell', cell: r.below(2), value: r.below(3) };
  }
}

export function holdsInView(p: Predicate, view: StateView, memory?: unknown): boolean {
  switch (p.of) {
    case 'cell':
      return view.read(cells[p.cell]!) === p.value;
    case 'status':
      return view.status(threadNames[p.thread]!) === p.status;
    case 'label':
      return view.label(threadNames[p.thread]!)?.name === p.label;
    case 'memory':
      return memory === p.value;
    case 'not':
      return !holdsInView(p.one, view, memory);
    case 'and':
      return holdsInView(p.one, view, memory) && holdsInView(p.other, view, memory);
    case 'or':
      return holdsInView(p.one, view, memory) || holdsInView(p.other, view, memory);
  }
}

export function holdsNaively(p: Predicate, small: Small, state: SmallState, memory?: unknown): boolean {
  switch (p.of) {
    case 'cell':
      return state.cells[p.cell] === p.value;
    case 'status':
      return statusOf(small, state, p.thread) === p.status;
    case 'label':
      return labelOf(small, state, p.thread) === p.label;
    case 'memory':
      return memory === p.value;
    case 'not':
      return !holdsNaively(p.one, small, state, memory);
    case 'and':
      return holdsNaively(p.one, small, state, memory) && holdsNaively(p.other, small, state, memory);
    case 'or':
      return holdsNaively(p.one, small, state, memory) || holdsNaively(p.other, small, state, memory);
  }
}

// --- Event automata: a table of next states, where 3 is a violation (or stays, for memories)

export interface Automaton {
  readonly table: readonly number[];
  /** Names of the events that it is told; all unless told. */
  readonly handles?: readonly string[];
}

export function automatonFrom(r: Random, violations: boolean): Automaton {
  return {
    table: Array.from({ length: 97 }, () => (violations && r.chance(0.06) ? 3 : r.chance(0.5) ? -1 : r.below(3))),
  };
}

/** The next state, or 3 for a violation. */
export function react({ table }: Automaton, state: number, said: Pick<Said, 'name' | 'thread' | 'data'>): number {
  const text = `${state}${said.name}${said.thread}${JSON.stringify(said.data)}`;
  let hash = 7;
  for (const char of text) hash = (hash * 31 + char.charCodeAt(0)) % 100_003;
  const next = table[hash % table.length]!;
  return next < 0 ? state : next;
}
