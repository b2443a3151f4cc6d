// What a replay shows: the path as a table, or step by step, or as a JSON document; and what it came to.

import { eventText } from '../engine/explain/records.js';
import { leftText } from '../engine/explain/replay.js';
import { formatSchedule, type LeftPath, type ReplayResult, type ScheduleText } from '../engine/index.js';
import { errorTable, QuiesceError } from '../engine/program/errors.js';
import { jsonDocument, visible, visibleParts } from '../engine/program/visible.js';
import { type DrawOptions, inside, pathText, replayLine, seenText } from '../reports/counterexample.js';
import { shellQuote } from '../reports/escape.js';
import { paintedLines } from '../reports/paint.js';
import { stepTexts } from '../reports/stepText.js';
import { counted, usualWidth, wrap } from '../reports/table.js';
import { commandWords } from '../runner/invocation.js';
import type { TraceInModels } from '../tla/conformance/replayedTrace.js';

/** replayReport is the table and the conclusion. */
export function replayReport(schedule: ScheduleText, result: ReplayResult, options: DrawOptions = {}): string {
  const { name, property, loopStartsAt } = schedule;
  const violation = result.violations.find((each) => each.property === property) ?? result.violations[0];
  const isBlocked = result.end === 'deadlock' || violation?.property === 'noStuck';
  const continued = result.steps.length > result.recorded;
  const path = {
    steps: result.steps,
    turnedFalseAt: violation?.step ?? result.misuse?.step ?? result.steps.length,
    ...(isBlocked ? { waits: result.waits } : {}),
    ...(loopStartsAt === undefined || continued ? {} : { loopStartsAt }),
  };
  const drawn = visibleParts({ name, path });
  const table = pathText(drawn.path, inside(options)).map((line) => `  ${line}`);
  const told = conclusion(schedule, visibleReplay(result)).flatMap((line) => fitting(line, options.width));
  return paintedLines([drawn.name, ...table, ...told, ''].join('\n'));
}

/** What is to be pasted stays on one line. */
function fitting(line: string, width = usualWidth): readonly string[] {
  return line.startsWith('replay: ') ? [line] : wrap(line, width, '    ');
}

/** With every name as signs that can be seen; a schedule stays one that can be replayed. */
function visibleReplay(result: ReplayResult): ReplayResult {
  const { left, ...rest } = result;
  return { ...visibleParts(rest), ...(left ? { left } : {}) };
}

const unwrapped: DrawOptions = { width: Number.POSITIVE_INFINITY };

function conclusion(schedule: ScheduleText, result: ReplayResult): string[] {
  const said = violationTexts(schedule, result);
  return [
    ...result.violations.flatMap(({ seen }, index) => [
      said[index]!,
      ...(seen ? seenText({ seen }, unwrapped).map((line) => `  ${line}`) : []),
    ]),
    ...(result.violations.length === 0 && !result.misuse ? ['no property turned false along this schedule'] : []),
    ...misuseText(result.misuse),
    ...(result.steps.length > result.recorded ? [continuedText(result)] : []),
    ...(result.left ? [] : [`ended ${endTexts[result.end]} after ${counted(result.steps.length, 'step')}`]),
    ...(result.programChanged && !result.left
      ? ['the programs have changed since the schedule was written; its path is still there']
      : []),
    ...(result.left && !result.reproduced ? againText(result.left, schedule) : reproducedText(schedule, result)),
  ];
}

/** leftPath is the error that a schedule does not fit any more. */
export function leftPath(schedule: ScheduleText, left: LeftPath): QuiesceError {
  const next = nextOf(schedule, left);
  return new QuiesceError('QSC203', leftText(left, schedule.choices.length), { next });
}

function nextOf(schedule: ScheduleText, { again }: LeftPath): string {
  if (again.kind === 'found') return replayLine(formatSchedule(again.schedule), commandWords);
  const verify = /\.m?[jt]s$/.test(schedule.name) ? 'explore' : 'verify';
  return `${commandWords} ${verify} ${shellQuote(schedule.name)}`;
}

/** What came of looking for the violation from where the path was left. It is neither reproduced nor gone. */
function againText({ again }: LeftPath, { property }: ScheduleText): string[] {
  const name = property === undefined ? 'a violation' : `a violation of ${visible(property)}`;
  switch (again.kind) {
    case 'found':
      return [
        `${name} is found again from there, after ${counted(again.schedule.choices.length, 'step')} in all:`,
        `replay: ${replayLine(formatSchedule(again.schedule), commandWords)}`,
      ];
    case 'none':
      return [
        `${name} is not among the ${counted(again.states, 'state')} from there on; other paths were not looked at`,
      ];
    case 'cut':
      return [`${name} is not among the first ${counted(again.states, 'state')} from there on`];
    case 'not looked for':
      return ['whether it fails in another way takes a whole search'];
  }
}

/** replayExitCode: 1 reproduced (or, where no property is named, any violation), 0 gone, 3 it cannot be told. */
export function replayExitCode(
  { property }: ScheduleText,
  { reproduced, violations, misuse }: ReplayResult,
): 0 | 1 | 3 {
  if (property === undefined) return violations.length > 0 || misuse ? 1 : 0;
  if (reproduced === undefined) return 3;
  return reproduced ? 1 : 0;
}

function misuseText(misuse: ReplayResult['misuse']): string[] {
  if (!misuse) return [];
  const { code, seen, step } = misuse;
  return [`step ${step + 1} ends in ${code} ${errorTable[code].title}: ${seen}`];
}

const endTexts: Readonly<Record<ReplayResult['end'], string>> = Object.freeze({
  schedule: 'with the schedule',
  'normal end': 'in a normal end',
  deadlock: 'in a deadlock',
  'step limit': 'at the step limit',
  misuse: 'in an error',
});

/** A lasso has no step that breaks its claim. */
function whereFalse(step: number, loopStartsAt?: number): string {
  if (loopStartsAt !== undefined) return `is false of the loop from step ${loopStartsAt + 1} on`;
  return step < 0 ? 'turned false at the start' : `turned false at step ${step + 1}`;
}

/** violationTexts say in a line each what is false along a replay, and where. */
export function violationTexts(schedule: ScheduleText, result: ReplayResult): string[] {
  const loop = loopOf(schedule, result);
  return result.violations.map(
    ({ property, reason, step }) =>
      `${property} ${property === schedule.property ? whereFalse(step, loop) : whereFalse(step)}: ${reason}`,
  );
}

function continuedText({ steps, recorded }: ReplayResult): string {
  const others = steps.length - recorded;
  if (recorded === 1) return `step 1 was recorded; the other ${others} continue it`;
  return `steps 1 to ${recorded} were recorded; the other ${others} continue them`;
}

function reproducedText({ property }: ScheduleText, { reproduced }: ReplayResult): string[] {
  if (property === undefined) return [];
  if (reproduced === undefined) return ['whether it is reproduced cannot be told'];
  return [reproduced ? 'reproduced' : 'NOT reproduced: the property that it was written for holds along it now'];
}

/** modelsText says what the specification and the machine make of a trace, before the implementation plays it. */
export function modelsText(
  { configuration, actions, outcome, machine }: TraceInModels,
  { width = usualWidth }: DrawOptions = {},
): string {
  const { follows, refused } = machine;
  const all = counted(actions.length, 'action');
  const lines = [
    `specification: ${configuration} takes all ${all}; ${outcome}`,
    `  ${actions.join(', ')}`,
    `machine: follows ${follows} of ${all}`,
    ...(refused ? [`  ${refusedText(refused)}`] : []),
    'implementation: a schedule with these events',
  ];
  return `${lines.flatMap((line) => wrap(line, width, '    ')).join('\n')}\n`;
}

function refusedText({
  action,
  event,
  state,
  guards,
  source,
}: NonNullable<TraceInModels['machine']['refused']>): string {
  const why = guards.length === 0 ? 'it has no arrow for it' : `${guards.join(' and ')} is false`;
  return `refuses ${action} (${event}) in ${state}: ${why}; written at ${source.join(' and ')}`;
}

/** replayDocument is the replay as one versioned JSON document; with what the models make of the trace, if it was one. */
export function replayDocument(schedule: ScheduleText, result: ReplayResult, models?: TraceInModels): string {
  const { steps, recorded, violations, reproduced, end, waits, programChanged, misuse, left } = result;
  const document = {
    version: 1,
    name: schedule.name,
    reproduced,
    end,
    recorded,
    programChanged,
    violations,
    ...(misuse ? { misuse } : {}),
    ...(left ? { left } : {}),
    waits,
    steps,
    ...(models ? { models } : {}),
  };
  return jsonDocument(document);
}

/** stepThrough prints one step after the other; at a terminal it goes by keys, forward and back. */
export async function stepThrough(
  schedule: ScheduleText,
  given: ReplayResult,
  { width = usualWidth }: DrawOptions = {},
): Promise<void> {
  const result = visibleReplay(given);
  const loopStartsAt = loopOf(schedule, result);
  const texts = stepTexts(result.steps);
  const linesOf = (position: number) => [
    ...(position === loopStartsAt ? ['╭▶ the loop begins here'] : []),
    ...stepLines(result, position, texts[position]!, loopStartsAt),
    ...(loopStartsAt !== undefined && position === result.steps.length - 1
      ? [`╰─ from here back to step ${loopStartsAt + 1}, for ever`]
      : []),
  ];
  const textOf = (position: number) => linesOf(position).flatMap((line) => fitting(line, width));
  process.stdout.write(`${paintedLines(visible(schedule.name))}\n`);
  if (process.stdin.isTTY && process.stdout.isTTY) {
    const failing = loopStartsAt ?? failureOf(schedule, result);
    const failsAfter = failing === undefined ? undefined : failing + 1;
    const { stepInteractively } = await import('./stepper.js');
    await stepInteractively(
      { steps: result.steps, failsAfter, textOf, ...(loopStartsAt === undefined ? {} : { loopStartsAt }) },
      { input: process.stdin, output: process.stdout },
      width,
    );
  } else for (const position of result.steps.keys()) process.stdout.write(`${textOf(position).join('\n')}\n`);
  const told = conclusion(schedule, result).flatMap((line) => fitting(line, width));
  process.stdout.write(`${told.join('\n')}\n`);
}

/** Where the loop of a lasso begins; nowhere where the replay ran on, or the lasso is none any more. */
function loopOf(
  { property, loopStartsAt }: ScheduleText,
  { steps, recorded, violations }: ReplayResult,
): number | undefined {
  const isLasso = steps.length === recorded && violations.some((each) => each.property === property);
  return isLasso ? loopStartsAt : undefined;
}

/** The step after which the schedule's property was false, or the first of any. */
function failureOf({ property }: ScheduleText, { violations, misuse }: ReplayResult): number | undefined {
  return (violations.find((each) => each.property === property) ?? violations[0])?.step ?? misuse?.step;
}

function stepLines(
  { steps, violations, misuse }: ReplayResult,
  position: number,
  text: string,
  loopStartsAt?: number,
): string[] {
  const step = steps[position]!;
  // A lasso has no step that breaks its claim: its loop is marked.
  const broken = loopStartsAt === undefined ? violations.filter((each) => each.step === position) : [];
  return [
    `step ${position + 1}: ${step.agent} on processor ${step.processor}: ${text}`,
    ...step.events.map((event) => `  » ${eventText(event, step.agent)}`),
    ...(step.source === undefined ? [] : [`  at ${step.source}`]),
    `  enabled before: ${step.enabled.join(', ')}`,
    ...(misuse?.step === position ? [`  ✗ ${misuse.code}: ${misuse.seen}`] : []),
    ...broken.map(({ property, reason }) => `  ✗ ${property}: ${reason}`),
  ];
}
