// What the pool promises: a connection is with one task at a time, and given back by the one that has it.

import { type PlainSpecification, specification } from 'quiesce/conformance';

interface Holders {
  readonly c1: string;
  readonly c2: string;
}

const pool = {
  name: 'pool',
  init: { c1: '', c2: '' },
  actions: {
    taken: (holders, { thread, connection }) =>
      holders[connection as keyof Holders] === '' ? { ...holders, [String(connection)]: String(thread) } : undefined,
    given: (holders, { thread, connection }) =>
      holders[connection as keyof Holders] === thread ? { ...holders, [String(connection)]: '' } : undefined,
  },
} satisfies PlainSpecification<Holders>;

const who = ['thread', 'connection'];

export const specifications = {
  pool: specification(pool, { events: { taken: { step: 'taken', with: who }, given: { step: 'given', with: who } } }),
};
