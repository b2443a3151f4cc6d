// The reference that callers hold in the place of a component: its methods lead through the mechanism to whatever serves. Each
// makes a call of the erased text: a synchronous one completes or is refused and never awaits; an asynchronous one is a strand
// of the activity under way, or of one of its own.

import { recordGiven, textGiven } from '../engine/program/given.js';
import { Thrown } from '../engine/program/thrown.js';
import { Activity, current, inActivity } from './activity.js';
import { requireControl, UserComponent } from './component.js';
import * as silent from './erased/eventLoop/index.js';
import { isPromise } from './eventLoop/operations.js';
import type { Strand } from './eventLoop/strand.js';
import { whenHanded } from './inFlight.js';
import { type MethodKind, type Methods, methodsOf, othersOf } from './methods.js';
import { problem } from './problems.js';
import type { Recorder } from './recorder.js';
import type { Call, ObjectMemory, Reference, Text } from './text.js';
import { now, site, world } from './world.js';

/**
 * Where a call of a method leads while no swap is on: the first branch of the text's dispatch, taken at the reference. The
 * pointer has led to the object since it was written last, nothing else is read, and nothing is counted.
 */
export class Entry {
  readonly #name: string;
  /** The object, or undefined where the call has to go through the text. */
  instance: object | undefined;
  run: Method = () => {};
  component: UserComponent | undefined;
  #isClosed = false;

  constructor(name: string) {
    this.#name = name;
  }

  lead(component: UserComponent | undefined): void {
    if (this.#isClosed) return;
    this.component = component;
    this.instance = component?.instance;
    if (component) this.run = (component.instance as unknown as Record<string, Method>)[this.#name]!;
  }

  close(): void {
    this.#isClosed = true;
    this.instance = undefined;
    this.component = undefined;
  }
}

/** What is behind a reference. */
export class Served {
  readonly name: string;
  readonly number: number;
  readonly reference: Reference;
  readonly methods: Methods;
  readonly text: Text;
  readonly recorder: Recorder | undefined;
  /** By method: what a call comes to while no swap is on. */
  readonly entries: readonly Entry[];

  constructor(name: string, instance: object, recorder: Recorder | undefined) {
    this.name = name;
    this.methods = methodsOf(instance);
    requireControl(instance);
    this.recorder = recorder;
    this.text = recorder?.text ?? silent;
    this.number = world.references.length;
    const component = new UserComponent(instance, this.methods);
    this.reference = this.text.layOutReference(site, { name: this.number, versions: [component], swaps: 0 });
    this.reference.label = name;
    world.references.push(this.reference);
    this.keep(0);
    this.entries = [...this.methods.keys()].map((method) => new Entry(method));
    this.#lead();
    // Never satisfied, so that it is told of every write: the text turns the pointer, and the entries turn with it.
    this.reference.pointer.wait({ holds: () => this.#lead(), tell: () => {} });
  }

  /** lead has the entries lead where the pointer does: to the object itself, or nowhere if anybody stands before it. */
  #lead(): false {
    const { object, mediator } = this.reference.pointer.v;
    const isDirect = mediator === undefined && this.recorder === undefined;
    const component = isDirect ? this.componentOf(object!) : undefined;
    const isOpen = component !== undefined && component.interposers.length === 0;
    for (const entry of this.entries) entry.lead(isOpen ? component : undefined);
    return false;
  }

  /** close has every call go through the text from now on. */
  close(): void {
    for (const entry of this.entries) entry.close();
  }

  /** The component that serves now. */
  get component(): UserComponent {
    return this.componentOf(this.object);
  }

  /** The number of the object that serves now, behind a mediator or not. */
  get object(): number {
    const { object, original } = this.reference.pointer.v;
    return (original ?? object)!;
  }

  componentOf(object: number): UserComponent {
    return this.reference.objects[object]!.component as UserComponent;
  }

  /** successor lays out the object that is to serve next. */
  successor(component: UserComponent): void {
    const number = this.object + 1;
    const versions: UserComponent[] = [];
    versions[number] = component;
    this.reference.objects[number] = this.text.layOutObject(site, { name: this.number, versions, swaps: 2 }, number);
    component.reference = this.component.reference;
    this.keep(number);
  }

  /** An object that is given back ends its own work, and is let go. */
  keep(number: number): void {
    const { objects } = this.reference;
    const { memory, component } = objects[number] as ObjectMemory;
    memory.onFree = () => {
      objects[number] = undefined;
      const given = component as UserComponent;
      if (given.instance !== this.component.instance) given.dispose();
    };
  }
}

const servedBy = new WeakMap<object, Served>();

/** servedOf finds what is behind a reference. Throws QSC601 for what is none. */
export function servedOf(reference: object): Served {
  const found = typeof reference === 'object' && reference !== null ? servedBy.get(reference) : undefined;
  if (!found) throw problem('QSC601', `${wordOf(reference)} was not made by swappable`);
  return found;
}

/** What it is, where it may be anything. */
function wordOf(given: unknown): string {
  return typeof given === 'string' ? given : given === null ? 'null' : typeof given;
}

export interface SwappableOptions {
  /** Who records what the mechanism says of itself about this component; nobody unless told. */
  readonly recorder?: Recorder;
}

/**
 * swappable makes a reference to a component, which can be replaced behind it while it is in use. The reference has the
 * methods of the component and nothing else. Throws QSC601 for what has no methods, and QSC605 for what has work of its own
 * and cannot be told to stop it.
 *
 * @example
 * class Counter {
 *   static formats = ['total'];
 *   #total = 0;
 *   add(amount) { this.#total += amount; return this.#total; }
 *   exportState() { return this.#total; }
 *   importState(total) { this.#total = total; }
 * }
 * swappable('counter', new Counter()).add(2) // => 2
 */
export function swappable<T extends object>(name: string, instance: T, options: SwappableOptions = {}): T {
  textGiven('QSC601', 'the name of a component', name);
  const { recorder } = recordGiven('QSC612', 'options: a record', options);
  const served = new Served(name, instance, recorder);
  const reference = {};
  [...served.methods].forEach(([method, kind], index) => {
    Object.defineProperty(reference, method, { value: methodFor(served, method, kind, index), enumerable: true });
  });
  for (const other of othersOf(instance)) Object.defineProperty(reference, other, refused(name, other));
  servedBy.set(reference, served);
  served.component.reference = Object.freeze(reference);
  return reference as T;
}

function refused(name: string, field: string): PropertyDescriptor {
  const refuse = () => {
    throw problem('QSC607', `${name}.${field}`);
  };
  return { get: refuse, set: refuse };
}

type Method = (...args: readonly unknown[]) => unknown;

function methodFor(served: Served, name: string, kind: MethodKind, index: number): Method {
  switch (kind) {
    case 'synchronous':
      return synchronous(served, name, index);
    case 'asynchronous':
      return (...args) => asynchronous(served, name, index, args);
    default:
      return (...args) => generator(served, name, index, args, kind);
  }
}

/** It is over within the tick. One that turns out to give promises is asynchronous from then on. */
function synchronous(served: Served, name: string, index: number): Method {
  const { text, number: ref, entries } = served;
  const entry = entries[index]!;
  let givesPromises = false;
  const made = (args: readonly unknown[]): Call => {
    return { call: name, ref, method: index, args, activation: 0, synchronous: true };
  };
  const finished = (call: Call, given: unknown): unknown => {
    if (!isPromise(given)) return given;
    holding(served, name, given);
    if (call.handed) return call.handed;
    givesPromises = true;
    return given;
  };
  const through = (args: readonly unknown[]): unknown => {
    const call = made(args);
    try {
      return finished(call, text.call(world, call, now));
    } catch (error) {
      throw error instanceof Thrown ? turnedAway(served, name) : error;
    }
  };
  return (...args) => {
    if (givesPromises) return asynchronous(served, name, index, args);
    const { instance } = entry;
    if (instance === undefined) return through(args);
    const result = entry.run.apply(instance, args as unknown[]);
    if (typeof result !== 'object' || result === null) return result;
    const call = made(args);
    // The pointer has not turned meanwhile: nobody comes in between in this tick.
    return finished(call, entry.component!.goingOn(call, result));
  };
}

function turnedAway({ name }: Served, method: string): Error {
  return problem('QSC606', `${name}.${method}`);
}

/** What goes on belongs to the activity that it began in, or is one of its own. */
function holding({ name }: Served, method: string, given: Promise<unknown>): void {
  const own = current() ?? new Activity(`${name}.${method}`);
  own.hold(given);
  if (own !== current()) void own.end();
}

function asynchronous(served: Served, name: string, index: number, args: readonly unknown[]): unknown {
  const activity = current();
  return activity
    ? inOf(activity, served, name, index, args)
    : alone(served, name, (own) => inOf(own, served, name, index, args));
}

function alone({ name }: Served, method: string, run: (own: Activity) => unknown): unknown {
  const own = new Activity(`${name}.${method}`);
  try {
    return inActivity(own, () => run(own));
  } finally {
    void own.end();
  }
}

/** While no swap is on the activity keeps what it has begun, and nothing else is noted. */
function inOf(activity: Activity, served: Served, name: string, index: number, args: readonly unknown[]): unknown {
  const { instance, run, component } = served.entries[index]!;
  if (instance === undefined) return strandOf(activity, served, name, index, args);
  activity.enter();
  try {
    const result = run.apply(instance, args as unknown[]);
    if (typeof result !== 'object' || result === null) return result;
    if (isPromise(result)) {
      activity.hold(result);
      return result;
    }
    const call: Call = { call: name, ref: served.number, method: index, args, activation: activity.activation };
    const given = component!.goingOn(call, result);
    if (!isPromise(given)) return given;
    activity.hold(given);
    return call.handed ?? given;
  } finally {
    activity.leave();
  }
}

function strandOf(activity: Activity, served: Served, name: string, index: number, args: readonly unknown[]): unknown {
  const call: Call = { call: name, ref: served.number, method: index, args, activation: activity.activation };
  const given = made(activity, served, call);
  if (!isPromise(given)) return given;
  return call.handed ?? given;
}

function made(activity: Activity, { text, recorder }: Served, call: Call): unknown {
  activity.enter();
  try {
    const strand = activity.strand();
    const given = recorder ? recordedCall(recorder, strand, text, call) : text.call(world, call, strand);
    if (!isPromise(given)) {
      activity.ended(strand);
      return given;
    }
    activity.hold(given, strand);
    return given;
  } finally {
    activity.leave();
  }
}

/** The same call, with its beginning and its end said. */
function recordedCall(recorder: Recorder, strand: Strand, text: Text, call: Call): unknown {
  const ends = () => recorder.ends(call.ref, call.call, strand);
  let given: unknown;
  try {
    given = recorder.inCall(call.ref, call.call, strand, () => text.call(world, call, strand));
  } catch (error) {
    ends();
    throw error;
  }
  if (!isPromise(given)) {
    ends();
    return given;
  }
  return given.finally(ends);
}

/** A generator is called at once, and what it hands out is in flight until it is closed. */
function generator(
  served: Served,
  name: string,
  index: number,
  args: readonly unknown[],
  kind: 'generator' | 'asyncGenerator',
): unknown {
  const activity = current();
  return activity
    ? handedBy(activity, served, name, index, args, kind)
    : alone(served, name, (own) => handedBy(own, served, name, index, args, kind));
}

function handedBy(
  activity: Activity,
  served: Served,
  name: string,
  index: number,
  args: readonly unknown[],
  kind: 'generator' | 'asyncGenerator',
): unknown {
  const call: Call = { call: name, ref: served.number, method: index, args, activation: activity.activation };
  const later = new Promise<AsyncIterator<unknown>>((resolve) => {
    call.hand = (handed) => resolve(handed as AsyncIterator<unknown>);
  });
  const given = made(activity, served, call);
  if (call.handed) return call.handed;
  if (kind === 'asyncGenerator') return whenHanded(later);
  // Nobody will read what it hands out when it is let in.
  void later.then((iterator) => iterator.return?.(undefined));
  if (isPromise(given)) given.catch(() => {});
  throw turnedAway(served, name);
}

/**
 * retire ends a reference: whoever calls it afterwards is told so by QSC611. Calls that are inside go on to their end.
 */
export function retire(reference: object): void {
  const served = servedOf(reference);
  const { objects } = served.reference;
  const { component, memory, cells } = objects[served.object]!;
  const gone = () => {
    throw problem('QSC611', served.name);
  };
  const retired = Object.assign(Object.create(component) as UserComponent, {
    methods: component.methods.map(() => gone),
  });
  objects[served.object] = { component: retired, memory, cells };
  served.close();
}
