// Adapters: where a request begins to be an activity, in the servers that people have. Each is a few lines over `beginRequest`.

import { functionGiven, recordGiven } from '../engine/program/given.js';
import { type Answered, type Asked, beginRequest } from './activity.js';

/**
 * activities makes a request listener of `node:http` one by which each request is one activity.
 *
 * @example
 * typeof activities(() => {}) // => 'function'
 */
export function activities<Q extends Asked, A extends Answered>(
  listener: (request: Q, response: A) => void,
): (request: Q, response: A) => void {
  return (request, response) => beginRequest(request, response, () => listener(request, response));
}

/** What of Fastify's request and reply is looked at. */
interface Raw<T> {
  readonly raw: T;
}

/**
 * activityHook is a hook of Fastify by which each request is one activity: `app.addHook('onRequest', activityHook)`.
 */
export function activityHook(request: Raw<Asked>, reply: Raw<Answered>, done: () => void): void {
  recordGiven('QSC601', 'a request of Fastify', request?.raw);
  functionGiven('QSC601', 'a reply of Fastify', reply?.raw?.once);
  beginRequest(request.raw, reply.raw, functionGiven('QSC601', 'done', done));
}
