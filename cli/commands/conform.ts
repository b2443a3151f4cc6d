// quiesce conform: the implementation held to the xstate machine, in both directions, over every interleaving; with
// --against model,tla implementation, machine and TLA+ specification held to each other; and with a file of the user's, their
// own systems and specifications.

import type { Command } from 'commander';
import { jsonDocument } from '../../engine/program/visible.js';
import type { PageSubject } from '../../reports/html.js';
import type { Measured } from '../../reports/pages.js';
import type { CommittedCoverage } from '../../runner/conformance/committed.js';
import type { OwnResult } from '../../runner/conformance/own.js';
import type { ConformanceResult } from '../../runner/conformance/result.js';
import type { ConformedScenario } from '../../runner/conformance/scenario.js';
import type { Scenario, ScenarioVariant } from '../../scenarios/scenario.js';

interface ConformFlags {
  readonly against: string;
  readonly edges?: boolean;
  readonly json?: boolean;
  readonly mutants?: boolean;
  readonly mechanism?: readonly string[];
  readonly schedules?: boolean;
  readonly unreached?: boolean;
  readonly paths?: boolean;
  readonly cost?: boolean;
  readonly deep?: boolean;
  readonly diagram?: boolean;
  readonly commit?: boolean;
  readonly limitStates?: string;
  readonly limitSeconds?: string;
  readonly out: string | false;
  readonly timings: boolean;
}

const examples = `
Examples:
  quiesce conform                                   every scenario, with every mechanism that has the paper's mediator
  quiesce conform selfSwap --unreached --schedules  what nothing realises, and a schedule for all the rest
  quiesce conform mediatorPointerInHand --paths     with the divergence of the contrast that is run beside
  quiesce conform --mutants                         defects of the machine and of the implementation: each must show
  quiesce conform --cost                            what the check costs beside an exploration with all properties
  quiesce conform --diagram                         the machine, as a Mermaid state diagram
  quiesce conform --against model,tla               implementation, machine and specification: three tables for each
                                                    configuration of the specification that has a committed graph
  quiesce conform --against tla OneCaller --mechanism oneAdvance   a mutant, with the conjunct that it violates
  quiesce conform ./lock.conform.ts                 systems and specifications of your own
  quiesce conform ./lock.conform.ts --commit        and write the figures that the file names as its 'coverage'

A file of your own exports 'system' or 'systems', 'specification' or 'specifications' (of quiesce/conformance), and if need be
'pairs' (a list of [system, specification]; all unless told), 'diverging' (names of pairs, system@specification, that must
diverge), and 'coverage' (a .json file beside it with the committed figures). The file is code: it runs with your rights.

Coverage of the machine is compared with model/coverage.json; --commit writes the figures there.
Exit codes: 0 as expected, 1 a divergence or a figure below the committed one, 3 a limit cut an exploration.`;

/** defineConform declares the command. */
export function defineConform(command: Command): void {
  command
    .argument(
      '[name...]',
      'names of scenarios, or a file of your own; with --against tla, of configurations; all unless told',
    )
    .option('--against <sides>', 'model, tla, or model,tla', 'model')
    .option('--mechanism <name...>', 'only these mechanisms')
    .option('--json', 'print the result as one JSON document, with a schedule for every transition that is realised')
    .option('--out <dir>', 'folder for report.html, result.json, junit.xml, summary.md and schedules/', 'out/conform')
    .option('--no-out', 'write nothing')
    .option('--no-timings', 'leave measured times out of the documents, so that two runs give the same bytes')
    .option('--mutants', 'the negative control instead: every mutant of either side')
    .option('--unreached', 'name the transitions of the machine that no interleaving makes')
    .option('--edges', 'with --against tla: name every edge, and on which sides it is')
    .option('--schedules', 'print a schedule for every transition that is realised')
    .option('--paths', 'print the divergences that are expected too')
    .option('--cost', 'measure instead what the check adds to an exploration with all safety properties')
    .option('--deep', 'the deep scenarios instead of the ordinary ones')
    .option('--diagram', 'print the machine as a Mermaid state diagram instead')
    .option('--commit', 'write the figures of coverage to model/coverage.json, or to the file that yours names')
    .option('--limit-states <n>', 'stop an exploration at this many states')
    .option('--limit-seconds <n>', 'stop an exploration after this many seconds')
    .addHelpText('after', examples)
    .action(run);
}

async function run(words: readonly string[], flags: ConformFlags): Promise<void> {
  const isReported = !(flags.diagram || flags.mutants || flags.cost);
  if (isReported) (await import('../documents.js')).refuseBadOutput(flags);
  const { isFilePath } = await import('../../runner/loadFile.js');
  if (words.some(isFilePath)) return await own(words, flags);
  const { againstOf, conformAgainst } = await import('../conformAgainst.js');
  const against = againstOf(flags.against);
  if (against.includes('tla')) {
    process.exitCode = await conformAgainst(words, against, flags);
    return;
  }
  if (flags.commit) (await import('../../runner/packageRoot.js')).refuseInstalled('--commit');
  if (flags.diagram) return await diagram();
  if (flags.mutants) return await mutants(flags);
  const selected = await select(words, flags);
  if (flags.cost) return await cost(selected);
  await conform(selected, words.length === 0 && flags.mechanism === undefined && !flags.deep, flags);
}

/** Files of the user's own, one after the other. */
async function own(named: readonly string[], flags: ConformFlags): Promise<void> {
  const [
    { conformanceDocument, ownText },
    { ownExitCode },
    { withPool },
    { commandWords, userFolder },
    { limitsOf },
    { terminal },
    { writeFileSync },
    path,
    { QuiesceError },
  ] = await Promise.all([
    import('../../reports/ownConformance.js'),
    import('../../runner/conformance/own.js'),
    import('../ownPool.js'),
    import('../../runner/invocation.js'),
    import('../searchOptions.js'),
    import('../terminal.js'),
    import('node:fs'),
    import('node:path'),
    import('../../engine/program/errors.js'),
  ]);
  const commit = flags.commit ?? false;
  // One that is named twice is held once.
  const paths = [...new Map(named.map((each) => [path.resolve(userFolder, each), each])).values()];
  if (flags.json && paths.length > 1) throw new QuiesceError('QSC110', '--json takes one file at a time');
  const measured: Measured[] = [];
  const results = await withPool(async (pool) => {
    const done = [];
    for (const path of paths) {
      const startedMs = performance.now();
      const result = await pool.conform(path, { limits: limitsOf(flags), commit });
      measured.push({ scenario: result.file, mechanism: 'none', elapsedMs: performance.now() - startedMs });
      done.push(result);
    }
    return done;
  });
  for (const [index, result] of results.entries()) {
    const figures = commit ? await figuresOf(result) : undefined;
    if (figures) writeFileSync(path.resolve(userFolder, path.dirname(paths[index]!), figures.path), figures.text);
    const report = () => ownText(result, { command: commandWords, ...flags, ...terminal() });
    process.stdout.write(flags.json ? conformanceDocument(result) : report());
  }
  await write(flags, ({ ownPage }) => ownPage(results, measured));
  const codes = results.map(ownExitCode);
  process.exitCode = [1, 3].find((code) => codes.some((each) => each === code)) ?? 0;
}

/** What is to be committed: nothing where something is not as expected, so that no floor is lost with it. */
async function figuresOf({ file, figures, rows }: OwnResult): Promise<OwnResult['figures']> {
  const { QuiesceError } = await import('../../engine/program/errors.js');
  if (!figures) throw new QuiesceError('QSC110', `--commit: ${file} exports no 'coverage', the file for the figures`);
  return rows.every(({ verdict, expected }) => verdict === expected) ? figures : undefined;
}

interface Selected {
  readonly scenario: Scenario;
  readonly variant: ScenarioVariant;
}

/** select finds scenarios and mechanisms by name, also as `scenario@mechanism`. Throws QSC101, QSC103 and QSC110. */
async function select(words: readonly string[], { mechanism, deep }: ConformFlags): Promise<readonly Selected[]> {
  const [{ deepScenarios, scenarios }, { resolve }, { refuseUnknown }, { userFolder }] = await Promise.all([
    import('../../scenarios/index.js'),
    import('../../runner/resolve.js'),
    import('../../runner/selection.js'),
    import('../../runner/invocation.js'),
  ]);
  const named = await Promise.all(words.map((word) => resolve(word, ['scenario'], userFolder)));
  const all = [...scenarios, ...deepScenarios];
  const isNamed = ({ name }: Scenario) => named.some(({ scenario }) => scenario === name);
  const chosen = words.length > 0 ? all.filter(isNamed) : deep ? deepScenarios : scenarios;
  const pairs = chosen.flatMap((scenario) => scenario.variants.map((variant) => ({ scenario, variant })));
  const own = named.flatMap((meaning) => (meaning.mechanism === undefined ? [] : [meaning.mechanism]));
  const mechanisms = [...new Set(pairs.map(({ variant }) => variant.mechanism.name))];
  refuseUnknown('QSC103', [...(mechanism ?? []), ...own], mechanisms);
  const isWanted = ({ scenario, variant }: Selected) =>
    named.length === 0 ||
    named.some(
      (meaning) =>
        meaning.scenario === scenario.name && (meaning.mechanism ?? variant.mechanism.name) === variant.mechanism.name,
    );
  return pairs.filter((pair) => isWanted(pair) && (mechanism?.includes(pair.variant.mechanism.name) ?? true));
}

async function conform(selected: readonly Selected[], whole: boolean, flags: ConformFlags): Promise<void> {
  const [
    { conformanceResult },
    { committedCoverage },
    { conformanceExitCode },
    reports,
    { commandWords },
    { packageRoot },
    { terminal },
  ] = await Promise.all([
    import('../../runner/conformance/scenario.js'),
    import('../../runner/conformance/committed.js'),
    import('../../runner/conformance/result.js'),
    import('../../reports/conformance.js'),
    import('../../runner/invocation.js'),
    import('../../runner/packageRoot.js'),
    import('../terminal.js'),
  ]);
  if (flags.commit && !whole) await refusePartialCommit();
  const committed = flags.commit ? {} : committedCoverage(packageRoot);
  const { parts, measured } = await checkAll(selected, flags, committed);
  const result = conformanceResult(parts, whole && !flags.commit ? committed : undefined);
  if (flags.commit) await commit(result, packageRoot);
  const options = { command: commandWords, whole, ...flags, ...terminal() };
  process.stdout.write(flags.json ? reports.conformanceJson(result) : reports.conformanceText(result, options));
  await write(flags, ({ conformancePage }) => conformancePage(result, measured));
  process.exitCode = conformanceExitCode(result);
}

type Pages = typeof import('../../reports/pages.js');

async function write({ out, timings }: ConformFlags, subjectOf: (pages: Pages) => PageSubject): Promise<void> {
  if (out === false) return;
  const [{ writeFindings }, pages] = await Promise.all([import('../documents.js'), import('../../reports/pages.js')]);
  await writeFindings(out, subjectOf(pages), { timings });
}

/** The figures of what was not checked would be lost, and with them the floor. */
async function refusePartialCommit(): Promise<never> {
  const { QuiesceError } = await import('../../engine/program/errors.js');
  throw new QuiesceError('QSC110', '--commit takes every scenario with every mechanism, no names');
}

async function checkAll(
  selected: readonly Selected[],
  flags: ConformFlags,
  committed: CommittedCoverage,
): Promise<{ readonly parts: readonly ConformedScenario[]; readonly measured: readonly Measured[] }> {
  const [{ conformScenario, isHeldToMachine }, { whyDiverging }, { limitsOf }] = await Promise.all([
    import('../../runner/conformance/scenario.js'),
    import('../../runner/conformance/expectations.js'),
    import('../searchOptions.js'),
  ]);
  const limits = limitsOf(flags);
  const parts: ConformedScenario[] = [];
  const measured: Measured[] = [];
  for (const { scenario, variant } of selected) {
    const { mechanism } = variant;
    if (!isHeldToMachine(scenario, mechanism)) continue;
    const why = whyDiverging(scenario.name, mechanism.name);
    const schedules = flags.schedules === true || flags.json === true;
    const options = { limits, schedules, committed, ...(why === undefined ? {} : { why }) };
    const startedMs = performance.now();
    const part = conformScenario(scenario, mechanism, options);
    const elapsedMs = performance.now() - startedMs;
    measured.push({ scenario: scenario.name, mechanism: mechanism.name, elapsedMs });
    parts.push(part);
    say(`${scenario.name}@${mechanism.name}: ${part.rows.map(({ verdict }) => verdict).join(', ')}`, [part]);
  }
  say('all', parts);
  return { parts, measured };
}

/** On stderr, because a time is not the same twice. */
function say(text: string, parts: readonly ConformedScenario[]): void {
  const calls = parts.flatMap(({ rows }) => rows).reduce((sum, row) => sum + row.calls, 0);
  const machineMs = parts.reduce((sum, part) => sum + part.machineMs, 0);
  process.stderr.write(`${text}; ${calls} calls into xstate took ${Math.round(machineMs)} ms\n`);
}

async function commit(result: ConformanceResult, packageRoot: string): Promise<void> {
  const [{ coverageDocument, coverageFile }, { writeFileSync }, { join }] = await Promise.all([
    import('../../runner/conformance/committed.js'),
    import('node:fs'),
    import('node:path'),
  ]);
  writeFileSync(join(packageRoot, coverageFile), coverageDocument(result));
}

async function mutants({ json }: ConformFlags): Promise<void> {
  const [{ conformMutants }, { conformanceMutantsExitCode }, { conformanceMutantsText }, { terminal }] =
    await Promise.all([
      import('../../runner/mutants/conformance.js'),
      import('../../runner/conformance/result.js'),
      import('../../reports/conformance.js'),
      import('../terminal.js'),
    ]);
  const result = await conformMutants(({ name, killed }) =>
    process.stderr.write(`${name}: ${killed ? 'given away' : 'SURVIVES'}\n`),
  );
  process.stdout.write(json ? jsonDocument(result) : conformanceMutantsText(result, terminal().width));
  process.exitCode = conformanceMutantsExitCode(result);
}

async function cost(selected: readonly Selected[]): Promise<void> {
  const [{ costsOf, costText }, { isHeldToMachine }] = await Promise.all([
    import('../../runner/conformance/cost.js'),
    import('../../runner/conformance/scenario.js'),
  ]);
  const held = selected.filter(({ scenario, variant }) => isHeldToMachine(scenario, variant.mechanism));
  process.stdout.write(costText(costsOf(held)));
}

async function diagram(): Promise<void> {
  const [{ mermaidOf }, { swapMachine }] = await Promise.all([
    import('../../conformance/xstate/diagram.js'),
    import('../../model/swapMachine.js'),
  ]);
  process.stdout.write(mermaidOf(swapMachine));
}
