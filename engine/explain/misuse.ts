// What goes wrong on one interleaving (two threads that spawn the same one, an integer that grows too large, a property
// that throws) comes with the schedule that leads to it: for its thread alone it would be right.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import { choiceOf, threadOf } from '../multiprocessor/via.js';
import { QuiesceError } from '../program/errors.js';
import { type Choice, formatSchedule } from './schedule.js';

/** alongSchedule gives a coded error the schedule of the steps, the last of which is where it was thrown. */
export function alongSchedule(error: unknown, multiprocessor: Multiprocessor, vias: readonly number[]): unknown {
  if (!(error instanceof QuiesceError) || error.schedule !== undefined) return error;
  const name = multiprocessor.system.name ?? 'system';
  const choices = choicesOf(multiprocessor, vias);
  return error.along(formatSchedule({ version: 1, name, property: error.code, choices }));
}

/** The steps as choices. The last one is looked at and not taken. */
function choicesOf(multiprocessor: Multiprocessor, vias: readonly number[]): Choice[] {
  const { automata, layout } = multiprocessor;
  const { state } = multiprocessor.initial();
  return vias.map((via, index) => {
    const { self, nodes } = automata[threadOf(via)]!;
    const { text } = nodes[state[layout.nodes + threadOf(via)]!]!;
    const isChosen = text.startsWith('choose ') || multiprocessor.choices(state, threadOf(via)) > 1;
    multiprocessor.touchedCount = 0;
    if (index < vias.length - 1) multiprocessor.step(state, threadOf(via), choiceOf(via));
    return isChosen ? { thread: self.name, choice: choiceOf(via) } : { thread: self.name };
  });
}
