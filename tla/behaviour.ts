// Is a trace a behaviour of a configuration? Its first state has to be an initial one, and every step one that an action
// makes. The embedded engine is asked for all steps of the labelled specification, so that a trace without action names
// (another tool's, or an older TLC's) gets them here, and one with wrong names is refused.

import { type Label, writeLabel } from '../conformance/tla/label.js';
import { parseValue, writeValue } from '../conformance/tla/value.js';
import { QuiesceError } from '../engine/program/errors.js';
import { falseInvariants, initialStates, type StateValues, successors } from './embeddedState.js';
import { type ActionDomains, actionsOf, labelledConfiguration, labelledModule, labelOf } from './labelled.js';
import type { LabelledTrace, TraceStep } from './labelledTrace.js';
import { type Loaded, loadEntry, type ManifestEntry, readManifest } from './manifest.js';

export interface Behaviour {
  readonly loaded: Loaded;
  /** The trace with an action for each step. */
  readonly trace: LabelledTrace;
  /** What is wrong with its last state: invariants that are false there, or that nothing can happen. */
  readonly violated: readonly string[];
}

/** behaviourOf plays a trace in a configuration. Throws QSC424 at the first step that is none of its own. */
export async function behaviourOf(loaded: Loaded, trace: LabelledTrace): Promise<Behaviour> {
  const { whole } = loaded;
  const actions = actionsOf(whole.module);
  const module = labelledModule(whole.module, actions);
  const configuration = labelledConfiguration(whole.configuration, whole.configuration.invariants);
  const initial = (await initialStates(module, configuration)).map(stateText);
  const [first, ...others] = trace.steps;
  if (!first || !initial.includes(stateText(first.state)))
    throw foreign(loaded, 0, first ? 'its first state is no initial state' : 'it has no state');
  const steps: TraceStep[] = [{ state: first.state }];
  for (const { label, state } of [...others, ...closing(trace)]) {
    const next = await successors(module, configuration, withLabel(steps.at(-1)!.state));
    const reached = next.filter((each) => stateText(each) === stateText(state)).map((each) => labelOf(each.label!));
    const taken = reached.find((each) => label === undefined || fits(label, each, actions));
    if (!taken) throw foreign(loaded, steps.length, whyForeign(label && writeLabel(label), next));
    steps.push({ label: taken, state });
  }
  const last = steps[trace.steps.length - 1]!.state;
  const after = await successors(module, configuration, withLabel(last));
  const invariants = await falseInvariants(module, configuration, withLabel(last));
  const own = steps.slice(0, trace.steps.length);
  return {
    loaded,
    trace: { ...trace, configuration: loaded.entry.configuration, steps: own },
    violated: after.length === 0 ? [...invariants, 'deadlock'] : invariants,
  };
}

/** Older builds of TLC leave parameters out, or name a definition around the action: then the states decide. */
function fits(written: Label, own: Label, actions: ActionDomains): boolean {
  if (!Object.hasOwn(actions, written.action)) return true;
  const isBare = written.parameters.length === 0;
  return isBare ? written.action === own.action : writeLabel(written) === writeLabel(own);
}

/** The step that closes a lasso; a loop of one state may be nothing but stuttering. */
function closing({ steps, loopStartsAt }: LabelledTrace): readonly TraceStep[] {
  if (loopStartsAt === undefined || loopStartsAt >= steps.length - 1) return [];
  return [{ state: steps[loopStartsAt]!.state }];
}

function withLabel(state: StateValues): StateValues {
  return { ...state, label: parseValue('<<"start">>') };
}

function stateText({ label: _label, ...state }: StateValues): string {
  const names = Object.keys(state).sort();
  return names.map((name) => `${name} = ${writeValue(state[name]!)}`).join('\n');
}

function whyForeign(label: string | undefined, next: readonly StateValues[]): string {
  const enabled = next.map((each) => writeLabel(labelOf(each.label!))).sort();
  const what = label === undefined ? 'no action leads there' : `${label} does not lead there`;
  return `${what}; enabled: ${enabled.join(', ') || 'nothing'}`;
}

function foreign({ entry }: Loaded, step: number, why: string): QuiesceError {
  return new QuiesceError('QSC424', `${entry.configuration}, state ${step + 1}: ${why}`);
}

/**
 * whoseBehaviour finds the configuration of a trace that names none: the first of the manifest that has this trace among
 * its behaviours and is violated at its end, as it must be if it must fail. Throws QSC424 where there is none.
 */
export async function whoseBehaviour(folder: string, trace: LabelledTrace): Promise<Behaviour> {
  for (const entry of readManifest(folder).entries.filter(({ mode }) => mode !== 'refinement')) {
    const behaviour = await behaviourOf(loadEntry(folder, entry), trace).catch(unlessForeign);
    if (behaviour && isCounterexample(entry, behaviour)) return behaviour;
  }
  const next = 'name its configuration or its mutant: quiesce replay FILE --configuration NAME --mutant NAME';
  throw new QuiesceError('QSC424', 'it is the counterexample of no configuration here', { next });
}

/** A configuration that holds fails where the specification has a mutant, and then in any way. */
function isCounterexample({ expected, violated }: ManifestEntry, behaviour: Behaviour): boolean {
  if (expected === 'holds') return behaviour.violated.length > 0;
  if (expected === 'liveness violated' && behaviour.trace.loopStartsAt !== undefined) return true;
  return behaviour.violated.includes(violated ?? expected);
}

function unlessForeign(error: unknown): undefined {
  if (error instanceof QuiesceError && ['QSC413', 'QSC424'].includes(error.code)) return undefined;
  throw error;
}
