// The options that say how to search: limits, strategy, store, sampling. Shared by verify and explore.

import { type Command, Option } from 'commander';
import { QuiesceError } from '../engine/program/errors.js';
import type { ExploreOptions, Limits, SampleOptions } from '../engine/search/options.js';
import type { Engine, SearchOptions } from '../runner/searchOptions.js';

/** The options as commander hands them over: all text. */
export interface SearchFlags {
  readonly limitStates?: string;
  readonly limitSeconds?: string;
  readonly limitMemory?: string;
  readonly sample?: string;
  readonly seed?: string;
  readonly sampler?: SampleOptions['sampler'];
  readonly search?: NonNullable<ExploreOptions['search']>;
  readonly store?: NonNullable<ExploreOptions['store']>;
  readonly reduction?: NonNullable<ExploreOptions['reduction']>;
  readonly engine?: 'states' | Engine;
  readonly preemptions?: string;
  readonly checkpoint?: string;
  readonly checkpointSeconds?: string;
}

/** addSearchOptions declares them on a command. */
export function addSearchOptions(command: Command): Command {
  return command
    .option('--limit-states <n>', 'stop an exploration at this many states (20000000)')
    .option('--limit-seconds <n>', 'stop an exploration after this many seconds (no limit)')
    .option('--limit-memory <MiB>', 'stop an exploration that holds this much (a share of the machine)')
    .option('--sample <n>', 'sample n executions of each instead of exploring them all')
    .option('--seed <n>', 'seed of the sampler (1)')
    .addOption(
      new Option('--sampler <name>', 'how to sample (random)').choices(['random', 'pct', 'roundRobin'] as const),
    )
    .addOption(new Option('--search <order>', 'order of the search').choices(['breadthFirst', 'depthFirst'] as const))
    .addOption(
      new Option('--reduction <kind>', 'persistent leaves out steps whose order does not matter (none)').choices([
        'none',
        'persistent',
      ] as const),
    )
    .addOption(
      new Option(
        '--engine <kind>',
        'executions takes one execution of each class instead of all states (states, by kernel or typescript)',
      ).choices(['states', 'executions', 'kernel', 'typescript'] as const),
    )
    .option('--preemptions <k>', 'with --engine executions: only those that need at most k preemptions')
    .option('--checkpoint <dir>', 'keep how far each exploration is in this folder, and go on from what is kept there')
    .option('--checkpoint-seconds <n>', 'with --checkpoint: how often (60)')
    .addOption(
      new Option('--store <kind>', 'exact compares states in full').choices(['exact', 'fingerprint'] as const),
    );
}

/** searchOptions reads them. Throws QSC104 and QSC110. */
export function searchOptions(flags: SearchFlags): SearchOptions {
  const limits = limitsOf(flags);
  const sample = sampleOf(flags);
  return {
    ...engineOf(flags),
    ...checkpointOf(flags),
    ...(flags.search === undefined ? {} : { search: flags.search }),
    ...(flags.store === undefined ? {} : { store: flags.store }),
    ...(flags.reduction === undefined ? {} : { reduction: flags.reduction }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(sample === undefined ? {} : { sample }),
  };
}

/** limitsOf reads the limits alone. Throws QSC104. */
export function limitsOf(flags: Pick<SearchFlags, 'limitStates' | 'limitSeconds' | 'limitMemory'>): Limits {
  const { limitStates, limitSeconds, limitMemory } = flags;
  return {
    ...(limitStates === undefined ? {} : { states: integer('--limit-states', limitStates, 1e9) }),
    ...(limitSeconds === undefined ? {} : { seconds: positive('--limit-seconds', limitSeconds, 1e7) }),
    ...(limitMemory === undefined ? {} : { memoryMiB: positive('--limit-memory', limitMemory, 1e7) }),
  };
}

/** What says how states are searched says nothing of executions. */
const ofStates = Object.freeze(['search', 'store', 'reduction', 'sample'] as const);

function engineOf(flags: SearchFlags): Pick<SearchOptions, 'engine' | 'preemptions'> {
  const { engine, preemptions } = flags;
  if (engine !== 'executions') {
    if (preemptions !== undefined) throw new QuiesceError('QSC110', '--preemptions without --engine executions');
    return engine === undefined || engine === 'states' ? {} : { engine };
  }
  const besides = ofStates.find((name) => flags[name] !== undefined);
  if (besides) throw new QuiesceError('QSC110', `--${besides} with --engine executions`);
  return { engine, ...(preemptions === undefined ? {} : { preemptions: preemptionsOf(preemptions) }) };
}

/** What the kernel does not search is not kept. */
function checkpointOf(flags: SearchFlags): Pick<SearchOptions, 'checkpoint'> {
  const { checkpoint: folder, checkpointSeconds } = flags;
  if (folder === undefined) {
    if (checkpointSeconds !== undefined) throw new QuiesceError('QSC110', '--checkpoint-seconds without --checkpoint');
    return {};
  }
  if (folder === '') throw new QuiesceError('QSC104', '--checkpoint names no folder');
  const besides = searchedOtherwise(flags);
  if (besides) throw new QuiesceError('QSC110', `--${besides} with --checkpoint`);
  const seconds = checkpointSeconds === undefined ? 60 : positive('--checkpoint-seconds', checkpointSeconds, 1e7);
  return { checkpoint: { folder, seconds } };
}

function searchedOtherwise({ sample, search, store, reduction, engine }: SearchFlags): string | undefined {
  if (sample !== undefined) return 'sample';
  if (search === 'depthFirst') return 'search depthFirst';
  if (store === 'fingerprint') return 'store fingerprint';
  if (reduction === 'persistent') return 'reduction persistent';
  return engine === 'executions' || engine === 'typescript' ? `engine ${engine}` : undefined;
}

function preemptionsOf(text: string): number {
  return text === '0' ? 0 : integer('--preemptions', text, 1e9);
}

function sampleOf(flags: SearchFlags): SearchOptions['sample'] {
  if (flags.sample === undefined) {
    const alone = flags.seed !== undefined ? '--seed' : flags.sampler !== undefined ? '--sampler' : undefined;
    if (alone) throw new QuiesceError('QSC110', `${alone} without --sample`);
    return undefined;
  }
  return {
    sampler: flags.sampler ?? 'random',
    executions: integer('--sample', flags.sample, 1e9),
    seed: flags.seed === undefined ? 1 : integer('--seed', flags.seed, 2 ** 31 - 1),
  };
}

/** integer reads a positive whole number. */
export function integer(name: string, text: string, most: number): number {
  const value = positive(name, text, most);
  if (!Number.isInteger(value)) throw new QuiesceError('QSC104', `${name} ${text}, which is no whole number`);
  return value;
}

function positive(name: string, text: string, most: number): number {
  const value = /^[\d.e+-]+$/i.test(text) ? Number(text) : Number.NaN;
  if (!(value > 0 && value <= most)) throw new QuiesceError('QSC104', `${name} ${text}; 0 < n <= ${most} expected`);
  return value;
}
