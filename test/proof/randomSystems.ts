// Draws random protocols, proves them with one solver, and counts what came of it.

import { QuiesceError } from '../../engine/program/errors.js';
import { textOf } from '../../proof/form/text.js';
import { Chance } from '../../proof/instance/chance.js';
import { proveBy } from '../../proof/prove.js';
import type { ProofResult } from '../../proof/result.js';
import type { Solver } from '../../proof/solver/solver.js';
import { contradictionsOf, type Drawn, drawnSystem } from './heldAgainst.js';

export interface Tally {
  /** By verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly rows: { inductive: number; lost: number; unknown: number };
  readonly pictures: number;
  /** With the seed, to be drawn again. */
  readonly contradictions: readonly string[];
}

/** tallyOf proves so many random protocols, from a seed on; those outside the fragment are not counted. */
export async function tallyOf(solver: Solver, count: number, firstSeed: number): Promise<Tally> {
  const verdicts: Record<string, number> = {};
  const rows = { inductive: 0, lost: 0, unknown: 0 };
  const contradictions: string[] = [];
  let pictures = 0;
  for (let seed = firstSeed, proved = 0; proved < count; seed++) {
    const drawn = drawnSystem(new Chance(seed));
    const result = await provedInFragment(solver, drawn);
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

async function provedInFragment(solver: Solver, { system }: Drawn): Promise<ProofResult | undefined> {
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
