// Draws random protocols, proves them with one solver, and counts what came of it.

import { QuiesceError } from '../../engine/program/errors.js';
import type { System } from '../../proof/form/system.js';
import { textOf } from '../../proof/form/text.js';
import { Chance } from '../../proof/instance/chance.js';
import { proveBy } from '../../proof/prove.js';
import type { ProofResult } from '../../proof/result.js';
import type { Solver } from '../../proof/solver/solver.js';
import { contradictionsOf, type Drawn, drawnSystem, type Size, smallSizes } from './heldAgainst.js';

export interface Tally {
  /** By verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly rows: { inductive: number; lost: number; unknown: number };
  readonly pictures: number;
  /** With the seed, to be drawn again. */
  readonly contradictions: readonly string[];
}

export interface Drawing {
  /** Of the worlds in which a result is looked up, beside the instances. */
  readonly sizes?: readonly Size[];
  /** What is proved in place of the protocol: for a check of the check. */
  readonly altered?: (system: System) => System;
}

/** tallyOf proves so many random protocols, from a seed on; those outside the fragment are not counted. */
export async function tallyOf(
  solver: Solver,
  count: number,
  firstSeed: number,
  { sizes = smallSizes, altered = (system) => system }: Drawing = {},
): Promise<Tally> {
  const verdicts: Record<string, number> = {};
  const rows = { inductive: 0, lost: 0, unknown: 0 };
  const contradictions: string[] = [];
  let pictures = 0;
  for (let seed = firstSeed, proved = 0; proved < count; seed++) {
    const drawn = drawnSystem(new Chance(seed), sizes);
    const result = await provedInFragment(solver, altered(drawn.system));
    if (!result) continue;
    proved++;
    verdicts[result.verdict] = (verdicts[result.verdict] ?? 0) + 1;
    for (const { outcome } of result.rows) rows[outcome]++;
    pictures += result.counterexamples.length;
    const wrong = contradictionsOf(drawn, result);
    if (wrong.length > 0) contradictions.push(`seed ${seed}: ${wrong.join('; ')}; ${described(drawn)}`);
  }
  return { verdicts, rows, pictures, contradictions };
}

async function provedInFragment(solver: Solver, system: System): Promise<ProofResult | undefined> {
  try {
    return await proveBy(solver, system, { picturesMax: 1 });
  } catch (error) {
    if (error instanceof QuiesceError && error.code === 'QSC433') return undefined;
    throw error;
  }
}

function described({ system }: Drawn): string {
  const claims = Object.entries({ ...system.invariant, ...system.claims, ...system.steps });
  return claims.map(([name, { holds }]) => `${name} ${textOf(holds)}`).join(', ');
}
