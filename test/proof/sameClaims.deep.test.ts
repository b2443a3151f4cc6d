// What is proved under a name is what is explored under that name: a claim of the form beside the monitor of properties/
// that bears its P, over every step of small instances of the protocol and of its mutants, in the words of impl/events.ts.
// The monitor hears of a step what the mechanism says of it (the graphs are held to each other by `quiesce conform`).

import { describe, expect, it } from 'vitest';
import { canonical, type Value } from '../../engine/program/value.js';
import { type MonitorProperty, Violation } from '../../engine/watch/property.js';
import { mutantOf, provedSystems } from '../../proof/catalogue.js';
import { and, equal, forAll, implies, is, not } from '../../proof/form/build.js';
import { changed, type System } from '../../proof/form/system.js';
import { protocolMutants } from '../../proof/hotSwap/mutants.js';
import { hotSwap } from '../../proof/hotSwap/system.js';
import { at, Calls, current, original, runsIn, swapperIs } from '../../proof/hotSwap/vocabulary.js';
import { Evaluator } from '../../proof/instance/evaluate.js';
import { edgesFrom, initialState, keyOf } from '../../proof/instance/graph.js';
import { instanceOf, type State } from '../../proof/instance/instance.js';
import { countMatches, oneVersionPerCall, phaseMonotone, quiescence, transferOnce } from '../../properties/index.js';
import { eventsOf } from './saidEvents.js';

interface Pair {
  readonly monitor: MonitorProperty;
  /** What is proved that the monitor speaks of: claims, and a conjunct that is proved with them. */
  readonly proved: readonly string[];
}

const pairs: readonly Pair[] = [
  { monitor: quiescence, proved: ['quiescence'] },
  { monitor: oneVersionPerCall, proved: ['oneVersionPerCall', 'noAbortAfterCommit'] },
  { monitor: phaseMonotone, proved: ['phasesAreMonotone', 'noAbortAfterCommit'] },
  { monitor: countMatches, proved: ['countMatchesTable', 'countGoesByOne', 'zeroStaysZero'] },
  { monitor: transferOnce, proved: ['transferOnce'] },
];

/**
 * The mutants in which a monitor is violated in the smallest instance. That of P5 is in none: it wants a thread that has seen
 * a later object; the claim is the stronger one, and false where a call enters an object that does not serve.
 */
const violatedIn: Readonly<Record<string, readonly string[]>> = {
  quiescence: ['oneAdvance', 'noAdvance', 'forwardSkipped', 'countAfterUnlock', 'sleeperUncounted', 'zeroNotAwaited'],
  oneVersionPerCall: [],
  phaseMonotone: ['abortAfterCommit'],
  countMatches: ['countAfterUnlock', 'noFinally', 'zeroNotAwaited'],
  transferOnce: ['commitBeforeTransfer'],
};

const statesMax = 30_000;

/** What was seen first on some way: the monitor's violation, a false claim, or both on one step. */
interface Seen {
  readonly monitor: Set<string>;
  claim: number;
  both: number;
  readonly pairs: number;
}

/** comparedOver follows monitor and claims over all steps; behind a step on which either is false it does not go on. */
function comparedOver(system: System, { monitor, proved }: Pair): Seen {
  const instance = instanceOf(system, system.instances[0]!);
  const evaluator = new Evaluator(instance);
  const { claims, invariant, steps } = system;
  const isFalse = proved.map((name) => {
    const holds = evaluator.compile((claims[name] ?? invariant[name] ?? steps[name])!.holds);
    return (before: State, after: State) => (steps[name] ? holds(before, after, []) : holds(after, after, [])) === 0;
  });
  const first = { state: initialState(evaluator), heard: monitor.init as Value };
  const nodes = new Map([[keyOf(first.state) + canonical(first.heard), first]]);
  const seen = { monitor: new Set<string>(), claim: 0, both: 0 };
  for (const { state, heard } of nodes.values()) {
    if (nodes.size > statesMax) break;
    for (const { taken, state: next } of edgesFrom(evaluator, state)) {
      const then = hear(monitor, heard, instance, state, next);
      const isBroken = isFalse.some((each) => each(state, next));
      if (then instanceof Violation) {
        if (isBroken) seen.both++;
        else seen.monitor.add(`${taken.action}: ${then.reason}`);
      } else if (isBroken) seen.claim++;
      else nodes.set(keyOf(next) + canonical(then), { state: next, heard: then });
    }
  }
  return { ...seen, pairs: nodes.size };
}

function hear(
  monitor: MonitorProperty,
  heard: Value,
  instance: ReturnType<typeof instanceOf>,
  before: State,
  after: State,
): Value | Violation {
  let state: Value | Violation = heard;
  for (const event of eventsOf(instance, before, after))
    if (!(state instanceof Violation)) state = monitor.on(state, event) as Value | Violation;
  return state;
}

const systems: readonly (readonly [name: string, system: System])[] = [
  ...hotSwap.instances.map((input) => [input.name, changed(hotSwap, { instances: [input] })] as const),
  ...protocolMutants.map((mutant) => [mutant.name, mutantOf(provedSystems.hotSwap!, mutant)] as const),
];

describe.each(pairs.map((pair) => [pair.monitor.name, pair] as const))('%s', (name, pair) => {
  it.each(systems)('is not violated unless what is proved is false, in %s', (_name, system) => {
    expect([...comparedOver(system, pair).monitor]).toEqual([]);
  });

  it('is violated with it in mutants', () => {
    const both = protocolMutants.filter(
      (mutant) => comparedOver(mutantOf(provedSystems.hotSwap!, mutant), pair).both > 0,
    );

    expect(both.map((mutant) => mutant.name)).toEqual(violatedIn[name]);
  });
});

describe('quiescence', () => {
  it.each(systems)(
    'is violated on just the steps that make the claim false, while state is moved, in %s',
    (_name, system) => {
      const { claim, monitor } = comparedOver(whileMoved(system), { ...pairs[0]!, proved: ['whileMoved'] });

      expect([claim, [...monitor]]).toEqual([0, []]);
    },
  );
});

/** The claim goes on to the commit, the monitor to the end of the transfer: here the claim ends there too. */
function whileMoved(system: System): System {
  const holds = forAll({ c: Calls }, ({ c }) =>
    implies(swapperIs('transfer'), not(and(is(at(c), 'inside'), equal(runsIn(c), original(current()))))),
  );
  return changed(system, { claims: { whileMoved: { says: '', holds } } });
}
