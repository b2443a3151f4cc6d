// Activities: what a swap waits for before it relies on the count of a mediator, as the paper's system waits for its
// short-lived threads. One request is one activity. It ends when its scope has ended *and* all calls made in it have: a
// client that hangs up, or a call that nobody waits for, leaves the call inside.

import { AsyncLocalStorage } from 'node:async_hooks';
import { functionGiven, textGiven } from '../engine/program/given.js';
import { activate, deactivate } from './erased/eventLoop/index.js';
import { Strand } from './eventLoop/strand.js';
import { freePlaces, now, takePlace, world } from './world.js';

/** Where the activity under way is kept. */
const storage = new AsyncLocalStorage<Activity>();
const active = new Set<Activity>();
let begun = 0;

/** An activity that is under way, as a report tells of it. */
export interface Holder {
  readonly activity: string;
  /** Milliseconds since it began. */
  readonly sinceMs: number;
}

export class Activity {
  readonly name: string;
  readonly number: number;
  readonly #beganMs = performance.now();
  #activation: number;
  /** Calls that are being made in this very tick. */
  #entering = 0;
  /** Calls that have not ended, and who waits for them to. */
  #open = 0;
  #awaiting: (() => void)[] = [];
  readonly #ended = () => {
    if (--this.#open > 0) return;
    const all = this.#awaiting;
    this.#awaiting = [];
    for (const tell of all) tell();
  };
  readonly #places = new Set<number>();
  #row: number | undefined;
  #isResting = false;
  #strands = 0;

  constructor(label: string) {
    this.number = ++begun;
    this.name = `${label}#${this.number}`;
    this.#activation = activate(world, now);
    active.add(this);
  }

  get activation(): number {
    return this.#activation;
  }

  /** Its row in the tables of mediators: the place of its first strand that has one. */
  get row(): number | undefined {
    return this.#row;
  }

  /** strand makes a strand of this activity, for one call. */
  strand(): Strand {
    return new CallStrand(this, ++this.#strands);
  }

  addPlace(place: number): void {
    this.#row ??= place;
    this.#places.add(place);
  }

  /** A call has ended: its place is free again, unless it is the row of the activity. */
  ended(strand: Strand): void {
    if (!strand.hasPlace || strand.slot === this.#row || !this.#places.delete(strand.slot)) return;
    freePlaces([strand.slot]);
  }

  enter(): void {
    this.#entering++;
  }

  leave(): void {
    this.#entering--;
  }

  /** hold keeps the activity from ending before the call has, and its strand in its place. */
  hold(call: Promise<unknown>, strand?: Strand): void {
    this.#open++;
    const ended = strand?.hasPlace ? () => this.#endedIn(strand) : this.#ended;
    call.then(ended, ended);
  }

  #endedIn(strand: Strand): void {
    this.ended(strand);
    this.#ended();
  }

  /** Whether a call of it is under way in this tick. */
  get isEntering(): boolean {
    return this.#entering > 0;
  }

  /** over is settled when all calls have ended, those that are made meanwhile included. */
  async over(): Promise<void> {
    while (this.#open > 0) await new Promise<void>((resolve) => this.#awaiting.push(resolve));
  }

  /** end ends the scope: the activity ends when its calls have. */
  async end(): Promise<void> {
    await this.over();
    active.delete(this);
    if (!this.#isResting) deactivate(world, this.#activation, now);
    this.#isResting = true;
    freePlaces(this.#places);
    this.#places.clear();
  }

  /** rest is a safe point in the middle of an activity: it lasts until `until` is settled, and calls are over before it. */
  async rest<T>(until: () => Promise<T>): Promise<T> {
    await this.over();
    deactivate(world, this.#activation, now);
    this.#isResting = true;
    try {
      return await until();
    } finally {
      if (active.has(this)) {
        this.#activation = activate(world, now);
        this.#isResting = false;
      }
    }
  }

  get holder(): Holder {
    return { activity: this.name, sinceMs: Math.round(performance.now() - this.#beganMs) };
  }
}

export class CallStrand extends Strand {
  readonly activity: Activity;
  readonly #number: number;

  constructor(activity: Activity, number: number) {
    super('', -1);
    this.activity = activity;
    this.#number = number;
  }

  override get ownName(): string {
    return `${this.activity.name}.${this.#number}`;
  }

  protected override takePlace(): number {
    const place = takePlace(this, this.activity.row);
    this.activity.addPlace(place);
    return place;
  }
}

/** current is the activity that this is part of, if it is part of one. */
export function current(): Activity | undefined {
  return storage.getStore();
}

/** inActivity runs a function as part of an activity. */
export function inActivity<T>(activity: Activity, run: () => T): T {
  return storage.run(activity, run);
}

/** holders lists the activities that are under way, the longest first. */
export function holders(): readonly Holder[] {
  return [...active].map(({ holder }) => holder);
}

/**
 * runActivity runs a function as an activity of its own: a message of a connection, a chunk of a stream, a job. It ends
 * when the function's promise is settled and all calls made in it are.
 *
 * @example
 * await runActivity('nightly job', async () => 'done') // => 'done'
 */
export async function runActivity<T>(label: string, run: () => T | Promise<T>): Promise<T> {
  textGiven('QSC612', 'the label of an activity', label);
  functionGiven('QSC612', 'a function to run', run);
  const activity = new Activity(label);
  try {
    return await inActivity(activity, run);
  } finally {
    void activity.end();
  }
}

/** What of a request and a response makes an activity: those of node:http, Express and Fastify's raw ones have it. */
export interface Asked {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
}

export interface Answered {
  once(event: 'close', listener: () => void): unknown;
}

/**
 * activity makes a middleware of Express and Connect by which each request is one activity: from here until its response
 * is closed and all calls made in it have ended.
 *
 * @example
 * typeof activity() // => 'function'
 */
export function activity(): (request: Asked, response: Answered, next: () => void) => void {
  return (request, response, next) => beginRequest(request, response, next);
}

/** beginRequest runs what follows as the activity of a request. */
export function beginRequest({ method, url }: Asked, response: Answered, next: () => void): void {
  const begins = new Activity(`${method ?? 'request'} ${url ?? ''}`.trim());
  response.once('close', () => void begins.end());
  inActivity(begins, next);
}
