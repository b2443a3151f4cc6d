// The negative control of the xstate machine: it counts only when a defect on either side shows. Every mutant of the
// machine, and every mutant of the mechanism that the catalogue says the machine must refuse.

import { mutants } from '../../mutants/catalogue.js';
import { groundOf, type Killer, type Mutant } from '../../mutants/mutant.js';
import type { ConformanceMutantResult, ConformanceMutantRow } from '../conformance/result.js';
import { withCopy } from './copiedPackage.js';
import { askKiller, type HuntOptions, SoundMachine } from './hunt.js';
import { mutantMechanism } from './task.js';

/** conformMutants runs every mutant of either side and tells what gave it away. */
export async function conformMutants(
  onDone: (row: ConformanceMutantRow) => void = () => {},
  options: Pick<HuntOptions, 'stop'> = {},
): Promise<ConformanceMutantResult> {
  const sound = new SoundMachine(options);
  const rows: ConformanceMutantRow[] = [];
  for (const { mutant, killer } of asked()) {
    const row = await rowOf(mutant, killer, sound, options);
    rows.push(row);
    onDone(row);
  }
  return { version: 1, rows };
}

function asked(): readonly { readonly mutant: Mutant; readonly killer: Killer }[] {
  const isMachine = ({ kind }: Mutant, killer: Killer) =>
    kind === 'machine' || (kind === 'mechanism' && groundOf(killer).by === 'machine');
  const pairs = mutants.flatMap((mutant) => mutant.killedBy.map((killer) => ({ mutant, killer })));
  const ofMachine = pairs.filter(({ mutant }) => mutant.kind === 'machine');
  const ofMechanism = pairs.filter(({ mutant }) => mutant.kind === 'mechanism');
  return [...ofMachine, ...ofMechanism].filter(({ mutant, killer }) => isMachine(mutant, killer));
}

async function rowOf(
  mutant: Mutant,
  killer: Killer,
  sound: SoundMachine,
  { stop }: Pick<HuntOptions, 'stop'>,
): Promise<ConformanceMutantRow> {
  const { kind, name, statement } = mutant;
  const { at, mechanism } = groundOf(killer);
  const { kill, error } = await withCopy(mutant.edits, (copy) => askKiller(copy, mutant, killer, sound), stop);
  const isMechanism = kind === 'mechanism';
  return {
    side: isMechanism ? 'implementation' : 'machine',
    ...{ name, statement },
    ground: `${at}@${isMechanism ? mutantMechanism(name, mechanism) : mechanism}`,
    killed: kill !== undefined,
    by: kill?.seen ?? error ?? 'nothing',
  };
}
