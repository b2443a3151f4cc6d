// The TLA+ specification in the copy that has a mutant of it, or of the mechanism. A mutant of the specification is asked
// of the engine that needs no Java; where it is the implementation that must refuse it, its graph is made again.

import { join } from 'node:path';
import { modelAlong, told } from '../../conformance/index.js';
import { groundOf, type Killer, type Mutant } from '../../mutants/mutant.js';
import { type AnyWorkload, anyWorkloadsNamed } from '../../scenarios/configurations.js';
import { isOfToken, type TokenWorkload, tokenMechanism } from '../../scenarios/token/index.js';
import { check } from '../../tla/check.js';
import { makeGraph, readGraph } from '../../tla/graphFile.js';
import { type Loaded, loadNamed } from '../../tla/manifest.js';
import type { TlaResult } from '../../tla/result.js';
import {
  conformConfiguration,
  conformToGraph,
  conformTokenToGraph,
  type ImplementationComparison,
} from '../conformance/configuration.js';
import { mechanismFor } from '../conformance/mechanisms.js';
import { packageRoot } from '../packageRoot.js';
import { type Answer, unexplored } from './answer.js';
import { mutantMechanism } from './task.js';

const folder = join(packageRoot, 'tla');

/** askSpecification holds a mutant of the mechanism to the committed graph of a configuration. */
export function askSpecification(mutant: Mutant, killer: Killer): Answer {
  const { at } = groundOf(killer);
  const workload = workloadNamed(at);
  if (isOfToken(workload)) return askToken(mutant, killer, workload);
  const own = workload.scenario.variants[0]!.mechanism;
  const mechanism = { ...mechanismFor(workload, own.name), name: mutantMechanism(mutant.name, own.name) };
  return answerOf(killer, conformConfiguration(folder, workload, mechanism));
}

function askToken(mutant: Mutant, killer: Killer, workload: TokenWorkload): Answer {
  const mechanism = mutantMechanism(mutant.name, tokenMechanism);
  return answerOf(killer, conformTokenToGraph(readGraph(folder, workload.configuration), workload, mechanism));
}

/** askMutatedSpecification checks a configuration of a mutant of the specification, or holds the implementation to it. */
export async function askMutatedSpecification(killer: Killer): Promise<Answer> {
  const { by, at } = groundOf(killer);
  const loaded = loadNamed(folder, folder, [at])[0]!;
  if (by !== 'implementation') return answerOfCheck(killer, (await check(loaded, 'embedded')).outcomes[0]!);
  const { states: _sound, ...entry } = loaded.entry;
  const graph = await makeGraph({ ...loaded, entry } satisfies Loaded, 'embedded');
  const workload = workloadNamed(at);
  return answerOf(killer, isOfToken(workload) ? conformTokenToGraph(graph, workload) : conformToGraph(graph, workload));
}

function workloadNamed(configuration: string): AnyWorkload {
  return anyWorkloadsNamed([configuration])[0]!;
}

function answerOf(killer: Killer, { check: { explored, diverging, conformance } }: ImplementationComparison): Answer {
  const { by, at } = groundOf(killer);
  const answer = { ...unexplored, explorations: 1, states: explored.states };
  if (!diverging) return answer;
  const { counterexample, reason } = diverging.divergence;
  const models = [modelAlong(conformance.specification, told(counterexample.steps))];
  return { ...answer, kill: { by, in: at, seen: reason, taken: { counterexample, models } } };
}

function answerOfCheck(killer: Killer, { verdict, violated, states, depth }: TlaResult): Answer {
  const answer = { ...unexplored, explorations: 1, states };
  if (verdict === 'holds') return answer;
  const seen = `${verdict}, ${depth} states long`;
  return { ...answer, kill: { by: violated ?? verdict, in: groundOf(killer).at, seen } };
}
