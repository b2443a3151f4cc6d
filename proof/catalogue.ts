// The systems that this package proves, by name, each with its mutants and what holds it to something outside itself.

import type { System } from './form/system.js';
import { groupComparisons } from './groupSwap/graphs.js';
import { groupMutants } from './groupSwap/mutants.js';
import { groupReading } from './groupSwap/specification.js';
import { groupSwap } from './groupSwap/system.js';
import { committedComparisons, type GraphComparison } from './hotSwap/graphs.js';
import { type ProtocolMutant, protocolMutants, withInstance } from './hotSwap/mutants.js';
import { type Reading, readingOf } from './hotSwap/specification.js';
import { hotSwap } from './hotSwap/system.js';
import type { Instance } from './instance/instance.js';
import { spreadComparisons } from './perProcessor/graphs.js';
import { perProcessorMutants } from './perProcessor/mutants.js';
import { spreadReading } from './perProcessor/specification.js';
import { perProcessor } from './perProcessor/system.js';

export interface ProvedSystem {
  readonly system: System;
  readonly mutants: readonly ProtocolMutant[];
  /** Says states and steps in the specification's words, to look for them in the implementation. */
  readonly reading: (instance: Instance) => Reading;
  /** Lays the graphs of its instances upon the committed ones of the specification; `folder` is where that lies. */
  readonly compare: (system: System, folder: string) => readonly GraphComparison[];
}

export const provedSystems: Readonly<Record<string, ProvedSystem>> = Object.freeze({
  hotSwap: { system: hotSwap, mutants: protocolMutants, compare: committedComparisons, reading: readingOf },
  groupSwap: { system: groupSwap, mutants: groupMutants, compare: groupComparisons, reading: groupReading },
  perProcessor: {
    system: perProcessor,
    mutants: perProcessorMutants,
    compare: spreadComparisons,
    reading: spreadReading,
  },
});

/** mutantOf is the system with one of its mutants' defects, with the instance in which it is looked for first. */
export function mutantOf({ system }: ProvedSystem, mutant: ProtocolMutant): System {
  return withInstance(mutant.edit(system), mutant);
}
