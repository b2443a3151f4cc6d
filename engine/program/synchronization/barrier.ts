// A barrier: nobody passes until all parties have come; then it is as before, and may be passed again.
// Whoever waits waits for the sense to turn. It can turn no more than once meanwhile: the next round needs the one who
// waits, too.

import { type Cell, cell } from '../cell.js';
import { QuiesceError } from '../errors.js';
import { type Program, update, type View, view, waitUntil } from '../operation.js';
import { byText } from './made.js';

export interface BarrierState {
  readonly parties: number;
  readonly arrived: number;
  /** Turns with every round. */
  readonly sense: boolean;
}

export type Barrier = Cell<BarrierState>;

/** barrier declares a barrier for so many parties. */
export function barrier(name: string, parties: number): Barrier {
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
  (from: boolean): View<readonly [BarrierState], boolean> =>
    view(from ? 'turned back' : 'turned', ([{ sense }]) => sense !== from),
);

/**
 * passBarrier blocks until all parties have come. Two steps: coming, and going on.
 *
 * @example
 * barrier('gate', 2).initial.arrived // => 0
 */
export function* passBarrier(of: Barrier): Program<void> {
  const sense = yield* update(of, oneMore, senseOf);
  yield* waitUntil([of], turned(sense));
}
