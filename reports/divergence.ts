// A divergence in full, for a person at a terminal: both sides at the last common states, what differs, where that is
// written, and the path. The same for every kind of specification.

import type { Divergence, Refusal } from '../runner/conformance/result.js';
import { counterexampleText, type DrawOptions } from './counterexample.js';
import { usualWidth, wrap } from './table.js';

export interface DivergenceOptions extends DrawOptions {
  /** How the tool was called, for the replay line. */
  readonly command: string;
}

/** divergenceLines shows what a system does and its specification does not allow. */
export function divergenceLines(divergence: Divergence, { command, ...drawing }: DivergenceOptions): string[] {
  const { kind, common, conditions, unexplained, fields, specificationSource, implementationSource } = divergence;
  const { width = usualWidth } = drawing;
  const places = [...specificationSource, ...(implementationSource ? [implementationSource] : [])];
  const said = [
    `diverges at step ${divergence.step + 1}: ${divergence.reason}`,
    ...common.flatMap((one) => commonLines(one, width)),
    `the step tells the ${kind}: ${divergence.told.join(', ') || 'nothing'}`,
    `the ${kind} allows there:`,
    ...wrapped(divergence.specificationAllows.join(', ') || 'nothing', width),
    'the implementation may do there:',
    ...divergence.implementationAllows.map(indented),
    ...conditionLines(conditions),
    ...(unexplained === undefined ? [] : [unexplained]),
    ...fields.map(
      ({ field, specification, implementation }) =>
        `${field}: ${specification} in the ${kind}, ${implementation} in the implementation`,
    ),
    ...(places.length === 0 ? [] : [`written at: ${places.join(' and ')}`]),
  ];
  return [
    ...said.flatMap((line) => wrap(line, width, '    ')),
    ...counterexampleText(divergence.counterexample, divergence.schedule, command, drawing),
  ];
}

/** refusalLines shows what one specification does and another does not allow. */
export function refusalLines(
  { reason, common, follower, ...refusal }: Refusal,
  { width = usualWidth }: DrawOptions = {},
): string[] {
  const said = [
    `diverges: ${reason}`,
    ...commonLines(common, width),
    `and of the machine: ${follower}`,
    'the specification allows there:',
    ...refusal.leaderAllows.map(indented),
    'the machine allows there:',
    ...refusal.followerAllows.map(indented),
    ...conditionLines(refusal.conditions),
    ...(refusal.followerSource.length === 0 ? [] : [`written at: ${refusal.followerSource.join(' and ')}`]),
  ];
  return said.flatMap((line) => wrap(line, width, '    '));
}

function commonLines({ state, fields }: Divergence['common'][number], width: number): string[] {
  return [`last common state: ${state}`, ...(fields.length === 0 ? [] : wrapped(fields.join(', '), width))];
}

/** Conditions that are false, each with the states in which it is, where they are told apart. */
function conditionLines(conditions: Divergence['conditions']): string[] {
  return conditions.map(({ state, text, place }) =>
    place === undefined ? `${text} is false in ${state}` : `false in ${state}, ${place}: ${text}`,
  );
}

function wrapped(text: string, width: number): string[] {
  return wrap(text, width - 2, '').map(indented);
}

function indented(line: string): string {
  return `  ${line}`;
}
