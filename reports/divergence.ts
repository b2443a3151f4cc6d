// A divergence in full, for a person at a terminal: both sides at the last common states, what differs, where that is
// written, and the path. The same for every kind of specification.

import type { Divergence, Refusal } from '../runner/conformance/result.js';
import { counterexampleText } from './counterexample.js';
import { wrap } from './table.js';

/** divergenceLines shows what a system does and its specification does not allow. `command` is how the tool was called. */
export function divergenceLines(divergence: Divergence, { command }: { readonly command: string }): string[] {
  const { kind, common, conditions, unexplained, fields, specificationSource, implementationSource } = divergence;
  const places = [...specificationSource, ...(implementationSource ? [implementationSource] : [])];
  return [
    `diverges at step ${divergence.step + 1}: ${divergence.reason}`,
    ...common.flatMap(commonLines),
    `the step tells the ${kind}: ${divergence.told.join(', ') || 'nothing'}`,
    `the ${kind} allows there:`,
    ...wrapped(divergence.specificationAllows.join(', ') || 'nothing'),
    'the implementation may do there:',
    ...divergence.implementationAllows.map(indented),
    ...conditionLines(conditions),
    ...(unexplained === undefined ? [] : [unexplained]),
    ...fields.map(
      ({ field, specification, implementation }) =>
        `${field}: ${specification} in the ${kind}, ${implementation} in the implementation`,
    ),
    ...(places.length === 0 ? [] : [`written at: ${places.join(' and ')}`]),
    ...counterexampleText(divergence.counterexample, divergence.schedule, command),
  ];
}

/** refusalLines shows what one specification does and another does not allow. */
export function refusalLines({ reason, common, follower, ...refusal }: Refusal): string[] {
  return [
    `diverges: ${reason}`,
    ...commonLines(common),
    `and of the machine: ${follower}`,
    'the specification allows there:',
    ...refusal.leaderAllows.map(indented),
    'the machine allows there:',
    ...refusal.followerAllows.map(indented),
    ...conditionLines(refusal.conditions),
    ...(refusal.followerSource.length === 0 ? [] : [`written at: ${refusal.followerSource.join(' and ')}`]),
  ];
}

function commonLines({ state, fields }: Divergence['common'][number]): string[] {
  return [`last common state: ${state}`, ...wrapped(fields.join(', '))];
}

/** Conditions that are false, each with the states in which it is, where they are told apart. */
function conditionLines(conditions: Divergence['conditions']): string[] {
  return conditions.map(({ state, text, place }) =>
    place === undefined ? `${text} is false in ${state}` : `false in ${state}, ${place}: ${text}`,
  );
}

function wrapped(text: string): string[] {
  return wrap(text, 110, '').map(indented);
}

function indented(line: string): string {
  return `  ${line}`;
}
