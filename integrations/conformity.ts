// What toConformTo asks: whether a system, or a recorded run, keeps to a specification. A search that a limit cuts is an error
// here, so that no form of the matcher can pass on it, `.not` included; and what says nothing is neither.

import {
  type AnySpecification,
  type ConformanceReport,
  conforms,
  type RecordingFormat,
  type RunReport,
  type Specification,
  validate,
} from '../conformance/index.js';
import type { Limits } from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { type Event, QuiesceError } from '../engine/program/index.js';
import { divergenceLines } from '../reports/divergence.js';

/** A system; or a recorded run, as text or as events. */
export type Held = System | string | readonly Event[];

export interface ConformToOptions {
  readonly limits?: Limits;
  /** Of a recorded run: how it is read. */
  readonly recording?: RecordingFormat;
  /** Of a recorded run: places that the search for an order looks at. */
  readonly nodesMax?: number;
  /** The file of conformance and the pair, for the replay line: `lock.conform.ts#system@specification`. */
  readonly file?: string;
}

export interface Conformity {
  readonly pass: boolean;
  readonly text: string;
  /** Lines that replay what was found. */
  readonly replay: readonly string[];
}

/** conformity judges. Throws QSC301 where a limit cuts a search, and QSC404 where nothing was asked. */
export function conformity(held: Held, to: AnySpecification, options: ConformToOptions): Conformity {
  const specification = to as unknown as Specification;
  return typeof held === 'string' || isRun(held)
    ? ofRun(validate(held, specification, options.recording ?? {}, limitOf(options)))
    : ofSystem(checked(held, specification, options));
}

function isRun(held: Held): held is readonly Event[] {
  return Array.isArray(held);
}

function limitOf({ nodesMax }: ConformToOptions): { readonly nodesMax?: number } {
  return nodesMax === undefined ? {} : { nodesMax };
}

function checked(system: System, specification: Specification, { limits, file }: ConformToOptions) {
  const named = file === undefined ? system : { ...system, name: file };
  return conforms(named, specification, limits === undefined ? {} : { limits });
}

function ofSystem({ name, verdict, limit, states, divergence, fairness = [] }: ConformanceReport): Conformity {
  if (verdict === 'inconclusive') throw new QuiesceError('QSC301', `${name} is inconclusive: ${limit?.text ?? 'cut'}`);
  if (verdict === 'vacuous') throw new QuiesceError('QSC404', `${name}: nothing was said that it had to answer`);
  if (verdict === 'conforms') return { pass: true, text: `${name} conforms over ${states} states`, replay: [] };
  const lines = divergence ? divergenceLines(divergence, { command: 'npx quiesce' }) : [];
  const lassos = fairness.filter((each) => each.verdict === 'diverges');
  const stays = lassos.map(({ step, schedule }) => `${step} stays allowed for ever and is never taken: ${schedule}`);
  const text = [`${name} diverges`, ...lines, ...stays];
  return { pass: false, text: text.join('\n'), replay: lines.filter((line) => line.startsWith('replay: ')) };
}

function ofRun({ verdict, events, refusal }: RunReport): Conformity {
  if (verdict === 'inconclusive') throw new QuiesceError('QSC301', 'the search for an order reached its limit');
  if (verdict === 'vacuous')
    throw new QuiesceError('QSC404', 'the run says nothing that the specification has to answer');
  if (!refusal) return { pass: true, text: `accepted, all of ${events} events`, replay: [] };
  const { line, event, reason, allowed, conditions } = refusal;
  const text = [
    `refused at line ${line}, ${event.name}: ${reason}`,
    `allowed there: ${allowed.join(', ') || 'nothing'}`,
    ...conditions.map(({ state, text: condition }) => `${condition} is false in ${state}`),
  ];
  return { pass: false, text: text.join('\n'), replay: [] };
}
