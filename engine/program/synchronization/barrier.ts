// A barrier: nobody passes until all parties have come; then it is as before, and may be passed again.
// Whoever waits waits for the sense to turn. It can turn no more than once meanwhile: the next round needs the one who
// waits, too.

import { type Cell, cell } from '../cell.js';
import { QuiesceError } from '../errors.js';
import { textGiven } from '../given.js';
import { ofOne } from '../ofOne.js';
import { type Program, update, type View, view, waitUntil } from '../operation.js';
import type { Interruption } from './interrupt.js';
import { byText, nothing } from './made.js';
import { updateWhenOrInterrupt } from './updateOrInterrupt.js';

export interface BarrierState {
  readonly parties: number;
  readonly arrived: number;
  /** Turns with every round. */
  readonly sense: boolean;
}

export type Barrier = Cell<BarrierState>;

/** barrier declares a barrier for so many parties. */
export function barrier(name: string, parties: number): Barrier {
  textGiven('QSC112', 'the name of a barrier', name);
  if (!Number.isInteger(parties) || parties < 1)
    throw new QuiesceError('QSC112', `barrier ${name} of ${String(parties)} parties`);
  return cell<BarrierState>(name, { parties, arrived: 0, sense: false });
}

const oneMore = view(
  'one more has come',
  ({ parties, arrived, sense }: BarrierState): BarrierState =>
    arrived + 1 === parties ? { parties, arrived: 0, sense: !sense } : { parties, arrived: arrived + 1, sense },
);
const senseOf = view('sense', ({ sense }: BarrierState) => sense);
const turned = byText(
  (from: boolean): View<BarrierState, boolean> => view(from ? 'turned back' : 'turned', ({ sense }) => sense !== from),
);
const asItIs = view('as it is', (state: BarrierState) => state);
const comesNoMore = byText(
  (from: boolean): View<BarrierState, BarrierState> =>
    view('one fewer has come', (state) => (state.sense === from ? { ...state, arrived: state.arrived - 1 } : state)),
);

/**
 * passBarrier blocks until all parties have come. Two steps: coming, and going on.
 *
 * @example
 * barrier('gate', 2).initial.arrived // => 0
 */
export function* passBarrier(of: Barrier): Program<void> {
  const sense = yield* update(of, oneMore, senseOf);
  yield* waitUntil([of], ofOne(turned(sense) as never) as never);
}

/**
 * passBarrierOrInterrupt is passBarrier that throws, with an InterruptedError, where there is a request: it has not come then,
 * and the others wait on. Where the last one has come before it could leave, it goes on, and the request is left.
 */
export function* passBarrierOrInterrupt(gate: Barrier, of: Interruption): Program<void> {
  const sense = yield* update(gate, oneMore, senseOf);
  const isServed = turned(sense);
  const leaves = comesNoMore(sense);
  yield* updateWhenOrInterrupt({ held: gate, when: isServed, next: asItIs, gives: nothing, leaves, isServed }, of);
}
