// A state put together value by value: what a solver's model says, or chance.

import { QuiesceError } from '../../engine/program/errors.js';
import type { SymbolData } from '../form/term.js';
import { type Instance, pointsOf, type State, valuesOf } from './instance.js';

/** assembled makes the state in which each symbol has the given value at each point. Throws QSC432 for a foreign value. */
export function assembled(
  instance: Instance,
  valueAt: (symbol: SymbolData, point: readonly string[]) => string,
): State {
  const state = new Uint8Array(instance.stateSize);
  for (const symbol of instance.system.state) {
    const { offset } = instance.places.get(symbol)!;
    const values = valuesOf(symbol.result, instance.elements);
    for (const [index, point] of pointsOf(instance, symbol).entries()) {
      const text = valueAt(symbol, point);
      const value = values.indexOf(text);
      if (value < 0) throw new QuiesceError('QSC432', `${instance.name}: ${symbol.name} has the value ${text}`);
      state[offset + index] = value;
    }
  }
  return state;
}
