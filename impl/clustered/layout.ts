// The memory of the per-processor form: which cells it adds to a site, each at home on its processor, and the record by
// which its programs find them. Every object and mediator that the site can need is laid out in advance.

import {
  type CellArray,
  cell,
  cells,
  deepFreeze,
  type Mutex,
  mutex,
  type Region,
  region,
} from '../../engine/program/index.js';
import type { Mechanism, ReferenceSite, Site } from '../contract.js';
import type { Reference } from '../events.js';
import { fairLock } from '../hotswap/fairLock.js';
import type { ProcessorGenerations } from '../hotswap/generations.js';
import { layOutGenerations, layOutObject } from '../hotswap/layout.js';
import { asItIs } from '../hotswap/options.js';
import { ownedByGlobalEntry, ownedByMediator, ownedByProtocol, ownedByTranslation } from '../owners.js';
import type { Mediator, Representative } from './mediator.js';
import type { ClusteredOptions } from './options.js';
import type { Plan } from './plan.js';
import { bitOf, type ClusteredReference, type GlobalTarget, type LocalTarget, missing } from './translation.js';

/** The mechanism as its own programs see it. */
export interface Clustered extends Mechanism {
  readonly options: ClusteredOptions;
  /** The threads that may call, by slot, and the processor that each begins on. */
  readonly callers: readonly string[];
  readonly callerHomes: readonly number[];
  /** The processors that threads are active on. */
  readonly callerProcessors: readonly number[];
  readonly entries: Readonly<Record<Reference, ClusteredReference>>;
  readonly generations: readonly ProcessorGenerations[];
  /** As in the one-mediator form: see HotSwap. */
  readonly counter: CellArray<number>;
  /** By processor: held during a grace period, where two workers of the processor may want one. */
  readonly advancing: readonly Mutex[];
}

/** isClustered tells this mechanism from others. */
export function isClustered(mechanism: Mechanism): mechanism is Clustered {
  return 'entries' in mechanism && 'generations' in mechanism;
}

/** The worker of a processor in swap `mediator`. */
export function workerThread(ref: Reference, mediator: number, processor: number): string {
  return `worker.${ref}.${mediator}.${processor}`;
}

/** The worker of a processor that is first touched while the swap is on. */
export function joinerThread(ref: Reference, mediator: number, processor: number): string {
  return `joiner.${ref}.${mediator}.${processor}`;
}

export function deadlineThread(ref: Reference, mediator: number): string {
  return `deadline.${ref}.${mediator}`;
}

/** layOutClustered declares the memory of one reference, its objects and its mediators. */
export function layOutClustered(site: Site, at: ReferenceSite): ClusteredReference {
  const { name, swaps, touched } = at;
  const globally = region(`${name}.global`, ownedByGlobalEntry(name));
  const protocol = region(`${name}.protocol`, ownedByProtocol(name));
  return deepFreeze({
    name,
    local: Array.from({ length: site.processors }, (_, processor) =>
      localEntry(name, processor, touched.includes(processor)),
    ),
    global: cell<GlobalTarget>(`${name}.global`, { object: 0 }, { region: globally }) as ClusteredReference['global'],
    misses: cell(`${name}.misses`, 0, { region: globally }),
    touched: cell(
      `${name}.touched`,
      touched.reduce((set, processor) => set | bitOf(processor), 0),
      { region: globally },
    ),
    entry: cell(`${name}.entry`, 0, { region: protocol }),
    ended: cell(`${name}.ended`, 0, { region: protocol }),
    plan: cell<Plan | null>(`${name}.plan`, null, { region: protocol }) as ClusteredReference['plan'],
    objects: at.versions.map((_, number) => layOutObject(site, at, number)),
    mediators: Array.from({ length: swaps }, (_, number) => layOutMediator(site, name, number, protocol)),
  });
}

function localEntry(name: Reference, processor: number, touched: boolean): ClusteredReference['local'][number] {
  const local = region(`${name}.local${processor}`, ownedByTranslation(name, processor));
  const options = { home: processor, region: local };
  const initial = touched ? { object: 0 } : missing;
  return cell<LocalTarget>(`${name}.local[${processor}]`, initial, options) as ClusteredReference['local'][number];
}

function layOutMediator(site: Site, name: Reference, number: number, protocol: Region): Mediator {
  const prefix = `${name}.mediator${number}`;
  const memory = region(prefix, ownedByMediator(name, number), { initially: 'allocated' });
  const zero = (what: string) => cell(`${prefix}.${what}`, 0, { region: memory });
  return {
    number,
    memory,
    representatives: Array.from({ length: site.processors }, (_, processor) =>
      layOutRepresentative(site, prefix, ownedByMediator(name, number), processor),
    ),
    phase: zero('phase'),
    lock: fairLock(`${prefix}.lock`, site.callers.length + site.processors, memory),
    turned: zero('turned'),
    flushed: zero('flushed'),
    elapsed: zero('elapsed'),
    finished: zero('finished'),
    inFlight: zero('inFlight'),
    ticket: cell(`${prefix}.ticket`, 1, { region: memory }),
    workers: zero('workers'),
    failed: zero('failed'),
    deadline: cell(`${prefix}.deadline`, 0, { region: protocol }),
    tracked: cells(`${prefix}.tracked`, site.callers.length, 0, { region: memory }),
  };
}

function layOutRepresentative(
  { callers }: Site,
  mediator: string,
  owner: ReturnType<typeof ownedByMediator>,
  processor: number,
): Representative {
  const prefix = `${mediator}.on${processor}`;
  const memory = region(prefix, owner, { initially: 'allocated' });
  const options = { home: processor, region: memory };
  return {
    processor,
    memory,
    phase: cell<string>(`${prefix}.phase`, 'forward', options) as Representative['phase'],
    lock: fairLock(`${prefix}.lock`, callers.length + 1, memory),
    count: cell(`${prefix}.count`, 0, options),
    tracked: cells(`${prefix}.tracked`, callers.length, 0, options),
    suspended: cells(`${prefix}.suspended`, callers.length, 0, options),
  };
}

/** layOutProcessors declares what each processor has whatever is swapped. */
export function layOutProcessors(
  site: Site,
  options: ClusteredOptions,
): Pick<Clustered, 'generations' | 'counter' | 'advancing'> {
  const protocol = region('protocol', ownedByProtocol('swaps'));
  const each = Array.from({ length: site.processors }, (_, processor) => processor);
  return {
    generations: each.map((processor) => layOutGenerations(site, processor, asItIs)),
    counter: site.sleepers ? cells('counter', site.callers.length, 0, { region: protocol }) : [],
    advancing: gracesMeet(site, options)
      ? each.map((processor) => mutex(`advancing${processor}`, { home: processor, region: protocol }))
      : [],
  };
}

/** Two swaps may want a grace period of one processor at once; or one that lets others in early, and a destruction. */
function gracesMeet({ references }: Site, { nextAfterCommit }: ClusteredOptions): boolean {
  const atOnce = references.map(({ swaps }) => (nextAfterCommit && swaps > 0 ? swaps + 1 : Math.min(swaps, 1)));
  return atOnce.reduce((all, swaps) => all + swaps, 0) > 1;
}
