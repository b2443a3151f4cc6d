// quiesce conform --against tla, or model,tla: the workloads that have the shape of a configuration with a committed
// graph, held to it. Needs neither Java nor WebAssembly, but for the explanation of a divergence.

import { join } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';
import { mutantNamed } from '../mutants/catalogue.js';
import { type Measured, threeWayPage } from '../reports/pages.js';
import { threeWayJson, threeWayText } from '../reports/threeWay.js';
import { mechanismFor } from '../runner/conformance/mechanisms.js';
import { type ComparisonResult, comparisonExitCode } from '../runner/conformance/result.js';
import { compareAll, type ThreeWayOptions } from '../runner/conformance/threeWay.js';
import { commandWords, userFolder } from '../runner/invocation.js';
import { withCopy } from '../runner/mutants/copiedPackage.js';
import { packageRoot } from '../runner/packageRoot.js';
import { resolve } from '../runner/resolve.js';
import { anyWorkloadsNamed, type ConformanceWorkload } from '../scenarios/configurations.js';
import { isOfToken } from '../scenarios/token/index.js';
import { writeFindings } from './documents.js';
import { limitsOf } from './searchOptions.js';
import { terminal } from './terminal.js';

/** A mutant of the mechanism is compared in a copy of the package that has it. */
async function compared(
  names: readonly string[],
  name: string | undefined,
  { onCompared, ...options }: Omit<ThreeWayOptions, 'mechanism'>,
): Promise<ComparisonResult> {
  const workloads = anyWorkloadsNamed(names);
  const mutant = name === undefined ? undefined : mutantNamed('mechanism', name);
  if (mutant) {
    const question = { ask: 'compare', mutant: mutant.name, configurations: names, options } as const;
    return await withCopy(mutant.edits, (copy) => copy.ask(question));
  }
  if (name !== undefined && workloads.some(isOfToken))
    throw new QuiesceError(
      'QSC103',
      `${name}: the token is no mechanism that another could stand for, but a mutant of it`,
    );
  const mechanism = name === undefined ? {} : { mechanism: (each: ConformanceWorkload) => mechanismFor(each, name) };
  return await compareAll(join(packageRoot, 'tla'), workloads, {
    ...options,
    ...mechanism,
    ...(onCompared ? { onCompared } : {}),
  });
}

export type Against = readonly ('model' | 'tla')[];

/** againstOf reads the option. Throws QSC110. */
export function againstOf(text: string): Against {
  const sides = ['model', 'tla'] as const;
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !sides.some((side) => side === word));
  if (unknown !== undefined) throw new QuiesceError('QSC110', `--against ${unknown}: there are model and tla`);
  return sides.filter((side) => words.includes(side));
}

export interface AgainstFlags {
  readonly json?: boolean;
  readonly edges?: boolean;
  readonly commit?: boolean;
  readonly mechanism?: readonly string[];
  readonly limitStates?: string;
  readonly limitSeconds?: string;
  readonly out: string | false;
  readonly timings: boolean;
}

/** conformAgainst prints the tables and returns the exit code. Throws QSC103, QSC104, QSC110, QSC412 and QSC420. */
export async function conformAgainst(names: readonly string[], against: Against, flags: AgainstFlags): Promise<number> {
  const { mechanism = [], edges = false } = flags;
  if (flags.commit) throw new QuiesceError('QSC110', '--commit writes figures of the machine: not with --against tla');
  if (mechanism.length > 1) throw new QuiesceError('QSC110', '--against tla takes one mechanism at a time');
  const [name] = mechanism;
  for (const word of names) await resolve(word, ['configuration'], userFolder);
  const measured: Measured[] = [];
  const onCompared: ThreeWayOptions['onCompared'] = ({ scenario, mechanism: held }, elapsedMs) =>
    void measured.push({ scenario, mechanism: held, elapsedMs });
  const result = await compared(names, name, { against, edges, limits: limitsOf(flags), onCompared });
  process.stdout.write(
    flags.json ? threeWayJson(result) : threeWayText(result, { command: commandWords, ...terminal() }),
  );
  await writeFindings(flags.out, threeWayPage(result, measured), flags);
  return comparisonExitCode(result);
}
