// A step in few words: what it did to a cell, of a record only the fields that changed, and nothing twice. Along a path a
// record is shown whole once; where it is read later, only the fields that some step has changed since.
//
//   compareExchange job: busy: false → true     instead of the record four times
//   load job → busy: true, …                    after it was shown whole

import { valueText } from '../engine/explain/records.js';
import type { StepRecord } from '../engine/explain/verdict.js';
import type { Value } from '../engine/program/value.js';
import { visible } from '../engine/program/visible.js';

/** How a value that was read is shown. */
type ShowRead = (read: StepRecord['reads'][number]) => string;

const whole: ShowRead = ({ value }) => valueText(value);

/** stepText says what a step did, with the values that it read and wrote. */
export function stepText(step: StepRecord, show: ShowRead = whole): string {
  const { kind, operation, reads, writes } = step;
  const [write] = writes;
  const change = write && recordChange(write.before, write.value);
  if (write && change !== undefined) return `${kind} ${write.cell}: ${change}${readBeside(step)}`;
  if (kind === 'compareExchange') return exchangeText(step, show);
  const [read] = reads.map(show);
  if (kind === 'load') return read === undefined ? operation : `${operation} → ${read}`;
  const wrote = write && valueText(write.value);
  const said = wrote === undefined || operation.includes(`<- ${wrote}`);
  const parts = [...(read === undefined ? [] : [`read ${read}`]), ...(said ? [] : [`wrote ${wrote}`])];
  return parts.length === 0 ? operation : `${operation} (${parts.join(', ')})`;
}

/** What was read where it is not what the cell held: a view of it. */
function readBeside({ kind, reads, writes }: StepRecord): string {
  const [read] = reads;
  if (!read || kind === 'compareExchange') return '';
  return valueText(read.value) === valueText(writes[0]!.before) ? '' : ` (read ${valueText(read.value)})`;
}

/** A comparison that came out says the change; one that did not says what it found. */
function exchangeText({ operation, reads, writes }: StepRecord, show: ShowRead): string {
  const [write] = writes;
  if (write) return `compareExchange ${write.cell}: ${valueText(write.before)} → ${valueText(write.value)}`;
  const [read] = reads;
  if (!read) return operation;
  const found = `found ${show(read)}`;
  return operation.length > 40 ? `compareExchange ${read.cell} fails: ${found}` : `${operation} (${found})`;
}

/** stepTexts are the steps of a path in words, a record whole where it is read first. */
export function stepTexts(steps: readonly StepRecord[]): readonly string[] {
  return new PathInWords().goOn(0, steps).texts;
}

/** A path in words that somebody goes along, one step after the other and back: only what is new is put into words. */
export class PathInWords {
  readonly #steps: StepRecord[] = [];
  readonly #texts: string[] = [];
  #seen = new SeenRecords();

  get steps(): readonly StepRecord[] {
    return this.#steps;
  }

  get texts(): readonly string[] {
    return this.#texts;
  }

  /** Goes on with these after the first `kept` of its steps. */
  goOn(kept: number, steps: readonly StepRecord[]): this {
    if (kept < this.#steps.length) {
      const before = this.#steps.slice(0, kept);
      this.#steps.length = 0;
      this.#texts.length = 0;
      this.#seen = new SeenRecords();
      this.goOn(0, before);
    }
    for (const step of steps) this.#take(step);
    return this;
  }

  /** Steps that may follow in words, each as the one that comes next. */
  ahead(steps: readonly StepRecord[]): string[] {
    return steps.map((step) => {
      const seen = this.#seen.copy();
      return stepText(step, (read) => seen.show(read, this.#steps.length + 1));
    });
  }

  #take(step: StepRecord): void {
    this.#steps.push(step);
    this.#texts.push(stepText(step, (read) => this.#seen.show(read, this.#steps.length)));
    for (const write of step.writes) this.#seen.change(write);
  }
}

/** A record as a path has shown it whole, and the fields that differ from that, or have in between. */
interface SeenRecord {
  readonly step: number;
  readonly whole: Fields;
  readonly changed: Map<string, readonly string[]>;
}

class SeenRecords {
  readonly #records: Map<string, SeenRecord>;

  constructor(records: readonly (readonly [string, SeenRecord])[] = []) {
    this.#records = new Map(records);
  }

  copy(): SeenRecords {
    const copies = [...this.#records].map(
      ([cell, seen]) => [cell, { ...seen, changed: new Map(seen.changed) }] as const,
    );
    return new SeenRecords(copies);
  }

  show({ cell, value }: StepRecord['reads'][number], step: number): string {
    const text = valueText(value);
    if (!isRecord(value)) return text;
    const seen = this.#records.get(cell);
    const brief = seen && briefText(value, seen);
    if (brief !== undefined && brief.length < text.length) return brief;
    this.#records.set(cell, { step, whole: value, changed: new Map() });
    return text;
  }

  change({ cell, value }: StepRecord['writes'][number]): void {
    const seen = this.#records.get(cell);
    if (seen && isRecord(value)) noteChanges(value, seen);
  }
}

function noteChanges(value: Fields, { whole: old, changed }: SeenRecord): void {
  for (const { name, keys } of fieldChanges(old, value)) changed.set(name, keys);
}

/** The fields that are not as they were shown, or have not been in between; undefined for a record of another shape. */
function briefText(value: Fields, seen: SeenRecord): string | undefined {
  if (!areOfOneShape(seen.whole, value)) return undefined;
  noteChanges(value, seen);
  if (seen.changed.size === 0) return `as in step ${seen.step}`;
  const fields = [...seen.changed].map(([name, keys]) => `${name}: ${shownAt(value, keys)}`);
  return [...fields, '…'].join(', ');
}

function shownAt(value: Value, [name = '', ...inner]: readonly string[]): string {
  if (!isRecord(value)) return 'none';
  return inner.length === 0 ? shownField(value, name) : shownAt(fieldOf(value, name), inner);
}

/** `busy: false → true`, of records and lists of one shape; undefined for other values. */
export function recordChange(before: Value, after: Value): string | undefined {
  if (!isRecord(before) || !isRecord(after) || !areOfOneShape(before, after)) return undefined;
  const changes = fieldChanges(before, after).map(({ name, old, now }) => `${name}: ${old} → ${now}`);
  return changes.length === 0 ? 'unchanged' : changes.join(', ');
}

type Fields = Readonly<Record<string, Value>>;

function areOfOneShape(before: Fields, after: Fields): boolean {
  return Object.keys(before).some((key) => Object.hasOwn(after, key)) && areOfOneKind(before, after);
}

/** A list is another thing than a record with numbers for names. */
function areOfOneKind(before: Fields, after: Fields): boolean {
  return Array.isArray(before) === Array.isArray(after);
}

interface FieldChange {
  readonly name: string;
  readonly keys: readonly string[];
  readonly old: string;
  readonly now: string;
}

function fieldChanges(before: Fields, after: Fields, path: readonly string[] = []): FieldChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => fieldChange(before, after, [...path, key]));
}

function fieldChange(before: Fields, after: Fields, keys: readonly string[]): FieldChange[] {
  const name = keys.at(-1)!;
  const [inner, innerNow] = [fieldOf(before, name), fieldOf(after, name)];
  if (isRecord(inner) && isRecord(innerNow) && areOfOneKind(inner, innerNow))
    return fieldChanges(inner, innerNow, keys);
  const [old, now] = [shownField(before, name), shownField(after, name)];
  return old === now ? [] : [{ name: keys.map(visible).join('.'), keys, old, now }];
}

/** A field of its own: every object has a constructor besides. */
function fieldOf(record: Fields, name: string): Value {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** A field that is there and undefined is another thing than none. */
function shownField(record: Fields, name: string): string {
  return Object.hasOwn(record, name) ? valueText(record[name]) : 'none';
}

function isRecord(value: Value): value is Fields {
  return typeof value === 'object' && value !== null;
}
