// Answers the questions that are put to a copy of the package. This runs in the copy: whatever it imports has the mutant.

import { join } from 'node:path';
import { explore, formatSchedule, parseSchedule, replay } from '../../engine/index.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { mutantNamed } from '../../mutants/catalogue.js';
import { groundOf, type Mutant } from '../../mutants/mutant.js';
import { tokenMechanism } from '../../scenarios/token/index.js';
import type { Loaded } from '../../tla/manifest.js';
import { packageRoot } from '../packageRoot.js';
import { refuseUnknownProperty } from '../scheduledTask.js';
import type { Task } from '../task.js';
import {
  type Answer,
  type Answers,
  type Ask,
  type Asking,
  type Question,
  type QuestionOf,
  unexplored,
} from './answer.js';
import { huntEverywhere, huntThere } from './mechanism.js';
import { huntedTask, mutantMechanism, parseMutantSchedule } from './task.js';

/** reply answers a question. Throws what the asked code throws. */
export async function reply(question: Question, asking: Asking): Promise<Answers[Ask]> {
  switch (question.ask) {
    case 'killer':
      return await outcome(() => askKiller(question, asking));
    case 'everywhere':
      return await outcome(() => huntEverywhere(mutantOf(question), asking));
    case 'unreached':
      return (await import('./machine.js')).unreachedIn(question.ground);
    case 'replay':
      return await replayed(question);
    case 'realise':
      return await realised(question);
    case 'realiseWithin':
      return await realisedWithin(question);
    case 'realiseAny':
      return await realisedAny(question);
    case 'compare':
      return await compared(question);
  }
}

/** What goes wrong because of a mutant is an answer, not the end of the hunt. */
async function outcome(ask: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    return { ...unexplored, error: error instanceof Error ? error.message : String(error) };
  }
}

async function askKiller(question: QuestionOf<'killer'>, asking: Asking): Promise<Answer> {
  const { killer, alone = false, unreached } = question;
  const mutant = mutantOf(question);
  const { by } = groundOf(killer);
  if (mutant.kind === 'property') return (await import('./properties.js')).askProperty(killer, asking);
  if (mutant.kind === 'engine') return (await import('./engine.js')).askEngine(killer);
  if (mutant.kind === 'machine' || by === 'machine')
    return (await import('./machine.js')).askMachine(mutant, killer, unreached);
  if (mutant.kind === 'specification') return (await import('./specification.js')).askMutatedSpecification(killer);
  if (by === 'specification') return (await import('./specification.js')).askSpecification(mutant, killer);
  return huntThere(mutant, killer, alone, asking);
}

function mutantOf({ kind, mutant }: QuestionOf<'killer'> | QuestionOf<'everywhere'>): Mutant {
  const found = mutantNamed(kind, mutant);
  if (!found) throw new QuiesceError('QSC114', `${kind} ${mutant}`);
  return found;
}

async function replayed({ schedule: text, continue: onward }: QuestionOf<'replay'>): Promise<Answers['replay']> {
  const schedule = parseSchedule(text);
  const task = huntedTask(schedule.name) ?? (await taskOfSpecification(schedule.name));
  if (!task) throw new QuiesceError('QSC204', `the schedule is of ${schedule.name}`);
  const properties = [...task.safety, ...task.liveness];
  refuseUnknownProperty(schedule, properties);
  return replay({ ...task.system, name: schedule.name }, schedule, { properties, continue: onward, partial: true });
}

async function taskOfSpecification(name: string): Promise<Task | undefined> {
  const { conformanceTask } = await import('../conformance/task.js');
  const { scenario, mutant, mechanism } = parseMutantSchedule(name);
  return conformanceTask(folderOfSpecification(), `${scenario}@${mechanism}`, (each) => mutantMechanism(mutant, each));
}

async function realised({ mutant, configuration, trace }: QuestionOf<'realise'>): Promise<Answers['realise']> {
  const { realise } = await import('../conformance/realise.js');
  return realise(folderOfSpecification(), trace, await loadedOf(configuration), playingOf(mutant));
}

async function realisedWithin(question: QuestionOf<'realiseWithin'>): Promise<Answers['realiseWithin']> {
  const { realiseWithin } = await import('../conformance/realise.js');
  const { mutant, configuration, ways } = question;
  return realiseWithin(folderOfSpecification(), ways, await loadedOf(configuration), playingOf(mutant));
}

/** Properties of the paper come before the models, in their order. */
async function realisedAny({ mutant, configuration }: QuestionOf<'realiseAny'>): Promise<Answers['realiseAny']> {
  const { nameOfPlay } = await import('../conformance/realise.js');
  const name = nameOfPlay(folderOfSpecification(), await loadedOf(configuration), playingOf(mutant));
  const task = (await taskOfSpecification(name))!;
  const { verdicts } = explore({ ...task.system, name }, task.safety, { liveExecutions: 0, builtIn: false });
  const found = verdicts.find(({ counterexample }) => counterexample)?.counterexample;
  if (found) return { text: formatSchedule(found.schedule) };
  throw new QuiesceError('QSC423', `${configuration}: no property turns false in any execution of ${name}`);
}

function playingOf(mutant: string) {
  return { mutant, called: (mechanism: string) => mutantMechanism(mutant, mechanism) };
}

async function loadedOf(configuration: string): Promise<Loaded> {
  const { loadNamed } = await import('../../tla/manifest.js');
  const folder = folderOfSpecification();
  return loadNamed(folder, folder, [configuration])[0]!;
}

async function compared({ mutant, configurations, options }: QuestionOf<'compare'>): Promise<Answers['compare']> {
  const [{ compareAll }, { anyWorkloadsNamed }] = await Promise.all([
    import('../conformance/threeWay.js'),
    import('../../scenarios/configurations.js'),
  ]);
  return await compareAll(folderOfSpecification(), anyWorkloadsNamed(configurations), {
    ...options,
    token: mutantMechanism(mutant, tokenMechanism),
    mechanism: ({ scenario }) => {
      const own = scenario.variants[0]!.mechanism;
      return Object.freeze({ ...own, name: mutantMechanism(mutant, own.name) });
    },
  });
}

function folderOfSpecification(): string {
  return join(packageRoot, 'tla');
}
