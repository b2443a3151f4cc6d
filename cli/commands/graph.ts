// quiesce graph: the states of one scenario with one mechanism, or of a program of the user's own, as a graph that stays
// small enough to be looked at.

import { type Command, Option } from 'commander';
import type { StateGraph } from '../../runner/graph/stateGraph.js';

const formats = ['svg', 'dot', 'json'] as const;

interface GraphFlags {
  readonly mechanism?: string;
  readonly format: (typeof formats)[number];
  readonly cells?: readonly string[];
  readonly nodes?: string;
  readonly across?: boolean;
  readonly limitStates?: string;
  readonly limitSeconds?: string;
}

const examples = `
A node is all states in which some cells hold the same: unless told, phases, pointers and counts of calls, or where a program
has none of these, all its cells. A cell that would make too many nodes is left out, and the drawing says so. Each node has
the number of states behind it, each edge who steps and how many steps.

Examples:
  quiesce graph lastReturnInBlock > graph.svg                the first mechanism of a scenario
  quiesce graph lastReturnInBlock --mechanism perProcessor --format dot
  quiesce graph ./lost.ts --format json                      a program of your own
  quiesce graph ./lost.ts --cells 'count*' --nodes 30

Exit codes: 0 every state is behind a node, 3 a limit cut the exploration. A file is code: it runs with your rights.`;

/** defineGraph declares the command. */
export function defineGraph(command: Command): void {
  command
    .argument('<scenario|file>', 'the name of a scenario, or a file of your own, perhaps with #SCENARIO')
    .option('--mechanism <name>', 'of a scenario with several: which; the first unless told')
    .addOption(new Option('--format <name>', 'what is printed').choices(formats).default('svg'))
    .option('--cells <name...>', 'cells that tell nodes apart, the most telling first; a star stands for any signs')
    .option('--nodes <n>', 'nodes at most (60)')
    .option('--across', 'draw from left to right instead of downwards')
    .option('--limit-states <n>', 'stop the exploration at this many states (2000000)')
    .option('--limit-seconds <n>', 'stop the exploration after this many seconds (no limit)')
    .addHelpText('after', examples)
    .action(run);
}

async function run(word: string, flags: GraphFlags): Promise<void> {
  const [{ withPool }, { selectTasks }, { integer, limitsOf }, { userFolder }] = await Promise.all([
    import('../ownPool.js'),
    import('../../runner/selection.js'),
    import('../searchOptions.js'),
    import('../../runner/invocation.js'),
  ]);
  const limits = { states: 2_000_000, ...limitsOf(flags) };
  const nodes = flags.nodes === undefined ? {} : { nodesMost: integer('--nodes', flags.nodes, 10_000) };
  const cells = flags.cells ? { cells: flags.cells } : {};
  const mechanisms = flags.mechanism === undefined ? {} : { mechanisms: [flags.mechanism] };
  const graph = await withPool(async (pool) => {
    const [first] = await selectTasks(pool, { words: [word], ...mechanisms, from: userFolder, files: [] });
    return await pool.graph({ source: first!.source, name: first!.task.name }, { ...cells, ...nodes, limits });
  });
  process.stdout.write(await printed(graph, flags));
  process.exitCode = graph.complete ? 0 : 3;
}

async function printed(graph: StateGraph, { format, across }: GraphFlags): Promise<string> {
  const [{ stateGraphDot }, { dotSvg }, { jsonDocument }] = await Promise.all([
    import('../../reports/graph/dot.js'),
    import('../../reports/graph/svg.js'),
    import('../../engine/program/visible.js'),
  ]);
  if (format === 'json') return jsonDocument(graph);
  const dot = stateGraphDot(graph, across);
  return format === 'dot' ? dot : await dotSvg(dot);
}
