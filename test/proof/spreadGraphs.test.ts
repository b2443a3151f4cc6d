// The per-processor form and group swap have the graphs of their specifications, edge by edge, and only they have.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changed, type System } from '../../proof/form/system.js';
import { compareGroup, groupGraph } from '../../proof/groupSwap/graphs.js';
import { groupSwap } from '../../proof/groupSwap/system.js';
import { compareSpread, compareWider } from '../../proof/perProcessor/graphs.js';
import { spreadShapes } from '../../proof/perProcessor/instances.js';
import { perProcessorMutants } from '../../proof/perProcessor/mutants.js';
import { perProcessor } from '../../proof/perProcessor/system.js';
import { readGraph } from '../../tla/graphFile.js';
import { oneIn } from '../deep.js';

const folder = join(import.meta.dirname, '../../tla');
const spread = Object.keys(spreadShapes).map((name) => ({ name, graph: readGraph(folder, name) }));
const group = readGraph(folder, groupGraph);

/** A system without each of its actions. */
function withoutEach(system: System): readonly (readonly [string, System])[] {
  return system.actions.map(({ name }) => [
    name,
    changed(system, { actions: system.actions.filter((each) => each.name !== name) }),
  ]);
}

const wider = ['Destroyed', 'MigratingFirst', 'Migrating'].map((name) => ({
  name,
  graph: readGraph(folder, `MCClustered${name}`),
}));

/** What ClusteredHotSwap leaves out, and ClusteredWider has. */
const beyond = ['threadBegins', 'threadEnds', 'lastFlush', 'lastCompleted', 'destroyed', 'destructionBegins', 'taken'];

describe('the per-processor form', () => {
  it.each(spread)('has the state graph of ClusteredHotSwap, edge by edge, in $name', ({ name, graph }) => {
    const { states, edges, differences } = compareSpread(perProcessor, name, graph);

    expect(differences).toEqual([]);
    expect([states, edges]).toEqual([graph.states.length, graph.edges.length]);
  });

  it.each(
    oneIn(
      3,
      withoutEach(perProcessor).filter(([name]) => !beyond.includes(name)),
    ),
  )('is told from itself without %s', (_name, less) => {
    const differs = spread.some(({ name, graph }) => compareSpread(less, name, graph).differences.length > 0);

    expect(differs).toBe(true);
  });
});

describe('the per-processor form with more', () => {
  it.each(wider)('has the state graph of ClusteredWider, edge by edge, in $name', ({ name, graph }) => {
    const { states, edges, differences } = compareWider(perProcessor, name, graph);

    expect(differences).toEqual([]);
    expect([states, edges]).toEqual([graph.states.length, graph.edges.length]);
  });

  it.each(withoutEach(perProcessor).filter(([name]) => beyond.includes(name)))(
    'is told from itself without %s',
    (_name, less) => {
      expect(wider.some(({ name, graph }) => compareWider(less, name, graph).differences.length > 0)).toBe(true);
    },
  );

  it.each(['flushNotJoint', 'blockByProcessor', 'tableOfProcessor', 'secondGraceNotJoint', 'destroyBeforeRelease'])(
    'is told from itself with %s',
    (mutant) => {
      const broken = perProcessorMutants.find(({ name }) => name === mutant)!.edit(perProcessor);

      expect(wider.some(({ name, graph }) => compareWider(broken, name, graph).differences.length > 0)).toBe(true);
    },
  );
});

describe('a group of two', () => {
  it('has the state graph of GroupSwap, edge by edge', () => {
    const { states, edges, differences } = compareGroup(groupSwap, group);

    expect(differences).toEqual([]);
    expect([states, edges]).toEqual([group.states.length, group.edges.length]);
  });

  // Nothing is given up in that configuration.
  it.each(
    oneIn(
      3,
      withoutEach(groupSwap).filter(([name]) => !['swapAbandoned', 'restore'].includes(name)),
    ),
  )('is told from itself without %s', (_name, less) => {
    expect(compareGroup(less, group).differences).not.toEqual([]);
  });
});
