// The laws of a monitor, on event sequences that no mechanism would ever say: it is total, its states are plain data,
// it does not change the state it is given, and its answer depends on nothing but state and event.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../engine/program/event.js';
import { canonical, deepFreeze, type Value } from '../../engine/program/value.js';
import { Violation } from '../../engine/watch/property.js';
import { livenessProperties, safetyProperties } from '../../properties/index.js';
import { call, swap } from './execution.js';
import { counter } from './objects.js';

interface Automaton {
  readonly name: string;
  readonly init: Value;
  readonly on: (state: Value, event: Event) => Value | Violation;
}

const formats = [0, 1, 2].map(() => ({ exports: [0, 1], imports: [1, 2] }));

const automata: readonly Automaton[] = [
  ...safetyProperties({
    specifications: { A: counter },
    formats: { A: formats },
    clients: ['t1'],
    bystanders: ['t2'],
  }).flatMap(automataOf),
  ...livenessProperties({ processors: 2 }).map(({ name, memory }) => automaton(name, memory)),
];

function automataOf(property: ReturnType<typeof safetyProperties>[number]): Automaton[] {
  if (property.kind === 'monitor') return [automaton(property.name, property)];
  return typeof property.premise === 'object' ? [automaton(property.name, property.premise)] : [];
}

function automaton(name: string, from: Omit<Automaton, 'name'> | undefined): Automaton {
  if (!from) throw new Error(`${name} has no automaton`);
  return { name, init: from.init, on: from.on };
}

const small = fc.integer({ min: 0, max: 2 });
const thread = fc.constantFrom('t1', 't2');
const reference = fc.constantFrom('A', 'B');

const callEvent = fc
  .tuple(thread, fc.constantFrom('t1.0', 't1.0/1', 't2.0'), reference, small, fc.integer({ min: 0, max: 10 }))
  .map(([by, name, ref, number, which]) => {
    const c = call(by, name, ref);
    const events = [
      c.invoke(),
      c.invoke('read', null),
      c.enter(number),
      c.leave(number),
      c.return(number),
      c.throw('oops'),
      c.raised(),
      c.count(number, number === 0 ? 1 : -1),
      c.track(number, number === 0),
      c.suspended(),
      c.resumed(),
    ];
    return events[which]!;
  });

const swapEvent = fc
  .tuple(thread, reference, small, small, fc.integer({ min: 0, max: 10 }))
  .map(([by, ref, n, from, which]) => {
    const s = swap(n, { from, to: from + 1, thread: by, reference: ref });
    const events = [
      s.started,
      s.phase('forward'),
      s.phase('block'),
      s.phase('completed'),
      s.transferBegins,
      s.transferEnded,
      s.swung(),
      s.swung(from),
      s.ended(n === 0 ? 'aborted' : 'completed'),
      s.freedObject(),
      s.freedMediator,
    ];
    return events[which]!;
  });

const generation = small.map((processor): Event => ({ name: 'generation', thread: 't1', data: { processor } }));

const anyEvents = fc.array(fc.oneof(callEvent, swapEvent, generation), { maxLength: 25 });

test.each(automata.map((each) => [each.name, each] as const))(
  '%s has an answer to any event, and the same one every time',
  (_name, { init, on }) => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let state = deepFreeze(init);
        for (const event of events) {
          const next = on(state, event);
          expect(again(on(copy(state), event))).toBe(again(next));
          if (!(next instanceof Violation)) state = deepFreeze(next);
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  },
);

function again(answer: Value | Violation): string {
  return answer instanceof Violation ? `violated: ${answer.reason}` : canonical(answer);
}

/** Another object of the same content. */
function copy(state: Value): Value {
  return state === undefined ? undefined : (JSON.parse(JSON.stringify(state)) as Value);
}
