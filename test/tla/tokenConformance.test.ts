// The token of deferred destruction held to the committed graphs of Token on every transition of every interleaving. That a
// defect of the implementation is seen: the mutants of the token, which the specification kills (mutants/token.ts). That one
// of the specification is: here, by leaving out its steps.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseValue } from '../../conformance/tla/value.js';
import { conformTokenToGraph } from '../../runner/conformance/configuration.js';
import { tokenWorkloads } from '../../scenarios/token/index.js';
import { elsewhere } from '../../tla/conformance/token/abstraction.js';
import { tokenRules } from '../../tla/conformance/token/rules.js';
import { readGraph } from '../../tla/graphFile.js';
import { oneIn } from '../deep.js';

const folder = join(import.meta.dirname, '../../tla');

/** Each is asked once: an exploration of some ten thousand states. */
const held = tokenWorkloads.map((workload) => {
  const graph = readGraph(folder, workload.configuration);
  return { workload, graph, compared: conformTokenToGraph(graph, workload) };
});

describe('the token', () => {
  it.each(held)('takes only steps of $workload.configuration', ({ compared: { check } }) => {
    expect([check.verdict, check.diverging]).toEqual(['conforms', undefined]);
  });

  it('takes every action of the specification in one workload or the other', () => {
    const [never, ...others] = held.map(({ compared }) => compared.unexercised);

    expect(never!.filter((action) => others.every((each) => each.includes(action)))).toEqual([]);
  });

  it('has no event that no rule is about, and no rule for an event that nobody says', () => {
    const used = new Set(held.flatMap(({ compared }) => [...compared.check.realised.uses.keys()]));

    expect(tokenRules.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
  });

  it('has truth values read as either engine writes them', () => {
    expect([parseValue('TRUE'), parseValue('true'), parseValue('<<FALSE, false>>')]).toEqual([
      true,
      true,
      { tuple: [false, false] },
    ]);
  });

  it('has every variable of the specification read, or said where it is compared instead', () => {
    const { graph, compared } = held[0]!;
    const { abstraction } = compared.check.conformance.specification;

    const claimed = abstraction.kind === 'claims' ? abstraction.claims.map(({ field }) => field) : [];
    expect([...new Set([...claimed, ...Object.keys(elsewhere)])].sort()).toEqual([...graph.variables].sort());
  });
});

describe('its specification without an action', () => {
  it.each(
    oneIn(4, ['begin', 'reach', 'end', 'destroy', 'look', 'endRound', 'hold', 'pass', 'join', 'stutter', 'leave']),
  )('%s is missed', (action) => {
    const { workload, graph } = held[1]!;
    const edges = graph.edges.filter(({ label }) => label.action !== action);

    // Of a graph without begin nobody takes a step: the first thread begins.
    expect(conformTokenToGraph({ ...graph, edges }, workload).check.verdict).toBe('diverges');
  });
});
