// The mechanisms that scenarios are run with: the paper's, its cures, and contrasts.

import { clustered } from '../impl/clustered/clustered.js';
import { hotSwap } from '../impl/hotswap/hotSwap.js';

export const asItIs = hotSwap(
  'asItIs',
  "the paper's mechanism, with a second grace period before the mediator is freed",
);

export const abortAnywhere = hotSwap('abortAnywhere', 'a swap may be given up at any point before its commit', {
  abort: 'anywhere',
});

export const withDeadline = hotSwap('withDeadline', 'a swap is given up when its deadline passes', {
  abort: 'deadline',
});

export const withBlockDeadline = hotSwap('withBlockDeadline', 'a swap that holds callers back too long is given up', {
  abort: 'blockDeadline',
});

export const withDeadlineForB = hotSwap(
  'withDeadlineForB',
  'a swap of B that holds callers back too long is given up',
  {
    abort: 'blockDeadline',
    deadlineFor: ['B'],
  },
);

export const withSynchronousCalls = hotSwap(
  'withSynchronousCalls',
  'calls that cannot be held back are served by the old object until its transfer begins, and then turned away',
  { synchronousCalls: 'transferAwaits' },
);

export const withSynchronousTransfer = hotSwap(
  'withSynchronousTransfer',
  'calls that cannot be held back are served by the old object, and its transfer is done at once',
  { synchronousCalls: 'transferAtOnce' },
);

export const lenient = hotSwap('lenient', 'in block anybody is let through while a call is in flight', {
  admission: 'lenient',
});

export const byGeneration = hotSwap('byGeneration', 'threads older than the swap pass, all others are held back', {
  admission: 'byGeneration',
});

export const byGenerationNumber = hotSwap(
  'byGenerationNumber',
  'threads of a generation with a lower number than the swap pass, all others are held back',
  { admission: 'byGenerationNumber' },
);

export const serialised = hotSwap('serialised', 'one swap at a time in the whole system', { serialised: true });

export const sleepStaysCounted = hotSwap('sleepStaysCounted', 'a sleep inside a component is no safe point', {
  sleepStaysCounted: true,
});

export const freedAtOnce = hotSwap('freedAtOnce', "the paper's deallocation: the mediator goes with the old object", {
  secondGrace: false,
});

export const grouped = hotSwap('grouped', 'swaps that are asked for together are one, and end together', {
  grouped: true,
});

export const groupedAbortAnywhere = hotSwap(
  'groupedAbortAnywhere',
  'swaps that are asked for together are one, and may be given up together at any point before the commit',
  { grouped: true, abort: 'anywhere' },
);

export const perProcessor = clustered(
  'perProcessor',
  'the mechanism as K42 released it, a mediator spread over the processors, with its defects cured',
);

export const perProcessorAbortAnywhere = clustered(
  'perProcessorAbortAnywhere',
  'the per-processor form, with a swap that any worker may give up at any point before its commit',
  { abort: 'anywhere' },
);

export const perProcessorDeadline = clustered(
  'perProcessorDeadline',
  'the per-processor form, with a swap that is given up when its deadline passes',
  { abort: 'deadline' },
);

export const perProcessorSleepCounted = clustered(
  'perProcessorSleepCounted',
  'the per-processor form, where a sleep inside a component is no safe point',
  { sleepStaysCounted: true },
);

export const perProcessorNextAfterCommit = clustered(
  'perProcessorNextAfterCommit',
  'the per-processor form, where the next swap may begin before the mediator of this one is freed',
  { nextAfterCommit: true },
);

export const perProcessorGrouped = clustered(
  'perProcessorGrouped',
  'the per-processor form, where swaps that are asked for together are one',
  { grouped: true },
);

export const perProcessorMigration = clustered(
  'perProcessorMigration',
  'the per-processor form, with a table for all processors and a joint turn to block, for threads that migrate',
  { migration: true },
);
