// The projected state graph: counts against a program that can be counted by hand, DOT and SVG by Graphviz itself.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instance } from '@viz-js/viz';
import { describe, expect, it } from 'vitest';
import { cell, load, store, thread } from '../../engine/program/index.js';
import { stateGraphDot } from '../../reports/graph/dot.js';
import { dotSvg } from '../../reports/graph/svg.js';
import { stateGraphOf } from '../../runner/graph/stateGraph.js';
import type { Task } from '../../runner/task.js';
import { folderWith, quiesce, shell } from '../cli/run.js';

const root = join(import.meta.dirname, '..', '..');

const count = cell('count', 0);
const hostile = cell('hostile', 'plain' as string);

function* increment() {
  const seen = yield* load(count);
  yield* store(count, seen + 1);
}

function* shouts() {
  yield* store(hostile, '"]; evil -> node [label="\n</svg><script>alert(1)</script>\\');
}

function taskOf(cells: Task['system']['cells'], threads: Task['system']['threads']): Task {
  const none = { safety: [], liveness: [], expected: {} };
  return { scenario: 'lost', mechanism: 'none', name: 'lost', system: { cells, threads }, ...none };
}

const lost = taskOf([count], [thread('t1', increment), thread('t2', increment)]);

describe('a projected state graph', () => {
  it('says of records only what tells one node from another', () => {
    const job = cell('job', { busy: false, owner: 'a name that never changes' });
    function* takes() {
      yield* store(job, { ...(yield* load(job)), busy: true });
    }
    const dot = stateGraphDot(stateGraphOf(taskOf([job], [thread('t', takes)])));

    expect([...dot.matchAll(/label="(job[^\\]*)/g)].map(([, label]) => label)).toEqual([
      'job: busy false',
      'job: busy true',
    ]);
  });

  it('has the states and steps of two increments behind its nodes and edges, as they are counted by hand', () => {
    const { states, transitions, nodes, edges } = stateGraphOf(lost);

    // Each thread is before its load, before its store (with 0 or 1 in hand), or done: 12 states.
    expect([states, transitions]).toEqual([12, 14]);
    expect(nodes).toEqual([
      { holds: [0], states: 4, ends: 0, inner: 4 },
      { holds: [1], states: 7, ends: 1, inner: 2 + 2 },
      { holds: [2], states: 1, ends: 1, inner: 0 },
    ]);
    expect(edges.map(({ from, to, transitions, threads }) => [from, to, transitions, threads])).toEqual([
      [0, 1, 4, ['t1', 't2']],
      [1, 2, 2, ['t1', 't2']],
    ]);
  });

  it('has every state behind one node, and every step in one node or on one edge', () => {
    const { states, transitions, nodes, edges } = stateGraphOf(lost, { cells: ['count'] });
    const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

    expect(sum(nodes.map((node) => node.states))).toBe(states);
    expect(sum(nodes.map(({ inner }) => inner)) + sum(edges.map((edge) => edge.transitions))).toBe(transitions);
  });

  it('leaves out a cell that would make too many nodes, and says which', () => {
    const { cells, leftOut, nodes } = stateGraphOf(lost, { nodesMost: 2 });

    expect({ cells, leftOut, nodes: nodes.length }).toEqual({ cells: [], leftOut: ['count'], nodes: 1 });
  });

  it('says that it was cut, and is no whole graph then', () => {
    const { complete, limit } = stateGraphOf(lost, { limits: { states: 3 } });

    expect(complete).toBe(false);
    expect(limit?.limit).toBe('states');
    expect(stateGraphDot(stateGraphOf(lost, { limits: { states: 3 } }))).toContain('cut: 3 states');
  });

  it('refuses a cell that there is not', () => {
    expect(() => stateGraphOf(lost, { cells: ['cuont'] })).toThrow(/QSC110.*"count"/s);
  });
});

describe('DOT of a state graph', () => {
  const shouting = taskOf([hostile], [thread('t', shouts)]);

  it('is read by Graphviz, whatever the cells hold, and has one node for each node', async () => {
    const viz = await instance();
    const { objects } = viz.renderJSON(stateGraphDot(stateGraphOf(shouting))) as { objects: { name: string }[] };

    expect(objects.map(({ name }) => name)).toEqual(['n0', 'n1']);
    expect(viz.render('digraph { a -> ').status).toBe('failure');
  });

  it('is drawn as SVG without anything that runs, the same twice', async () => {
    const dot = stateGraphDot(stateGraphOf(shouting));
    const svg = await dotSvg(dot);

    expect(svg).toMatch(/^<svg role="img" width="\d+" height="\d+"/);
    expect(svg).not.toContain('<script');
    expect(svg.match(/<g id="node/g)).toHaveLength(2);
    expect(await dotSvg(dot)).toBe(svg);
  });
});

describe('quiesce graph', () => {
  const program = `import { cell, load, store, thread } from 'quiesce';
const x = cell('x', 0);
function* up() { const seen = yield* load(x); yield* store(x, seen + 1); }
export const system = { cells: [x], threads: [thread('a', up), thread('b', up)] };`;

  it('draws the picture of the README, as it is committed', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const [line, words] = /`quiesce (graph [^`]*)`: ([\d,]+) states/.exec(readme)!.slice(1) as [string, string];

    const { code, stdout } = shell(folderWith(), `npx quiesce ${line}`);

    expect(code).toBe(0);
    expect(stdout).toContain(`${words} states behind`);
    expect(stdout).toBe(readFileSync(join(root, 'docs/figures/states.svg'), 'utf8'));
  });

  it('draws a program of the user and exits 3 where a limit cut it', () => {
    const folder = folderWith({ 'up.ts': program });
    const whole = quiesce(folder, 'graph', './up.ts', '--format', 'json');
    const cut = quiesce(folder, 'graph', './up.ts', '--limit-states', '3');

    expect(JSON.parse(whole.stdout)).toMatchObject({ version: 1, scenario: 'up.ts', states: 12, complete: true });
    expect([whole.code, cut.code]).toEqual([0, 3]);
    expect(cut.stdout).toMatch(/^<svg/);
  });
});
