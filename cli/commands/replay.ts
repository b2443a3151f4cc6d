// quiesce replay: a recorded schedule again, strictly. It still fails (exit 1), or the property holds along it now
// (exit 0), or the recorded path is not there any more (QSC203, exit 2): then what is there of it is shown, and where the
// violation is found again from there. Which of the three it is can not always be told of a stuck thread (exit 3).

import type { Command } from 'commander';
import type { ScheduleText } from '../../engine/index.js';
import { jsonDocument } from '../../engine/program/visible.js';
import type { ReadTrace, TraceInModels } from '../../tla/conformance/replayedTrace.js';
import type { LabelledTrace } from '../../tla/labelledTrace.js';

interface ReplayFlags {
  readonly step?: boolean;
  readonly json?: boolean;
  readonly continue?: boolean;
  readonly configuration?: string;
  readonly mutant?: string;
}

const examples = `
Examples:
  quiesce replay 'v1 lost.ts:noLostUpdate t2 t1*2 t2'         as printed below a failing path
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
    .option(
      '--mutant <name>',
      'of a TLA+ trace: the mutant of the specification that it belongs to; none unless the file says',
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
  const [{ join }, { parseTrace }, { packageRoot }] = await Promise.all([
    import('node:path'),
    import('../../tla/conformance/replayedTrace.js'),
    import('../../runner/packageRoot.js'),
  ]);
  const folder = join(packageRoot, 'tla');
  const { configuration } = flags;
  if (configuration?.endsWith('.cfg')) return await runOwnTrace(text, configuration, flags);
  const trace = parseTrace(folder, text);
  const mutant = flags.mutant ?? trace.mutant;
  if (mutant !== undefined) return await runTraceOfMutant(mutant, trace, flags);
  const { realise } = await import('../../runner/conformance/realise.js');
  const { loaded, ...placed } = await shown(folder, trace, flags);
  await runSchedule(realise(folder, placed.trace, loaded).schedule, flags, placed.models);
}

/** A trace of a specification of the user's own: there is no implementation of it here. */
async function runOwnTrace(text: string, configuration: string, flags: ReplayFlags): Promise<void> {
  const [{ ownSpecification }, { replayOwn }, { parseItf }, { userFolder }] = await Promise.all([
    import('../../tla/own/ownFiles.js'),
    import('../../tla/own/ownReplay.js'),
    import('../../tla/itf.js'),
    import('../../runner/invocation.js'),
  ]);
  const own = ownSpecification(configuration, userFolder);
  const { actions, violated, remarks } = await replayOwn(own, parseItf(text));
  const lines = [
    `${configuration} takes all ${actions.length} actions: ${actions.join(', ')}`,
    violated.length > 0 ? `${violated.join(', ')} is violated` : 'nothing that it claims is violated',
    ...remarks,
  ];
  const document = { version: 1, configuration, actions, violated, remarks };
  process.stdout.write(flags.json ? jsonDocument(document) : `${lines.join('\n')}\n`);
  process.exitCode = remarks.some((each) => each.startsWith('the file says')) || violated.length > 0 ? 1 : 0;
}

/** The counterexample of a mutant of the specification is played by the mutant of the mechanism of the same name. */
async function runTraceOfMutant(mutant: string, trace: LabelledTrace, flags: ReplayFlags): Promise<void> {
  const [{ join }, { mutantEdits, mutantNamed }, { withCopy }] = await Promise.all([
    import('node:path'),
    import('../../mutants/catalogue.js'),
    import('../../runner/mutants/copiedPackage.js'),
  ]);
  const edits = [...mutantEdits('specification', mutant), ...(mutantNamed('mechanism', mutant)?.edits ?? [])];
  const { schedule, models } = await withCopy(edits, async (copy) => {
    const { trace: played, loaded, models } = await shown(join(copy.folder, 'tla'), trace, flags);
    const { configuration } = loaded.entry;
    const { schedule } = await copy.ask({ ask: 'realise', mutant, configuration, trace: played });
    return { schedule, models };
  });
  await runSchedule(schedule, flags, models);
}

/** What the specification of a folder and the machine make of a trace, which is printed at once. */
async function shown(folder: string, trace: LabelledTrace, flags: ReplayFlags): Promise<ReadTrace> {
  const [{ placeTrace }, { modelsText }, { userFolder }, { terminal }] = await Promise.all([
    import('../../tla/conformance/replayedTrace.js'),
    import('../replayReport.js'),
    import('../../runner/invocation.js'),
    import('../terminal.js'),
  ]);
  const { configuration: name } = flags;
  const placed = await placeTrace(folder, trace, name === undefined ? undefined : { name, from: userFolder });
  if (!flags.json) process.stdout.write(modelsText(placed.models, terminal()));
  return placed;
}
