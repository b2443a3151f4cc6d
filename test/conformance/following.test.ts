// How a specification follows events: hidden steps by closure, late steps owed until their event, several states at once;
// and that its memory means the same to another copy of it.

import { describe, expect, it } from 'vitest';
import { type Step, step } from '../../conformance/automaton.js';
import { Conformance } from '../../conformance/conformance.js';
import { Following, type Memory } from '../../conformance/following.js';
import { oneOf, PlainAutomaton, type PlainSpecification } from '../../conformance/plain/automaton.js';
import type { Rule } from '../../conformance/rules.js';
import type { Specification } from '../../conformance/specification.js';
import { explored } from '../../engine/index.js';
import { canonical, type Event, type Value } from '../../engine/program/index.js';
import { Violation } from '../../engine/watch/property.js';
import { hotSwap } from '../../impl/hotswap/hotSwap.js';
import { swapSpecifications } from '../../model/specification.js';
import { buildSystemWith, siteOf } from '../../scenarios/build.js';
import { scenarios } from '../../scenarios/index.js';

const said = (name: string, data: Event['data'] = {}, thread = 't'): Event => ({ name, thread, data });
const becomes = <S>(name: string, more: Partial<Rule<S>> = {}): Rule<S> =>
  ({ name, when: { event: name }, kind: 'step', step: () => step(name), ...more }) as Rule<S>;

function specified<S>(plain: PlainSpecification<S>, parts: Pick<Specification<S>, 'rules' | 'hidden' | 'late'>) {
  const automaton = new PlainAutomaton(plain);
  return { name: 'n', statement: 's', automaton, abstraction: { kind: 'claims', claims: [] }, ...parts } as const;
}

/** The states that a specification can be in after events; or why it cannot follow. */
function reached<S>(specification: Specification<S>, ...events: readonly Event[]): readonly Value[] | string {
  const following = new Following(specification);
  let memory = following.initial;
  for (const event of events) {
    const next = following.after(memory, event);
    if (next instanceof Violation) return next.reason;
    memory = next;
  }
  return memory.map(([state, ...owed]) => (owed.length === 0 ? state : [state, ...owed]) as Value);
}

describe('hidden steps', () => {
  const door: PlainSpecification<string> = {
    init: 'shut',
    actions: {
      unlock: (state) => (state === 'shut' ? 'ajar' : undefined),
      swing: (state) => (state === 'ajar' ? 'open' : state === 'open' ? 'ajar' : undefined),
      enter: (state) => (state === 'open' ? 'inside' : undefined),
    },
  };
  const rules = [becomes<string>('unlock'), becomes<string>('enter')];
  const hidden = [step('swing')];

  it('may be made at any time, round and round', () => {
    expect(reached(specified(door, { rules, hidden }), said('unlock'))).toEqual(['ajar', 'open']);
    expect(reached(specified(door, { rules, hidden }), said('unlock'), said('enter'))).toEqual(['inside']);
  });

  it('are what makes the difference: without them the same events are refused', () => {
    expect(reached(specified(door, { rules }), said('unlock'), said('enter'))).toBe(
      'the specification does not allow enter in "ajar": it has no arrow for it there',
    );
  });

  it('are among the transitions that an event makes', () => {
    const following = new Following(specified(door, { rules, hidden }));

    const made = following.made(following.initial, said('unlock')).map(({ step: { text } }) => text);

    expect(made).toEqual(['unlock', 'swing', 'swing']);
  });
});

describe('late steps', () => {
  const clock: PlainSpecification<number> = {
    init: 0,
    actions: {
      tick: (count) => (count < 2 ? count + 1 : undefined),
      look: (count) => count,
    },
  };
  const late = [step('tick')];
  const looks = (count: number, settled?: true): Rule<number> => ({
    name: `look${count}`,
    when: { event: `look${count}` },
    kind: 'observation',
    holds: (state) => state === count,
    ...(settled ? { settled } : {}),
  });
  const rules = [becomes<number>('tick', { late: true }), looks(0), looks(1), looks(2)];

  it('may have been made before their event, once each', () => {
    expect(reached(specified(clock, { rules, late }), said('look1'))).toEqual([[1, 'tick']]);
    expect(reached(specified(clock, { rules, late }), said('look2'))).toMatch(
      /^the specification is in 0 or 1, where look2/,
    );
  });

  it('are paid for by their event, and by that alone', () => {
    expect(reached(specified(clock, { rules, late }), said('look1'), said('tick'))).toEqual([1, [2, 'tick']]);
    expect(reached(specified(clock, { rules, late }), said('tick'), said('tick'), said('tick'))).toMatch(
      /^the specification does not allow tick in 2/,
    );
  });

  it('have been paid for by then when whoever made them says something else', () => {
    const settled = [becomes<number>('tick', { late: true }), looks(0), looks(1, true)];

    expect(reached(specified(clock, { rules: settled, late }), said('look1'))).toMatch(/where look1 is not true/);
    expect(reached(specified(clock, { rules: settled, late }), said('tick'), said('look1'))).toEqual([1, [2, 'tick']]);
  });
});

describe('an event', () => {
  const counter: PlainSpecification<number> = {
    init: oneOf(0, 10),
    actions: { add: (count) => (count < 11 ? count + 1 : undefined) },
  };

  it('is a step of every state that allows it, and of what is true there besides', () => {
    const checked = [
      becomes<number>('add', { check: (count: number, { data }: Event) => count === data.to } as Partial<Rule<number>>),
    ];

    expect(reached(specified(counter, { rules: [becomes('add')] }), said('add'), said('add'))).toEqual([2]);
    expect(reached(specified(counter, { rules: checked }), said('add', { to: 11 }))).toEqual([11]);
    expect(reached(specified(counter, { rules: checked }), said('add', { to: 5 }))).toBe(
      'the specification takes add in 0 or 10 otherwise: not with {"to":5}',
    );
  });

  it('may say, where no state allows the step, that something is true instead', () => {
    const rules = [becomes<number>('add', { otherwise: (count: number) => count === 11 } as Partial<Rule<number>>)];
    const full = specified({ ...counter, init: 11 }, { rules });
    const low = specified({ ...counter, init: oneOf(12, 11) }, { rules });

    expect(reached(full, said('add'))).toEqual([11]);
    expect(reached(low, said('add'))).toEqual([11]);
    expect(reached(specified({ ...counter, init: 12 }, { rules }), said('add'))).toMatch(/does not allow add in 12/);
  });

  it('is read by the first rule that fits: by its data, and by who said it', () => {
    const rules: readonly Rule<number>[] = [
      { name: 'ours', when: { event: 'add', data: { kind: 'ours' }, by: ['a'] }, kind: 'stutter' },
      { name: 'another', when: { event: '*', otherThan: { of: 'A' } }, kind: 'hidden' },
      { name: 'notA', when: { event: 'add', notBy: ['a'] }, kind: 'hidden' },
      becomes('add'),
    ];
    const read = (event: Event) => new Following(specified(counter, { rules })).read(event).rule.name;

    expect(read(said('add', { kind: 'ours' }, 'a'))).toBe('ours');
    expect(read(said('add', { kind: 'ours' }, 'b'))).toBe('notA');
    expect(read(said('other', { of: 'B' }))).toBe('another');
    expect(read(said('add', { of: 'A' }, 'a'))).toBe('add');
    expect(() => read(said('unheard', { of: 'A' }))).toThrow(/QSC402 .*unheard \{"of":"A"\}, said by t/);
  });
});

describe('the memory of a specification', () => {
  const scenario = scenarios.find(({ name }) => name === 'lockBesideTheComponent')!;
  const mechanism = hotSwap('asItIs', 'as it is');
  const specification = () => swapSpecifications(mechanism, siteOf(scenario))[0]!;
  const { property } = new Conformance(specification());
  const transitions = explored(buildSystemWith(scenario, mechanism), [property]).transitionsOf(property.name);

  it('is plain data that another copy of the specification takes up where this one left', () => {
    const other = new Following(specification());
    const inReverse = [...transitions].reverse();

    for (const { from, events, to } of inReverse) {
      const memory = events.reduce((before, event) => other.after(before, event) as Memory, from as Memory);
      expect(canonical(memory)).toBe(canonical(to));
    }
    expect(transitions.length).toBeGreaterThan(100);
  });

  it('is not changed by asking what an event makes', () => {
    const following = new Following(specification());
    const [{ from, events }] = transitions.filter(({ events: { length } }) => length > 0) as [(typeof transitions)[0]];
    const before = canonical(following.after(from as Memory, events[0]!));

    for (const each of transitions) for (const event of each.events) following.made(each.from as Memory, event);

    expect(canonical(following.after(from as Memory, events[0]!))).toBe(before);
  });
});

describe('steps', () => {
  it('are the same when their texts are, whatever the order of their parameters', () => {
    const texts = (...steps: readonly Step[]) => new Set(steps.map(({ text }) => text)).size;

    expect(texts(step('go', { a: 1, b: 2 }), step('go', { b: 2, a: 1 }))).toBe(1);
    expect(texts(step('go'), step('go', { a: 1 }), step('stop'))).toBe(3);
  });
});
