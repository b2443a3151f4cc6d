// Values: the immutable plain data that cells, events, labels and results hold, with one canonical encoding.
// Leaves out: fractions, NaN, bigint, Date, Map, Set, class instances; each is refused with QSC503.

import { QuiesceError } from './errors.js';

/** Immutable plain data. Numbers are integers. */
export type Value = null | boolean | number | string | undefined | readonly Value[] | { readonly [key: string]: Value };

/** A record of plain data. */
export type Data = { readonly [key: string]: Value };

/**
 * canonical encodes a value as text, such that two values are equal exactly when their encodings are.
 * Keys are sorted; `undefined` is distinct from `null`. Throws QSC503 for anything that is not plain data.
 *
 * @example
 * canonical({ b: 1, a: [true] }) // => '{"a":[true],"b":1}'
 */
export function canonical(value: unknown): string {
  return encoded(value, 0);
}

/** Levels of nesting; more is taken for a cycle. */
const depthMax = 200;

function encoded(value: unknown, depth: number): string {
  if (depth > depthMax) throw new QuiesceError('QSC503', `a value nested deeper than ${depthMax}, or a cycle`);
  if (value === undefined) return 'undefined';
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (Array.isArray(value)) return `[${value.map((part) => encoded(part, depth + 1)).join(',')}]`;
  if (isRecord(value)) return encodedRecord(value, depth);
  throw new QuiesceError('QSC503', describe(value));
}

function canonicalNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new QuiesceError('QSC503', `the number ${value}`);
  return String(value === 0 ? 0 : value);
}

function encodedRecord(record: Record<string, unknown>, depth: number): string {
  const keys = Object.keys(record);
  if (keys.length > 1) keys.sort();
  let parts = '';
  for (const key of keys) parts += `${parts === '' ? '' : ','}${quoted(key)}:${encoded(record[key], depth + 1)}`;
  return `{${parts}}`;
}

/** Signs that stand for themselves in JSON: of such are names, and nearly all texts. */
const plain = /^[\w .:@[\]/-]*$/;

function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** normalised copies plain data so that equal values are alike in every way: keys sorted, -0 as 0. The copy is frozen. */
export function normalised<T>(value: T): T {
  if (typeof value === 'number') return (value === 0 ? 0 : value) as T;
  if (Array.isArray(value)) return Object.freeze(value.map(normalised)) as T;
  if (!isRecord(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.freeze(Object.fromEntries(keys.map((key) => [key, normalised(value[key])]))) as T;
}

/** isRecord is true of objects made by a literal or with a null prototype, and of nothing else. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const deeplyFrozen = new WeakSet<object>();

/**
 * deepFreeze freezes plain data all the way down and returns it; functions are left as they are. It looks inside what is
 * already frozen: an outside that is frozen says nothing of the inside.
 */
export function deepFreeze<T>(value: T): T {
  if (!isNested(value) || deeplyFrozen.has(value)) return value;
  if (ArrayBuffer.isView(value)) throw new QuiesceError('QSC503', describe(value));
  Object.freeze(value);
  const parts = Object.values(value);
  const open = parts.filter((part) => isNested(part) && !isSettled(part));
  // What is small and holds nothing that is not settled is looked at again rather than remembered: every iteration of a
  // loop, and every call of a scope, has one of these.
  if (open.length > 0 || parts.length > smallMax) deeplyFrozen.add(value);
  for (const part of open) deepFreeze(part);
  return value;
}

const smallMax = 8;

/** Freezes what is small and holds nothing deeper, and tells whether it is that, or was frozen all the way down before. */
function isSettled(part: object): boolean {
  if (deeplyFrozen.has(part)) return true;
  if (ArrayBuffer.isView(part)) return false;
  const parts = Object.values(part);
  const isFlat = parts.length <= smallMax && !parts.some(isNested);
  if (isFlat) Object.freeze(part);
  return isFlat;
}

function isNested(part: unknown): part is object {
  return typeof part === 'object' && part !== null;
}

function describe(value: unknown): string {
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`;
  if (typeof value === 'object' && value !== null)
    return `an instance of ${value.constructor?.name ?? 'an unknown class'}`;
  return `a ${typeof value}`;
}
