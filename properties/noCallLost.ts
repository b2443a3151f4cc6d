// P6, no call lost, none forwarded twice (paper, section 2: the interposing object "passes on the call").
// A call that returns has entered an object exactly once, and returns at most once. At a normal end every call of a
// client that comes to an end has returned; a client without end may be in the middle of a call, and whether it is let
// go is L3's affair. Calls that have returned are forgotten, so that such a client may use their names again.

import { type MonitorProperty, monitor, type Violation, violated } from '../engine/watch/property.js';
import type { EventData } from '../impl/events.js';
import { listen } from './listener.js';
import { drop, put, type Table } from './plainData.js';

type Open = {
  /** `held` is a call that the mechanism has suspended before it entered. */
  readonly stage: 'made' | 'held' | 'entered';
  readonly thread: string;
};

/** The calls under way. */
type Calls = Table<Open>;

const init: Calls = {};

const on = listen<Calls, Calls | Violation>({
  invoke: (calls, { call }, thread) =>
    call in calls ? violated(`two calls named ${call} are under way`) : put(calls, call, { stage: 'made', thread }),
  suspended: (calls, { call }) => turn(calls, call, 'made', 'held'),
  resumed: (calls, { call }) => turn(calls, call, 'held', 'made'),
  enter: (calls, data) => enter(calls, data),
  return: (calls, { call }) => {
    if (!(call in calls)) return violated(`call ${call} returns, but is not under way`);
    if (calls[call]!.stage === 'entered') return drop(calls, call);
    return violated(`call ${call} returns without having entered an object`);
  },
});

function enter(calls: Calls, { call }: EventData['enter']): Calls | Violation {
  const open = calls[call];
  if (!open) return violated(`call ${call} is forwarded, but is not under way`);
  if (open.stage === 'entered') return violated(`call ${call} is forwarded twice`);
  return put(calls, call, { ...open, stage: 'entered' });
}

function turn(calls: Calls, call: string, from: Open['stage'], to: Open['stage']): Calls {
  const open = calls[call];
  return open?.stage === from ? put(calls, call, { ...open, stage: to }) : calls;
}

/** noCallLost claims that every call is forwarded once and returns once; `clients` are threads that come to an end. */
export function noCallLost(clients: readonly string[] = []): MonitorProperty {
  const atEnd = (calls: Calls) => {
    const lost = Object.keys(calls).filter((call) => clients.includes(calls[call]!.thread));
    return lost.length === 0 || violated(`at the end ${lost.join(', ')} has not returned`);
  };
  const premise = (calls: Calls) => Object.values(calls).some(({ stage }) => stage === 'held');
  return monitor('noCallLost', { init, on, atEnd, premise }, { statement: noCallLostStatement });
}

export const noCallLostStatement = 'every call is forwarded exactly once and returns exactly once';
