// Uniform random walk: at every step each enabled thread is equally likely.

import type { Random } from '../random.js';
import { type Sampler, slotsOf } from './sampler.js';

export class RandomWalk implements Sampler {
  begin(): void {}

  pick(enabled: number, _step: number, random: Random): number {
    const slots = slotsOf(enabled);
    return slots[random.below(slots.length)]!;
  }
}
