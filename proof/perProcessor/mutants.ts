// What goes wrong in the per-processor form when a worker, a miss or the root does less than it has to. Each must be refuted.

import { setEach } from '../form/action.js';
import { choose, equal, is, not, value } from '../form/build.js';
import { type Parameters, withChanges, withGuard, withoutChange, withoutGuard } from '../form/edit.js';
import type { ProtocolMutant } from '../hotSwap/mutants.js';
import { type MediatorTerm, Phases, passed } from '../hotSwap/vocabulary.js';
import { type ProcessorTerm, phaseOn } from './vocabulary.js';

const p = (parameters: Parameters): ProcessorTerm => parameters.p as ProcessorTerm;
const m = (parameters: Parameters): MediatorTerm => parameters.m as MediatorTerm;

export const perProcessorMutants: readonly ProtocolMutant[] = Object.freeze([
  {
    name: 'missesNotDrained',
    says: 'the global entry is turned though a miss has read it, and installs the old object afterwards',
    breaks: 'quiescence',
    edit: (system) => withoutGuard(system, 'swapStarted', 'noMissIsUnderWay'),
  },
  {
    name: 'missesNotDrainedAtTheEnd',
    says: 'the swap is concluded though a miss has read the mediator, and installs it afterwards',
    breaks: 'missesUseNothingFreed',
    edit: (system) => withoutGuard(system, 'commit', 'noMissIsUnderWay'),
  },
  {
    name: 'flushSkipped',
    says: 'a worker leaves the old object in its local entry',
    breaks: 'quiescence',
    edit: (system) => withoutChange(system, 'flush', 'missing'),
  },
  {
    name: 'oneAdvanceOfProcessor',
    says: 'a processor blocks after one generation in place of two',
    breaks: 'quiescence',
    edit: (system) =>
      withGuard(system, 'processorBlocks', 'graceIsOver', (parameters) => not(is(passed(p(parameters)), 'none'))),
  },
  {
    name: 'rootDoesNotAwaitProcessors',
    says: 'the root blocks though a processor is in forward still',
    breaks: 'rootBlocksLast',
    edit: (system) => withoutGuard(system, 'rootBlocks', 'allBlock'),
  },
  {
    name: 'zeroOfProcessorsNotAwaited',
    says: 'the workers are told to transfer though a processor counts a call',
    breaks: 'quiescence',
    edit: (system) => withoutGuard(system, 'transferBegins', 'countsAreZero'),
  },
  {
    name: 'commitByFirstAtBarrier',
    says: 'the first worker at the barrier commits',
    breaks: 'transferOnce',
    edit: (system) => withoutGuard(system, 'commit', 'allHaveArrived'),
  },
  {
    name: 'bornInForward',
    says: 'the representative of a processor that had not called begins in forward',
    breaks: 'rootBlocksLast',
    edit: (system) =>
      withChanges(system, 'swapStarted', (parameters) => [
        setEach(phaseOn, (n, q) => choose(equal(n, m(parameters)), value(Phases, 'forward'), phaseOn(n, q))),
      ]),
  },
  {
    name: 'representativeFreedAtOnce',
    says: 'a worker retires without a second grace period',
    breaks: 'noUseAfterFree',
    edit: (system) => withoutGuard(system, 'workerRetires', 'graceIsOver'),
  },
]);
