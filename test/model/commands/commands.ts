// The commands of the model-based test. Each is possible when the xstate machine says so; it is carried out by letting
// one thread of the mechanism run until it says the event that was wanted, or cannot go on. Whatever it says on the way
// must be accepted by the machine, and after every step both must be in the same state.

import fc, { type Command } from 'fast-check';
import { type Actor, createActor } from 'xstate';
import type { Step } from '../../../conformance/automaton.js';
import { pathsOf, pathText } from '../../../conformance/xstate/chart.js';
import { canonical } from '../../../engine/program/value.js';
import { type SwapEvent, swapMachine } from '../../../model/swapMachine.js';
import { callsOfEach, clients, type Mediator, requests } from './mediator.js';

/** The machine itself, and what it leaves to its surroundings: how many calls and requests there have been. */
export interface Model {
  readonly machine: Actor<typeof swapMachine>;
  /** Per thread, calls begun and not returned. */
  readonly open: Record<string, number>;
  readonly begun: Record<string, number>;
  requested: number;
}

/** modelOf starts a machine. */
export function modelOf({ processors }: Mediator): Model {
  return { machine: createActor(swapMachine, { input: { processors } }).start(), open: {}, begun: {}, requested: 0 };
}

/** How the machine's states are called that have been seen, over all runs. */
export const seen = new Set<string>();

const stepsMax = 60;

interface Wish {
  readonly thread: string;
  readonly until: (step: Step) => boolean;
  readonly giveUp?: boolean;
}

/** Lets a thread run until the event that is wished for; it need not come. */
function run(model: Model, real: Mediator, { thread, until, giveUp = false }: Wish): void {
  for (let steps = 0; steps < stepsMax && real.may(thread); steps++) {
    if (takeStep(model, real, thread, giveUp).some(until)) return;
  }
}

/** One step of both: the machine accepts what the mechanism says, and they are in the same state. */
function takeStep(model: Model, real: Mediator, thread: string, giveUp = false): readonly Step[] {
  const { events, stands } = real.step(thread, giveUp);
  for (const event of events) accept(model, event);
  const { value, context } = model.machine.getSnapshot();
  const [is, mustBe] = [canonical({ value, context }), canonical(stands)];
  if (is !== mustBe) throw new Error(`the machine is in ${is}, the mechanism in ${mustBe}`);
  for (const path of pathsOf(value)) seen.add(path);
  return events;
}

/** The snapshot's own `can` does not count an arrow that neither leads anywhere nor does anything. */
function accepts(machine: Model['machine'], event: SwapEvent): boolean {
  return swapMachine.getTransitionData(machine.getSnapshot() as never, event).length > 0;
}

function accept({ machine, open, begun }: Model, { name, parameters, text }: Step): void {
  const event = { type: name, ...parameters } as SwapEvent & { readonly thread?: string };
  if (!accepts(machine, event)) {
    throw new Error(`the machine refuses ${text} in ${pathText(machine.getSnapshot().value)}`);
  }
  machine.send(event);
  const thread = String(event.thread);
  if (event.type === 'invoke') {
    open[thread] = (open[thread] ?? 0) + 1;
    if (open[thread] === 1) begun[thread] = (begun[thread] ?? 0) + 1;
  }
  if (event.type === 'return') open[thread] = open[thread]! - 1;
}

type Ordered = Command<Model, Mediator>;

function command(name: string, check: (model: Model) => boolean, wish: Wish): Ordered {
  return {
    check: (model) => check(model as Model),
    run: (model, real) => run(model, real, wish),
    toString: () => name,
  };
}

const is =
  (...types: string[]) =>
  ({ name }: Step) =>
    types.includes(name);

const can = ({ machine }: Model, event: SwapEvent) => accepts(machine, event);
const idle = ({ machine }: Model) => machine.getSnapshot().value.swap === 'idle';

function beginCall(thread: string): Ordered {
  const mayBegin = (model: Model) =>
    (model.open[thread] ?? 0) === 0 &&
    (model.begun[thread] ?? 0) < callsOfEach &&
    can(model, { type: 'invoke', thread });
  return command(`${thread} begins a call`, mayBegin, { thread, until: is('invoke') });
}

/** Into the object, or among those that are held back. */
function goIn(thread: string): Ordered {
  const isInside = (model: Model) => (model.open[thread] ?? 0) > 0;
  return command(`${thread} goes in`, isInside, { thread, until: is('enter', 'suspended') });
}

function callInside(thread: string): Ordered {
  const isOutermost = (model: Model) => model.open[thread] === 1 && can(model, { type: 'invoke', thread });
  return command(`${thread} calls inside`, isOutermost, { thread, until: is('invoke', 'return') });
}

function returnFrom(thread: string): Ordered {
  const isInside = (model: Model) => (model.open[thread] ?? 0) > 0;
  return command(`${thread} returns`, isInside, { thread, until: is('return') });
}

const requestSwap: Ordered = {
  check: ({ requested }) => requested < requests,
  run: (model, real) => {
    const wasIdle = idle(model);
    run(model, real, { thread: 'operator', until: is('swapRequested') });
    if (idle(model)) throw new Error('a request is not taken');
    if (wasIdle) takeStep(model, real, 'operator');
    model.requested += 1;
  },
  toString: () => 'a swap is requested',
};

const swapper = 'swapper.A';
const isOn = (model: Model) => !idle(model);

const passGeneration = command(
  'a generation passes',
  (model) =>
    model.machine.getSnapshot().context.processors.some((processor) => can(model, { type: 'generation', processor })),
  { thread: swapper, until: is('generation') },
);

const goOn = command('the swap goes on', isOn, { thread: swapper, until: () => true });

const abort = command(
  'the swap is given up',
  (model) => can(model, { type: 'swapAbandoned', mediator: model.machine.getSnapshot().context.mediator }),
  { thread: swapper, until: is('swapAbandoned'), giveUp: true },
);

/** commandsArbitrary generates lists of commands; a replay path that was printed takes the place of what check says. */
export function commandsArbitrary(replayPath?: string) {
  const ofClients = clients.flatMap((client) => [beginCall, goIn, callInside, returnFrom].map((of) => of(client)));
  const ofSwaps = [requestSwap, passGeneration, goOn, goOn, goOn, abort];
  return fc.commands(
    [...ofClients, ...ofSwaps].map((each) => fc.constant(each)),
    { maxCommands: 80, size: 'max', ...(replayPath === undefined ? {} : { replayPath }) },
  );
}
