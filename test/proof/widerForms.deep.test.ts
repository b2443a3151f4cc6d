// Threads that migrate, swaps that overlap, a destruction: the specification has none of them. Every step of every
// interleaving of the implementation is one of the form's own graph, and is none where the form has an action less.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changed } from '../../proof/form/system.js';
import { ownGraph } from '../../proof/perProcessor/graphs.js';
import { perProcessor as form } from '../../proof/perProcessor/system.js';
import { conformToGraph } from '../../runner/conformance/configuration.js';
import { widerWorkloads } from '../../scenarios/configurations.js';
import { perProcessor as mechanism } from '../../scenarios/mechanisms.js';

const folder = join(import.meta.dirname, '../../tla');

/** What of each shape no other has. */
const own: Readonly<Record<string, readonly string[]>> = {
  Overlapping: ['generation'],
  Destroyed: ['threadBegins', 'threadEnds', 'destroyed', 'destructionBegins', 'taken'],
  Migrating: ['lastFlush', 'lastCompleted'],
  MigratingFirst: ['lastFlush', 'lastCompleted'],
};

function held(name: string, without?: string) {
  const less = changed(form, { actions: form.actions.filter((action) => action.name !== without) });
  return conformToGraph(ownGraph(less, name, folder), widerWorkloads[name]!).check;
}

describe.each(Object.keys(widerWorkloads))('the implementation, in %s', (name) => {
  it('takes no step that the form does not allow', () => {
    const { verdict, diverging } = held(name);

    expect([verdict, diverging]).toEqual(['conforms', undefined]);
  }, 300_000);

  it.each(own[name]!)(
    'takes steps that the form does not allow without %s',
    (action) => {
      expect(held(name, action).verdict).toBe('diverges');
    },
    300_000,
  );
});

describe('an implementation that does not have the rules', () => {
  it.each(['Migrating', 'MigratingFirst'])(
    'takes steps that the form does not allow, in %s',
    (name) => {
      const { check } = conformToGraph(ownGraph(form, name, folder), widerWorkloads[name]!, mechanism);

      expect(check.verdict).toBe('diverges');
    },
    300_000,
  );
});
