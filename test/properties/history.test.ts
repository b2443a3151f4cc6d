// The smallest history that is at fault: in published histories, against its definition by brute force, and for every
// component of the package with a successor that forgets.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explore } from '../../engine/index.js';
import type { Event } from '../../engine/program/event.js';
import { deepFreeze, load, type Program } from '../../engine/program/index.js';
import * as counters from '../../impl/components/counter/index.js';
import { downwardMember, upwardMember } from '../../impl/components/pair/index.js';
import type { Cells, Component } from '../../impl/contract.js';
import type { SequentialSpecification } from '../../impl/specification.js';
import { statePreserved } from '../../properties/index.js';
import { callsOf, type MadeCall, smallestHistory } from '../../properties/linearizability/history.js';
import { timelineText } from '../../reports/timeline.js';
import { active, call, swap } from '../../scenarios/actions.js';
import { buildSystem } from '../../scenarios/build.js';
import { asItIs } from '../../scenarios/mechanisms.js';
import { defineScenario } from '../../scenarios/scenario.js';
import { said } from './judge.js';
import { history, type Line } from './notation.js';
import { account, counter, queue, register } from './objects.js';
import { explains } from './permutations.js';

function drawn(specification: SequentialSpecification, ...lines: readonly Line[]): string {
  const found = smallestHistory(specification, history(...lines), 'x');
  return found ? `\n${timelineText(found).join('\n')}\n` : 'linearizable';
}

describe('published histories', () => {
  test('H2 of Herlihy and Wing: a queue may give the younger of two items first only if they were put in at once', () => {
    const [enqX, enqY, deqY] = [
      [['call', 'A', 'x', 'enq', 'x'] as const, ['ok', 'A', 'x'] as const],
      [['call', 'B', 'x', 'enq', 'y'] as const, ['ok', 'B', 'x'] as const],
      [['call', 'A', 'x', 'deq'] as const, ['ok', 'A', 'x', 'y'] as const],
    ] as const;

    expect(drawn(queue as SequentialSpecification, enqX[0], ...enqY, enqX[1], ...deqY)).toBe('linearizable');
    expect(drawn(queue as SequentialSpecification, ...enqX, ...enqY, ...deqY)).toMatchInlineSnapshot(`
      "
      smallest history of x that no order of its calls explains:
        A |-enq("x") -> null-|                      |-deq() -> "y"-|  <- no order explains this
        B                      |-enq("y") -> null-|
      "
    `);
  });

  test('H4 of Herlihy and Wing: an item that comes out twice; the other one is not needed to see it', () => {
    expect(
      drawn(
        queue as SequentialSpecification,
        ['call', 'A', 'x', 'enq', 'x'],
        ['call', 'B', 'x', 'enq', 'y'],
        ['ok', 'A', 'x'],
        ['ok', 'B', 'x'],
        ['call', 'A', 'x', 'deq'],
        ['call', 'C', 'x', 'deq'],
        ['ok', 'A', 'x', 'y'],
        ['ok', 'C', 'x', 'y'],
      ),
    ).toMatchInlineSnapshot(`
      "
      smallest history of x that no order of its calls explains; 1 call left out, as nothing depends on it:
        B |-enq("y") -> null-|
        A                      |-deq() -> "y"-|
        C                        |-deq() -> "y"-|  <- no order explains this
      "
    `);
  });

  test('a new value and then the old one (the inversion of regular registers, Lamport 1986)', () => {
    expect(
      drawn(
        register,
        ['call', 'B', 'x', 'read'],
        ['ok', 'B', 'x', 0],
        ['call', 'A', 'x', 'write', 1],
        ['call', 'B', 'x', 'read'],
        ['ok', 'B', 'x', 1],
        ['call', 'C', 'x', 'read'],
        ['ok', 'C', 'x', 0],
      ),
    ).toMatchInlineSnapshot(`
      "
      smallest history of x that no order of its calls explains; 1 call left out, as nothing depends on it:
        A |-write(1)-...
        B   |-read() -> 1-|
        C                   |-read() -> 0-|  <- no order explains this
      "
    `);
  });
});

describe('calls of other kinds', () => {
  test('a call made inside of another has a line of its own', () => {
    const id = { ref: 'x' };
    const events = [
      said('A', 'invoke', { ...id, call: 'A.0', method: 'add', args: 1 }),
      said('A', 'invoke', { ...id, call: 'A.0/1', method: 'fetchAdd', args: 1 }),
      said('A', 'return', { ...id, call: 'A.0/1', result: 7 }),
      said('A', 'return', { ...id, call: 'A.0', result: null }),
    ];

    expect(
      `\n${timelineText(smallestHistory(counter as SequentialSpecification, events, 'x')!).join('\n')}\n`,
    ).toMatchInlineSnapshot(`
        "
        smallest history of x that no order of its calls explains; 1 call left out, as nothing depends on it:
          A |-fetchAdd(1) -> 7-|  <- no order explains this
        "
      `);
  });

  test('an exception is shown as one', () => {
    expect(
      drawn(account as SequentialSpecification, ['call', 'A', 'x', 'withdraw', 1], ['throws', 'A', 'x', 'too little']),
    ).toMatchInlineSnapshot(`
        "
        smallest history of x that no order of its calls explains:
          A |-withdraw(1) throws "too little"-|  <- no order explains this
        "
      `);
  });
});

describe('against the definition', () => {
  /** Each pair is a call's invocation and length; length 0: it has not returned. */
  const arbitraryCalls = fc
    .array(fc.record({ which: fc.nat(2), from: fc.nat(9), length: fc.nat(4), result: fc.nat(2) }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((calls) =>
      calls.map(({ which, from, length, result }, index): MadeCall => {
        const begin = from * 20 + index;
        const method = which === 0 ? 'read' : 'write';
        const base = { thread: `t${index}`, call: `c${index}`, method, args: which === 0 ? null : which, from: begin };
        if (length === 0) return { ...base, to: Number.POSITIVE_INFINITY };
        return { ...base, to: begin + length * 20 - 10, ended: { result: which === 0 ? result : null } };
      }),
    );

  const explained = (calls: readonly MadeCall[]) =>
    explains(
      register,
      calls.map(({ call: name, ...rest }) => ({ name, ...rest })),
    );

  function told(calls: readonly MadeCall[]): Event[] {
    const moments = calls.flatMap(({ call: name, method, args, from, to, ended }) => [
      { at: from, event: said(name, 'invoke', { call: name, ref: 'x', method, args }) },
      ...(ended && 'result' in ended
        ? [{ at: to, event: said(name, 'return', { call: name, ref: 'x', result: ended.result }) }]
        : []),
    ]);
    return moments.sort((a, b) => a.at - b.at).map(({ event }) => event);
  }

  test('a history has a smallest part at fault exactly when it is not linearizable, and that part is at fault', () => {
    const sizes: number[] = [];

    fc.assert(
      fc.property(arbitraryCalls, (calls) => {
        const events = told(calls);
        const found = smallestHistory(register, events, 'x');
        expect(found === undefined).toBe(explained(calls));
        if (!found) return;
        sizes.push(found.calls.length);
        const names = found.calls.map(({ call: name }) => name);
        const returned = found.calls.filter(({ to }) => to !== undefined).map(({ call: name }) => name);
        const part = calls
          .filter(({ call: name }) => names.includes(name))
          .map((made) => (returned.includes(made.call) ? made : { ...made, to: Number.POSITIVE_INFINITY }));
        expect(explained(part)).toBe(false);
        for (const made of part.slice(0, found.calls.length > 1 ? undefined : 0)) {
          const others = part.filter((each) => each !== made);
          const { ended: _, ...open } = made;
          const weaker = [...others, { ...open, to: Number.POSITIVE_INFINITY }];
          const told = !explained(weaker) && explained(withoutLastReturn(others));
          const stillTold = told && (!explained(calls.map(timeless)) || explained(others.map(timeless)));
          expect(stillTold).toBe(false);
        }
      }),
      { seed: 11, numRuns: 1500 },
    );

    expect(new Set(sizes).size).toBeGreaterThan(2);
  });

  function timeless(made: MadeCall): MadeCall {
    return { ...made, from: 0, to: made.ended ? 1 : Number.POSITIVE_INFINITY };
  }

  function withoutLastReturn(calls: readonly MadeCall[]): readonly MadeCall[] {
    const last = Math.max(...calls.filter(({ ended }) => ended).map(({ to }) => to));
    return calls.map(({ ended, ...made }) =>
      made.to === last ? { ...made, to: Number.POSITIVE_INFINITY } : ended ? { ...made, ended } : made,
    );
  }

  test('a longer history than can be tried whole loses what it does not need, one call after the other', () => {
    const reads = Array.from({ length: 20 }, (): Line[] => [
      ['call', 'B', 'x', 'read'],
      ['ok', 'B', 'x', 0],
    ]).flat();
    const events = history(
      ...reads,
      ['call', 'A', 'x', 'write', 1],
      ['ok', 'A', 'x'],
      ['call', 'B', 'x', 'read'],
      ['ok', 'B', 'x', 0],
    );

    const found = smallestHistory(register, events, 'x')!;

    expect(callsOf(events, 'x').length).toBe(22);
    expect(found).toMatchObject({ size: 'smallest found', leftOut: 20 });
    expect(found.calls.map(({ method }) => method)).toEqual(['write', 'read']);
  });
});

describe('every component', () => {
  /** A successor that takes nothing over; it must perform an operation all the same. */
  function* forget(cells: Cells): Program<void> {
    const first = Object.values(cells)[0]!;
    yield* load('kind' in first ? (first as never) : (first as never)[0]);
  }

  const forgetful = (component: Component): Component =>
    deepFreeze({ ...component, name: 'forgetful', importState: forget }) as Component;

  const { sharedCounter, partitionedCounter, foreignCounter, fragileCounter, stillbornCounter, wrappingCounter } =
    counters;
  const components: readonly (readonly [Component, string])[] = [
    ...[sharedCounter, partitionedCounter, foreignCounter, fragileCounter, stillbornCounter, wrappingCounter(4)].map(
      (each) => [each as Component, 'increment'] as const,
    ),
    ...[upwardMember, downwardMember].map((each) => [each as Component, 'visit'] as const),
  ];

  test.each(components.map(([component, update]) => [component.name, component, update] as const))(
    '%s is held to its specification: a successor that forgets is told by the smallest history',
    (_name, component, update) => {
      const scenario = defineScenario({
        name: 'forgotten',
        cases: [],
        statement: 'a successor forgets',
        processors: 1,
        references: { A: { versions: [component, forgetful(component)] } },
        threads: [
          {
            name: 'c1',
            actions: [active(call('A', update, update === 'visit' ? [] : null)), active(call('A', 'read'))],
          },
          { name: 'operator', actions: [swap('A')] },
        ],
        variants: [{ mechanism: asItIs }],
      });

      const property = statePreserved({ A: component.specification });
      const { counterexample } = explore(buildSystem(scenario, { mechanism: asItIs }), [property]).verdicts[0]!;

      expect(counterexample?.history?.calls.map(({ method, result }) => `${method} ${result}`)).toEqual([
        `${update} null`,
        'read 0',
      ]);
    },
  );
});
