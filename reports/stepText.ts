// A step in few words: what it did to a cell, of a record only the fields that changed, and nothing twice.
//
//   compareExchange job: busy: false → true     instead of the record four times

import type { StepRecord } from '../engine/explain/verdict.js';
import { canonical, type Value } from '../engine/program/value.js';

/** stepText says what a step did, with the values that it read and wrote. */
export function stepText(step: StepRecord): string {
  const { kind, operation, reads, writes } = step;
  const [write] = writes;
  const change = write && recordChange(write.before, write.value);
  if (write && change !== undefined) return `${kind} ${write.cell}: ${change}${readBeside(step)}`;
  if (kind === 'compareExchange') return exchangeText(step);
  const [read] = reads.map(({ value }) => canonical(value));
  if (kind === 'load') return read === undefined ? operation : `${operation} → ${read}`;
  const wrote = write && canonical(write.value);
  const said = wrote === undefined || operation.includes(`<- ${wrote}`);
  const parts = [...(read === undefined ? [] : [`read ${read}`]), ...(said ? [] : [`wrote ${wrote}`])];
  return parts.length === 0 ? operation : `${operation} (${parts.join(', ')})`;
}

/** What was read where it is not what the cell held: a view of it. */
function readBeside({ kind, reads, writes }: StepRecord): string {
  const [read] = reads;
  if (!read || kind === 'compareExchange') return '';
  return canonical(read.value) === canonical(writes[0]!.before) ? '' : ` (read ${canonical(read.value)})`;
}

/** A comparison that came out says the change; one that did not says what it found. */
function exchangeText({ operation, reads, writes }: StepRecord): string {
  const [write] = writes;
  if (write) return `compareExchange ${write.cell}: ${canonical(write.before)} → ${canonical(write.value)}`;
  const [read] = reads;
  if (!read) return operation;
  const found = `found ${canonical(read.value)}`;
  return operation.length > 40 ? `compareExchange ${read.cell} fails: ${found}` : `${operation} (${found})`;
}

/** `busy: false → true`, of records and lists of one shape; undefined for other values. */
export function recordChange(before: Value, after: Value): string | undefined {
  if (!isRecord(before) || !isRecord(after)) return undefined;
  const changes = fieldChanges(before, after, '');
  const isOfOneShape = Object.keys(before).some((key) => Object.hasOwn(after, key));
  if (!isOfOneShape || Array.isArray(before) !== Array.isArray(after)) return undefined;
  return changes.length === 0 ? 'unchanged' : changes.join(', ');
}

type Fields = Readonly<Record<string, Value>>;

function fieldChanges(before: Fields, after: Fields, path: string): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => fieldChange(before[key], after[key], path === '' ? key : `${path}.${key}`));
}

function fieldChange(before: Value, after: Value, name: string): string[] {
  if (isRecord(before) && isRecord(after)) return fieldChanges(before, after, name);
  const [old, now] = [shown(before), shown(after)];
  return old === now ? [] : [`${name}: ${old} → ${now}`];
}

function shown(value: Value): string {
  return value === undefined ? 'none' : canonical(value);
}

function isRecord(value: Value): value is Fields {
  return typeof value === 'object' && value !== null;
}
