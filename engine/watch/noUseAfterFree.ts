// No use after free, judged from what the engine sees and from nothing that a program says: who reads or writes the
// memory of a region that is free, whoever freed it; who frees what is free, or allocates what is not; who frees what
// another waits on; and who comes by a reference to an earlier incarnation. Holding a reference is no use.

import type { Value } from '../program/value.js';
import { isFact, type Rider } from '../threads/batches.js';
import type { Fact } from '../threads/facts.js';
import { type MonitorProperty, monitor, type Violation, violated } from './property.js';

type Life = {
  readonly free: boolean;
  /** How often it has been allocated; 1 at the start, where it is allocated. */
  readonly incarnation: number;
};

type Lives = {
  /** The regions that are not as they usually begin: allocated, for the first time. */
  readonly regions: { readonly [region: string]: Life };
  /** By thread that has come to a wait: the regions that it waits on, in the order of their names. */
  readonly waits: { readonly [thread: string]: readonly string[] };
};

const init: Lives = { regions: {}, waits: {} };
const first: Life = { free: false, incarnation: 1 };

type Of<K extends Fact['fact']> = Extract<Fact, { readonly fact: K }>;

function judge(lives: Lives, fact: Fact): Lives | Violation {
  switch (fact.fact) {
    case 'free':
      return turn(lives, fact.region, { free: true, incarnation: 0 });
    case 'access':
      return access(without(lives, fact.thread), fact, said[fact.how]);
    case 'waits': {
      const waiting = access(lives, fact, 'waits on');
      return 'regions' in waiting ? waitingOn(waiting, fact) : waiting;
    }
    case 'ended':
      return without(lives, fact.thread);
    case 'allocated':
      return allocate(lives, fact);
    case 'freed':
      return giveBack(lives, fact);
    default:
      return lives;
  }
}

function waitingOn({ regions, waits }: Lives, { thread, region }: Of<'waits'>): Lives {
  const on = [...new Set([...(waits[thread] ?? []), region])].sort();
  return { regions, waits: { ...waits, [thread]: on } };
}

const said = { read: 'reads', write: 'writes', readWrite: 'reads and writes' } as const;

function lifeOf({ regions }: Lives, region: string): Life {
  return Object.hasOwn(regions, region) ? regions[region]! : first;
}

function access(lives: Lives, fact: Of<'access'> | Of<'waits'>, how: string): Lives | Violation {
  const { thread, region, cell } = fact;
  const { free } = lifeOf(lives, region);
  if (free) return violated(`${thread} ${how} ${cell} of ${region}, which is free`);
  return staleness(lives, fact, `${thread} ${how} ${cell} of ${region}`) ?? lives;
}

function allocate(lives: Lives, { thread, region, incarnation }: Of<'allocated'>): Lives | Violation {
  if (!lifeOf(lives, region).free) return violated(`${thread} allocates ${region}, which is allocated`);
  return turn(lives, region, { free: false, incarnation });
}

function giveBack(lives: Lives, fact: Of<'freed'>): Lives | Violation {
  const { thread, region } = fact;
  const life = lifeOf(lives, region);
  if (life.free) return violated(`${thread} frees ${region}, which is free`);
  const waiting = Object.keys(lives.waits).find((other) => lives.waits[other]!.includes(region));
  if (waiting !== undefined) return violated(`${thread} frees ${region}, and ${waiting} waits on a cell of it`);
  return staleness(lives, fact, `${thread} frees ${region}`) ?? turn(lives, region, { ...life, free: true });
}

function staleness(
  lives: Lives,
  { region, incarnation }: { readonly region: string; readonly incarnation?: number },
  what: string,
): Violation | undefined {
  const now = lifeOf(lives, region).incarnation;
  if (incarnation === undefined || incarnation === now) return undefined;
  return violated(`${what} by a reference to incarnation ${incarnation}, and it is incarnation ${now}`);
}

function turn({ regions, waits }: Lives, region: string, life: Life): Lives {
  return { regions: { ...regions, [region]: life }, waits };
}

function without(lives: Lives, thread: string): Lives {
  if (!(thread in lives.waits)) return lives;
  const { [thread]: _, ...waits } = lives.waits;
  return { ...lives, waits };
}

/** What the claim makes of a fact: judgeLives alone, so that it is known wherever it is met. */
export const judgeLives = (lives: Value, fact: Fact): Value | Violation => judge(lives as Lives, fact);

/**
 * Whether the order of two riders of two threads is of no account to judgeLives: two uses, and turns of two regions. With
 * any use a thread may cease to wait, and that is looked at when whatever region is freed.
 */
export function areApart(one: Rider, other: Rider): boolean {
  if (!isHeeded(one) || !isHeeded(other)) return true;
  if (isTurn(one) && isTurn(other)) return one.region !== other.region;
  return !isTurn(one) && !isTurn(other);
}

function isHeeded(rider: Rider): rider is Fact {
  return isFact(rider) && rider.fact !== 'begun';
}

function isTurn(fact: Fact): fact is Of<'free'> | Of<'freed'> | Of<'allocated'> {
  return fact.fact === 'free' || fact.fact === 'freed' || fact.fact === 'allocated';
}

/** Whether something has been freed. */
function isFreed(lives: Lives): boolean {
  return Object.values(lives.regions).some(({ free, incarnation }) => free && incarnation > 0);
}

/**
 * noUseAfterFree claims that the memory of a region is used only while it is allocated. Its premise is that something
 * is freed.
 *
 * @example
 * noUseAfterFree.name // => 'noUseAfterFree'
 */
export const noUseAfterFree: MonitorProperty = claim({ premise: isFreed });

/** The same claim as it is made of every system with memory that can be freed: holds, too, where nothing ever is. */
export const usedWhileAllocated: MonitorProperty = claim({ premise: () => true });

function claim({ premise }: { readonly premise: (lives: Lives) => boolean }): MonitorProperty {
  return monitor<Lives & Value>(
    'noUseAfterFree',
    {
      init,
      on: (lives) => lives,
      facts: {
        of: { regions: 'temporary', threads: true },
        on: judgeLives as (lives: Lives & Value, fact: Fact) => (Lives & Value) | Violation,
      },
      premise,
    },
    { statement: 'memory is used, waited on and freed only while it is allocated, by references to what it is then' },
  );
}
