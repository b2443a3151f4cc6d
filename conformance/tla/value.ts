// TLA+ values: read from the text that both engines print, and written in one canonical form, so that equal values are
// equal text whichever engine printed them. A record is a function of strings; 1..n functions stay tuples.

import { QuiesceError } from '../../engine/program/errors.js';
import { isRecord, ofGiven } from '../../engine/program/given.js';

export type TlaValue =
  | number
  | boolean
  | string
  | { readonly tuple: readonly TlaValue[] }
  | { readonly set: readonly TlaValue[] }
  | { readonly fn: readonly (readonly [TlaValue, TlaValue])[] }
  | { readonly model: string };

/** The engine that needs no Java writes them in small letters. */
const truths: Readonly<Record<string, boolean>> = Object.freeze({ TRUE: true, FALSE: false, true: true, false: false });

/** parseValue reads a printed value. Throws QSC421. */
export function parseValue(text: string): TlaValue {
  const reader = new Reader(text);
  const value = reader.value();
  reader.end();
  return value;
}

class Reader {
  readonly #tokens: readonly string[];
  readonly #text: string;
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = text.match(/"(?:[^"\\]|\\.)*"|<<|>>|:>|@@|\|->|-?\d+|\w+|[{}[\](),]|\S/g) ?? [];
  }

  value(): TlaValue {
    const token = this.#take();
    if (token === '<<') return { tuple: this.#list('>>', () => this.value()) };
    if (token === '{')
      return {
        set: ordered(
          this.#list('}', () => this.value()),
          writeValue,
        ),
      };
    if (token === '[') return functionOf(this.#list(']', () => this.#field()));
    if (token === '(') return functionOf(this.#mapping());
    return this.#scalar(token);
  }

  end(): void {
    if (this.#next < this.#tokens.length) throw this.#unreadable(`${this.#tokens[this.#next]} after the end`);
  }

  #quoted(token: string): string {
    try {
      return JSON.parse(token) as string;
    } catch {
      throw this.#unreadable(token);
    }
  }

  #scalar(token: string): TlaValue {
    if (token.startsWith('"') && token.length > 1) return this.#quoted(token);
    if (/^-?\d+$/.test(token)) return Number(token);
    if (Object.hasOwn(truths, token)) return truths[token]!;
    if (/^\w+$/.test(token)) return { model: token };
    throw this.#unreadable(token === '' ? 'the end' : token);
  }

  #field(): readonly [TlaValue, TlaValue] {
    const key = this.#take();
    this.#expect('|->');
    return [key, this.value()];
  }

  #mapping(): readonly (readonly [TlaValue, TlaValue])[] {
    const entries: [TlaValue, TlaValue][] = [];
    do {
      const key = this.value();
      this.#expect(':>');
      entries.push([key, this.value()]);
    } while (this.#optional('@@'));
    this.#expect(')');
    return entries;
  }

  #list<T>(closing: string, item: () => T): T[] {
    const items: T[] = [];
    if (this.#optional(closing)) return items;
    do items.push(item());
    while (this.#optional(','));
    this.#expect(closing);
    return items;
  }

  #take(): string {
    return this.#tokens[this.#next++] ?? '';
  }

  #optional(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next++;
    return true;
  }

  #expect(token: string): void {
    const found = this.#take();
    if (found !== token) throw this.#unreadable(`${found || 'the end'} instead of ${token}`);
  }

  #unreadable(what: string): QuiesceError {
    return new QuiesceError('QSC421', `${what} in the value ${this.#text.slice(0, 60)}`);
  }
}

/** functionOf makes a function's canonical form: sorted by key, and a tuple where its domain is 1..n. */
export function functionOf(entries: readonly (readonly [TlaValue, TlaValue])[]): TlaValue {
  const sorted = ordered(entries, ([key]) => writeValue(key));
  const isTuple = sorted.every(([key], index) => key === index + 1);
  return isTuple && sorted.length > 0 ? { tuple: sorted.map(([, value]) => value) } : { fn: sorted };
}

/** setOf makes a set's canonical form. */
export function setOf(items: readonly TlaValue[]): TlaValue {
  return { set: ordered(items, writeValue) };
}

function ordered<T>(items: readonly T[], key: (item: T) => string): T[] {
  const keyed = items.map((item) => [key(item), item] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
}

/** writeValue prints a value as TLA+ text that both engines read. */
export function writeValue(value: TlaValue): string {
  return ofGiven('QSC421', 'a value of TLA+', () => written(value));
}

function written(value: TlaValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return String(value);
  if ('tuple' in value) return `<<${value.tuple.map(written).join(', ')}>>`;
  if ('set' in value) return `{${value.set.map(written).join(', ')}}`;
  if ('model' in value) return value.model;
  return writeFunction(value.fn);
}

function writeFunction(entries: readonly (readonly [TlaValue, TlaValue])[]): string {
  const asRecord = entries.length > 0 && entries.every(([key]) => typeof key === 'string' && /^\w+$/.test(key));
  if (asRecord) return `[${entries.map(([key, value]) => `${String(key)} |-> ${written(value)}`).join(', ')}]`;
  return `(${entries.map(([key, value]) => `${written(key)} :> ${written(value)}`).join(' @@ ')})`;
}

/** applied is the value of a function at a key, or undefined outside its domain. */
export function applied(value: TlaValue | undefined, key: TlaValue): TlaValue | undefined {
  if (!isRecord(value)) return undefined;
  if ('tuple' in value) return typeof key === 'number' ? value.tuple[key - 1] : undefined;
  if (!('fn' in value)) return undefined;
  const text = writeValue(key);
  return value.fn.find(([each]) => writeValue(each) === text)?.[1];
}
