// A user's object as a component of the mechanism: its methods run on the object itself, its state goes out and in through
// exportState and importState. What comes too late is discarded; what goes on after a call has returned is waited for.

import { EventEmitter } from 'node:events';
import { Thrown } from '../engine/program/thrown.js';
import { isPromise } from './eventLoop/operations.js';
import { inFlight } from './inFlight.js';
import type { Interposer } from './interposer.js';
import { type ComponentClass, classOf, type Methods, nameOf } from './methods.js';
import { problem } from './problems.js';
import type { Component, Frame, ObjectCells } from './text.js';

/** What a component offers for its own replacement. All of it is optional where there is neither state nor work of its own. */
export interface Swapped {
  exportState?(format: string): unknown;
  importState?(state: unknown, format: string): unknown;
  /** Stops work of its own: nothing of it changes the state until resume. */
  pause?(): unknown;
  resume?(): unknown;
  /** Ends work of its own for good. */
  dispose?(): unknown;
}

type Method = (...args: readonly unknown[]) => unknown;

/** What a transfer is given besides the objects: when it is too late. */
export interface Transfer {
  readonly late: Promise<never>;
  readonly isLate: () => boolean;
}

export class UserComponent implements Component {
  readonly name: string;
  readonly instance: object & Swapped;
  exports: readonly number[] = [];
  imports: readonly number[] = [];
  readonly methods: Component['methods'];
  /** Names of formats, by the numbers that were agreed for a swap. */
  formats: readonly string[] = [];
  transfer: Transfer | undefined;
  /** The other of the swap is the same object: there is nothing to transfer, and it goes on with its own work. */
  isInPlace = false;
  /** What callers hold in the place of the object. */
  reference: object | undefined;
  /** What went wrong in a transfer. */
  failure: unknown;
  /** Who stands between the callers and the object, the outermost first. */
  readonly interposers: readonly Interposer[];
  readonly #names: Methods;
  #isPaused = false;
  /** What synchronous calls have left under way: it is over before the state is exported. */
  #strays = new Set<Promise<unknown>>();

  constructor(instance: object, methods: Methods, interposers: readonly Interposer[] = []) {
    this.instance = instance as object & Swapped;
    this.interposers = interposers;
    this.name = interposers.reduceRight((inner, { name }) => `${name}(${inner})`, nameOf(instance));
    this.#names = methods;
    this.methods = [...methods.keys()].map((name) => this.#method(name));
  }

  /** The same object behind others. What goes on in it is looked after by both. */
  behind(interposers: readonly Interposer[]): UserComponent {
    const other = new UserComponent(this.instance, this.#names, interposers);
    other.#strays = this.#strays;
    return other;
  }

  get class(): ComponentClass {
    return classOf(this.instance);
  }

  layOut(): ObjectCells {
    return { instance: this.instance };
  }

  #method(name: string): Component['methods'][number] {
    const { instance } = this;
    const method = (instance as unknown as Record<string, Method>)[name]!;
    const run = this.interposers.reduceRight<(args: readonly unknown[]) => unknown>(
      (inner, interposer) => (args) => {
        const component = nameOf(instance);
        return interposer.around({ component, method: name, args }, () => inner(args));
      },
      (args) => method.apply(instance, args as unknown[]),
    );
    const isAlone = this.interposers.length === 0;
    return ({ call }: Frame, args: readonly unknown[]) => {
      const result = isAlone ? called(method, instance, args) : run(args);
      if (typeof result !== 'object' || result === null) return result;
      return this.goingOn(call, result);
    };
  }

  /** A result that may go on after the call has returned: a promise, or an iterator or a stream that is handed out. */
  goingOn(call: Frame['call'], result: object): unknown {
    // Who returns itself hands out the reference: what is behind it may be another tomorrow.
    if (result === this.instance) return this.reference ?? result;
    if (isPromise(result)) {
      if (call.synchronous) this.#stray(result);
      return result;
    }
    const flight = inFlight(result);
    if (!flight) return result;
    call.handed = flight.handed;
    call.hand?.(flight.handed);
    if (call.synchronous) this.#stray(flight.closed);
    return flight.closed;
  }

  #stray(promise: Promise<unknown>): void {
    const over = () => this.#strays.delete(promise);
    this.#strays.add(promise);
    promise.then(over, over);
  }

  /** exportState gives the state in a format that was agreed on, when all that goes on in the object is over. */
  exportState(_cells: ObjectCells, format: number): unknown {
    if (this.isInPlace) return undefined;
    return this.#attempt(() => {
      const waiting = [...this.#strays];
      if (waiting.length === 0) return this.#give(format);
      return Promise.allSettled(waiting).then(() => this.#give(format));
    });
  }

  #give(format: number): unknown {
    const paused = this.pause();
    const give = () => this.instance.exportState?.(this.formats[format]!);
    return isPromise(paused) ? paused.then(give) : give();
  }

  /** importState takes the state over, once its schema has found nothing wrong with it. */
  importState(_cells: ObjectCells, format: number, state: unknown): unknown {
    if (this.isInPlace) return undefined;
    return this.#attempt(() => {
      const name = this.formats[format]!;
      const take = (given: unknown) => this.instance.importState?.(given, name);
      const schema = this.class.schemas?.[name];
      if (!schema) return take(state);
      const validated = schema['~standard'].validate(state);
      return isPromise(validated) ? validated.then((one) => take(checked(one, name))) : take(checked(validated, name));
    });
  }

  /** What the user's code throws, and what comes too late, ends the transfer. */
  #attempt(run: () => unknown): unknown {
    try {
      const given = run();
      if (!isPromise(given)) return this.#inTime(given);
      const late = this.transfer?.late;
      const first = late ? Promise.race([given, late]) : given;
      return first.then(
        (value) => this.#inTime(value),
        (error: unknown) => this.#fail(error),
      );
    } catch (error) {
      return this.#fail(error);
    }
  }

  #inTime(value: unknown): unknown {
    return this.transfer?.isLate() ? this.#fail(problem('QSC610', `the transfer of ${this.name}`)) : value;
  }

  #fail(error: unknown): never {
    this.failure = error;
    throw new Thrown('transfer');
  }

  pause(): unknown {
    this.#isPaused = true;
    return this.instance.pause?.();
  }

  dispose(): void {
    this.instance.dispose?.();
  }

  /** resume lets an object go on that was paused for a swap that came to nothing. */
  resume(): unknown {
    if (!this.#isPaused) return undefined;
    this.#isPaused = false;
    return this.instance.resume?.();
  }
}

function checked({ value, issues }: { readonly value?: unknown; readonly issues?: unknown }, format: string): unknown {
  const found = issues as readonly { readonly message: string }[] | undefined;
  if (!found || found.length === 0) return value;
  throw problem('QSC609', `the state in format ${format}: ${found.map(({ message }) => message).join('; ')}`);
}

/** called calls a method; most have few arguments, and a list of them costs. */
function called(method: Method, instance: object, args: readonly unknown[]): unknown {
  switch (args.length) {
    case 0:
      return method.call(instance);
    case 1:
      return method.call(instance, args[0]);
    case 2:
      return method.call(instance, args[0], args[1]);
    default:
      return method.apply(instance, args as unknown[]);
  }
}

/** requireControl refuses an object that has work of its own and cannot be told to stop. Throws QSC605. */
export function requireControl(instance: object): void {
  const own = workOf(instance);
  if (own === undefined) return;
  const missing = ['pause', 'resume', 'dispose'].filter(
    (name) => typeof (instance as Record<string, unknown>)[name] !== 'function',
  );
  if (missing.length > 0) throw problem('QSC605', `${nameOf(instance)} ${own}, and has no ${missing.join(', ')}`);
}

/** Work that can be seen from outside: what is kept in #private fields cannot. */
function workOf(instance: object): string | undefined {
  if (instance instanceof EventEmitter) return 'is an emitter';
  for (const [field, value] of Object.entries(instance)) {
    if (value instanceof EventEmitter) return `has an emitter in ${field}`;
    if (typeof (value as { hasRef?: unknown } | null)?.hasRef === 'function') return `has a timer in ${field}`;
  }
  return undefined;
}

/** The formats of two components by numbers, the better for the successor the lower. */
export interface Agreement {
  readonly formats: readonly string[];
  readonly exports: readonly number[];
  readonly imports: readonly number[];
  readonly isInPlace: boolean;
}

/** agreement numbers the formats of two components. It changes neither: one of them may be in a swap. Throws QSC603. */
export function agreement(from: UserComponent, to: UserComponent): Agreement {
  if (from.instance === to.instance) return { formats: ['in place'], exports: [0], imports: [0], isInPlace: true };
  const [given, taken] = [exportsOf(from), importsOf(to)];
  const names = [...new Set([...taken, ...given])];
  const isStateless = names.length === 0;
  const formats = isStateless ? ['nothing'] : names;
  const numbers = (of: readonly string[]) => (isStateless ? formats : of).map((name) => formats.indexOf(name));
  return { formats, exports: numbers(given), imports: numbers(taken), isInPlace: false };
}

function exportsOf({ class: { exports, formats }, name, instance }: UserComponent): readonly string[] {
  const given = exports ?? formats;
  if (!given) throw problem('QSC603', `${name} declares no formats`);
  if (given.length > 0 && !instance.exportState) throw problem('QSC603', `${name} has formats and no exportState`);
  return given;
}

function importsOf({ class: { imports, formats }, name, instance }: UserComponent): readonly string[] {
  const taken = imports ?? formats;
  if (!taken) throw problem('QSC603', `${name} declares no formats`);
  if (taken.length > 0 && !instance.importState) throw problem('QSC603', `${name} has formats and no importState`);
  return taken;
}
