// Negotiation of the transfer format (paper, section 2): old and new object "negotiate a best common format that they
// both support". Formats are numbers of the component's family, the better the lower.
// K42's released code returns the number of formats, as if it were one, when there is none in common; here the swap is
// refused before anything moves (mutant formatUnchecked).

import type { Component } from '../contract.js';

/**
 * bestCommonFormat is the lowest format that `from` exports and `to` imports, if there is one.
 *
 * @example
 * bestCommonFormat({ exports: [1, 2] }, { imports: [2, 3] }) // => 2
 */
export function bestCommonFormat(from: Pick<Component, 'exports'>, to: Pick<Component, 'imports'>): number | undefined {
  const common = from.exports.filter((format) => to.imports.includes(format));
  return common.length === 0 ? undefined : Math.min(...common);
}
