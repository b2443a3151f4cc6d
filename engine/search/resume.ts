// A search that was killed goes on from its checkpoint. It begins as every search does, and from where the kernel took it over
// its journal is answered again: each question and each finding, in their order, by the functions that are there now.
// Only if every answer is the one that was kept are the states taken over: so what is said of them is said by these
// functions, and a checkpoint of another program is refused. Whoever keeps the bytes sees to it that they are the same.

import { QuiesceError } from '../program/errors.js';
import type { Begun, SavedSearch } from './checkpoint.js';
import type { Format } from './format.js';
import { entryAt, type Journal } from './journal.js';
import type { KernelLoop } from './kernelLoop.js';
import { chunkStates } from './kernelStates.js';
import type { Told } from './kernelTalk.js';

/** answerAgain answers the journal of a search. Throws QSC144 where an answer is another one, or the search began otherwise. */
export function answerAgain(
  saved: SavedSearch,
  begun: Begun,
  kernel: KernelLoop,
  journal: Journal,
  hear: (told: Told) => void,
): void {
  if (JSON.stringify(begun) !== JSON.stringify(saved.begun)) throw another('how it begins');
  refuseOtherStates(saved, begun.states, kernel);
  kernel.states.standIn = saved;
  const { journal: words } = saved.lists;
  for (let at = 0; at < words.length; ) {
    const entry = entryAt(words, at);
    if (!entry || (entry.asked ?? entry.told).state >= saved.now.states) throw another('its journal');
    saved.count = entry.states;
    if (entry.asked) kernel.answer(entry.asked);
    else hear(entry.told);
    if (!isSame(journal.words.subarray(at), words.subarray(at, entry.end))) throw another(stepText(entry.states));
    at = entry.end;
  }
  kernel.states.standIn = undefined;
  refuseOtherFormat(saved.format, kernel.states.packing.format);
}

/** takeOver gives the kernel the states that were kept; false where it has no room. */
export function takeOver(saved: SavedSearch, kernel: KernelLoop, statesMost: number): boolean {
  const { states, expanded, transitions } = saved.now;
  if (!kernel.makeRoom(states)) return false;
  for (let index = 0; index * chunkStates < states; index++) {
    const kept = saved.chunk(index);
    const chunk = kernel.states.chunk(index, kept.parents.length);
    chunk.states.set(kept.states);
    chunk.parents.set(kept.parents);
    chunk.vias.set(kept.vias);
  }
  return kernel.goOn(states, expanded, transitions, statesMost);
}

function refuseOtherStates(saved: SavedSearch, count: number, { states }: KernelLoop): void {
  const { width } = states.packing;
  const [one, other] = [new Int32Array(width), new Int32Array(width)];
  for (let id = 0; id < count; id++) {
    states.load(id, one);
    saved.load(id, other);
    const isFoundAlike = states.parentOf(id) === saved.parentOf(id) && states.viaOf(id) === saved.viaOf(id);
    if (!isFoundAlike || !isSame(one, other)) throw another(`state ${id}`);
  }
}

function refuseOtherFormat(one: Format, other: Format): void {
  const names = ['fields', 'parts', 'late', 'values'] as const;
  const differs = one.words !== other.words || names.find((name) => !isSame(one[name], other[name]));
  if (differs) throw another('what its states hold');
}

function isSame(one: Int32Array, other: Int32Array): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

function stepText(states: number): string {
  return `an answer when there were ${states} states`;
}

function another(what: string): QuiesceError {
  return new QuiesceError('QSC144', `${what} is not the same`);
}
