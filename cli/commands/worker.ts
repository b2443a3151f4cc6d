// quiesce worker: does the explorations of others, who verify with --queue.

import type { Command } from 'commander';
import { integer } from '../searchOptions.js';

const examples = `
Examples:
  quiesce worker --queue redis://10.0.0.7:6379             on each machine, in a checkout of the same commit
  quiesce verify --builtin --queue redis://10.0.0.7:6379   on one of them: the same result as without a queue

It takes one job after the other until it is ended (Ctrl-C). One that dies loses nothing: its job goes to another. One that has
another release, or another text of a file, refuses the job. Whoever may write to the server may have files of this folder run.`;

interface WorkerFlags {
  readonly queue: string;
  readonly jobs?: string;
}

/** defineWorker declares the command. */
export function defineWorker(command: Command): void {
  command
    .requiredOption('--queue <address>', 'of a Redis or Valkey server')
    .option('--jobs <n>', 'explorations at a time (the number of cores)')
    .addHelpText('after', examples)
    .action(run);
}

async function run({ queue, jobs }: WorkerFlags): Promise<void> {
  const [{ availableParallelism }, { work }, { userFolder }] = await Promise.all([
    import('node:os'),
    import('../../runner/queue/work.js'),
    import('../../runner/invocation.js'),
  ]);
  await work(queue, {
    lanes: jobs === undefined ? availableParallelism() : integer('--jobs', jobs, 1024),
    from: userFolder,
    say: (text) => process.stderr.write(`${text}\n`),
    untilEnded: new Promise((ended) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended());
    }),
  });
}
