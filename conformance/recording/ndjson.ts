// One JSON object a line (NDJSON). Either the lines are in the order in which things happened; or, where several threads wrote
// without a common clock, only the lines of one thread are, and a line may name others that it comes after.

import { isRecord } from '../../engine/program/index.js';
import {
  inOrder,
  listOf,
  parsedJson,
  partlyOrdered,
  type Recorded,
  type Recording,
  said,
  unreadable,
} from './recording.js';

export interface NdjsonFormat {
  readonly format?: 'ndjson';
  /** The field with the event's name: `event` unless told. A path leads inside: `log.event`. */
  readonly name?: string;
  /** The field with who says it: `thread` unless told; events without it are said by nobody in particular. */
  readonly thread?: string;
  /** The field that holds the data; every other field unless told. */
  readonly data?: string;
  /** `threads`: only lines of the same thread are in order. `recorded` unless told. */
  readonly order?: 'recorded' | 'threads';
  /** Where `order` is `threads`: the fields with a line's own id, and with the ids of lines that it comes after. */
  readonly id?: string;
  readonly after?: string;
}

interface Line {
  readonly number: number;
  readonly read: Readonly<Record<string, unknown>>;
  readonly recorded: Omit<Recorded, 'after'>;
}

/** readNdjson reads the lines. Throws QSC406. */
export function readNdjson(text: string, format: NdjsonFormat): Recording {
  const { order = 'recorded' } = format;
  if (order !== 'recorded' && order !== 'threads')
    throw unreadable(`the order ${order}; there are recorded and threads`);
  const lines = text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => lineOf(line, number, format));
  const recorded = lines.map((line) => line.recorded);
  return order === 'threads' ? partlyOrdered(byThreads(lines, format)) : inOrder(recorded);
}

function lineOf(text: string, number: number, format: NdjsonFormat): Line {
  const { name = 'event', thread = 'thread', data } = format;
  const read = parsedJson(text, `line ${number}`);
  if (!isRecord(read)) throw unreadable(`line ${number} is no object`);
  const [event, who = ''] = [at(read, name), at(read, thread)];
  if (typeof event !== 'string' || typeof who !== 'string')
    throw unreadable(`line ${number} has no text under "${typeof event === 'string' ? thread : name}"`);
  const given = data === undefined ? without(read, [name, thread, format.id, format.after]) : at(read, data);
  if (given !== undefined && !isRecord(given)) throw unreadable(`line ${number} has no object under "${data}"`);
  return { number, read, recorded: { event: said(event, who, given ?? {}), line: number } };
}

function without(read: Readonly<Record<string, unknown>>, names: readonly (string | undefined)[]) {
  return Object.fromEntries(Object.entries(read).filter(([name]) => !names.includes(name)));
}

/** A field, or one that a path leads to. */
function at(read: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(read, path)) return read[path];
  let found: unknown = read;
  for (const name of path.split('.')) found = isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  return found;
}

function byThreads(lines: readonly Line[], { id, after }: NdjsonFormat): readonly Recorded[] {
  const latest = new Map<string, number>();
  const byId = new Map(id === undefined ? [] : lines.map(({ read }, index) => [at(read, id), index] as const));
  return lines.map(({ recorded, read, number }, index) => {
    const { thread } = recorded.event;
    const before = latest.get(thread);
    latest.set(thread, index);
    const named = after === undefined ? undefined : at(read, after);
    const others = (Array.isArray(named) || named === undefined ? listOf(named, '') : [named]).map((each) => {
      const found = byId.get(each);
      if (found === undefined) throw unreadable(`line ${number} comes after ${JSON.stringify(each)}, which no line is`);
      return found;
    });
    return { ...recorded, after: [...new Set([...(before === undefined ? [] : [before]), ...others])] };
  });
}
