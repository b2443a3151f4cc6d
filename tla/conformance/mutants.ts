// The negative control of the specification: every mutant of it has to be caught. A defect that a configuration states is
// caught by checking (an invariant, a deadlock, liveness) or by the refinement; an action that is left out of a committed
// graph is caught by conformance, because the implementation takes it.

import { conformToGraph } from '../../runner/conformance/configuration.js';
import { type ConformanceWorkload, workloadsNamed } from '../../scenarios/configurations.js';
import { check } from '../check.js';
import { readGraph } from '../graphFile.js';
import { loadEntry, readManifest } from '../manifest.js';

export interface SpecificationMutantRow {
  readonly mutant: string;
  readonly ground: string;
  readonly caughtBy: 'checking' | 'refinement' | 'conformance' | undefined;
  /** What gave it away. */
  readonly by: string;
}

export interface SpecificationMutantResult {
  readonly version: 1;
  readonly rows: readonly SpecificationMutantRow[];
}

/** huntSpecificationMutants runs all of them, without Java. */
export async function huntSpecificationMutants(
  folder: string,
  onDone: (row: SpecificationMutantRow) => void = () => {},
): Promise<SpecificationMutantResult> {
  const rows: SpecificationMutantRow[] = [];
  const done = (row: SpecificationMutantRow) => {
    rows.push(row);
    onDone(row);
  };
  for (const entry of readManifest(folder).entries) {
    if (entry.mutant === undefined) continue;
    const [outcome] = (await check(loadEntry(folder, entry), 'embedded')).outcomes;
    const { verdict, violated } = outcome!;
    const by = violated === undefined ? verdict : `${verdict}: ${violated}`;
    const means = entry.mode === 'refinement' ? 'refinement' : 'checking';
    done({ mutant: entry.mutant, ground: entry.configuration, caughtBy: verdict === 'holds' ? undefined : means, by });
  }
  const left = new Set<string>();
  for (const workload of workloadsNamed(['OneCaller', 'Abort'])) withoutAction(folder, workload, left).forEach(done);
  return { version: 1, rows };
}

/** The graph without one of its actions, for each that the implementation takes there and that was not left out before. */
function withoutAction(
  folder: string,
  workload: ConformanceWorkload,
  left: Set<string>,
): readonly SpecificationMutantRow[] {
  const { configuration } = workload;
  const graph = readGraph(folder, configuration);
  const { unexercised } = conformToGraph(graph, workload);
  const actions = [...new Set(graph.edges.map(({ label }) => label.action))].sort();
  return actions
    .filter((action) => !unexercised.includes(action) && !left.has(action))
    .map((action) => {
      left.add(action);
      const edges = graph.edges.filter(({ label }) => label.action !== action);
      const { verdict, diverging } = conformToGraph({ ...graph, edges }, workload).check;
      const caughtBy = verdict === 'diverges' ? 'conformance' : undefined;
      const by = diverging?.divergence.reason.replace(/;.*/, '') ?? verdict;
      return { mutant: `without ${action}`, ground: configuration, caughtBy, by };
    });
}

/** specificationMutantsExitCode: 0 when every mutant is caught, 1 when one survives. */
export function specificationMutantsExitCode({ rows }: SpecificationMutantResult): 0 | 1 {
  return rows.every(({ caughtBy }) => caughtBy !== undefined) ? 0 : 1;
}
