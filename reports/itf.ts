// A failing path of an implementation in the Informal Trace Format (Apalache's ADR 015): the states, with what the cells hold
// in each; what led to a state stands in its `#meta`, as Quint and `quiesce validate --format itf` read it. Leaves out cells
// that no step of the path touches.

import type { Counterexample, StepRecord } from '../engine/explain/verdict.js';
import type { Value } from '../engine/program/value.js';
import { jsonDocument } from '../engine/program/visible.js';
import { cellsBefore } from './cellsAlong.js';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** itfTrace is the document, ending in a line end. */
export function itfTrace(given: Counterexample): string {
  const { schedule, property, reason, steps, loopStartsAt } = given;
  const cells = new Map(cellsBefore(steps));
  const names = [...cells.keys()];
  const stateNow = (meta: Json) => ({
    '#meta': meta,
    ...Object.fromEntries(names.map((name) => [variableOf(name), toItf(cells.get(name))])),
  });
  const first = stateNow({ index: 0 });
  const states = steps.map((step, position) => {
    for (const { cell, value } of step.writes) cells.set(cell, value);
    return stateNow(metaOf(step, position + 1));
  });
  const document = {
    '#meta': { format: 'ITF', source: schedule.name, status: 'violation', description: `${property}: ${reason}` },
    vars: names.map(variableOf),
    states: [first, ...states],
    ...(loopStartsAt === undefined ? {} : { loop: loopStartsAt }),
  };
  return jsonDocument(document);
}

function metaOf({ agent, kind, operation, events }: StepRecord, index: number): Json {
  return { index, action: kind, event: events[0]?.name ?? kind, thread: agent, parameters: [], operation };
}

/**
 * The format has no null: as Quint writes what is not there, it is a variant. Integers are written as Apalache and Quint do,
 * whatever their size. A record with a name that begins like the format's own is a map.
 */
function toItf(value: Value): Json {
  if (value === null || value === undefined) return { tag: value === null ? 'None' : 'Undefined', value: {} };
  if (typeof value === 'number') return { '#bigint': String(value) };
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(toItf);
  const fields = Object.entries(value).map(([name, part]) => [name, toItf(part)] as const);
  return fields.some(([name]) => name.startsWith('#')) ? { '#map': fields } : Object.fromEntries(fields);
}

/** A variable cannot be called what the format calls something. */
function variableOf(cell: string): string {
  return cell.startsWith('#') ? `_${cell}` : cell;
}
