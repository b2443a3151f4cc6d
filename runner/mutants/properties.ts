// A property in the copy that has a mutant of it. There the mechanism may have a mutant too, which the sound property
// refutes in the scenario: whoever says anything else of it, or of the sound mechanism what is not expected, is given away.

import { groundOf, type Killer } from '../../mutants/mutant.js';
import { askedProperty } from '../../mutants/properties.js';
import { scenarios } from '../../scenarios/index.js';
import { onlyProperties, parts, type Task, verifyPart } from '../task.js';
import { type Answer, type Asking, unexplored } from './answer.js';
import { mutantTask } from './task.js';

const limits = Object.freeze({ states: 6_000_000 });

/** askProperty asks the property of the copy. Throws RangeError where the scenario is not run with the mechanism. */
export function askProperty(killer: Killer, { interrupted }: Asking): Answer {
  const { by, at } = groundOf(killer);
  const { property, of } = askedProperty(killer);
  const task = onlyProperties(taskFor(killer), [property]);
  const [part] = parts.filter((each) => task[each].length > 0);
  if (part === undefined) throw new RangeError(`${at} is not asked about ${property}`);
  const { errors, verdicts, explorations } = verifyPart(task, part, { limits, interrupted });
  const answer = { ...unexplored, explorations: 1, states: explorations.reduce((sum, { states }) => sum + states, 0) };
  const [error] = errors;
  if (error) return { ...answer, error: error.message };
  const { verdict, expected, counterexample } = verdicts[0]!;
  const sound = of === 'asItIs' ? expected : 'refuted';
  if (verdict === 'inconclusive') return { ...answer, undecided: true };
  if (verdict === sound) return answer;
  const taken = counterexample ? { taken: { counterexample } } : {};
  return { ...answer, kill: { by, in: at, seen: `${verdict}, and is ${sound}`, ...taken } };
}

function taskFor(killer: Killer): Task {
  const { at, mechanism } = groundOf(killer);
  const scenario = scenarios.find(({ name }) => name === at);
  const task = scenario && mutantTask(scenario, askedProperty(killer).of, mechanism);
  if (!task) throw new RangeError(`no scenario ${at} with ${mechanism}`);
  return task;
}
