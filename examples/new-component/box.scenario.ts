// A box that one client writes and reads is split while it is in use. With two clients the split box itself is at fault:
// a reader may see the tens of one value and the ones of another, swap or no swap.

import { actions, asItIs, defineScenario } from 'quiesce';
import { plainBox, splitBox } from './box.js';

const { active, call, request, swap } = actions;

export const oneClient = defineScenario({
  name: 'oneClient',
  cases: [],
  statement: 'a box is split while its client uses it',
  processors: 1,
  references: { box: { versions: [plainBox, splitBox] } },
  threads: [
    { name: 'client', actions: [active(call('box', 'put', 42), call('box', 'get')), request('box', 'get')] },
    { name: 'operator', actions: [swap('box')] },
  ],
  // A single client makes one call at a time: none is suspended inside another.
  variants: [{ mechanism: asItIs }],
});

export const twoClients = defineScenario({
  name: 'twoClients',
  cases: [],
  statement: 'a box is split while one client writes and another reads',
  processors: 1,
  references: { box: { versions: [plainBox, splitBox] } },
  threads: [
    { name: 'writer', actions: [request('box', 'put', 42)] },
    { name: 'reader', actions: [request('box', 'get')] },
    { name: 'operator', actions: [swap('box')] },
  ],
  variants: [{ mechanism: asItIs, except: { statePreserved: 'refuted' } }],
});
