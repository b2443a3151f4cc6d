// States as people read them: a line per symbol and point, `at c1`, with its value before and after a step.

import { type Instance, pointsOf, type State, valueText } from './instance/instance.js';
import type { PictureLine } from './result.js';

/** linesOf lists the state symbols at all their points, before and after. What is false before and after is left out. */
export function linesOf(instance: Instance, before: State, after: State): readonly PictureLine[] {
  return instance.system.state.flatMap((symbol) =>
    pointsOf(instance, symbol).flatMap((point) => {
      const [one, other] = [before, after].map((state) => valueText(instance, state, symbol, point)) as [
        string,
        string,
      ];
      const term = [symbol.name, ...point].join(' ');
      const isFalse = symbol.result.kind === 'truth' && one === 'false' && other === 'false';
      return isFalse ? [] : [{ term, before: one, after: other, isChanged: one !== other }];
    }),
  );
}
