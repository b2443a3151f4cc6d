// Operations in words: one text that both compares operations (in audits) and shows them (in reports).

import type { Condition, Operation, View, Yielded } from '../program/operation.js';
import { canonical } from '../program/value.js';

const signs: Record<Condition['test'], string> = {
  is: 'is',
  isNot: 'is not',
  below: 'is below',
  above: 'is above',
  atMost: 'is at most',
  atLeast: 'is at least',
};

const seen = (view: View | undefined) => (view ? ` as ${view.name}` : '');

/**
 * operationText says what an operation does, values included: `store pointer <- {"object":1}`.
 *
 * @example
 * operationText({ kind: 'park' }) // => 'park'
 */
export function operationText(operation: Operation): string {
  switch (operation.kind) {
    case 'load':
      return `load ${operation.cell.name}${seen(operation.view)}`;
    case 'store':
      return `store ${operation.cell.name} <- ${canonical(operation.value)}`;
    case 'exchange':
      return `exchange ${operation.cell.name} <- ${canonical(operation.value)}${seen(operation.view)}`;
    case 'compareExchange':
      return `compareExchange ${operation.cell.name}: ${canonical(operation.expected)} -> ${canonical(operation.value)}`;
    case 'add':
      return `add ${operation.cell.name} += ${operation.value}`;
    case 'fetchAdd':
      return `fetchAdd ${operation.cell.name} += ${operation.value}${seen(operation.view)}`;
    case 'wait':
      return `wait ${operation.cell.name} ${conditionText(operation.condition)}`;
    case 'unpark':
    case 'spawn':
    case 'join':
      return `${operation.kind} ${operation.thread}`;
    case 'fail':
      return `fail ${JSON.stringify(operation.message)}`;
    case 'choose':
      return `choose ${operation.count} ${operation.label}`;
    case 'park':
    case 'safePoint':
      return operation.kind;
  }
}

function conditionText(condition: Condition): string {
  return `${signs[condition.test]} ${canonical(condition.value)}`;
}

const operationKinds = new Set<string>([
  'load',
  'store',
  'exchange',
  'compareExchange',
  'add',
  'fetchAdd',
  'wait',
  'park',
  'unpark',
  'safePoint',
  'spawn',
  'join',
  'fail',
  'choose',
]);

/** Whether a yielded value is an operation, an annotation, a nesting, or nothing of ours. */
export function kindOfYield(yielded: unknown): 'operation' | 'annotation' | 'nesting' | 'foreign' {
  if (typeof yielded !== 'object' || yielded === null || !('kind' in yielded)) return 'foreign';
  const kind = (yielded as Yielded).kind;
  if (operationKinds.has(kind)) return 'operation';
  if (kind === 'begins' || kind === 'happened' || kind === 'at') return 'annotation';
  return kind === 'scope' || kind === 'loop' ? 'nesting' : 'foreign';
}
