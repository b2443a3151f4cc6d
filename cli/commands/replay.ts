// quiesce replay: a recorded schedule again, strictly. It still fails (exit 0: reproduced), or the property holds
// now (exit 1), or the recorded path is not there any more (QSC203, exit 4).

import type { Command } from 'commander';

interface ReplayFlags {
  readonly step?: boolean;
  readonly json?: boolean;
  readonly continue?: boolean;
}

const examples = `
Examples:
  quiesce replay 'v1 counterTwoCallers@asItIs c1*3 c2*2'       as printed below a failing path
  quiesce replay out/schedules/NAME.json                       as written by verify; it also tells when the program changed
  quiesce replay trace.itf.json                            a counterexample of the TLA+ specification, as written by tla --itf
  quiesce replay 'v1 lost.ts t2 t1*2 t2' --step                one step at a time; Enter goes on

The name in the schedule says what is run: a scenario with its mechanism, or a file relative to this folder.`;

/** defineReplay declares the command. */
export function defineReplay(command: Command): void {
  command
    .argument('<schedule|file>', 'a schedule in quotes, or a file that holds one (text or JSON)')
    .option('--step', 'show one step at a time, with the threads that were enabled')
    .option('--json', 'print the replay as one JSON document')
    .option('--continue', 'run on after the recorded steps, to an end')
    .addHelpText('after', examples)
    .action(run);
}

async function run(word: string, flags: ReplayFlags): Promise<void> {
  const [{ readSchedule }, { replayDocument, replayReport, stepThrough }, { replaySchedule }] = await Promise.all([
    import('../scheduleInput.js'),
    import('../replayReport.js'),
    import('../replaySchedule.js'),
  ]);
  const schedule = await readSchedule(word);
  const result = await replaySchedule(schedule, { continue: flags.continue ?? false });
  if (flags.json) process.stdout.write(replayDocument(schedule, result));
  else if (flags.step) await stepThrough(schedule, result);
  else process.stdout.write(replayReport(schedule, result));
  process.exitCode = result.reproduced === false ? 1 : 0;
}
