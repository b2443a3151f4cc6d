// P6, no call lost, none forwarded twice (paper, section 2: the interposing object "passes on the call").
// A call that returns has entered an object exactly once, and returns at most once; at a normal end every call that was
// made has returned. Calls that have returned are forgotten, so that a client without end may use their names again.

import { monitor, type Violation, violated } from '../engine/explore/property.js';
import { listen } from './listener.js';
import { drop, put, type Table } from './plainData.js';

/** How far each call under way has come; `held` is one that the mechanism has suspended before it entered. */
type Calls = Table<'made' | 'held' | 'entered'>;

const init: Calls = {};

const on = listen<Calls, Calls | Violation>({
  invoke: (calls, { call }) =>
    call in calls ? violated(`two calls named ${call} are under way`) : put(calls, call, 'made'),
  suspended: (calls, { call }) => (calls[call] === 'made' ? put(calls, call, 'held') : calls),
  resumed: (calls, { call }) => (calls[call] === 'held' ? put(calls, call, 'made') : calls),
  enter: (calls, { call }) => {
    if (!(call in calls)) return violated(`call ${call} is forwarded, but is not under way`);
    return calls[call] === 'entered' ? violated(`call ${call} is forwarded twice`) : put(calls, call, 'entered');
  },
  return: (calls, { call }) => {
    if (!(call in calls)) return violated(`call ${call} returns, but is not under way`);
    return calls[call] === 'entered'
      ? drop(calls, call)
      : violated(`call ${call} returns without having entered an object`);
  },
});

function allReturned(calls: Calls): true | Violation {
  const lost = Object.keys(calls);
  return lost.length === 0 || violated(`at the end ${lost.join(', ')} has not returned`);
}

/** noCallLost claims that every call is forwarded once and returns once. */
export const noCallLost = monitor(
  'noCallLost',
  { init, on, atEnd: allReturned, witness: (calls) => Object.values(calls).includes('held') },
  { statement: 'every call is forwarded exactly once and returns exactly once' },
);
