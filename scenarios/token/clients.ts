// Threads around the token: some find a reference, go from it to an object and use that; one gives the object up; one starts a
// processor and hands its first thread what it is at. What comes of it is judged by whose memory is used.

import { add, again, done, load, loop, type Program, type Self, scope, type Turn } from '../../engine/program/index.js';
import {
  countingOn,
  destroyByToken,
  endFirst,
  nothing,
  type OnRing,
  type Start,
  startProcessor,
  stopProcessor,
  type TokenRing,
} from '../../impl/clustered/token.js';
import { told } from '../../impl/clustered/tokenEvents.js';
import { activate, deactivate } from '../../impl/hotswap/generations.js';

export interface Client {
  readonly ring: TokenRing;
  /** How often it begins. */
  readonly lives: number;
  /** The thread that it starts on another processor, once it is at an object. */
  readonly starts?: Pick<Start, 'thread' | 'slot' | 'processor'>;
}

/** client is short-lived, several times. */
export function* client(args: Client): Program<void> {
  yield* loop(args, oneLife);
}

function* oneLife(args: Client): Program<Turn<Client, void>> {
  if (args.lives === 0) return done(undefined);
  yield* scope(live, args);
  return again(Object.freeze({ ...args, lives: args.lives - 1 }));
}

/** Finds the reference, goes from there to the object, if it can, and uses it. */
function* live(args: Client, self: Self): Program<void> {
  const { ring } = args;
  const thread = self.name;
  const activation = yield* activate(countingOn(ring), self);
  const named = yield* load(ring.named);
  yield* told('begin', { thread, named });
  if (named !== nothing) yield* follow(args, named, self);
  yield* deactivate(countingOn(ring), activation, self);
  yield* told('end', { thread });
}

function* follow(args: Client, named: number, self: Self): Program<void> {
  const { ring, starts } = args;
  const object = yield* load(ring.entry);
  yield* told('reach', { thread: self.name, named, object });
  if (object === nothing) return;
  yield* add(ring.objects[object]!.value, 1);
  if (starts) yield* startProcessor({ ring, object, ...starts }, self);
}

/** firstThread has what its starter had. Its processor stops while it is still at that: it is the last to begin there. */
export function* firstThread(args: OnRing, self: Self): Program<void> {
  const object = yield* load(args.ring.handed);
  yield* stopProcessor(args);
  yield* add(args.ring.objects[object]!.value, 1);
  yield* endFirst(args);
  yield* told('end', { thread: self.name });
}

/** destroyer gives the object up. */
export function* destroyer({ ring }: Pick<Client, 'ring'>): Program<void> {
  yield* scope(destroyByToken, ring);
}
