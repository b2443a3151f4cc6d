// Hunts mutants: each is run in one scenario after the other, the likely ones first, until a property is refuted that
// the sound mechanism keeps there. Breadth-first search finds the shortest failing schedule before it has seen all
// states, so every exploration begins with a low limit of states, and is done again with a higher one if need be.

import { inThePaper, mutants, outOfReach } from '../mutants/catalogue.js';
import { type Base, bases, type Mutant } from '../mutants/mutant.js';
import { scenarios } from '../scenarios/index.js';
import type { Scenario } from '../scenarios/scenario.js';
import { type MutantKill, type MutantResult, type MutantRow, makeMutantResult } from './mutantResult.js';
import { mutantTask } from './mutantTask.js';
import type { ResultRow } from './result.js';
import { type Findings, type Part, parts, type Task, verifyPart } from './task.js';

/** The limits of states of an exploration, one after the other. The last one leaves nothing undecided so far. */
const limits = Object.freeze([4_000, 40_000, 6_000_000]);

export interface HuntOptions {
  readonly onDone?: (row: MutantRow) => void;
  readonly interrupted?: () => boolean;
  /** Only where the catalogue says that it dies. */
  readonly onlyFirst?: boolean;
}

/** huntMutants hunts these mutants, all of the catalogue unless told. */
export function huntMutants(hunted: readonly Mutant[] = mutants, options: HuntOptions = {}): MutantResult {
  const rows = hunted.map((mutant) => {
    const row = hunt(mutant, options);
    options.onDone?.(row);
    return row;
  });
  return makeMutantResult(rows, outOfReach, inThePaper);
}

interface Tally {
  explorations: number;
  states: number;
  undecided: boolean;
}

/** hunt runs one mutant to its first kill, or everywhere. */
export function hunt(mutant: Mutant, { interrupted, onlyFirst = false }: HuntOptions = {}): MutantRow {
  const tally: Tally = { explorations: 0, states: 0, undecided: false };
  for (const task of tasksOf(mutant, onlyFirst)) {
    for (const part of parts.filter((part) => task[part].length > 0)) {
      if (interrupted?.()) return rowOf({ mutant, tally, fate: 'inconclusive' });
      const found = explorePart({ task, part, tally, ...(interrupted ? { interrupted } : {}) });
      if (found !== undefined) return rowOf({ mutant, tally, ...found });
    }
  }
  if (tally.undecided) return rowOf({ mutant, tally, fate: 'inconclusive' });
  return rowOf({ mutant, tally, fate: mutant.equivalent === undefined ? 'survived' : 'equivalent' });
}

/** Lazily, because the first is often enough. */
function* tasksOf(mutant: Mutant, onlyFirst: boolean): Generator<Task> {
  const everywhere = scenarios.flatMap(({ name }) => baseNames.map((base) => ({ scenario: name, base })));
  const isFirst = (one: { scenario: string; base: Base }) =>
    mutant.grounds.some(({ scenario, base }) => scenario === one.scenario && base === one.base);
  const others = onlyFirst ? [] : everywhere.filter((one) => !isFirst(one));
  for (const { scenario, base } of [...mutant.grounds, ...others]) {
    const task = mutantTask(scenarioNamed(scenario), mutant, base);
    if (task) yield task;
  }
}

const baseNames = Object.freeze(Object.keys(bases)) as readonly Base[];

function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (!found) throw new RangeError(`no scenario ${name}`);
  return found;
}

type Found = Pick<MutantRow, 'fate' | 'kill' | 'error'>;

interface Exploring {
  readonly task: Task;
  readonly part: Part;
  readonly tally: Tally;
  readonly interrupted?: () => boolean;
}

function explorePart({ task, part, tally, interrupted }: Exploring): Found | undefined {
  for (const states of limits) {
    const asked = interrupted ? { interrupted } : {};
    const findings = verifyPart(task, part, { limits: { states }, ...asked });
    tally.explorations++;
    tally.states += statesOf(findings);
    const found = findingOf(findings);
    if (found) return found;
    if (findings.explorations.every(({ complete }) => complete)) return undefined;
  }
  tally.undecided = true;
  return undefined;
}

function findingOf({ errors, verdicts }: Findings): Found | undefined {
  const [error] = errors;
  if (error) return { fate: 'failed', error: error.message };
  const kill = killIn(verdicts);
  return kill && { fate: 'killed', kill };
}

function killIn(verdicts: readonly ResultRow[]): MutantKill | undefined {
  const refuted = verdicts.filter(({ verdict, expected }) => verdict === 'refuted' && expected !== 'refuted');
  const [first, ...others] = refuted.sort((a, b) => stepsOf(a) - stepsOf(b));
  if (!first) return undefined;
  const { property, scenario, mechanism, states } = first;
  return {
    ...{ property, scenario, mechanism, states, steps: stepsOf(first) },
    length: first.counterexample!.length,
    schedule: first.schedule!,
    also: others.map((row) => row.property),
  };
}

function stepsOf({ counterexample }: ResultRow): number {
  return counterexample!.steps.length;
}

function statesOf({ explorations }: Findings): number {
  return explorations.reduce((total, { states }) => total + states, 0);
}

function rowOf({ mutant, tally, ...found }: Found & { readonly mutant: Mutant; readonly tally: Tally }): MutantRow {
  const { name, numbers, statement, equivalent } = mutant;
  const { explorations, states } = tally;
  return {
    ...{ mutant: name, numbers, statement },
    ...found,
    ...(equivalent === undefined ? {} : { proof: equivalent }),
    ...{ explorations, states },
  };
}

/** huntedTask finds the task that the schedule of a kill belongs to, by its name `scenario@mutant`. */
export function huntedTask(name: string): Task | undefined {
  const [scenario, mechanism = ''] = name.split('@');
  const [called, base = 'asItIs'] = mechanism.split('.');
  const found = scenarios.find((one) => one.name === scenario);
  const mutant = mutants.find((one) => one.name === called);
  return found && mutant && base in bases ? mutantTask(found, mutant, base as Base) : undefined;
}
