// swap: a component is replaced while it is in use. Everything between the request and the reclamation is done by the erased
// text; what is here asks for it, says when it is too late, and tells what became of it.

import { tracingChannel } from 'node:diagnostics_channel';
import { recordGiven } from '../engine/program/given.js';
import { type Activity, current, type Holder, holders } from './activity.js';
import { agreement, requireControl, UserComponent } from './component.js';
import { name as nameStrand } from './eventLoop/operations.js';
import { Strand } from './eventLoop/strand.js';
import { methodsOf, nameOf } from './methods.js';
import { problem } from './problems.js';
import { type Served, servedOf } from './reference.js';
import { grow, site, world } from './world.js';

export interface SwapOptions {
  /** Milliseconds from the start; the swap is given up when they are over, and the old component serves on. None unless told. */
  readonly deadline?: number;
  /** What to do while another swap of this component is on: 'refuse' (QSC604) unless told. */
  readonly whenBusy?: 'refuse' | 'queue';
  /** Milliseconds after which `onHeldUp` is told who holds the swap up; 1000 unless told. */
  readonly warnAfter?: number;
  /** Told who holds the swap up; a warning of the process unless told. */
  readonly onHeldUp?: (held: HeldUp) => void;
}

/** Who holds a swap up, and in which phase it stands. */
export interface HeldUp {
  readonly component: string;
  readonly phase: string;
  /** Activities that were under way when the swap began, the longest first. */
  readonly by: readonly Holder[];
}

export interface SwapReport {
  readonly component: string;
  readonly from: string;
  readonly to: string;
  /** aborted: the old component serves on, with the state that it had. */
  readonly outcome: 'completed' | 'aborted';
  /** The format that the state was transferred in. */
  readonly format: string;
  /** Why it was given up. */
  readonly reason?: Error;
  /** Who held it up, where it was given up for lack of time. */
  readonly heldUpBy: readonly Holder[];
}

/**
 * swap puts a component in the place of the one behind a reference, with its state. It is settled when the successor serves,
 * or the swap was given up. Throws QSC601 to QSC605 and QSC608 before anything moves; what goes wrong later is in the report.
 *
 * @example
 * class Greeter {
 *   static formats = [];
 *   greet() { return 'hello'; }
 * }
 * class Polite extends Greeter {
 *   greet() { return 'good day'; }
 * }
 * const greeter = swappable('greeter', new Greeter());
 * const { outcome } = await swap(greeter, new Polite());
 * `${outcome}: ${greeter.greet()}` // => 'completed: good day'
 */
export function swap<T extends object>(reference: T, successor: T, options: SwapOptions = {}): Promise<SwapReport> {
  return replace(reference, (served) => checkedSuccessor(served, successor), options);
}

/** What a swap is to put in the place of whoever serves when it begins. */
type Making = (served: Served) => UserComponent;

/** What subscribers of the channels `tracing:quiesce:swap:*` of node:diagnostics_channel are told; `result` is the report. */
export interface SwapBegun {
  readonly component: string;
  readonly from: string;
  readonly to: string;
  readonly result?: SwapReport;
}

const swaps = tracingChannel<string, object>('quiesce:swap');

/** replace puts what is made in the place of the component behind a reference. Throws before anything moves, like swap. */
export async function replace(reference: object, make: Making, options: SwapOptions): Promise<SwapReport> {
  const served = servedOf(reference);
  check(options);
  const { name: to } = checked(served, make);
  const begun: SwapBegun = { component: served.name, from: served.component.name, to };
  return swaps.tracePromise(() => outsideOfCalls(served, make, options), { ...begun });
}

async function outsideOfCalls(served: Served, make: Making, options: SwapOptions): Promise<SwapReport> {
  const activity = current();
  if (!activity) return swapOutside(served, make, options);
  if (activity.isEntering) throw problem('QSC608', `swap of ${served.name} in a call of ${activity.name}`);
  const left = await restIn(activity, served, options);
  return activity.rest(() => swapOutside(served, make, left));
}

/**
 * restIn waits for the calls of the activity that asks. One of them may be waiting for this very swap: then it is not waited
 * for longer than the deadline, and nothing has moved. Gives the options with the time that is left. Throws QSC608.
 */
async function restIn(activity: Activity, served: Served, options: SwapOptions): Promise<SwapOptions> {
  const { deadline, warnAfter = 1000, onHeldUp = warn } = options;
  const beganMs = performance.now();
  const tell = () => onHeldUp({ component: served.name, phase: 'before its beginning', by: [activity.holder] });
  const telling = setTimeout(tell, warnAfter).unref();
  try {
    if (!(await within(activity.over(), deadline))) {
      const seen = `swap of ${served.name}: a call of ${activity.name}, which asks for it, has not ended in ${deadline} ms`;
      throw problem('QSC608', seen);
    }
  } finally {
    clearTimeout(telling);
  }
  return deadline === undefined
    ? options
    : { ...options, deadline: Math.max(1, deadline - (performance.now() - beganMs)) };
}

/** What is made has to agree on a format with whoever serves. Throws QSC603. */
function checked(served: Served, make: Making): UserComponent {
  const component = make(served);
  const agreed = agreement(served.component, component);
  if (served.text.bestCommonFormat(agreed, agreed) === undefined)
    throw problem('QSC603', `${served.component.name} and ${component.name} of ${served.name}`);
  return component;
}

function check(options: SwapOptions): void {
  const { deadline, warnAfter, whenBusy } = recordGiven('QSC612', 'options: a record', options);
  for (const [name, value] of Object.entries({ deadline, warnAfter })) {
    if (value !== undefined && !(typeof value === 'number' && value > 0 && value < 2 ** 31))
      throw problem('QSC612', `${name}: ${String(value)}`);
  }
  if (whenBusy !== undefined && whenBusy !== 'refuse' && whenBusy !== 'queue')
    throw problem('QSC612', `whenBusy: ${String(whenBusy)}`);
}

/** Who stands in front of the component that serves stands in front of its successor. Throws QSC601, QSC602 and QSC605. */
function checkedSuccessor(served: Served, successor: object): UserComponent {
  const methods = methodsOf(successor);
  const lacking = [...served.methods].find(([name, kind]) => !fits(kind, methods.get(name)));
  if (lacking) throw problem('QSC602', `${nameOf(successor)} for ${served.name}: ${lacking[0]} (${lacking[1]})`);
  if (successor === served.component.instance) throw problem('QSC601', `${served.name}: the component that serves now`);
  requireControl(successor);
  return new UserComponent(successor, served.methods, served.component.interposers);
}

/** Callers of a synchronous method do not await it. */
function fits(kind: string, successor: string | undefined): boolean {
  if (kind === 'synchronous' || kind === 'asynchronous')
    return successor === kind || (kind === 'asynchronous' && successor === 'synchronous');
  return successor === kind;
}

async function swapOutside(served: Served, make: Making, options: SwapOptions): Promise<SwapReport> {
  const { switching } = served.reference;
  const beganMs = performance.now();
  while (switching.v !== 0) {
    // After its end a swap is on until nobody can hold its mediator any more: that is waited for, and refused by nobody.
    if (isUndecided.has(served) && options.whenBusy !== 'queue') throw problem('QSC604', served.name);
    if (!(await isIdleWithin(served, options.deadline))) return givenUp(served, make(served), beganMs);
  }
  // Whoever was swapped in meanwhile has to agree on a format with the successor too.
  const component = checked(served, make);
  isUndecided.add(served);
  try {
    return await new Swapping(served, component, options).report();
  } finally {
    isUndecided.delete(served);
  }
}

/** References whose swap has not ended, one way or the other. */
const isUndecided = new Set<Served>();

function isIdleWithin({ reference: { switching } }: Served, deadline: number | undefined): Promise<boolean> {
  return within(
    switching.when((on) => on === 0),
    deadline,
  );
}

/** Whether a promise is settled before so many milliseconds are over; without a number it is waited for. */
async function within(settled: Promise<void>, deadline: number | undefined): Promise<boolean> {
  const idle = settled.then(() => true);
  if (deadline === undefined) return idle;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), deadline);
  });
  try {
    return await Promise.race([idle, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Nothing has moved: the swap before this one has not been cleared away. */
function givenUp(served: Served, to: UserComponent, beganMs: number): SwapReport {
  const heldUpBy = holders();
  const waitedMs = Math.round(performance.now() - beganMs);
  const reason = problem('QSC610', `${served.name}: ${waitedMs} ms for the swap before it to be cleared away`);
  const about = { component: served.name, from: served.component.name, to: to.name, format: '' };
  return { ...about, outcome: 'aborted', reason, heldUpBy };
}

class Swapping {
  readonly #served: Served;
  readonly #from: UserComponent;
  readonly #to: UserComponent;
  readonly #options: SwapOptions;
  readonly #object: number;
  readonly #mediator: number;
  readonly #before = new Set(holders().map(({ activity }) => activity));
  #isLate = false;
  #heldUpBy: readonly Holder[] = [];
  #timers: NodeJS.Timeout[] = [];

  constructor(served: Served, to: UserComponent, options: SwapOptions) {
    this.#served = served;
    this.#from = served.component;
    this.#to = to;
    this.#options = options;
    this.#object = served.object;
    this.#mediator = served.reference.ended.v;
  }

  async report(): Promise<SwapReport> {
    const { reference, text, number, name } = this.#served;
    for (const each of [this.#from, this.#to]) Object.assign(each, agreement(this.#from, this.#to));
    const format = this.#from.formats[text.bestCommonFormat(this.#from, this.#to)!]!;
    this.#layOut();
    this.#warn();
    text.requestSwap(world, [number], reference.swapper);
    await reference.ended.when((swaps) => swaps > this.#mediator);
    for (const timer of this.#timers) clearTimeout(timer);
    nameStrand(text.deadlineThread(number, this.#mediator), undefined);
    const isCompleted = this.#served.object !== this.#object;
    await (isCompleted ? this.#to : this.#from).resume();
    const about = { component: name, from: this.#from.name, to: this.#to.name, format, heldUpBy: this.#heldUpBy };
    if (isCompleted) return { ...about, outcome: 'completed' };
    return { ...about, outcome: 'aborted', reason: this.#reason() };
  }

  /** The memory of this swap: the successor, the mediator, and the strands that carry it out and end it. */
  #layOut(): void {
    const { reference, text, number } = this.#served;
    this.#served.successor(this.#to);
    const mediator = text.layOutMediator(site, number, this.#mediator, { kind: 'region', name: 'protocol' });
    mediator.memory.onFree = () => {
      reference.mediators[this.#mediator] = undefined;
    };
    grow(mediator);
    reference.mediators[this.#mediator] = mediator;
    reference.swapper = new Strand(`swapper.${this.#served.name}`, 0, () => void this.#run());
    const late = new Promise<never>((_, reject) => {
      const begin = () => this.#begin(reject);
      nameStrand(text.deadlineThread(number, this.#mediator), new Strand('deadline', 0, begin));
    });
    late.catch(() => {});
    for (const each of [this.#from, this.#to]) {
      each.failure = undefined;
      each.transfer = { late, isLate: () => this.#isLate };
    }
  }

  async #run(): Promise<void> {
    const { reference, text, number } = this.#served;
    await text.swapper({ hotSwap: world, ref: number }, reference.swapper);
  }

  /** The mechanism has started the time that the swap is given. */
  #begin(reject: (error: Error) => void): void {
    const { text, number, name } = this.#served;
    const { deadline } = this.#options;
    if (deadline === undefined) return;
    const pass = () => {
      this.#isLate = true;
      this.#heldUpBy = this.#holders();
      reject(problem('QSC610', `${name} after ${deadline} ms`));
      text.deadline({ hotSwap: world, ref: number, mediator: this.#mediator });
    };
    this.#timers.push(setTimeout(pass, deadline));
  }

  #warn(): void {
    const { warnAfter = 1000, onHeldUp = warn } = this.#options;
    const tell = () => onHeldUp({ component: this.#served.name, phase: this.#phase(), by: this.#holders() });
    const timer = setTimeout(tell, warnAfter);
    timer.unref();
    this.#timers.push(timer);
  }

  #phase(): string {
    return this.#served.reference.mediators[this.#mediator]?.phase.v ?? 'completed';
  }

  #holders(): readonly Holder[] {
    return holders().filter(({ activity }) => this.#before.has(activity));
  }

  #reason(): Error {
    const failure = this.#from.failure ?? this.#to.failure;
    if (this.#isLate) return problem('QSC610', this.#latenessText(), failure);
    return problem('QSC609', `${this.#from.name} to ${this.#to.name}: ${String(failure)}`, failure);
  }

  #latenessText(): string {
    const by = this.#heldUpBy.map(({ activity, sinceMs }) => `${activity} for ${sinceMs} ms`).join(', ');
    return `${this.#served.name} after ${this.#options.deadline} ms, held up by ${by || 'the transfer'}`;
  }
}

function warn({ component, phase, by }: HeldUp): void {
  const names = by.map(({ activity, sinceMs }) => `${activity} (${sinceMs} ms)`).join(', ');
  process.emitWarning(`the swap of ${component} waits in ${phase} for ${names || 'its transfer'}`, { code: 'QSC610' });
}
