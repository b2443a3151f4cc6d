// Machines as specification automata: parallel regions, raised and eventless arrows, guards made of others; the traversal
// of xstate/graph as a second opinion on our own; two specifications held to each other.

import { describe, expect, it } from 'vitest';
import {
  type AnyMachineSnapshot,
  and,
  assign,
  createActor,
  createMachine,
  type EventObject,
  raise,
  setup,
  stateIn,
} from 'xstate';
import { getAdjacencyMap } from 'xstate/graph';
import { allowed, step } from '../../conformance/automaton.js';
import { compare } from '../../conformance/between.js';
import { traversed } from '../../conformance/graph.js';
import { conforms, specification } from '../../conformance/index.js';
import { PlainAutomaton } from '../../conformance/plain/automaton.js';
import { MachineAutomaton } from '../../conformance/xstate/automaton.js';
import { cell } from '../../engine/program/cell.js';
import { happened } from '../../engine/program/event.js';
import { type Program, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { hotSwap } from '../../impl/hotswap/hotSwap.js';
import { swapMachine } from '../../model/swapMachine.js';
import { checkScenario } from '../../runner/conformance/scenario.js';
import { scenarios } from '../../scenarios/index.js';
import { byThread, lockMachine, plainLock } from './lock.js';

describe('the graph of a machine', () => {
  it('is the one that xstate/graph finds', () => {
    const scenario = scenarios.find(({ name }) => name === 'selfSwap')!;
    const [{ check }] = checkScenario(scenario, hotSwap('asItIs', 'as it is'), { pairs: false }) as [
      ReturnType<typeof checkScenario>[number],
    ];
    const { automaton, bounds } = check.conformance.specification;
    const isWithin = bounds!(check.realised.said);
    const other = new MachineAutomaton(swapMachine, { input: (automaton as MachineAutomaton).input });
    const idOf = (snapshot: AnyMachineSnapshot) => other.stateOf({ value: snapshot.value, context: snapshot.context });
    const offered = (snapshot: AnyMachineSnapshot) => {
      const state = idOf(snapshot);
      return allowed(other, state, check.realised.alphabet.values())
        .filter((each) => isWithin(other.show(state), each))
        .map(({ name, parameters }) => ({ type: name, ...parameters }) as EventObject);
    };

    const map = getAdjacencyMap(other.machine, {
      events: offered,
      serializeState: (snapshot: AnyMachineSnapshot) => String(idOf(snapshot)) as never,
      serializeEvent: (event: EventObject) => JSON.stringify(event) as never,
      input: other.input,
      limit: 5000,
    });

    const theirs = Object.values(map);
    expect(theirs).toHaveLength(check.graph!.states.length);
    expect(theirs.reduce((sum, { transitions }) => sum + Object.keys(transitions).length, 0)).toBe(
      check.graph!.transitions.length,
    );
  });

  it('has shortest ways to all of its states', () => {
    const automaton = new MachineAutomaton(lockMachine);
    const alphabet = ['a', 'b'].flatMap((thread) => [step('acquired', { thread }), step('released', { thread })]);

    const graph = traversed(automaton, alphabet)!;

    expect(graph.states.map((state) => graph.pathTo(state).map(({ text }) => text))).toEqual([
      [],
      ['acquired {"thread":"a"}'],
      ['acquired {"thread":"b"}'],
    ]);
  });
});

const lights = setup({
  types: { context: {} as { passed: number }, events: {} as { type: 'go' | 'stop' | 'count' | 'beep' } },
  guards: {
    isGreen: stateIn({ light: 'green' }),
    isFew: ({ context }) => context.passed < 2,
    mayPass: and(['isGreen', 'isFew']),
  },
  actions: { pass: assign({ passed: ({ context }) => context.passed + 1 }) },
}).createMachine({
  id: 'lights',
  type: 'parallel',
  context: { passed: 0 },
  states: {
    light: {
      initial: 'red',
      states: {
        red: { on: { go: { target: 'amber' } } },
        amber: { always: { target: 'green' } },
        green: { on: { stop: { target: 'red', actions: raise({ type: 'beep' }) } } },
      },
    },
    sound: {
      initial: 'quiet',
      states: {
        quiet: { on: { beep: { target: 'loud' }, count: { guard: 'mayPass', actions: 'pass' } } },
        loud: {},
      },
    },
  },
});

describe('a machine with regions', () => {
  const automaton = new MachineAutomaton(lights);
  const go = automaton.next(automaton.initial[0], step('go'));
  const green = go.targets[0]!.state;

  it('names the innermost state of each', () => {
    expect(automaton.nameOf(automaton.initial[0])).toBe('light.red | sound.quiet');
    expect(automaton.fields(automaton.show(green))).toEqual([
      ['state', 'light.green | sound.quiet'],
      ['passed', '0'],
    ]);
  });

  it('takes arrows without an event, and those of raised ones, with the event that began it', () => {
    const stop = automaton.next(green, step('stop'));

    expect(go.targets.map(({ arrows }) => arrows)).toEqual([['light.red go', 'light.amber always']]);
    expect(stop.targets.map(({ arrows }) => arrows)).toEqual([['light.green stop', 'sound.quiet beep']]);
    expect(automaton.nameOf(stop.targets[0]!.state)).toBe('light.red | sound.loud');
  });

  it('notes what guards answer that are made of others', () => {
    const refused = automaton.next(automaton.initial[0], step('count'));
    const passed = automaton.next(green, step('count'));

    expect(refused.targets).toEqual([]);
    expect(refused.conditions.false).toEqual(expect.arrayContaining(['mayPass', 'isGreen']));
    expect(passed.conditions).toEqual({ true: ['isGreen', 'isFew', 'mayPass'], false: [] });
    expect(automaton.show(passed.targets[0]!.state).context).toEqual({ passed: 1 });
  });
});

describe('two specifications', () => {
  const machine = () => new MachineAutomaton(lockMachine);
  const plain = () => new PlainAutomaton(plainLock);
  const alphabet = ['a', 'b'].flatMap((thread) => [step('acquired', { thread }), step('released', { thread })]);
  const same = (_state: unknown, each: (typeof alphabet)[number]) => [each];

  it('conform to each other where they say the same', () => {
    const one = compare({ leader: plain(), follower: machine(), alphabet, steps: same });
    const other = compare({ leader: machine(), follower: plain(), alphabet, steps: same });

    expect([one.verdict, one.pairs, other.verdict, other.pairs]).toEqual(['conforms', 3, 'conforms', 3]);
    expect(one.edges.map((edge) => edge.in)).toEqual(['both', 'both', 'both', 'both']);
  });

  it('are told apart: what only the second allows is listed, what only the first allows diverges', () => {
    const loose = { ...plainLock, actions: { ...plainLock.actions, released: () => ({ owner: '' }) } };

    const allowing = compare({ leader: machine(), follower: new PlainAutomaton(loose), alphabet, steps: same });
    const refusing = compare({ leader: new PlainAutomaton(loose), follower: machine(), alphabet, steps: same });

    expect(allowing.verdict).toBe('conforms');
    expect(allowing.edges.filter((edge) => edge.in === 'second')).toHaveLength(4);
    expect(refusing.verdict).toBe('diverges');
    expect(refusing.refusal).toMatchObject({
      reason:
        'the specification allows released {"thread":"a"}, and the machine refuses released {"thread":"a"}: it has no arrow for it there',
      follower: 'free {"owner":""}',
      leaderAllows: alphabet.map(({ text }) => text).sort(),
      followerAllows: ['acquired {"thread":"a"}', 'acquired {"thread":"b"}'],
    });
  });

  it('are held to each other through the public entry, by the names of their steps', () => {
    const spec = (source: typeof plainLock) => specification(source, { events: byThread });
    const loose = { ...plainLock, actions: { ...plainLock.actions, released: () => ({ owner: '' }) } };
    const asked = {
      alphabet: { acquired: [{ thread: 'a' }, { thread: 'b' }], released: [{ thread: 'a' }, { thread: 'b' }] },
    };

    const report = conforms(specification(lockMachine), spec(loose), asked);

    expect(report).toMatchObject({ verdict: 'conforms', pairs: 3 });
    expect(report.rows).toEqual([
      { action: 'acquired', inBoth: 2, onlyInFirst: 0, onlyInSecond: 0 },
      { action: 'released', inBoth: 2, onlyInFirst: 0, onlyInSecond: 4 },
    ]);
    expect(conforms(spec(loose), specification(lockMachine), asked).verdict).toBe('diverges');
    expect(conforms(spec(plainLock), specification(lockMachine), { ...asked, pairsMax: 1 }).verdict).toBe(
      'inconclusive',
    );
    expect(() => conforms(spec(plainLock), specification(lockMachine))).toThrow(/QSC407 .*give an alphabet/);
    expect(() => conforms(spec(plainLock), specification(lockMachine), { alphabet: { stolen: [{}] } })).toThrow(
      /QSC407 .*no step stolen/,
    );
  });
});

describe('events by their beginning, and events that are forbidden', () => {
  const pointer = createMachine({
    id: 'pointer',
    type: 'parallel',
    states: {
      hand: {
        initial: 'up',
        on: { 'key.down': '.lost' },
        states: {
          up: { on: { 'mouse.down': 'down', 'mouse.*': 'moved' } },
          moved: { on: { 'mouse.down': undefined, mouse: 'up', 'key.down': undefined, '*': 'down' } },
          down: { on: { 'mouse.up': 'up', 'mouse.*': undefined, '*': 'moved', 'key.*': { guard: () => false } } },
          lost: { on: { 'mouse.move.*': 'up', quiet: {} } },
        },
      },
      light: {
        initial: 'off',
        states: { off: { on: { 'key.down': 'on' } }, on: { on: { 'key.down': undefined, 'key.*': 'off' } } },
      },
    },
  });
  const events = ['mouse', 'mouse.down', 'mouse.up', 'mouse.move.left', 'mousetrap', 'key.down', 'key', 'quiet', 'any'];
  const automaton = new MachineAutomaton(pointer);
  const graph = traversed(
    automaton,
    events.map((name) => step(name)),
  )!;

  it('lead where xstate itself goes with them, and are refused where it can not take them', () => {
    const compared = graph.states.flatMap((state) =>
      events.map((type) => {
        const snapshot = pointer.resolveState({ value: automaton.show(state).value });
        const actor = createActor(pointer, { snapshot: pointer.getPersistedSnapshot(snapshot) as never }).start();
        const isTaken = snapshot.can({ type }) || (type === 'quiet' && automaton.nameOf(state).includes('hand.lost'));
        actor.send({ type });
        const [target] = automaton.next(state, step(type)).targets;
        return [
          { isTaken, value: actor.getSnapshot().value },
          { isTaken: target !== undefined, value: automaton.show(target?.state ?? state).value },
        ] as const;
      }),
    );

    expect(graph.states).toHaveLength(8);
    expect(compared.map(([, ours]) => ours)).toEqual(compared.map(([theirs]) => theirs));
    expect(compared.filter(([{ isTaken }]) => !isTaken).length).toBeGreaterThan(10);
  });

  it('are said by whatever has such a name, and what is forbidden is no arrow', () => {
    const { rules, automaton: own } = specification(pointer);

    expect(rules.map(({ name }) => name)).toEqual([
      'key.down',
      'mouse.down',
      'mouse',
      'mouse.up',
      'quiet',
      'failed',
      'mouse.move.*',
      'mouse.*',
      'key.*',
      '*',
    ]);
    expect(own.arrows).not.toContain('hand.moved mouse.down');
    expect(own.arrows).toContain('hand.up mouse.*');
    expect(() => specification(pointer, { events: { said: 'mouse.wheel' } as never })).not.toThrow();
    expect(() => specification(lockMachine, { events: { said: 'mouse.wheel' } as never })).toThrow('QSC407');
  });

  it('diverge where they are forbidden, and conform where a wildcard takes them', () => {
    const saying = (...names: readonly string[]) => {
      const said = cell('said', 0);
      function* speak(): Program {
        for (const [index, name] of names.entries()) {
          yield* store(said, index + 1);
          yield* happened(name);
        }
      }
      return { cells: [said], threads: [thread('t', speak)] };
    };

    expect(conforms(saying('mouse.move.left', 'wheel'), specification(pointer)).verdict).toBe('conforms');
    const { verdict, divergence } = conforms(saying('mouse.move.left', 'mouse.down'), specification(pointer));
    expect(verdict).toBe('diverges');
    expect(divergence!.counterexample.steps).toHaveLength(2);
    expect(divergence!.reason).toContain('does not allow mouse.down in hand.moved | light.off');
  });
});
