// Random live executions after a search: see liveExecution.ts for what they show.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import { viaOf } from '../multiprocessor/via.js';
import { auditBeyondMerges, auditWholePaths, beyondMax } from '../threads/audit.js';
import { LiveComparison } from './liveExecution.js';
import { Random } from './random.js';
import { slotsOf } from './samplers/sampler.js';

/** Steps of one live execution at most. */
const stepsMax = 2000;
/** Written down, so that a second run does the same. */
const seed = 20010101;

/** auditMerges runs every thread live beyond its merges: see audit.ts. Throws QSC212 at a difference. */
export function auditMerges(multiprocessor: Multiprocessor, isOver = () => false): void {
  const random = new Random(seed);
  for (const automaton of multiprocessor.automata) {
    auditBeyondMerges(automaton, (count) => random.below(count), beyondMax / multiprocessor.automata.length, isOver);
    auditWholePaths(automaton, isOver);
  }
}

/** runLiveExecutions compares `count` random executions, live and compiled. Throws QSC213 at a difference. */
export function runLiveExecutions(multiprocessor: Multiprocessor, count: number, isOver = () => false): void {
  const random = new Random(seed);
  for (let execution = 0; execution < count; execution++) {
    const comparison = new LiveComparison(multiprocessor);
    for (let steps = 0; steps < stepsMax && !isOver(); steps++) {
      const slots = slotsOf(multiprocessor.enabled(comparison.state));
      if (slots.length === 0) break;
      const slot = slots[random.below(slots.length)]!;
      comparison.step(viaOf(slot, random.below(multiprocessor.choices(comparison.state, slot))));
    }
  }
}
