// What a state of the token's implementation says about the state of Token: one claim per variable, over cells and the lives of
// regions, never over the memory that is compared. It forgets: the parity of generations, what is handed to a first thread,
// which processors stop.

import type { Claim, TlaState, TlaValue } from '../../../conformance/index.js';
import type { StateView } from '../../../engine/watch/property.js';
import { destruction, nothing, type TokenRing } from '../../../impl/clustered/token.js';
import { isGivenBack } from '../abstraction.js';

type TokenClaim = Claim<TlaState>;

/** Variables of the specification without a claim of their own, and what is compared instead. */
export const elsewhere: Readonly<Record<string, string>> = Object.freeze({
  held: 'no cell has it: pass needs everybody to have ended who was active when hold was said',
  visit: 'no cell has it: every step of a visit is said in an event',
  lives: 'no cell has it: every begin takes one',
  starting: 'no cell has it: join and stutter say who starts a processor',
});

/** tokenClaims is the abstraction of a ring; homeOf is where a thread runs. */
export function tokenClaims(ring: TokenRing, homeOf: (thread: string) => number): readonly TokenClaim[] {
  return [
    ringClaim(ring),
    tokenClaim(ring),
    ...ring.generations.map(({ processor }) => activeClaim(ring, processor, homeOf)),
    objectClaim(ring),
    stuttersClaim(ring),
  ];
}

function ringClaim({ members }: TokenRing): TokenClaim {
  return {
    field: 'ring',
    reads: 'the bits of the members, exactly',
    shows: (view) => view.read(members).toString(2),
    holds: (view, state) => {
      const specified = state.members('ring').reduce<number>((bits, processor) => bits | (1 << Number(processor)), 0);
      return view.read(members) === specified;
    },
  };
}

function tokenClaim({ token }: TokenRing): TokenClaim {
  return {
    field: 'token',
    reads: 'the cell, exactly; but on its way the token may be in the cell where it was still',
    shows: (view) => String(view.read(token)),
    holds: (view, state) => view.read(token) === state.value('token') || state.value('visit') === 'arrived',
  };
}

function activeOn(view: StateView, { generations }: TokenRing, processor: number): number {
  const { word, active } = generations[processor]!;
  return ((view.read(word) >> 1) + view.read(active[0]!) + view.read(active[1]!)) & 7;
}

function activeClaim(ring: TokenRing, processor: number, homeOf: (thread: string) => number): TokenClaim {
  return {
    field: 'holds',
    reads:
      'the generation counters: no fewer active threads than have begun and not ended (a thread is active a little longer); but not where the token is held, which moves them from one counter to the other',
    shows: (view) => `processor ${processor}: ${activeOn(view, ring, processor)} active`,
    holds: (view, state) => {
      const begun = state
        .domain('holds')
        .filter((thread) => homeOf(String(thread)) === processor && state.value('holds', thread) !== 'gone');
      const isHeldHere = state.value('visit') === 'holding' && state.value('token') === processor;
      return isHeldHere || activeOn(view, ring, processor) >= begun.length;
    },
  };
}

interface Destruction {
  readonly progress: readonly number[];
  readonly entry: readonly number[];
  readonly named: readonly number[];
  readonly givenBack: readonly boolean[];
}

const { none, destroyed, counting, freed } = destruction;

/** What cells and memory may be, by how far the specification is: it takes in one step what takes several. */
const destructions: Readonly<Record<string, Destruction>> = {
  known: { progress: [none], entry: [0, nothing], named: [0], givenBack: [false] },
  destroyed: { progress: [destroyed], entry: [nothing], named: [0], givenBack: [false] },
  counting: { progress: [counting], entry: [nothing], named: [0], givenBack: [false] },
  freed: { progress: [counting, freed], entry: [nothing], named: [nothing], givenBack: [false, true] },
  recycled: { progress: [freed, none], entry: [1], named: [nothing, 1], givenBack: [true] },
};

function objectClaim({ progress, entry, named, objects }: TokenRing): TokenClaim {
  const read = (view: StateView) => ({
    progress: view.read(progress),
    entry: view.read(entry),
    named: view.read(named),
    givenBack: isGivenBack(view, objects[0]!.memory),
  });
  return {
    field: 'object',
    reads:
      'how far the destruction is, where the reference leads, what names it, and whether the memory was given back: all as the one says, or about to be',
    shows: (view) => JSON.stringify(read(view)),
    holds: (view, state) => {
      const allowed = destructions[String(state.value('object'))]!;
      const seen = read(view);
      const numbers = (['progress', 'entry', 'named'] as const).every((cell) => allowed[cell].includes(seen[cell]));
      return numbers && allowed.givenBack.includes(seen.givenBack);
    },
  };
}

function stuttersClaim({ stutters }: TokenRing): TokenClaim {
  const isTrue = (value: TlaValue) => value === true;
  return {
    field: 'stutters',
    reads: 'the cell, exactly',
    shows: (view) => String(view.read(stutters)),
    holds: (view, state) => (view.read(stutters) === 1) === isTrue(state.value('stutters')),
  };
}
