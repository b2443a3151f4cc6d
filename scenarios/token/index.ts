// The token as a scenario family of its own: no mechanism for swaps is in it. Each member has the shape of a configuration of
// tla/Token.tla, whose graph it is held to, and properties that are about whose memory is used.

import type { System } from '../../engine/multiprocessor/system.js';
import { thread } from '../../engine/program/index.js';
import { type TokenRing, tokenHolder } from '../../impl/clustered/token.js';
import { client, destroyer, firstThread } from './clients.js';
import { cellsOf, ringOf } from './ring.js';

export interface TokenWorkload {
  readonly configuration: string;
  readonly name: string;
  /** One sentence for people. */
  readonly statement: string;
  readonly ring: TokenRing;
  readonly threads: System['threads'];
}

function holders(ring: TokenRing): System['threads'] {
  return ring.generations.map(({ processor }) =>
    thread(`token${processor}`, tokenHolder, { ring, processor }, { processor, daemon: true }),
  );
}

function twoProcessors(): TokenWorkload {
  const ring = ringOf(2, 0b11);
  return {
    configuration: 'MCTokenTwoProcessors',
    name: 'tokenOnTwoProcessors',
    statement: 'two processors with threads that begin twice, and an object that is given up',
    ring,
    threads: [
      thread('t0', client, { ring, lives: 2 }, { processor: 0 }),
      thread('t1', client, { ring, lives: 2 }, { processor: 1 }),
      thread('destroyer', destroyer, { ring }, { processor: 0 }),
      ...holders(ring),
    ],
  };
}

function oneJoins(): TokenWorkload {
  const ring = ringOf(3, 0b101);
  const starts = { thread: 't1', slot: 1, processor: 1 };
  return {
    configuration: 'MCTokenOneJoins',
    name: 'tokenWhileOneJoins',
    statement:
      'a thread starts a processor while the token is where it likes; the processor stops, and leaves the ring',
    ring,
    threads: [
      thread('t2', client, { ring, lives: 1, starts }, { processor: 2 }),
      thread('t1', firstThread, { ring, processor: 1 }, { processor: 1, dormant: true }),
      thread('destroyer', destroyer, { ring }, { processor: 0 }),
      ...holders(ring),
    ],
  };
}

/** tokenWorkloads are the members of the family. */
export const tokenWorkloads: readonly TokenWorkload[] = Object.freeze([twoProcessors(), oneJoins()]);

/** isOfToken tells whether a workload is one of these. */
export function isOfToken(workload: object): workload is TokenWorkload {
  return (tokenWorkloads as readonly object[]).includes(workload);
}

/** What stands in schedules where other scenarios name a mechanism. */
export const tokenMechanism = 'token';

/** homeOf is the processor that a thread of a workload runs on. */
export function homeOf({ threads }: TokenWorkload): (thread: string) => number {
  return (thread) => threads.find(({ name }) => name === thread)?.processor ?? 0;
}

/** conformanceName is what a workload is called where it is held to its graph. */
export function conformanceName({ configuration }: TokenWorkload): string {
  return configuration.replace(/^MC/, 'conforms');
}

/** tokenSystem is the system of a workload. */
export function tokenSystem({ name, ring, threads }: TokenWorkload): System {
  return { name, cells: cellsOf(ring), threads };
}
