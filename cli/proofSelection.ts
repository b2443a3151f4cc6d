// Which systems `quiesce prove` is about: those of this package by name, those that a file exports, one with a conjunct
// left out, or a mutant.

import { QuiesceError } from '../engine/program/errors.js';
import { unknownText } from '../engine/program/misspelt.js';
import { mutantOf, type ProvedSystem, provedSystems } from '../proof/catalogue.js';
import { withoutConjunct } from '../proof/form/edit.js';
import { checkedAgain, type System } from '../proof/form/system.js';
import type { ProtocolMutant } from '../proof/hotSwap/mutants.js';
import { userFolder } from '../runner/invocation.js';
import { isFilePath, loadFile } from '../runner/loadFile.js';
import type { ProveFlags } from './commands/prove.js';

export interface SelectedProof {
  readonly system: System;
  /** What this package knows of it, where it is one of its own. */
  readonly own?: ProvedSystem;
  /** The defect that it has. */
  readonly mutant?: ProtocolMutant;
}

/** selectProofs finds the systems. Throws QSC106, QSC110, QSC438, and whatever loading a file throws. */
export async function selectProofs(name: string | undefined, flags: ProveFlags): Promise<readonly SelectedProof[]> {
  const named = await systemsNamed(name);
  const { without, mutant } = flags;
  if (without === undefined && mutant === undefined) return named;
  if (named.length !== 1) throw new QuiesceError('QSC110', '--without and --mutant take exactly one protocol');
  const [selected] = named as [SelectedProof];
  const defective = mutant === undefined ? selected : withMutant(selected, mutant);
  return [without === undefined ? defective : { ...defective, system: withoutNamed(defective.system, without) }];
}

async function systemsNamed(name: string | undefined): Promise<readonly SelectedProof[]> {
  if (name !== undefined && isFilePath(name)) return await systemsOfFile(name);
  const all = Object.values(provedSystems).map((own) => ({ system: own.system, own }));
  if (name === undefined) return all;
  const found = all.filter(({ system }) => system.name === name);
  if (found.length > 0) return found;
  throw new QuiesceError('QSC438', unknownText(name, Object.keys(provedSystems)));
}

async function systemsOfFile(path: string): Promise<readonly SelectedProof[]> {
  const exported = Object.values(await loadFile(path, { from: userFolder }));
  const systems = exported.filter((each) => (each as Partial<System> | null)?.kind === 'system');
  const seen = `${path} exports no system`;
  if (systems.length === 0)
    throw new QuiesceError('QSC106', seen, { next: 'export what system() of quiesce/proof returns' });
  return systems.map((each) => ({ system: checkedAgain(each as System) }));
}

function withMutant({ system, own }: SelectedProof, name: string): SelectedProof {
  if (!own) throw new QuiesceError('QSC110', `${system.name} is a protocol of your own: it has no mutants here`);
  const mutant = own.mutants.find((each) => each.name === name);
  if (!mutant) {
    const names = own.mutants.map((each) => each.name);
    throw new QuiesceError('QSC438', unknownText(name, names), { next: `quiesce prove ${system.name} --mutants` });
  }
  return { system: mutantOf(own, mutant), own, mutant };
}

function withoutNamed(system: System, name: string): System {
  const names = Object.keys(system.invariant);
  if (names.includes(name)) return withoutConjunct(system, name);
  throw new QuiesceError('QSC438', unknownText(name, names), { next: `quiesce prove ${system.name} --list` });
}
