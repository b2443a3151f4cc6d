// Arguments of programs, scopes and loops: plain data whose leaves may also be top-level functions.
// Two arguments are the same position exactly when their keys are equal; a function is known by identity, and a part whose
// text is long by the number of that text: a mechanism's whole layout is an argument of most scopes.

import { QuiesceError } from '../program/errors.js';
import { canonical, deepFreeze, isRecord } from '../program/value.js';

const functionIds = new WeakMap<object, number>();
const frozenKeys = new WeakMap<object, string>();
let functionCount = 0;

/** argumentKey is the text by which arguments are compared. It freezes them deeply, so that their keys can be kept. */
export function argumentKey(value: unknown): string {
  return keyed(value, 0);
}

/** Levels of nesting; more is taken for a cycle. */
const depthMax = 200;

function keyed(value: unknown, depth: number): string {
  if (depth > depthMax) throw new QuiesceError('QSC503', `an argument nested deeper than ${depthMax}, or a cycle`);
  if (typeof value === 'function') return `function#${functionId(value)}`;
  if (typeof value !== 'object' || value === null) return canonical(value);
  const known = frozenKeys.get(value);
  if (known !== undefined) return known;
  deepFreeze(value);
  const key = Array.isArray(value)
    ? `[${value.map((part) => keyedPart(part, depth)).join(',')}]`
    : recordKey(value, depth);
  frozenKeys.set(value, key);
  return key;
}

const textNumbers = new Map<string, number>();
const shortMost = 200;

/** The key of a part, or the number that its text has for ever. No other key begins as such a number does. */
function keyedPart(part: unknown, depth: number): string {
  const key = keyed(part, depth + 1);
  if (key.length <= shortMost) return key;
  const known = textNumbers.get(key);
  if (known !== undefined) return `#${known}`;
  textNumbers.set(key, textNumbers.size);
  return `#${textNumbers.size - 1}`;
}

function recordKey(value: object, depth: number): string {
  if (!isRecord(value)) throw new QuiesceError('QSC503', `an argument of class ${value.constructor?.name ?? '?'}`);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${keyedPart(value[key], depth)}`).join(',')}}`;
}

function functionId(value: object): number {
  const known = functionIds.get(value);
  if (known !== undefined) return known;
  functionCount += 1;
  functionIds.set(value, functionCount);
  return functionCount;
}

/** argumentText is like argumentKey, but names functions by their source text: for hashes that outlive a process. */
export function argumentText(value: unknown): string {
  if (typeof value === 'function') return String(value);
  if (Array.isArray(value)) return `[${value.map(argumentText).join(',')}]`;
  if (isRecord(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${argumentText(value[key])}`).join(',')}}`;
  }
  return canonical(value);
}
