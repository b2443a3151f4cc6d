// What `quiesce prove` does with the systems that it is about: prove them and hold them to the specification, prove their
// mutants, or say what they are.

import { join } from 'node:path';
import { mutantOf } from '../proof/catalogue.js';
import type { System } from '../proof/form/system.js';
import type { GraphComparison } from '../proof/hotSwap/graphs.js';
import { type ProofOptions, proofExitCode, prove } from '../proof/prove.js';
import type { ProofResult } from '../proof/result.js';
import { counted } from '../reports/table.js';
import { packageRoot } from '../runner/packageRoot.js';
import type { ProveFlags } from './commands/prove.js';
import { proofProgress } from './proofProgress.js';
import { type ReplayLine, replayOf } from './proofReplay.js';
import { listText, mutantsText, proofText } from './proofReport.js';
import type { SelectedProof } from './proofSelection.js';
import { integer } from './searchOptions.js';

export interface ProofRun {
  readonly data: object;
  readonly text: string;
  readonly exitCode: number;
}

/** What a proof comes to, with what holds the system to the specification and to the implementation. */
export interface ReportedProof {
  readonly result: ProofResult;
  /** None for a mutant, or for a system of a person's own. */
  readonly graphs: readonly GraphComparison[];
  readonly replay?: ReplayLine;
}

const specification = join(packageRoot, 'tla');

/** provePlain proves systems one after the other. */
export async function provePlain(selected: readonly SelectedProof[], flags: ProveFlags): Promise<ProofRun> {
  const options = optionsOf(flags);
  const proofs: ReportedProof[] = [];
  for (const each of selected) proofs.push(await reported(each, options, flags));
  const exits = proofs.map(exitCodeOf);
  const exitCode = exits.includes(1) ? 1 : Math.max(...exits);
  const text = proofs.map((proof, index) => proofText(proof, selected[index]!.system, flags)).join('\n');
  return { data: { version: 1, proofs }, text, exitCode };
}

async function reported(selected: SelectedProof, options: ProofOptions, flags: ProveFlags): Promise<ReportedProof> {
  const { system, own, mutant } = selected;
  const graphs = own && !mutant ? own.compare(system, specification) : [];
  const result = await provedAloud(system, options, flags);
  const replay = await replayOf(selected, result);
  return { result, graphs, ...(replay ? { replay } : {}) };
}

async function provedAloud(system: System, options: ProofOptions, flags: ProveFlags): Promise<ProofResult> {
  const progress = proofProgress(system, flags);
  try {
    return await prove(system, { ...options, onRow: (row) => progress.row(row) });
  } finally {
    progress.end();
  }
}

/** A proof about something else than the specification is no proof of the protocol. */
function exitCodeOf({ result, graphs }: ReportedProof): number {
  return graphs.some(({ differences }) => differences.length > 0) ? 1 : proofExitCode(result);
}

export interface MutantProof {
  readonly mutant: string;
  readonly says: string;
  readonly verdict: ProofResult['verdict'];
  /** What it was expected to break, and what it breaks. */
  readonly expected: string;
  readonly broken?: string;
  readonly kind?: string;
  readonly steps?: number;
  readonly instance?: string;
  readonly replay?: ReplayLine;
}

/** proveMutants proves every mutant: each has to be refuted by the claim that it is there for. */
export async function proveMutants(selected: readonly SelectedProof[], flags: ProveFlags): Promise<ProofRun> {
  const options = { ...optionsOf(flags), picturesMax: 0 };
  const rows: MutantProof[] = [];
  for (const { own } of selected) {
    for (const mutant of own?.mutants ?? []) {
      const system = mutantOf(own!, mutant);
      const result = await prove(system, options);
      const replay = await replayOf({ system, own: own!, mutant }, result);
      rows.push(mutantRow(mutant, result, replay));
      process.stderr.write(`${mutant.name}: ${result.refutation?.claim ?? `SURVIVES (${result.verdict})`}\n`);
    }
  }
  const isCaught = ({ broken, expected, kind }: MutantProof) => broken === expected && kind === 'claim';
  const caught = rows.filter(isCaught).length;
  const summary = `${caught} of ${counted(rows.length, 'mutant')} refuted as expected`;
  return { data: { version: 1, rows }, text: mutantsText(rows, summary), exitCode: caught === rows.length ? 0 : 1 };
}

function mutantRow(
  { name, says, breaks }: { readonly name: string; readonly says: string; readonly breaks: string },
  { verdict, refutation }: ProofResult,
  replay: ReplayLine | undefined,
): MutantProof {
  const { claim, kind, schedule, instance } = refutation ?? {};
  return {
    ...{ mutant: name, says, verdict, expected: breaks },
    ...(claim === undefined ? {} : { broken: claim, kind: kind!, steps: schedule!.length, instance: instance! }),
    ...(replay ? { replay } : {}),
  };
}

/** listProofs says what systems are, and proves nothing. */
export async function listProofs(selected: readonly SelectedProof[]): Promise<ProofRun> {
  const data = selected.map(({ system }) => ({
    ...{ name: system.name, statement: system.statement },
    axioms: saying(system.axioms),
    claims: saying(system.claims),
    steps: saying(system.steps),
    invariant: Object.entries(system.invariant).map(([name, { says, neededFor }]) => ({ name, says, neededFor })),
    actions: system.actions.map(({ name, says }) => ({ name, says })),
  }));
  return {
    data: { version: 1, systems: data },
    text: selected.map(({ system }) => listText(system)).join('\n'),
    exitCode: 0,
  };
}

function saying(claims: Readonly<Record<string, { readonly says: string }>>): readonly object[] {
  return Object.entries(claims).map(([name, { says }]) => ({ name, says }));
}

function optionsOf({ solver, timeoutSeconds, limitStates }: ProveFlags): ProofOptions {
  const timeout = timeoutSeconds === undefined ? undefined : integer('--timeout-seconds', timeoutSeconds, 1e6);
  const statesMax = limitStates === undefined ? undefined : integer('--limit-states', limitStates, 1e7);
  return {
    solver,
    ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
    ...(statesMax === undefined ? {} : { statesMax }),
  };
}
