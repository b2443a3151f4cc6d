// quiesce tla with a configuration of the user's own: checked, its trace printed or written, its graph written.

import { realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';
import { jsonDocument, visible, visibleParts } from '../engine/program/visible.js';
import { paintedLines } from '../reports/paint.js';
import { counted, drawTable } from '../reports/table.js';
import { onInterrupt } from '../runner/interruption.js';
import { userFolder } from '../runner/invocation.js';
import { relativePath } from '../runner/loadFile.js';
import { makeFolder } from '../runner/makeFolder.js';
import { packageRoot, refuseInstalled, writing } from '../runner/packageRoot.js';
import { findArchive } from '../tla/archive.js';
import { writeItf } from '../tla/itf.js';
import { checkOwn, type OwnCheck, type OwnCheckOptions, type OwnEngine } from '../tla/own/ownCheck.js';
import { type OwnFlags, type OwnSpecification, ownSpecification } from '../tla/own/ownFiles.js';
import type { OwnOutcome, OwnTraceStep } from '../tla/own/ownResult.js';
import { ownTrace } from '../tla/own/ownTrace.js';
import { ownGraphFile } from '../tla/own/tlaModule.js';
import type { TlaResult } from '../tla/result.js';
import { writeFindings } from './documents.js';
import { integer } from './searchOptions.js';
import { terminal } from './terminal.js';
import { type TlaChecked, tlaSubject } from './tlaSubject.js';

export interface OwnTlaFlags {
  readonly engine?: OwnEngine;
  readonly module?: string;
  readonly library?: readonly string[];
  readonly expect?: string;
  readonly limitSeconds?: string;
  readonly stale?: boolean;
  readonly itf?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly timings: boolean;
}

/** tlaOfOwn checks configurations and returns the exit code. Throws QSC110, QSC302, QSC411 to QSC422 and QSC425. */
export async function tlaOfOwn(names: readonly string[], flags: OwnTlaFlags): Promise<0 | 1 | 3> {
  refuseMixed(names, flags);
  const checks = await checkAll(names, flags);
  if (flags.itf !== undefined) writeTrace(checks[0]!, flags.itf);
  else process.stdout.write(flags.json ? documentOf(checks) : textOf(checks));
  await writeFindings(flags.out, tlaSubject(checks.map(forReports)), flags);
  if (checks.some(({ departures }) => departures.length > 0)) return 1;
  return checks.some(isCut) ? 3 : 0;
}

type Checked = (OwnCheck | CutCheck) &
  Pick<OwnSpecification, 'cfgPath' | 'tlaPath' | 'libraries'> &
  Pick<TlaChecked, 'elapsedMs'>;

/** A limit was reached: it is not known what would have been found. */
type CutCheck = OwnCheck & { readonly inconclusive: string };

function isCut(check: OwnCheck | CutCheck): check is CutCheck {
  return 'inconclusive' in check;
}

/** Throws what checkOwn does but for a limit. */
async function checkedOrCut(own: OwnSpecification, engine: OwnEngine, options: OwnCheckOptions) {
  try {
    return await checkOwn(own, engine, options);
  } catch (error) {
    if (!(error instanceof QuiesceError) || error.code !== 'QSC301') throw error;
    const { name: configuration, expected } = own;
    return { configuration, expected, outcomes: [], departures: [], inconclusive: `${error.seen}; ${error.next}` };
  }
}

/** A check as reports take it: files are named from the user's folder. */
function forReports({ expected, ...check }: Checked): TlaChecked {
  return { ...check, expected: expected.verdict, shown: (path) => relativePath(path, userFolder) };
}

function refuseMixed(names: readonly string[], flags: OwnTlaFlags): void {
  const stranger = names.find((name) => !name.endsWith('.cfg'));
  if (stranger !== undefined)
    throw new QuiesceError('QSC110', `${stranger}: configurations of your own and ours, not both at once`);
  if (names.length > 1 && (flags.itf ?? flags.module ?? flags.expect) !== undefined)
    throw new QuiesceError('QSC110', '--itf, --module and --expect take exactly one configuration');
}

function toldOf({ module, library: libraries = [], expect: expected, stale = false }: OwnTlaFlags): OwnFlags {
  return {
    libraries,
    takesStale: stale,
    ...(module === undefined ? {} : { module }),
    ...(expected === undefined ? {} : { expected }),
  };
}

/** graphsOfOwn writes a state graph beside each configuration. Throws QSC110 for one in the package, and as tlaModule does. */
export async function graphsOfOwn(names: readonly string[], flags: OwnTlaFlags): Promise<void> {
  const { engine = 'auto', limitSeconds } = flags;
  refuseMixed(names, flags);
  if (engine === 'both') throw new QuiesceError('QSC110', '--graphs takes one engine');
  const secondsMax = limitSeconds === undefined ? {} : { secondsMax: integer('--limit-seconds', limitSeconds, 1e7) };
  for (const name of names) {
    const own = ownSpecification(name, userFolder, toldOf(flags));
    refuseInPackage(own.cfgPath);
    const { module, path, text } = await ownGraphFile(own, { engine, ...secondsMax });
    writing(relative(userFolder, path), () => {
      makeFolder(dirname(path));
      writeFileSync(path, text);
    });
    const { labels, why, graph } = module;
    const size = `${counted(graph.states.length, 'state')}, ${counted(graph.edges.length, 'transition')}`;
    process.stdout.write(
      `written: ${visible(relative(userFolder, path))}: ${size}, ${labels}${why === undefined ? '' : ` (${visible(why)})`}\n`,
    );
  }
}

/** The package's own configurations have graphs of their own form, by name. */
function refuseInPackage(cfgPath: string): void {
  const place = realpathSync(cfgPath);
  if (dirname(place) === join(packageRoot, 'tla'))
    throw new QuiesceError('QSC110', 'that is a configuration of the package: quiesce tla --graphs writes theirs');
  if (place.startsWith(`${packageRoot}${sep}`)) refuseInstalled('--graphs');
}

async function checkAll(names: readonly string[], flags: OwnTlaFlags): Promise<readonly Checked[]> {
  const { engine = 'auto', limitSeconds } = flags;
  const secondsMax = limitSeconds === undefined ? {} : { secondsMax: integer('--limit-seconds', limitSeconds, 1e7) };
  const { isAsked, release } = onInterrupt();
  const checks: Checked[] = [];
  try {
    for (const name of names) {
      const onProgress = (text: string) => void process.stderr.write(`${visible(`${name}: ${text.split('\n')[0]}`)}\n`);
      const elapsedMs = new Map<string, number>();
      const onTimed = (engineAsked: string, ms: number) => void elapsedMs.set(engineAsked, ms);
      const options = { ...secondsMax, isInterrupted: isAsked, onProgress, onTimed };
      const own = ownSpecification(name, userFolder, toldOf(flags));
      const { cfgPath, tlaPath, libraries } = own;
      checks.push({ ...(await checkedOrCut(own, engine, options)), cfgPath, tlaPath, libraries, elapsedMs });
    }
  } finally {
    release();
  }
  return checks;
}

function writeTrace(check: Checked, file: string): void {
  const { configuration, outcomes } = check;
  if (isCut(check)) throw new QuiesceError('QSC301', `${configuration}: ${check.inconclusive}`);
  const found = ownTrace(outcomes.at(-1)!);
  if (!found) throw new QuiesceError('QSC110', `${configuration}: what it claims holds, so there is no trace`);
  writing(file, () => writeFileSync(resolve(userFolder, file), writeItf(found)));
  const next = `replay it: quiesce replay ${visible(file)} --configuration ${visible(configuration)}`;
  process.stdout.write(`${found.verdict}, ${counted(found.steps.length, 'state')}: ${visible(file)}\n${next}\n`);
}

function tlcName(checks: readonly OwnCheck[]): string | undefined {
  return checks.some(({ outcomes }) => outcomes.some(({ engine }) => engine === 'tlc'))
    ? findArchive().name
    : undefined;
}

function documentOf(checks: readonly Checked[]): string {
  const tlc = tlcName(checks);
  const plain = checks.map(
    ({ cfgPath: _cfg, tlaPath: _tla, libraries: _libraries, elapsedMs: _ms, ...check }) => check,
  );
  return jsonDocument({ version: 1, ...(tlc === undefined ? {} : { tlc }), checks: plain });
}

const columns = [
  { title: 'configuration' },
  { title: 'engine' },
  { title: 'verdict' },
  { title: 'states', align: 'right' },
  { title: 'depth', align: 'right' },
  { title: '' },
] as const;

function textOf(given: readonly (OwnCheck | CutCheck)[]): string {
  const checks = visibleParts(given);
  const rows = checks.flatMap((check) =>
    isCut(check) ? [cutRow(check)] : check.outcomes.map((outcome) => rowOf(check, outcome)),
  );
  const tlc = tlcName(checks);
  const wrong = checks.filter(({ departures }) => departures.length > 0);
  const cut = checks.filter(isCut);
  const of = counted(checks.length, 'configuration');
  const parts = [
    ...(wrong.length > 0 ? [`${wrong.length} of ${of} not as expected`] : []),
    ...(cut.length > 0 ? [`${cut.length} of ${of} inconclusive`] : []),
  ];
  const lines = [
    ...drawTable(columns, rows, terminal().width),
    '',
    ...checks.flatMap(traceLines),
    ...(tlc === undefined ? [] : [`tlc: ${tlc}`]),
    ...checks.flatMap(({ configuration, notEmbedded }) =>
      notEmbedded === undefined ? [] : [`${configuration} went to TLC: ${notEmbedded}`],
    ),
    ...wrong.map(({ configuration, departures }) => `${configuration}: ${departures.join('; ')}`),
    ...cut.map(({ configuration, inconclusive }) => `${configuration}: ${inconclusive}`),
    parts.join(', ') || `${of} as expected`,
  ];
  return paintedLines(`${lines.join('\n')}\n`);
}

function cutRow({ configuration }: OwnCheck): string[][] {
  return [[configuration], [''], ['inconclusive'], [''], [''], ['a limit was reached']];
}

function rowOf(
  { configuration, departures }: OwnCheck,
  { engine, verdict, violated, states, depth }: OwnOutcome | TlaResult,
): string[][] {
  const words = violated === undefined ? verdict : `${verdict}: ${violated}`;
  const mark = departures.length === 0 ? 'as expected' : 'NOT as expected';
  return [[configuration], [engine], [words], [String(states)], [String(depth)], [mark]];
}

/** The trace of a violation: what changes, state by state. */
function traceLines({ configuration, outcomes }: OwnCheck): string[] {
  const outcome = outcomes.at(-1);
  if (!outcome?.trace || outcome.trace.length === 0) return [];
  const { trace, loopStartsAt, verdict, violated } = outcome;
  const steps = trace.map((step) =>
    'action' in step && 'state' in step ? (step as OwnTraceStep) : { action: '', state: step as OwnTraceStep['state'] },
  );
  const lines = steps.flatMap(({ action, state }, index) => {
    const before = steps[index - 1]?.state ?? {};
    const changed = Object.entries(state).filter(([name, value]) => before[name] !== value);
    const loop = index === loopStartsAt ? ', where the loop starts' : '';
    return [
      `  ${index + 1}${action === '' ? '' : ` ${action}`}${loop}`,
      ...changed.map(([name, value]) => `      ${name} = ${value}`),
    ];
  });
  return [`${configuration}, ${verdict}${violated === undefined ? '' : `: ${violated}`}`, ...lines, ''];
}
