// States as people read them: a line per symbol and point, `at c1`, with its value before and after a step.

import { type Instance, pointsOf, type State, valuesOf, valueText } from './instance/instance.js';
import type { PictureLine } from './result.js';

/**
 * linesOf lists the state symbols at all their points, before and after. Where a relation is false before and after, its
 * line is left out.
 */
export function linesOf(instance: Instance, before: State, after: State): readonly PictureLine[] {
  return instance.system.state.flatMap((symbol) =>
    pointsOf(instance, symbol).flatMap((point) => {
      const [one, other] = [before, after].map((state) => valueText(instance, state, symbol, point)) as [
        string,
        string,
      ];
      const term = [symbol.name, ...point].join(' ');
      const isRelation = symbol.result.kind === 'truth' && point.length > 0;
      const isFalse = isRelation && one === 'false' && other === 'false';
      return isFalse ? [] : [{ term, before: one, after: other, isChanged: one !== other }];
    }),
  );
}

/** backgroundOf says what the fixed symbols are: relations where they hold, functions where there is a choice. */
export function backgroundOf(instance: Instance): readonly string[] {
  const none = new Uint8Array(0);
  return instance.system.fixed.flatMap((symbol) =>
    pointsOf(instance, symbol).flatMap((point) => {
      const text = valueText(instance, none, symbol, point);
      const term = [symbol.name, ...point].join(' ');
      if (symbol.result.kind === 'truth') return text === 'true' ? [term] : [];
      return valuesOf(symbol.result, instance.elements).length > 1 ? [`${term} is ${text}`] : [];
    }),
  );
}
