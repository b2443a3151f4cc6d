// quiesce explore: a program of the user's own, no hot swap needed.

import type { Command } from 'commander';
import { addSearchOptions, type SearchFlags, searchOptions } from '../searchOptions.js';

interface ExploreFlags extends SearchFlags {
  readonly property?: readonly string[];
  readonly json?: boolean;
  readonly timings: boolean;
  readonly out: string | false;
  readonly ui?: boolean;
}

const examples = `
The file exports 'system' and, if it has claims of its own, 'properties'; noDeadlock, noStuck and noFailure are always
checked, and noUseAfterFree where memory can be freed. A claim whose premise is never reached is vacuous, and no pass: it
needs a normal end, its from, or an event. 'expected' gives the verdicts that are not 'proved'. Instead of one system, a
file may export 'variants', such as a known defect and its repair: a list of { name, system, expected }.
For example lost.ts:

  import { atEnd, cell, load, store, thread } from 'quiesce';

  const count = cell('count', 0);

  function* increment() {
    const seen = yield* load(count);
    yield* store(count, seen + 1);
  }

  export const system = { cells: [count], threads: [thread('t1', increment), thread('t2', increment)] };
  export const properties = [atEnd('noLostUpdate', (state) => state.read(count) === 2)];

Examples:
  quiesce explore ./lost.ts
  quiesce explore ./lost.ts --property noLostUpdate
  quiesce explore ./lost.ts --sample 1000 --seed 42
  quiesce explore ./lost.ts --ui       choose steps by hand in a browser; a scenario's name does too

The file is code: it runs with your rights.`;

/** defineExplore declares the command. */
export function defineExplore(command: Command): void {
  command
    .argument('<file...>', "modules that export 'system' or 'variants', and 'properties'")
    .option('--property <name...>', 'only these properties')
    .option('--json', 'print the result as one JSON document')
    .option('--no-timings', 'leave measured times out, so that two runs give the same bytes')
    .option('--out <dir>', 'folder for report.html, result.json, junit.xml, summary.md and schedules/', 'out/explore')
    .option('--no-out', 'write nothing')
    .option('--ui', 'serve a page on the loopback address where steps are chosen by hand; writes nothing')
    .addHelpText('after', examples)
    .action(run);
  addSearchOptions(command);
}

async function run(files: readonly string[], flags: ExploreFlags): Promise<void> {
  const search = searchOptions(flags);
  if (flags.ui) return await serve(files);
  const [{ publish, refuseBadOutput }, { stderrProgress }, { resolve }, { verify }, { exitCodeOf }, { userFolder }] =
    await Promise.all([
      import('../documents.js'),
      import('../progress.js'),
      import('../../runner/resolve.js'),
      import('../../runner/verifyNamed.js'),
      import('../../runner/result.js'),
      import('../../runner/invocation.js'),
    ]);
  refuseBadOutput(flags);
  for (const file of files) await resolve(file, ['file'], userFolder);
  const properties = flags.property ? { properties: flags.property } : {};
  const result = await verify(files, { ...search, ...properties, from: userFolder, display: stderrProgress(search) });
  await publish(result, { ...flags, allPaths: true });
  process.exitCode = exitCodeOf(result);
}

/** Serves one program or scenario until Ctrl-C. */
async function serve([word, ...others]: readonly string[]): Promise<void> {
  const [{ withPool }, { selectTasks }, { serveExplorer }, { userFolder }, { QuiesceError }] = await Promise.all([
    import('../ownPool.js'),
    import('../../runner/selection.js'),
    import('../liveExplorer.js'),
    import('../../runner/invocation.js'),
    import('../../engine/program/errors.js'),
  ]);
  if (others.length > 0) throw new QuiesceError('QSC110', '--ui takes one file at a time');
  await withPool(async (pool) => {
    const [first] = await selectTasks(pool, { words: [word!], from: userFolder, files: [] });
    const { address, server } = await serveExplorer(pool, { source: first!.source, name: first!.task.name });
    process.stdout.write(`${address}\nCtrl-C ends it\n`);
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
    });
    server.closeAllConnections();
    server.close();
  });
}
