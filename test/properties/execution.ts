// Executions by hand: what the paper's mechanism says when all goes well, as lists of events to spoil.

import type { Rider } from '../../engine/threads/batches.js';
import type { Phase } from '../../impl/events.js';
import { ownedByMediator, ownedByTranslation } from '../../impl/owners.js';
import { said, used } from './judge.js';

const ref = 'A';

/** The events of one call, each to be used alone: call('t1', 't1.0').enter(0). */
export function call(thread: string, name: string, reference = ref) {
  const id = { call: name, ref: reference };
  return {
    invoke: (method = 'add', args: number | null = 1) => said(thread, 'invoke', { ...id, method, args }),
    enter: (object: number) => said(thread, 'enter', { ...id, object }),
    leave: (object: number) => said(thread, 'leave', { ...id, object }),
    return: (result: number | null = null) => said(thread, 'return', { ...id, result }),
    throw: (threw: string) => said(thread, 'return', { ...id, result: null, threw }),
    raised: () => said(thread, 'raised', id),
    /** Its thread uses the mediator's memory. */
    touch: (mediator: number) => used(thread, ownedByMediator(reference, mediator)),
    count: (mediator: number, delta: number) => said(thread, 'counted', { ...id, mediator, delta }),
    track: (mediator: number, present: boolean) => said(thread, 'tracked', { ...id, mediator, present }),
    suspended: () => said(thread, 'suspended', id),
    resumed: () => said(thread, 'resumed', id),
  };
}

interface SwapOptions {
  readonly from?: number;
  readonly to?: number;
  readonly format?: number;
  readonly thread?: string;
  readonly reference?: string;
}

/** The events of swap `n`, from object n-1 to object n unless told. */
export function swap(n = 1, options: SwapOptions = {}) {
  const { from = n - 1, to = from + 1, format = 0, thread = 'swapper', reference = ref } = options;
  const id = { ref: reference, mediator: n };
  const transfer = { ref: reference, from, to, format };
  return {
    started: said(thread, 'swapStarted', id),
    phase: (phase: Phase) => said(thread, 'phase', { ...id, phase }),
    transferBegins: said(thread, 'transferBegins', transfer),
    exports: said(thread, 'exports', { ref: reference, object: from, format }),
    imports: said(thread, 'imports', { ref: reference, object: to, format }),
    transferEnded: said(thread, 'transferEnded', transfer),
    swung: (object = to) => said(thread, 'swung', { ref: reference, object }),
    abandoned: said(thread, 'swapAbandoned', id),
    ended: (outcome: 'completed' | 'aborted' = 'completed') => said(thread, 'swapEnded', { ...id, outcome }),
    freedObject: (object = from) => said(thread, 'freedObject', { ref: reference, object }),
    freedMediator: said(thread, 'freedMediator', id),
  };
}

/** A call that no mediator sees. */
export function directCall(thread: string, name: string, object: number): Rider[] {
  const c = call(thread, name);
  return [c.invoke(), used(thread, ownedByTranslation(ref)), c.enter(object), c.leave(object), c.return()];
}

/** A call that a mediator lets through to the original. */
export function mediatedCall(thread: string, name: string, mediator: number, object: number): Rider[] {
  return [...mediatedEntry(thread, name, mediator, object), ...mediatedExit(thread, name, mediator, object)];
}

export function mediatedEntry(thread: string, name: string, mediator: number, object: number): Rider[] {
  const c = call(thread, name);
  return [c.invoke(), c.touch(mediator), c.count(mediator, 1), c.track(mediator, true), c.enter(object)];
}

export function mediatedExit(thread: string, name: string, mediator: number, object: number): Rider[] {
  const c = call(thread, name);
  return [c.leave(object), c.touch(mediator), c.track(mediator, false), c.count(mediator, -1), c.return()];
}

/** The swap's events, up to and with the transfer. */
export function upToTransfer(n = 1): Rider[] {
  const s = swap(n);
  const begins = [s.started, s.phase('forward'), s.phase('block'), s.phase('transfer'), s.transferBegins];
  return [...begins, s.exports, s.imports, s.transferEnded];
}

/** A whole swap, with the reclamation after it. */
export function wholeSwap(n = 1): Rider[] {
  const s = swap(n);
  return [...upToTransfer(n), s.swung(), s.phase('completed'), s.ended(), s.freedObject(), s.freedMediator];
}

/** A whole swap with a call before it, one that is let through, one that is held back, and one after it. */
export function goodExecution(): Rider[] {
  const s = swap(1);
  const held = call('t2', 't2.0');
  return [
    ...directCall('t1', 't1.0', 0),
    { fact: 'begun', thread: 'swapper' },
    s.started,
    s.phase('forward'),
    ...mediatedEntry('t1', 't1.1', 1, 0),
    s.phase('block'),
    held.invoke(),
    held.touch(1),
    held.suspended(),
    ...mediatedExit('t1', 't1.1', 1, 0),
    s.phase('transfer'),
    s.transferBegins,
    s.exports,
    s.imports,
    s.transferEnded,
    s.swung(),
    s.phase('completed'),
    held.resumed(),
    held.enter(1),
    s.ended(),
    held.leave(1),
    held.return(),
    s.freedObject(),
    s.freedMediator,
    { fact: 'freed', thread: 'swapper', region: 'mediator.A.1', owner: ownedByMediator(ref, 1), temporary: true },
    { fact: 'ended', thread: 'swapper' },
    ...directCall('t1', 't1.2', 1),
  ];
}
