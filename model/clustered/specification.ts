// The machine of the per-processor form as a specification of the mechanism of impl/clustered, for one reference.

import { fileURLToPath } from 'node:url';
import type { AnyStateMachine } from 'xstate';
import { MachineAutomaton, type MachineState, MachineText, type Specification } from '../../conformance/index.js';
import type { Clustered } from '../../impl/clustered/layout.js';
import { spreadClaims } from './abstraction.js';
import { spreadRules } from './rules.js';
import { type SpreadInput, spreadMachine } from './spreadMachine.js';

export interface SpreadSpecification extends Specification<MachineState> {
  readonly automaton: MachineAutomaton;
}

/** spreadAutomaton is the machine for some processors and threads, to be asked. */
export function spreadAutomaton(input: SpreadInput, machine: AnyStateMachine = spreadMachine): MachineAutomaton {
  const files = ['./spreadMachine.ts', './spreadMachine.js'].map((name) =>
    fileURLToPath(new URL(name, import.meta.url)),
  );
  return new MachineAutomaton(machine, { input, text: MachineText.of(files) });
}

/** spreadSpecification holds a mechanism to the machine. */
export function spreadSpecification(
  clustered: Clustered,
  ref: string,
  machine: AnyStateMachine = spreadMachine,
): SpreadSpecification {
  const { callers, callerHomes, callerProcessors: processors } = clustered;
  const homes = Object.fromEntries(callers.map((thread, slot) => [thread, callerHomes[slot]!]));
  return {
    name: `conforms.${ref}`,
    statement: `every step of the swaps of ${ref} is one that the machine of the per-processor form allows`,
    automaton: spreadAutomaton({ processors, homes }, machine),
    abstraction: { kind: 'claims', claims: spreadClaims(clustered, ref) },
    rules: spreadRules(ref),
  };
}
