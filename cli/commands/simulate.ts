// quiesce simulate: the paper's figures and costs, by programs on a multiprocessor with time.

import { type Command, Option } from 'commander';
import { jsonDocument } from '../../engine/program/visible.js';
import type { Drawing, Figure, Point, Sensitivity } from '../../simulation/figure.js';
import type { Machine } from '../../simulation/parameters.js';
import { integer } from '../searchOptions.js';

interface SimulateFlags {
  readonly machine: string;
  readonly mechanism: string;
  readonly processors?: readonly string[];
  readonly times?: string;
  readonly sensitivity?: boolean;
  readonly assumptions?: boolean;
  readonly cores?: boolean;
  readonly csv?: boolean;
  readonly json?: boolean;
  readonly out?: string;
}

const examples = `
Examples:
  quiesce simulate figure1                                 the counter, on 1 to 12 processors, as the paper has it
  quiesce simulate figure2 --machine server                the page-fault path, on a server of today
  quiesce simulate figure1 --processors 16 32 64           larger, with iterations scaled down
  quiesce simulate figure1 --times 2000 --sensitivity      what becomes of it when an assumption is halved or doubled
  quiesce simulate figure1 --out out                       plot.svg, points.csv and table.txt in out/figure1.s70/
  quiesce simulate costs                                   operations of a mediated call and of a swap, and its delay

The programs are those that verify explores. What the cost model assumes is printed by --assumptions.`;

/** defineSimulate declares the command. */
export function defineSimulate(command: Command): void {
  command
    .argument('<what>', 'figure1, figure2 or costs')
    .addOption(new Option('--machine <name>', 'the multiprocessor').choices(['s70', 'server']).default('s70'))
    .option('--mechanism <name>', 'what swaps', 'asItIs')
    .option('--processors <n...>', 'the sizes; 1 to 12 unless told')
    .option('--times <n>', 'how often each client does each thing; as often as in the paper unless told')
    .option('--sensitivity', 'also with each assumption halved and doubled (1, 4 and 12 processors unless told)')
    .option('--assumptions', 'print what the cost model assumes')
    .option('--cores', "also run it on this machine's cores, 1 and 2 of them")
    .option('--csv', 'print comma-separated values instead of a table')
    .option('--json', 'print one JSON document')
    .option('--out <dir>', 'write SVG, CSV and text there')
    .addHelpText('after', examples)
    .action(run);
}

async function run(what: string, flags: SimulateFlags): Promise<void> {
  const [{ machines }, { assumptionsText }, { terminal }] = await Promise.all([
    import('../../simulation/parameters.js'),
    import('../../reports/figure.js'),
    import('../terminal.js'),
  ]);
  const machine = machines.find(({ name }) => name === flags.machine)!;
  if (flags.assumptions) process.stdout.write(assumptionsText(machine, terminal().width));
  if (what === 'costs') await counted(machine, flags);
  else await drawn(what, machine, flags);
}

async function drawn(what: string, machine: Machine, flags: SimulateFlags): Promise<void> {
  const [{ drawings }, { drawFigure, sensitivities }, { refuseUnknown }, mechanism] = await Promise.all([
    import('../../simulation/drawings.js'),
    import('../../simulation/figure.js'),
    import('../../runner/selection.js'),
    mechanismNamed(flags.mechanism),
  ]);
  const drawing = drawings.find(({ name }) => name === what);
  refuseUnknown('QSC110', [what], [...drawings.map(({ name }) => name), 'costs']);
  const small = flags.sensitivity ? [1, 4, 12] : Array.from({ length: 12 }, (_, index) => index + 1);
  const sizes = flags.processors?.map((text) => integer('--processors', text, 1024)) ?? small;
  const times = flags.times === undefined ? {} : { times: integer('--times', flags.times, 1e6) };
  const sitting = { mechanism, machine, sizes, ...times };
  const figure = drawFigure(drawing!, { ...sitting, onPoint });
  const moved = flags.sensitivity ? sensitivities(drawing!, sitting) : [];
  await show(figure, moved, flags);
  if (flags.cores) await measured(drawing!, flags.mechanism, sitting.times ?? drawing!.times);
}

/** A measurement is of this machine and this moment: it goes to the terminal and into no document. */
async function measured(drawing: Drawing, mechanism: string, times: number): Promise<void> {
  const [{ checkRealCores }, { measuredText }, { terminal }] = await Promise.all([
    import('../../runner/realCores/check.js'),
    import('../../reports/realCores.js'),
    import('../terminal.js'),
  ]);
  const found = await checkRealCores(drawing, mechanism, times);
  process.stdout.write(measuredText(found, terminal().width));
  if (found.some(({ isRight }) => !isRight)) process.exitCode = 1;
}

function onPoint({ processors, line, times }: Point): void {
  process.stderr.write(`${line} on ${processors}, ${times} times\n`);
}

async function show(figure: Figure, moved: readonly Sensitivity[], flags: SimulateFlags): Promise<void> {
  const [{ figureCsv }, { terminal }] = await Promise.all([
    import('../../reports/figure.js'),
    import('../terminal.js'),
  ]);
  if (flags.out !== undefined) await write(figure, moved, flags.out, flags.machine);
  const text = await textOf(figure, moved, terminal().width);
  const json = jsonDocument({ version: 1, ...figure, sensitivities: moved });
  process.stdout.write(flags.json ? json : flags.csv ? figureCsv(figure) : text);
}

/** A document has the same lines wherever it is written. */
async function textOf(figure: Figure, moved: readonly Sensitivity[], width?: number): Promise<string> {
  const { figureText, sensitivityText } = await import('../../reports/figure.js');
  return figureText(figure, width) + (moved.length > 0 ? `\n${sensitivityText(moved, width)}` : '');
}

async function write(figure: Figure, moved: readonly Sensitivity[], out: string, machine: string): Promise<void> {
  const [{ figureCsv }, { figurePlot }, { plotSvg }] = await Promise.all([
    import('../../reports/figure.js'),
    import('../../reports/figurePlot.js'),
    import('../../reports/plot.js'),
  ]);
  await publish(out, `${figure.name}.${machine}`, [
    { path: 'plot.svg', text: await plotSvg(figurePlot(figure)) },
    { path: 'points.csv', text: figureCsv(figure) },
    { path: 'table.txt', text: await textOf(figure, moved) },
  ]);
}

/** Each figure has a folder of its own in the folder that was named. */
async function publish(
  out: string,
  name: string,
  documents: readonly { readonly path: string; readonly text: string }[],
): Promise<void> {
  const [{ writeDocuments }, { userFolder }, { join, resolve }] = await Promise.all([
    import('../outputFolder.js'),
    import('../../runner/invocation.js'),
    import('node:path'),
  ]);
  writeDocuments(resolve(userFolder, out, name), join(out, name), documents);
}

/** The mechanisms whose delays are drawn: those that wait for different things. */
const waiting = ['asItIs', 'writerPreferringLock', 'readerPreferringLock', 'referenceCount', 'readCopyUpdate'];

async function counted(machine: Machine, flags: SimulateFlags): Promise<void> {
  const [{ costOf }, { delaysByBystanders, delaysInFlight }, { costsText, delaysCsv, delaysPlot }, { terminal }] =
    await Promise.all([
      import('../../simulation/costs.js'),
      import('../../simulation/delays.js'),
      import('../../reports/costs.js'),
      import('../terminal.js'),
    ]);
  const mechanisms = await Promise.all(waiting.map(mechanismNamed));
  const delays = [delaysInFlight(mechanisms, machine), delaysByBystanders(mechanisms, machine)];
  const costs = mechanisms.map(costOf);
  if (flags.out !== undefined) {
    const { plotSvg } = await import('../../reports/plot.js');
    const plots = delays.map(async (each) => ({
      path: `${each.name}.svg`,
      text: await plotSvg(delaysPlot(each, machine)),
    }));
    await publish(flags.out, `costs.${machine.name}`, [
      ...(await Promise.all(plots)),
      { path: 'delays.csv', text: delaysCsv(delays) },
      { path: 'table.txt', text: costsText(costs, delays, machine) },
    ]);
  }
  const json = jsonDocument({ version: 1, costs, delays });
  process.stdout.write(
    flags.json ? json : flags.csv ? delaysCsv(delays) : costsText(costs, delays, machine, terminal().width),
  );
}

/** Throws QSC103. */
async function mechanismNamed(name: string) {
  const [{ compared }, { refuseUnknown }] = await Promise.all([
    import('../../scenarios/compared.js'),
    import('../../runner/selection.js'),
  ]);
  const names = compared.map(({ mechanism }) => mechanism.name);
  refuseUnknown('QSC103', [name], names);
  return compared.find(({ mechanism }) => mechanism.name === name)!.mechanism;
}
