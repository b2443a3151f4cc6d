// Which pairs of components share which transfer formats (paper, section 2: the objects "negotiate a best common format that
// they both support"), for tables.

import type { Component } from './contract.js';
import { bestCommonFormat } from './hotswap/negotiation.js';

/** A swap from one component to another, and what they have in common. */
export interface FormatRow {
  readonly family: string;
  readonly from: string;
  readonly to: string;
  /** By name, the best first; none for a swap that is refused. */
  readonly common: readonly string[];
  /** Whether the best one is moved by all processors at once. */
  readonly byParts: boolean;
}

type Knowing = Pick<
  Component,
  'name' | 'family' | 'exports' | 'imports' | 'exportsParts' | 'importsParts' | 'formatNames'
>;

/**
 * formatRows lists every ordered pair of a family.
 *
 * @example
 * formatRows([{ name: 'a', family: 'f', exports: [0, 1], imports: [1], formatNames: ['whole', 'list'] }])[0].common
 * // => ['list']
 */
export function formatRows(components: readonly Knowing[]): readonly FormatRow[] {
  return components.flatMap((from) =>
    components.filter(({ family }) => family === from.family).map((to) => rowOf(from, to)),
  );
}

function rowOf(from: Knowing, to: Knowing): FormatRow {
  const common = from.exports.filter((format) => to.imports.includes(format)).sort((a, b) => a - b);
  const best = bestCommonFormat(from, to);
  const knows = (formats: readonly number[] = []) => best !== undefined && formats.includes(best);
  return {
    ...{ family: from.family, from: from.name, to: to.name },
    common: common.map((format) => from.formatNames?.[format] ?? String(format)),
    byParts: knows(from.exportsParts) && knows(to.importsParts),
  };
}
