// Arguments of programs, scopes and loops: plain data whose leaves may also be top-level functions.
// Two arguments are the same position exactly when their keys are equal; a function is known by identity.

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
    ? `[${value.map((part) => keyed(part, depth + 1)).join(',')}]`
    : recordKey(value, depth);
  frozenKeys.set(value, key);
  return key;
}

function recordKey(value: object, depth: number): string {
  if (!isRecord(value)) throw new QuiesceError('QSC503', `an argument of class ${value.constructor?.name ?? '?'}`);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${keyed(value[key], depth + 1)}`).join(',')}}`;
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
