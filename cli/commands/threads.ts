// quiesce threads: litmus tests and small scenarios by real worker threads, for a bounded time.

import type { Command } from 'commander';
import { integer } from '../searchOptions.js';

interface ThreadsFlags {
  readonly seconds: string;
  readonly repetitions?: string;
  readonly seed: string;
  readonly delays: string;
  readonly plain?: boolean;
  readonly list?: boolean;
}

const examples = `
Examples:
  quiesce threads                              all litmus tests and small scenarios, two seconds each
  quiesce threads SB IRIW --seconds 30         two of them, longer
  quiesce threads selfSwap@asItIs              a swap, by one worker thread for each thread of the scenario
  quiesce threads additions --plain            the deliberate defect: plain accesses lose updates, and it shows

Every outcome (what all cells hold in the end, what all calls returned) has to be one that exploration allows. What is seen
refutes; what is not seen proves nothing. Exit codes: 0 all were allowed, 1 one was not.`;

/** defineThreads declares the command. */
export function defineThreads(command: Command): void {
  command
    .argument('[names...]', 'litmus tests, and scenarios as NAME@MECHANISM; all unless told')
    .option('--seconds <n>', 'how long each is repeated', '2')
    .option('--repetitions <n>', 'how often each is repeated at most')
    .option('--seed <n>', 'for the random delays', '1')
    .option('--delays <n>', 'hold one operation in n up; 0 for none', '20')
    .option('--plain', 'make the accesses plain ones: what is then seen has to be refused')
    .option('--list', 'print the names and nothing else')
    .addHelpText('after', examples)
    .action(run);
}

async function run(names: readonly string[], flags: ThreadsFlags): Promise<void> {
  const [
    { checkThreads, isAllowed, threadsDefaults },
    { nameOf, subjects, subjectsNamed },
    { threadsText },
    { terminal },
  ] = await Promise.all([
    import('../../runner/realThreads/check.js'),
    import('../../runner/realThreads/subject.js'),
    import('../../reports/realThreads.js'),
    import('../terminal.js'),
  ]);
  if (flags.list) return void process.stdout.write(`${subjects.map(nameOf).join('\n')}\n`);
  const { repetitions = threadsDefaults.repetitions } = flags;
  const options = {
    seconds: integer('--seconds', flags.seconds, 3600),
    repetitions: typeof repetitions === 'number' ? repetitions : integer('--repetitions', repetitions, 1e9),
    seed: integer('--seed', flags.seed, 1e6),
    delayOneIn: flags.delays === '0' ? 0 : integer('--delays', flags.delays, 1e6),
    isPlain: flags.plain === true,
  };
  const checked = [];
  for (const subject of subjectsNamed(names)) {
    process.stderr.write(`${nameOf(subject)}\n`);
    checked.push(await checkThreads(subject, options));
  }
  process.stdout.write(threadsText(checked, terminal().width));
  if (!checked.every(isAllowed)) process.exitCode = 1;
}
