// OpenTelemetry traces, as the OTLP file exporter writes them: one JSON document, or one a line. A span is one event, which
// happened somewhere between its start and its end; an event of a span is one that happened at its time. Clocks of different
// resources have nothing to do with each other: between their events only links say what came first.

import { isRecord, type Value } from '../../engine/program/index.js';
import {
  listOf,
  parsedJson,
  partlyOrdered,
  type Recorded,
  type Recording,
  recordOf,
  safeInteger,
  said,
  unreadable,
} from './recording.js';

export interface OpenTelemetryFormat {
  readonly format: 'opentelemetry';
  /** The attribute with who says it: `thread.name` unless told; else the resource's name. */
  readonly thread?: string;
  /** Attributes that are no data; all are, unless told. */
  readonly withoutAttributes?: readonly string[];
}

/** Something that happened between two times of one clock. */
interface Timed {
  readonly recorded: Omit<Recorded, 'after'>;
  readonly clock: string;
  readonly from: bigint;
  readonly to: bigint;
  readonly span: string;
  readonly links: readonly string[];
}

/** readOpenTelemetry reads spans and their events. Throws QSC406. */
export function readOpenTelemetry(text: string, format: OpenTelemetryFormat): Recording {
  const timed = documentsOf(text).flatMap((document) => spansOf(document, format));
  const inTime = timed
    .map((each, index) => ({ ...each, recorded: { ...each.recorded, line: index + 1 } }))
    .sort((one, other) =>
      one.from < other.from ? -1 : one.from > other.from ? 1 : one.recorded.line - other.recorded.line,
    );
  const placeOf = new Map(inTime.flatMap(({ span }, index) => (span === '' ? [] : [[span, index] as const])));
  const earlier = earlierOnes(inTime);
  const events = inTime.map((each, index) => {
    const linked = each.links.flatMap((span) => placeOf.get(span) ?? []);
    return { ...each.recorded, after: [...new Set([...earlier[index]!, ...linked])] };
  });
  return partlyOrdered(events);
}

/**
 * By event, those of the same clock that end before it begins, and after which no other of them begins and ends before it. They
 * are in the order in which they begin, so that what has ended before one has ended before the next.
 */
function earlierOnes(all: readonly Timed[]): readonly (readonly number[])[] {
  const found: (readonly number[])[] = all.map(() => []);
  for (const clock of new Set(all.map((each) => each.clock))) {
    const own = all.flatMap((each, index) => (each.clock === clock ? [index] : []));
    const byEnd = [...own].sort(
      (one, other) => Number(all[one]!.to > all[other]!.to) - Number(all[one]!.to < all[other]!.to),
    );
    let [ended, latest, closest] = [0, -1n, [] as readonly number[]];
    for (const index of own) {
      const before = ended;
      while (all[byEnd[ended]!]!.to < all[index]!.from) {
        const { from } = all[byEnd[ended++]!]!;
        if (from > latest) latest = from;
      }
      if (ended > before)
        closest = [...closest, ...byEnd.slice(before, ended)].filter((each) => all[each]!.to >= latest);
      found[index] = closest;
    }
  }
  return found;
}

function documentsOf(text: string): readonly unknown[] {
  const whole = text.trim();
  if (whole === '') return [];
  const lines = whole.split('\n').filter((line) => line.trim() !== '');
  const isLines = lines.length > 1 && lines.every((line) => line.startsWith('{') && line.trimEnd().endsWith('}'));
  if (!isLines) return [parsedJson(whole, 'the document')];
  return lines.map((line, index) => parsedJson(line, `line ${index + 1}`));
}

function spansOf(document: unknown, format: OpenTelemetryFormat): readonly Timed[] {
  const { resourceSpans } = recordOf(document, 'the document');
  if (resourceSpans === undefined) throw unreadable('the document has no resourceSpans');
  return listOf(resourceSpans, 'resourceSpans').flatMap((each) => {
    const group = recordOf(each, 'an entry of resourceSpans');
    const resource = attributesOf(isRecord(group.resource) ? group.resource.attributes : undefined);
    const clock = String(resource['service.instance.id'] ?? resource['host.name'] ?? resource['service.name'] ?? '');
    return listOf(group.scopeSpans, 'scopeSpans')
      .flatMap((scope) => listOf(recordOf(scope, 'an entry of scopeSpans').spans, 'spans'))
      .flatMap((span) => timedOf(recordOf(span, 'a span'), clock, format));
  });
}

function timedOf(
  span: Readonly<Record<string, unknown>>,
  clock: string,
  format: OpenTelemetryFormat,
): readonly Timed[] {
  const { name, spanId, startTimeUnixNano, endTimeUnixNano, attributes, links } = span;
  const own = attributesOf(attributes);
  const who = String(own[format.thread ?? 'thread.name'] ?? clock);
  const [from, to] = [timeOf(startTimeUnixNano, name), timeOf(endTimeUnixNano, name)];
  if (to < from) throw unreadable(`the span ${String(name)} ends before it starts`);
  const linked = listOf(links, 'links').map((link) => spanNamed(recordOf(link, 'a link').spanId, `a link of ${name}`));
  const points = listOf(span.events, 'events').map((each): Timed => {
    const { name: called, timeUnixNano, attributes: data } = recordOf(each, 'an event of a span');
    const time = timeOf(timeUnixNano, called);
    return {
      recorded: eventOf(called, who, attributesOf(data), format),
      clock,
      from: time,
      to: time,
      span: '',
      links: [],
    };
  });
  return [
    {
      recorded: eventOf(name, who, own, format),
      clock,
      from,
      to,
      span: spanId === undefined ? '' : spanNamed(spanId, `the span ${name}`),
      links: linked,
    },
    ...points,
  ];
}

function spanNamed(id: unknown, where: string): string {
  if (typeof id === 'string' && id !== '') return id;
  throw unreadable(`${where} names no span`);
}

function eventOf(name: unknown, who: string, data: Readonly<Record<string, Value>>, format: OpenTelemetryFormat) {
  if (typeof name !== 'string') throw unreadable('a span, or an event of one, has no name');
  const { thread = 'thread.name', withoutAttributes = [] } = format;
  const kept = Object.entries(data).filter(([key]) => key !== thread && !withoutAttributes.includes(key));
  return { event: said(name, who, Object.fromEntries(kept)), line: 0 };
}

function timeOf(value: unknown, name: unknown): bigint {
  if (typeof value === 'string' && /^\d+$/.test(value)) return BigInt(value);
  if (Number.isSafeInteger(value) && Number(value) >= 0) return BigInt(Number(value));
  throw unreadable(`${String(name)} has the time ${JSON.stringify(value)}`);
}

function attributesOf(list: unknown): Readonly<Record<string, Value>> {
  const entries = listOf(list, 'attributes').map((each) => {
    const { key, value } = recordOf(each, 'an attribute');
    return [String(key), attributeValue(value)] as const;
  });
  return Object.fromEntries(entries);
}

/** A value of OTLP is tagged with its type; 64-bit integers are text. */
function attributeValue(tagged: unknown): Value {
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue } = recordOf(tagged, 'a value');
  if (typeof stringValue === 'string' || typeof boolValue === 'boolean') return (stringValue ?? boolValue) as Value;
  if (intValue !== undefined) return safeInteger(intValue);
  if (doubleValue !== undefined) return Number.isInteger(doubleValue) ? Number(doubleValue) : String(doubleValue);
  if (arrayValue !== undefined) return listOf(recordOf(arrayValue, 'arrayValue').values, 'values').map(attributeValue);
  if (kvlistValue !== undefined) return attributesOf(recordOf(kvlistValue, 'kvlistValue').values);
  return null;
}
