// Of deferred destruction (K42): a reference is used anew only when nobody holds it any more who found it while it led to
// another object. Listens to what clients of the token say.

import { monitor, violated } from '../engine/watch/property.js';

/** leadsNobodyAstray claims that who goes from a reference to an object comes to the one that the reference was found for. */
export const leadsNobodyAstray = monitor<null>(
  'leadsNobodyAstray',
  {
    init: null,
    handles: ['reach'],
    premise: () => true,
    on: (known, { data: { named, object } }) =>
      object === -1 || object === named
        ? known
        : violated(`a reference of object ${String(named)} leads to object ${String(object)}`),
  },
  { statement: 'a reference leads to the object that it was found for, or nowhere' },
);
