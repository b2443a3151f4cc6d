// What the command line understands: its commands, each in a file of its own, imported only when it is called, so that
// --help is quick.

import type { Command } from 'commander';

interface CommandEntry {
  readonly summary: string;
  readonly define: () => Promise<(command: Command) => void>;
}

const commands: Readonly<Record<string, CommandEntry>> = Object.freeze({
  verify: {
    summary: 'check scenarios over every interleaving, and compare each verdict with what the scenario expects',
    define: async () => (await import('./commands/verify.js')).defineVerify,
  },
  report: {
    summary: 'make a page to look at of a result.json',
    define: async () => (await import('./commands/report.js')).defineReport,
  },
  replay: {
    summary: 'run a schedule again, step by step, and say whether it still fails',
    define: async () => (await import('./commands/replay.js')).defineReplay,
  },
  compare: {
    summary: 'lay the mediator and its rivals beside each other: what each keeps and breaks in every scenario',
    define: async () => (await import('./commands/compare.js')).defineCompare,
  },
  simulate: {
    summary: "draw the paper's figures and costs, by the programs on a simulated multiprocessor with time",
    define: async () => (await import('./commands/simulate.js')).defineSimulate,
  },
  threads: {
    summary:
      "run litmus tests and small scenarios by worker threads on this machine's cores: is every outcome allowed?",
    define: async () => (await import('./commands/threads.js')).defineThreads,
  },
  mutants: {
    summary:
      'run every deliberate defect of mechanism, machine, specification, properties and engine, which must be found',
    define: async () => (await import('./commands/mutants.js')).defineMutants,
  },
  list: {
    summary: 'list scenarios, mechanisms and properties',
    define: async () => (await import('./commands/list.js')).defineList,
  },
  explore: {
    summary: "check a program of your own: a module that exports 'system' and 'properties'",
    define: async () => (await import('./commands/explore.js')).defineExplore,
  },
  graph: {
    summary: 'draw the states of a scenario, grouped by phases, pointers and counts: SVG, DOT or JSON',
    define: async () => (await import('./commands/graph.js')).defineGraph,
  },
  conform: {
    summary: 'hold systems to specifications, in both directions, over every interleaving: your own, or the hot swap',
    define: async () => (await import('./commands/conform.js')).defineConform,
  },
  validate: {
    summary: 'hold recorded runs of real code to a specification of your own',
    define: async () => (await import('./commands/validate.js')).defineValidate,
  },
  init: {
    summary: 'write a small project that works: a lock, its machine, its specification, its suite, a CI workflow',
    define: async () => (await import('./commands/init.js')).defineInit,
  },
  tla: {
    summary: 'check the TLA+ specification, and hold the implementation to it',
    define: async () => (await import('./commands/tla.js')).defineTla,
  },
  mcp: {
    summary: 'serve the tool to programs that drive it, over the Model Context Protocol on stdio',
    define: async () => (await import('./commands/mcp.js')).defineMcp,
  },
  worker: {
    summary: 'do the explorations of others, who verify with --queue',
    define: async () => (await import('./commands/worker.js')).defineWorker,
  },
  completion: {
    summary: 'print a script that completes commands and names in bash, zsh or fish',
    define: async () => (await import('./commands/completion.js')).defineCompletion,
  },
  prove: {
    summary: 'prove the protocol for any number of threads, processors and swaps, or a protocol of your own',
    define: async () => (await import('./commands/prove.js')).defineProve,
  },
});

const examples = `
Examples:
  quiesce verify                           what the project has, or with --builtin the scenarios of this package
  quiesce verify ./mine.scenario.ts        a scenario of your own
  quiesce explore ./lost.ts                a program of your own, no hot swap needed
  quiesce replay 'v1 lost.ts t2 t1*2 t2'   a failing schedule again

Exit codes: 0 every verdict is as expected, 1 one is not, 2 bad usage or input,
3 inconclusive or only sampled, 4 nondeterminism or internal error.`;

/** programOf is the command line as far as these words need it: the options of the command that they call, and of all for completion. */
export async function programOf(argv: readonly string[]): Promise<Command> {
  const { Command } = await import('commander');
  const program = new Command('quiesce')
    .description('Verifies hot-swapping: every interleaving, and a short schedule for whatever fails.')
    .version(await version(), '-V, --version')
    .helpCommand('help [command]', 'show the help of a command')
    .showSuggestionAfterError()
    .addHelpText('after', examples);
  const called = new Set(argv.filter((word) => Object.hasOwn(commands, word)).slice(0, 1));
  for (const [name, entry] of Object.entries(commands)) {
    const command = program.command(name).summary(entry.summary).description(entry.summary);
    if (called.has(name) || called.has('completion')) (await entry.define())(command);
  }
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ outputError: () => {} });
  return program;
}

async function version(): Promise<string> {
  const { readFileSync } = await import('node:fs');
  const { packageRoot } = await import('../runner/packageRoot.js');
  return JSON.parse(readFileSync(`${packageRoot}/package.json`, 'utf8')).version;
}
