// The negative control: a conformance check counts only when a defect on either side makes it fail. Mutants of the
// machine are edits of its chart, guards and actions; mutants of the implementation are its own named deviations.
// A machine that forbids too much is refuted by the implementation; one that allows too much shows by transitions that
// nothing realises, beyond those of the machine as it is.

import { type AnyStateMachine, assign, createMachine } from 'xstate';
import { QuiesceError } from '../engine/program/index.js';
import { hotSwap } from '../impl/hotswap/hotSwap.js';
import { deviations, type HotSwapOptions } from '../impl/hotswap/options.js';
import type { ConformanceMutantResult, ConformanceMutantRow, ConformanceRow } from '../runner/conformance/result.js';
import { type ConformedScenario, conformScenario } from '../runner/conformance/scenario.js';
import { scenarios } from '../scenarios/index.js';
import { swapMachine } from './swapMachine.js';

/** A chart as plain data; what an edit takes and changes. */
interface Chart {
  on?: Record<string, unknown>;
  states?: Record<string, Chart>;
}

interface Edited {
  readonly chart: Chart;
  readonly guards: Record<string, unknown>;
  readonly actions: Record<string, unknown>;
}

interface MachineMutant {
  readonly name: string;
  readonly statement: string;
  /** `scenario@mechanism`, where it is looked for. */
  readonly ground: string;
  readonly edit: (edited: Edited) => void;
}

const plain = 'lockBesideTheComponent@asItIs';
const recursive = 'selfSwap@asItIs';
const nested = 'callBackThroughPartner@asItIs';
const aborting = 'callBackThroughAnotherThread@withBlockDeadline';
const twice = 'backToBackSwaps@asItIs';

/** The state at a path. */
function state({ chart }: Edited, path: string): Chart {
  return path.split('.').reduce((at, name) => at.states![name]!, chart);
}

function setArrow(edited: Edited, path: string, event: string, arrow: unknown): void {
  const at = state(edited, path);
  at.on = { ...at.on, [event]: arrow };
}

/** A guard or an action with a datum of its event as its parameter, or with all of it. */
const of = (type: string, datum?: string) => ({
  type,
  params: ({ event }: { readonly event: Record<string, unknown> }) => (datum === undefined ? event : event[datum]),
});

const block = 'mediator.present.block';
const [draining, quiescing] = ['swap.on.undecided.draining', 'swap.on.undecided.quiescing'];
const interposed = ['#reference.swap.on.undecided', '#reference.mediator.present.forward'];

const machineMutants: readonly MachineMutant[] = Object.freeze([
  {
    name: 'graceGuardDropped',
    statement: 'the mediator may turn to block before the earlier threads are gone',
    ground: plain,
    edit: (edited) =>
      setArrow(edited, draining, 'phase.block', {
        target: [`#reference.${quiescing}`, `#reference.${block}`],
        actions: 'startGrace',
      }),
  },
  {
    name: 'oneGenerationMore',
    statement: 'three generations must pass in a grace period, and two are counted',
    ground: plain,
    edit: ({ guards }) => {
      guards.graceIsOver = ({ context }: { context: { elapsed: readonly number[] } }) =>
        context.elapsed.every((passed) => passed > 2);
    },
  },
  {
    name: 'quiescentAnyTime',
    statement: 'the component may be held to be quiescent with calls in flight',
    ground: plain,
    edit: (edited) => setArrow(edited, quiescing, 'quiescent', { guard: of('isOwn', 'mediator'), target: 'copying' }),
  },
  {
    name: 'recursionRefused',
    statement: 'in block a recursive call is not let through',
    ground: nested,
    edit: (edited) => setArrow(edited, block, 'counted.in', undefined),
  },
  {
    name: 'everybodyLetIn',
    statement: 'in block any call is let through',
    ground: plain,
    edit: (edited) =>
      setArrow(edited, block, 'counted.in', { guard: of('isFree', 'thread'), actions: of('countIn', 'thread') }),
  },
  {
    name: 'transferLeftOut',
    statement: 'quiescence leads to where the pointer has been swung, past the transfer',
    ground: plain,
    edit: (edited) =>
      setArrow(edited, quiescing, 'quiescent', {
        guard: of('noneInFlight', 'mediator'),
        target: '#reference.swap.on.swung',
      }),
  },
  {
    name: 'countOffByOne',
    statement: 'a call is counted in as two',
    ground: plain,
    edit: ({ actions }) => {
      actions.countIn = assign({
        inFlight: ({ context }, thread) => ({
          ...context.inFlight,
          [String(thread)]: (context.inFlight[String(thread)] ?? 0) + 2,
        }),
      });
    },
  },
  {
    name: 'returnNotCounted',
    statement: 'a returning call is not taken off the count',
    ground: plain,
    edit: (edited) => setArrow(edited, 'mediator.present', 'counted.out', { guard: of('isOnItsWay', 'thread') }),
  },
  {
    name: 'tableNotKept',
    statement: 'a call that is let through is not put into the table',
    ground: plain,
    edit: (edited) => setArrow(edited, 'mediator.present', 'tracked.in', { guard: of('isOnItsWay', 'thread') }),
  },
  {
    name: 'suspendedInForward',
    statement: 'calls may be held back in forward already',
    ground: plain,
    edit: (edited) =>
      setArrow(edited, 'mediator.present.forward', 'suspended', {
        guard: of('isNew', 'thread'),
        actions: of('suspend', 'thread'),
      }),
  },
  {
    name: 'resumedTooEarly',
    statement: 'callers may be let go before the mediator turns to completed',
    ground: plain,
    edit: (edited) =>
      setArrow(edited, block, 'resumed', { guard: of('isSuspended', 'thread'), actions: of('resume', 'thread') }),
  },
  {
    name: 'commitForgotten',
    statement: 'the commit leaves the old object in charge',
    ground: plain,
    edit: ({ actions }) => {
      actions.commit = assign({ outcome: 'completed' });
    },
  },
  {
    name: 'secondGraceDropped',
    statement: 'the mediator may be freed without a second grace period',
    ground: plain,
    edit: (edited) =>
      setArrow(edited, 'swap.on.reclaiming', 'freedMediator', {
        guard: of('isOwn', 'mediator'),
        target: ['#reference.swap.on.retired', '#reference.mediator.absent'],
        actions: 'forget',
      }),
  },
  {
    name: 'abortAfterCommit',
    statement: 'a swap may be given up after its commit',
    ground: aborting,
    edit: (edited) =>
      setArrow(edited, 'swap.on.swung', 'swapAbandoned', {
        guard: of('isOwn', 'mediator'),
        target: 'abandoned',
        actions: 'giveUp',
      }),
  },
  {
    name: 'abortForgotten',
    statement: 'a swap that holds callers back cannot be given up',
    ground: aborting,
    edit: (edited) => {
      const undecided = state(edited, 'swap.on.undecided');
      setArrow(edited, draining, 'swapAbandoned', {
        ...(undecided.on!.swapAbandoned as object),
        target: '#reference.swap.on.abandoned',
      });
      undecided.on = {};
    },
  },
  {
    name: 'enteringDuringTransfer',
    statement: 'a call may enter the old object while its state is copied',
    ground: recursive,
    edit: (edited) => setArrow(edited, 'swap.on.undecided.copying', 'enter', { guard: of('mayEnter') }),
  },
  {
    name: 'mediatorNotNumbered',
    statement: 'the next swap has the number of the one before',
    ground: twice,
    edit: ({ actions }) => {
      actions.numberNext = assign({});
    },
  },
  {
    name: 'idleLeadsToForward',
    statement: 'a request interposes the mediator at once',
    ground: plain,
    edit: (edited) => setArrow(edited, 'swap.idle', 'swapRequested', { target: interposed }),
  },
] satisfies readonly MachineMutant[]);

/** mutatedMachine is the machine with the edit. */
function mutatedMachine({ edit }: MachineMutant): AnyStateMachine {
  const { guards, actions } = swapMachine.implementations;
  const edited: Edited = { chart: copied(swapMachine.config) as Chart, guards: { ...guards }, actions: { ...actions } };
  edit(edited);
  const made = createMachine(edited.chart as Parameters<typeof createMachine>[0]);
  return made.provide({ guards: edited.guards, actions: edited.actions } as never) as AnyStateMachine;
}

/** A copy of a chart; functions are shared. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copied(part)]));
}

/** A defect of the implementation: a deviation of its own, or another rule of admission. */
interface ImplementationMutant {
  readonly name: string;
  readonly statement: string;
  readonly ground: string;
  readonly options: Partial<HotSwapOptions>;
}

function deviating(
  name: keyof typeof deviations,
  ground: string,
  rest: Partial<HotSwapOptions> = {},
): ImplementationMutant {
  return { name, statement: deviations[name], ground, options: { ...rest, deviations: [name] } };
}

/**
 * Left out, because the machine is too coarse for them: noFinally, dekkerReversedInEpilog, phaseLockLeak and workerActive
 * keep a swap from ever ending, which is a matter of liveness; formatUnchecked is about what is transferred.
 */
const implementationMutants: readonly ImplementationMutant[] = Object.freeze([
  { name: 'oneAdvance', statement: 'one generation is let pass, not two', ground: plain, options: { advances: 1 } },
  { name: 'noAdvance', statement: 'no generation is let pass', ground: plain, options: { advances: 0 } },
  {
    name: 'lenient',
    statement: 'in block anybody is let through while a call is in flight',
    ground: 'mediatorPointerInHand@asItIs',
    options: { admission: 'lenient' },
  },
  {
    name: 'byGeneration',
    statement: 'threads older than the swap pass, all others are held back',
    ground: plain,
    options: { admission: 'byGeneration' },
  },
  deviating('forwardSkipped', plain),
  deviating('countAfterUnlock', 'mediatorPointerInHand@asItIs'),
  deviating('registerAfterUnlock', plain),
  deviating('dekkerReversed', 'mediatorPointerInHand@asItIs'),
  deviating('staleZero', 'lastReturnInBlock@asItIs'),
  deviating('noTicket', twice),
  deviating('freeMediatorAtOnce', plain),
  deviating('capturedTarget', 'failingTransfer@asItIs'),
  deviating('nextSwapBeforeSecondGrace', twice),
  deviating('commitBeforeTransfer', plain),
  deviating('releaseBeforeSwing', plain),
  deviating('tableKeyedByThread', nested),
  deviating('oldReadBeforeSwitching', plain),
  deviating('abortAfterCommit', recursive, { abort: 'anywhere' }),
  deviating('completionAfterReclamation', plain),
  deviating('latePop', plain),
  deviating('entryLeaks', 'exceptionInFlight@asItIs'),
]);

/** conformMutants runs every mutant of either side and tells what gave it away. */
export function conformMutants(onDone: (row: ConformanceMutantRow) => void = () => {}): ConformanceMutantResult {
  const sound = new Map<string, ConformedScenario>();
  const soundAt = (ground: string) => {
    const known = sound.get(ground) ?? checked(ground);
    sound.set(ground, known);
    return known;
  };
  const rows = [
    ...machineMutants.map((mutant) => () => machineRow(mutant, soundAt(mutant.ground))),
    ...implementationMutants.map((mutant) => () => implementationRow(mutant)),
  ].map((run) => {
    const row = run();
    onDone(row);
    return row;
  });
  return { version: 1, rows };
}

function checked(ground: string, options: Parameters<typeof conformScenario>[2] = {}): ConformedScenario {
  const { scenario, variant } = groundNamed(ground);
  return conformScenario(scenario, variant, { ...options, pairs: false });
}

function groundNamed(ground: string) {
  const [name, mechanism] = ground.split('@');
  const scenario = scenarios.find((one) => one.name === name);
  const variant = scenario?.variants.find((one) => one.mechanism.name === mechanism)?.mechanism;
  if (!scenario || !variant) throw new QuiesceError('QSC101', ground);
  return { scenario, variant };
}

function machineRow(mutant: MachineMutant, sound: ConformedScenario): ConformanceMutantRow {
  const { name, statement, ground } = mutant;
  const mutated = checked(ground, { machine: mutatedMachine(mutant) });
  const by = refutation(mutated) ?? superfluous(mutated.rows, sound.rows);
  return { side: 'machine', name, statement, ground, killed: by !== undefined, by: by ?? 'nothing' };
}

function refutation({ rows }: ConformedScenario): string | undefined {
  const found = rows.find(({ divergence }) => divergence)?.divergence;
  return found && `the implementation, at step ${found.step + 1}: ${found.reason}`;
}

/** Transitions of the mutant that nothing realises, and that the machine as it is does not have unrealised. */
function superfluous(mutated: readonly ConformanceRow[], sound: readonly ConformanceRow[]): string | undefined {
  const known = new Set(sound.flatMap(({ unreached }) => unreached.map(({ state, step }) => `${state} ${step}`)));
  const news = mutated
    .flatMap(({ unreached }) => unreached)
    .filter(({ state, step }) => !known.has(`${state} ${step}`));
  const first = news[0];
  if (!first) return undefined;
  return `${news.length} transitions that nothing realises, first ${first.step} in ${first.state.split(' {')[0]}`;
}

function implementationRow({ name, statement, ground, options }: ImplementationMutant): ConformanceMutantRow {
  const { scenario } = groundNamed(ground);
  const row = { side: 'implementation', name, statement, ground: `${scenario.name}@${name}` } as const;
  const by = refutation(conformScenario(scenario, hotSwap(name, statement, options), { pairs: false }));
  return { ...row, killed: by !== undefined, by: by ?? 'nothing' };
}
