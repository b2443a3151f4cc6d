// One counterexample in all three: the specification has every step of it, the machine follows it or says at which
// action it does not, and the implementation plays it as a schedule. The file may be ours, or written by another tool.

import { actionStep, play, TlaState, whyRefused, writeLabel } from '../../conformance/index.js';
import { swapAutomaton } from '../../model/specification.js';
import { whyTlcIsSkipped } from '../archive.js';
import { type Behaviour, behaviourOf, whoseBehaviour } from '../behaviour.js';
import { parseDump } from '../dumpTrace.js';
import { readGraph } from '../graphFile.js';
import { parseItf } from '../itf.js';
import type { LabelledTrace } from '../labelledTrace.js';
import { type Loaded, loadNamed, readManifest } from '../manifest.js';
import { ownSpecification } from '../own/ownFiles.js';
import { type JudgedLasso, judgedLasso } from '../own/ownLasso.js';
import { machineSteps } from './machineEvents.js';

/** What the specification and the machine make of a trace. */
export interface TraceInModels {
  readonly configuration: string;
  readonly actions: readonly string[];
  /** What is wrong with the last state: false invariants, or a deadlock; and properties that are false of all of it. */
  readonly violated: readonly string[];
  /** The same in words. */
  readonly outcome: string;
  readonly machine: MachineVerdict;
}

export interface MachineVerdict {
  /** How many of the actions it follows. */
  readonly follows: number;
  readonly refused?: {
    readonly action: string;
    readonly event: string;
    readonly state: string;
    readonly guards: readonly string[];
    readonly source: readonly string[];
  };
}

export interface ReadTrace {
  readonly trace: LabelledTrace;
  readonly loaded: Loaded;
  readonly models: TraceInModels;
}

/** A configuration by name, or by path from a folder. */
export interface Named {
  readonly name: string;
  readonly from: string;
}

/**
 * isTrace tells a trace from a schedule: the Informal Trace Format and TLC's dump have a field for the variables, or for the
 * counterexample. A thread of that name is a value.
 */
export function isTrace(text: string): boolean {
  return text.trim().startsWith('{') && /"(vars|counterexample)"\s*:/.test(text);
}

/** parseTrace reads either form. Throws QSC421. */
export function parseTrace(folder: string, text: string): LabelledTrace {
  const isDump = /"counterexample"\s*:/.test(text);
  return isDump ? parseDump(text, '', readGraph(folder, 'MCHotSwapOneCaller')) : parseItf(text);
}

/**
 * placeTrace plays a trace in the specification and the machine. The configuration is the one named, or the one that the
 * file names, or the first that has this counterexample. Throws QSC412 and QSC424.
 */
export async function placeTrace(folder: string, parsed: LabelledTrace, named?: Named): Promise<ReadTrace> {
  const behaviour = await behaviourIn(folder, parsed, named ?? ownConfiguration(folder, parsed));
  return {
    trace: behaviour.trace,
    loaded: behaviour.loaded,
    models: modelsOf(behaviour, await everAfter(folder, behaviour)),
  };
}

/** What is true of the execution that goes on so for ever, if TLC is there to be asked; else why it was not. */
async function everAfter(folder: string, { trace, loaded }: Behaviour): Promise<JudgedLasso | string | undefined> {
  const { verdict, loopStartsAt, steps } = trace;
  if (loopStartsAt === undefined && !['liveness violated', 'refinement violated'].includes(verdict)) return undefined;
  const skipped = whyTlcIsSkipped();
  if (skipped !== undefined) return skipped;
  const { configuration, module } = loaded.entry;
  const own = ownSpecification(`${configuration}.cfg`, folder, { module: `${module}.tla` });
  return await judgedLasso(
    own,
    steps.map(({ state }) => state),
    loopStartsAt,
  );
}

/** Another tool's file names its source otherwise, if at all: only a name of the manifest is one of a configuration. */
function ownConfiguration(folder: string, { configuration }: LabelledTrace): Named | undefined {
  const isKnown = readManifest(folder).entries.some((entry) => entry.configuration === configuration);
  return isKnown ? { name: configuration, from: folder } : undefined;
}

async function behaviourIn(folder: string, trace: LabelledTrace, named: Named | undefined): Promise<Behaviour> {
  if (named === undefined) return await whoseBehaviour(folder, trace);
  const [loaded] = loadNamed(folder, named.from, [named.name]);
  return await behaviourOf(loaded!, trace);
}

function modelsOf({ trace, violated }: Behaviour, judged: JudgedLasso | string | undefined): TraceInModels {
  const actions = trace.steps.flatMap(({ label }) => (label ? [writeLabel(label)] : []));
  return {
    configuration: trace.configuration,
    actions,
    violated: typeof judged === 'object' ? [...violated, ...judged.violated] : violated,
    outcome: outcomeOf(trace, violated, judged),
    machine: inMachine(trace),
  };
}

/** What was found, not what the file says of itself; where the file says something else, that too. */
function outcomeOf(
  { verdict, violated: claim, loopStartsAt }: LabelledTrace,
  atEnd: readonly string[],
  judged: JudgedLasso | string | undefined,
): string {
  const said = `the file says ${claim === undefined ? verdict : `${verdict}: ${claim}`}`;
  const end = atEnd.length > 0 ? [`at the end ${atEnd.join(', ')} is violated`] : [];
  const round =
    loopStartsAt === undefined ? [] : [`it goes round from state ${loopStartsAt + 1} on${fairText(judged)}`];
  if (typeof judged === 'string') return [...round, ...end, `${said}, which was not looked at (${judged})`].join('; ');
  const along = judged && judged.violated.length > 0 ? [`${judged.violated.join(', ')} is violated`] : [];
  const violated = [...atEnd, ...(judged?.violated ?? [])];
  const isSo = violated.includes(claim ?? verdict) || (claim === undefined && violated.length > 0);
  return [...round, ...end, ...along, ...(isSo ? [] : [`${said}, and that is not so`])].join('; ');
}

function fairText(judged: JudgedLasso | string | undefined): string {
  return typeof judged === 'object' ? `, which is ${judged.isFair ? '' : 'not '}fair` : '';
}

/** inMachine plays the actions of a trace in the machine. */
export function inMachine({ steps }: LabelledTrace): MachineVerdict {
  const stateAt = (index: number) => new TlaState((name) => steps[index]!.state[name]);
  const machine = swapAutomaton(stateAt(0).domain('advanced').map(Number));
  let states: readonly number[] = machine.initial;
  for (const [index, { label }] of steps.slice(1).entries()) {
    const { action, parameters } = label!;
    const played = play(machine, states, machineSteps(stateAt(index), actionStep(action, ...parameters)));
    if (!played.states) {
      const { conditions, places } = whyRefused(machine, played);
      const refused = {
        action: writeLabel(label!),
        event: played.refused.text,
        state: played.from.map((state) => machine.nameOf(state)).join(' or '),
        guards: [...new Set(conditions.map(({ text }) => text))],
        source: places,
      };
      return { follows: index, refused };
    }
    states = played.states;
  }
  return { follows: steps.length - 1 };
}
