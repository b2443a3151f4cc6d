// quiesce compare: the mediator and its rivals in every scenario, under the same properties.

import type { Command } from 'commander';
import { integer } from '../searchOptions.js';
import { terminal } from '../terminal.js';

interface CompareFlags {
  readonly mechanism?: readonly string[];
  readonly scenario?: readonly string[];
  readonly property?: readonly string[];
  readonly json?: boolean;
  readonly check?: boolean;
  readonly deep?: boolean;
  readonly update?: boolean;
  readonly lines?: boolean;
  readonly jobs?: string;
  readonly limitStates?: string;
  readonly out: string | false;
  readonly timings: boolean;
}

const examples = `
Examples:
  quiesce compare                                             the whole matrix
  quiesce compare --mechanism asItIs readCopyUpdate --lines   two rows, with a replay line for every refuted cell
  quiesce compare --scenario lockBesideTheComponent           one scenario, all mechanisms
  quiesce compare --property quiescence --mechanism asItIs    one cell of each scenario
  quiesce compare --check                                     is the matrix as the documentation shows it?
  quiesce compare --check --deep                              with the five pairs that take minutes each

Every cell is found by exploration. What is refuted has its shortest schedule, and a line that replays it.`;

/** defineCompare declares the command. */
export function defineCompare(command: Command): void {
  command
    .option('--mechanism <name...>', 'only these mechanisms')
    .option('--scenario <name...>', 'only these scenarios')
    .option('--property <name...>', 'only these properties')
    .option('--deep', 'also the cells that take minutes each, with persistent sets; else they are undecided')
    .option('--lines', 'print the replay line of every refuted cell')
    .option('--json', 'print the result as one JSON document')
    .option('--out <dir>', 'folder for report.html, result.json, junit.xml, summary.md and schedules/', 'out/compare')
    .option('--no-out', 'write nothing')
    .option('--no-timings', 'leave measured times out, so that two runs give the same bytes')
    .option('--check', 'exit 1 if a cell differs from the committed matrix')
    .option(
      '--update',
      'write the committed matrix anew, or the part of it that was explored, in a checkout of quiesce',
    )
    .option('--jobs <n>', 'explorations at a time (the number of cores)')
    .option('--limit-states <n>', 'states of an exploration at most')
    .addHelpText('after', examples)
    .action(run);
}

async function run(flags: CompareFlags): Promise<void> {
  const { refuseBadOutput, writeFindings } = await import('../documents.js');
  refuseBadOutput(flags);
  if (flags.update && flags.property) await refusePartialUpdate();
  const lanes = flags.jobs === undefined ? {} : { lanes: integer('--jobs', flags.jobs, 1024) };
  const limits =
    flags.limitStates === undefined ? {} : { limits: { states: integer('--limit-states', flags.limitStates, 1e9) } };
  const [{ compare }, { comparisonJson, comparisonText }, { commandWords }, committed, { comparisonExitCode }] =
    await Promise.all([
      import('../../runner/comparison/compare.js'),
      import('../../reports/comparison.js'),
      import('../../runner/invocation.js'),
      import('../../runner/comparison/committed.js'),
      import('../../runner/comparison/result.js'),
    ]);
  const { comparison, explored, ...found } = await compare({
    ...(flags.mechanism ? { mechanisms: flags.mechanism } : {}),
    ...(flags.scenario ? { scenarios: flags.scenario } : {}),
    ...(flags.property ? { properties: flags.property } : {}),
    ...lanes,
    ...(flags.deep ? { deep: true } : {}),
    search: limits,
    display: lineDisplay,
  });
  const changed = flags.check ? committed.changes(explored) : undefined;
  process.stdout.write(
    flags.json
      ? comparisonJson(comparison)
      : comparisonText(comparison, commandWords, { allLines: flags.lines ?? false, ...terminal() }),
  );
  for (const { before, now } of changed ?? [])
    process.stderr.write(`differs: ${JSON.stringify(before ?? null)} is now ${JSON.stringify(now ?? null)}\n`);
  await writeFindings(
    flags.out,
    (await import('../../reports/comparisonSubject.js')).comparisonPage(changed ? explored : comparison, commandWords, {
      ...found,
      changed,
    }),
    flags,
  );
  if (flags.update) committed.commit(explored, comparisonJson);
  process.exitCode = comparisonExitCode(comparison, changed);
}

/** The other cells of what was explored would be lost. */
async function refusePartialUpdate(): Promise<never> {
  const { QuiesceError } = await import('../../engine/program/errors.js');
  throw new QuiesceError('QSC110', '--update takes all properties, so --property cannot stand beside it');
}

/** A line a finished exploration: nothing is expected of a cell. */
function lineDisplay(explorations: number) {
  let done = 0;
  return {
    update: () => {},
    finished: ({ name, part }: { readonly name: string; readonly part: string }) => {
      done++;
      process.stderr.write(`[${done}/${explorations}] ${name} ${part}\n`);
    },
    end: () => {},
  };
}
