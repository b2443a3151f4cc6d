// Defects of the properties, as edits of their text: each makes a property blind to what it is for, or premises that count
// as reached when they are not. A killer names the property, what it is asked of, and where: a mutant of the mechanism that
// the sound property refutes and this one lets pass, or `asItIs`, of which it says something else than the scenario expects.

import type { Edit, Killer, Mutant } from './mutant.js';

interface Entry {
  readonly name: string;
  readonly statement: string;
  /** Below properties/, without extension; noUseAfterFree is the engine's own. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly killedBy: readonly `${string} of ${string} in ${string}`[];
}

const entries: readonly Entry[] = [
  {
    name: 'stateTakenUnheard',
    statement:
      'quiescence goes by the transfer that the mechanism announces, not by when an object is asked for its state',
    file: 'quiescence',
    find: '  exports: (state, { ref, object }) => begins(state, ref, object),\n',
    replace: '',
    killedBy: ['quiescence of takenTooSoon in lastReturnInBlock'],
  },
  {
    name: 'entriesUncounted',
    statement: 'quiescence counts the frames that are left, and not those that are entered',
    file: 'quiescence',
    find: 'inside: tally(state.inside, object, 1) },',
    replace: 'inside: tally(state.inside, object, 0) },',
    killedBy: ['quiescence of sleeperUncounted in sleepInsideTheComponent@sleepStaysCounted'],
  },
  {
    name: 'entersDuringTransfer',
    statement: 'a call may enter the old object while its state is transferred',
    file: 'quiescence',
    find: 'object === state.source\n      ? violated(`call',
    replace: 'object === -1\n      ? violated(`call',
    killedBy: ['quiescence of staleZero in mediatorPointerInHand'],
  },
  {
    name: 'anyAnswerBelieved',
    statement: 'a call of which the order explains another answer is taken to have answered it',
    file: 'linearizability/candidates',
    find: 'return outcome !== undefined && canonical(outcome) === canonical(seen);',
    replace: 'return true;',
    killedBy: ['statePreserved of formatUnchecked in noCommonFormat'],
  },
  {
    name: 'usedWhileFree',
    statement: 'memory that is free may be read and written',
    file: '../engine/watch/noUseAfterFree',
    find: 'if (free) return violated',
    replace: "if (free && how === 'waits on') return violated",
    killedBy: ['noUseAfterFree of releaseAfterFree in selfSwap'],
  },
  {
    name: 'refusalsExcused',
    statement: 'a call that the mechanism fails is taken for one that the component failed',
    file: 'transparency',
    find: 'if (!state.raising.includes(thread)) return',
    replace: 'if (!state.open[thread]) return',
    killedBy: ['transparency of refusing in selfSwap'],
  },
  {
    name: 'backwardsAllowed',
    statement: 'a thread that has seen an object may enter an older one',
    file: 'oneVersionPerCall',
    find: 'seen !== undefined && object < seen',
    replace: 'seen !== undefined && object < seen - 100',
    killedBy: ['oneVersionPerCall of abortAfterCommit in abortBeforeCommit@abortAnywhere'],
  },
  {
    name: 'unforwardedAllowed',
    statement: 'a call may return that no object has been entered for',
    file: 'noCallLost',
    find: "if (calls[call]!.stage === 'entered') return drop(calls, call);",
    replace: 'if (calls[call]) return drop(calls, call);',
    killedBy: ['noCallLost of answering in selfSwap'],
  },
  {
    name: 'forwardedTwiceAllowed',
    statement: 'a call may be forwarded as often as it likes',
    file: 'noCallLost',
    find: "if (open.stage === 'entered') return violated",
    replace: "if (open.stage === 'held') return violated",
    killedBy: ['noCallLost of repeating in selfSwap'],
  },
  {
    name: 'abortAnyTimeAllowed',
    statement: 'a swap may be aborted after its commit, and the pointer go back',
    file: 'phaseMonotone',
    find: 'if (object < state.current) return violated(`${ref} goes back from object ${state.current} to object ${object}`);\n    return object > state.current ? { ...state, current: object, committed: true } : state;',
    replace: 'return { ...state, current: object };',
    killedBy: ['phaseMonotone of abortAfterCommit in abortBeforeCommit@abortAnywhere'],
  },
  {
    name: 'returnsCounted',
    statement: 'a call may return and stay counted',
    file: 'countMatches',
    find: '    state.counted.includes(call)\n      ? violated',
    replace: "    state.counted.includes(call) && state.stage === 'sealed'\n      ? violated",
    killedBy: ['countMatches of noFinally in exceptionInFlight'],
  },
  {
    name: 'movedOutside',
    statement: 'state may be moved outside a transfer',
    file: 'transferOnce',
    find: 'const isTransferring = state.thread === thread ||',
    replace: 'const isTransferring = state.thread !== undefined ||',
    killedBy: ['transferOnce of takenTooSoon in selfSwap'],
  },
  {
    name: 'successorUnheldAllowed',
    statement: 'the pointer may lead to a successor that does not hold the state yet',
    file: 'transferOnce',
    find: "object > state.current && state.stage !== 'done'",
    replace: "object > state.current && state.stage === 'none'",
    killedBy: ['transferOnce of commitBeforeTransfer in mediatorPointerInHand'],
  },
  {
    name: 'protocolReadsFree',
    statement: 'a call may read whatever the mechanism keeps',
    file: 'zeroCost',
    find: "if (owner.kind !== 'translation' || how !== 'read')",
    replace: "if (owner.kind !== 'translation') return state;\n  if (how !== 'read')",
    killedBy: ['zeroCost of alwaysAsking in selfSwap'],
  },
  {
    name: 'secondLookFree',
    statement: 'a call may read the translation as often as it likes',
    file: 'zeroCost',
    find: "typeof reads === 'object' || reads > 0",
    replace: "typeof reads === 'object'",
    killedBy: ['zeroCost of repeating in selfSwap'],
  },
  {
    name: 'bystandersForgotten',
    statement: 'isolation asks after nobody',
    file: 'isolation',
    find: 'threads: Object.freeze([...bystanders]),',
    replace: 'threads: Object.freeze([] as string[]),',
    killedBy: ['isolation of byGeneration in lockBesideTheComponent'],
  },
  {
    name: 'anyFormatGood',
    statement: 'any format that the old object gives will do',
    file: 'bestFormat',
    find: 'if (format === best) return undefined;',
    replace: 'if (given.includes(format)) return undefined;',
    killedBy: ['bestFormat of worstFormatUnsaid in severalFormats'],
  },
  {
    name: 'worstIsBest',
    statement: 'the worst format in common counts as the best',
    file: 'bestFormat',
    find: 'sort((a, b) => a - b)',
    replace: 'sort((a, b) => b - a)',
    killedBy: ['bestFormat of asItIs in severalFormats'],
  },
  {
    name: 'alwaysHeldBack',
    statement: 'the premise of noDeadlock and noStuck counts as reached though no call was held back',
    file: 'heldBack',
    find: 'state.held.length > 0 || state.letThrough.length > 0',
    replace: 'state.held.length >= 0',
    killedBy: ['noStuck of asItIs in noCommonFormat', 'noDeadlock of asItIs in noCommonFormat'],
  },
  {
    name: 'recursionNeverSeen',
    statement: 'a recursive call that is let through while the component is blocked is not noticed',
    file: 'heldBack',
    find: 'const recursive = state.blocking && thread in state.inside;',
    replace: 'const recursive = false;',
    killedBy: ['noDeadlock of asItIs in callBackThroughPartner', 'noStuck of asItIs in callBackThroughPartner'],
  },
  {
    name: 'endsAtOnce',
    statement: 'every swap counts as ended',
    file: 'swapEnds',
    find: '(_state, swapping) => !isOn(swapping),',
    replace: '() => true,',
    killedBy: ['swapEnds of workerActive in mediatorPointerInHand'],
  },
  {
    name: 'releasedAtOnce',
    statement: 'every call that is held back counts as released',
    file: 'everyBlockedCallReleased',
    find: '(_state, held) => !isHeld(held),',
    replace: '() => true,',
    killedBy: ['everyBlockedCallReleased of registerAfterUnlock in lockBesideTheComponent'],
  },
  {
    name: 'leftoversForgotten',
    statement: 'what a swap leaves counts as freed',
    file: 'everythingFreed',
    find: '(_state, garbage) => !isLeft(garbage),',
    replace: '() => true,',
    killedBy: ['everythingFreed of registerAfterUnlock in mediatorPointerInHand'],
  },
  {
    name: 'noGenerationEnough',
    statement: 'a grace period counts as over when no generation has passed',
    file: 'generationsAdvance',
    find: '(_state, waits) => !waiting(waits),',
    replace: '() => true,',
    killedBy: ['generationsAdvance of workerActive in mediatorPointerInHand'],
  },
];

/** The mutants of the properties. */
export const propertyMutants: readonly Mutant[] = Object.freeze(entries.map(mutantOf));

function mutantOf({ name, statement, file, find, replace, killedBy }: Entry): Mutant {
  const path = file.startsWith('../') ? file.slice(3) : `properties/${file}`;
  const edits: readonly Edit[] = [{ file: `${path}.ts`, find, replace }];
  return Object.freeze({ kind: 'property' as const, name, numbers: [], statement, edits, killedBy });
}

/** What a killer of a property asks: which property, of which mutant of the mechanism, or of `asItIs`. */
export interface AskedProperty {
  readonly property: string;
  readonly of: string;
}

/**
 * askedProperty reads it off the first half of a killer.
 *
 * @example
 * askedProperty('quiescence of takenTooSoon in lastReturnInBlock').of // => 'takenTooSoon'
 */
export function askedProperty(killer: Killer): AskedProperty {
  const [property = '', of = 'asItIs'] = killer.split(' in ')[0]!.split(' of ');
  return { property, of };
}
