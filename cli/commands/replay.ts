// quiesce replay: a recorded schedule again, strictly. It still fails (exit 1), or the property holds along it now
// (exit 0), or the recorded path is not there any more (QSC203, exit 2): then what is there of it is shown, and where the
// violation is found again from there. Which of the three it is can not always be told of a stuck thread (exit 3).

import type { Command } from 'commander';
import type { ScheduleText } from '../../engine/index.js';
import type { TraceInModels } from '../../tla/conformance/replayedTrace.js';
import type { LabelledTrace } from '../../tla/labelledTrace.js';
import type { Loaded } from '../../tla/manifest.js';

interface ReplayFlags {
  readonly step?: boolean;
  readonly json?: boolean;
  readonly continue?: boolean;
  readonly configuration?: string;
}

const examples = `
Examples:
  quiesce replay 'v1 counterTwoCallers@asItIs c1*3 c2*2'       as printed below a failing path
  quiesce replay out/schedules/NAME.json                       as written by verify; it also tells when the program changed
  quiesce replay trace.json                                    a counterexample of the TLA+ specification, in all three models:
                                                               ITF (as written by tla --itf), or what TLC writes with
                                                               -dumpTrace json
  quiesce replay 'v1 lost.ts t2 t1*2 t2' --step                one step at a time, forward and back by keys

The name in the schedule says what is run: a scenario with its mechanism, or a file relative to this folder.
Exit codes: 1 reproduced, 0 gone: the property holds along it now, 2 the schedule does not fit any more (an edit has changed
the steps: what is still there of the path is shown, and the violation is looked for from there), 3 it cannot be told,
4 nondeterminism or internal error.`;

/** defineReplay declares the command. */
export function defineReplay(command: Command): void {
  command
    .argument('<schedule|file>', 'a schedule in quotes, a file that holds one (text or JSON), or a TLA+ trace')
    .option('--step', 'go through it by keys: next, back, to the failure, state, difference')
    .option('--json', 'print the replay as one JSON document')
    .option('--continue', 'run on after the recorded steps, to an end')
    .option(
      '--configuration <cfg>',
      'of a TLA+ trace: the configuration that it belongs to; found by trying unless told',
    )
    .addHelpText('after', examples)
    .action(run);
}

async function run(word: string, flags: ReplayFlags): Promise<void> {
  const [{ resolve }, { userFolder }] = await Promise.all([
    import('../../runner/resolve.js'),
    import('../../runner/invocation.js'),
  ]);
  const meaning = await resolve(word, ['schedule', 'trace'], userFolder);
  if (meaning.kind === 'trace') await runTrace(meaning.text, flags);
  else await runSchedule(meaning.schedule, flags);
}

async function runSchedule(schedule: ScheduleText, flags: ReplayFlags, models?: TraceInModels): Promise<void> {
  const [{ leftPath, replayDocument, replayExitCode, replayReport, stepThrough }, { replaySchedule }, { terminal }] =
    await Promise.all([import('../replayReport.js'), import('../replaySchedule.js'), import('../terminal.js')]);
  const result = await replaySchedule(schedule, { continue: flags.continue ?? false });
  if (flags.json) process.stdout.write(replayDocument(schedule, result, models));
  else if (flags.step) await stepThrough(schedule, result, terminal());
  else process.stdout.write(replayReport(schedule, result, terminal()));
  if (result.left && result.reproduced !== true) throw leftPath(schedule, result.left);
  process.exitCode = replayExitCode(schedule, result);
}

/** A counterexample of the specification: there, in the machine, and as a schedule of the implementation. */
async function runTrace(text: string, flags: ReplayFlags): Promise<void> {
  const [{ join }, { readTrace }, { realise }, { modelsText }, { packageRoot }, { userFolder }] = await Promise.all([
    import('node:path'),
    import('../../tla/conformance/replayedTrace.js'),
    import('../../runner/conformance/realise.js'),
    import('../replayReport.js'),
    import('../../runner/packageRoot.js'),
    import('../../runner/invocation.js'),
  ]);
  const folder = join(packageRoot, 'tla');
  const { configuration } = flags;
  if (configuration?.endsWith('.cfg')) return await runOwnTrace(text, configuration, flags);
  const named = configuration === undefined ? undefined : { name: configuration, from: userFolder };
  const { trace, loaded, models } = await readTrace(folder, text, named);
  if (!flags.json) process.stdout.write(modelsText(models));
  const mutant = loaded.entry.mutant;
  const { schedule } = mutant ? await realisedByMutant(mutant, trace, loaded) : realise(folder, trace, loaded);
  await runSchedule(schedule, flags, models);
}

/** A trace of a specification of the user's own: there is no implementation of it here. */
async function runOwnTrace(text: string, configuration: string, flags: ReplayFlags): Promise<void> {
  const [{ ownSpecification }, { tlaModule }, { replayOwn }, { parseItf }, { userFolder }] = await Promise.all([
    import('../../tla/own/ownFiles.js'),
    import('../../tla/own/tlaModule.js'),
    import('../../tla/own/ownReplay.js'),
    import('../../tla/itf.js'),
    import('../../runner/invocation.js'),
  ]);
  const own = ownSpecification(configuration, userFolder);
  const module = await tlaModule(own.tlaPath, own.cfgPath, { from: userFolder });
  const { actions, violated, remarks } = await replayOwn(own, module, parseItf(text));
  const lines = [
    `${configuration} takes all ${actions.length} actions: ${actions.join(', ')}`,
    violated.length > 0 ? `at the end ${violated.join(', ')} is violated` : 'no invariant is false at the end',
    ...remarks,
  ];
  const document = { version: 1, configuration, actions, violated, remarks };
  process.stdout.write(flags.json ? `${JSON.stringify(document, undefined, 2)}\n` : `${lines.join('\n')}\n`);
  process.exitCode = remarks.some((each) => each.startsWith('the file says')) || violated.length === 0 ? 1 : 0;
}

/** The counterexample of a mutant of the specification is played by the mutant of the implementation. */
async function realisedByMutant(mutant: string, trace: LabelledTrace, { entry: { configuration } }: Loaded) {
  const [{ mechanismMutant }, { withCopy }] = await Promise.all([
    import('../../runner/mutants/hunt.js'),
    import('../../runner/mutants/copiedPackage.js'),
  ]);
  const question = { ask: 'realise', mutant, configuration, trace } as const;
  return await withCopy(mechanismMutant(mutant).edits, (copy) => copy.ask(question));
}
