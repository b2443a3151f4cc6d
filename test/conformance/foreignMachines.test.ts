// Other people's machines as they are: against xstate's own interpreter, on random walks; then as specifications, with what
// comes of itself said or refused.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyMachineSnapshot, type AnyStateMachine, createActor, raise, SimulatedClock, setup } from 'xstate';
import { step } from '../../conformance/automaton.js';
import { conforms, specification } from '../../conformance/index.js';
import { MachineAutomaton } from '../../conformance/xstate/automaton.js';
import { environmentOf } from '../../conformance/xstate/environment.js';
import { plainState } from '../../conformance/xstate/plainState.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { happened } from '../../engine/program/event.js';
import { type Program, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import type { Value } from '../../engine/program/value.js';
import { creditCheck, crossing, game, loader, player, spawning } from './foreignMachines.js';

type Sent = { readonly type: string; readonly [datum: string]: Value };

const ends = (id: string) => [
  { type: `xstate.done.actor.${id}`, output: 7 },
  { type: `xstate.error.actor.${id}`, error: 'no' },
];
const named = (...types: readonly string[]) => types.map((type) => ({ type }));

const foreign: readonly (readonly [string, AnyStateMachine, readonly object[]])[] = [
  ['a crossing', crossing, [...named('power.out', 'power.back'), ...timersOf(crossing)]],
  ['a player', player, named('plug', 'unplug', 'play', 'pause', 'skip', 'louder', 'mute')],
  ['a loader', loader, [...named('load', 'cancel'), ...ends('request'), ...timersOf(loader)]],
  ['a game', game, [...[0, 1, 2].map((place) => ({ type: 'play', cell: place })), ...named('again')]],
  ['a credit check', creditCheck, [...named('submit'), ...ends('bureau'), ...ends('history')]],
];

function timersOf(machine: AnyStateMachine): readonly { readonly type: string }[] {
  return environmentOf(machine)
    .filter(({ kind }) => kind === 'timer')
    .map(({ event }) => ({ type: event }));
}

/** Timers never fire by themselves, and promises never end: both come as events. */
function interpreted(machine: AnyStateMachine, events: readonly Sent[]): readonly unknown[] {
  const actor = createActor(machine, { clock: new SimulatedClock() });
  actor.subscribe({ error: () => {} });
  actor.start();
  return events.map((event) => {
    const before = actor.getSnapshot() as AnyMachineSnapshot;
    if (before.status === 'active' && machine.getTransitionData(before, event).length > 0) actor.send(event);
    return plainState(machine, actor.getSnapshot() as AnyMachineSnapshot);
  });
}

function asked(automaton: MachineAutomaton, events: readonly Sent[]): readonly unknown[] {
  let state: number = automaton.initial[0];
  return events.map(({ type, ...data }) => {
    const { targets } = automaton.next(state, step(type, data));
    state = targets[0]?.state ?? state;
    return automaton.show(state);
  });
}

describe('a machine of other people', () => {
  it.each(foreign)('is followed as xstate runs it: %s', (_name, machine, alphabet) => {
    const declared = new Set(environmentOf(machine).map(({ event }) => event));
    const automaton = new MachineAutomaton(machine, { declared });
    const events = fc.array(fc.constantFrom(...(alphabet as readonly Sent[])), { maxLength: 30 });

    fc.assert(
      fc.property(events, (list) => {
        expect(asked(automaton, list)).toEqual(interpreted(machine, list));
      }),
      { seed: 13, numRuns: 150 },
    );
    expect(automaton.size).toBeGreaterThan(4);
  });

  it('goes on differently by what its history states remember, so that they are part of its state', () => {
    const automaton = new MachineAutomaton(player);
    const walked = (...types: readonly string[]) => asked(automaton, named(...types) as readonly Sent[]).at(-1);

    const playing = walked('plug', 'play', 'unplug');
    const paused = walked('plug', 'unplug');

    expect(playing).toMatchObject({
      value: { deck: 'off' },
      history: { 'player.deck.on.last': ['player.deck.on.playing.song'] },
    });
    expect(paused).toMatchObject({ value: { deck: 'off' } });
    expect(walked('plug', 'play', 'unplug', 'plug')).toMatchObject({ value: { deck: { on: { playing: 'song' } } } });
    expect(new MachineAutomaton(player).stateOf(playing as never)).toBeGreaterThan(0);
  });

  it('names a guard that is written in place by its arrow', () => {
    const automaton = new MachineAutomaton(player);
    let state: number = automaton.initial[0];
    for (let time = 0; time < 2; time++) state = automaton.next(state, step('louder')).targets[0]!.state;

    expect(automaton.next(state, step('louder'))).toEqual({
      targets: [],
      conditions: { true: [], false: ['the guard of sound.loud louder'] },
    });
  });
});

const tick = cell('tick', 0);

/** Says its events one after the other. */
const saying = (...names: readonly string[]): System => ({
  name: 'saying',
  cells: [tick],
  threads: [thread('a', says, names)],
});

function* says(names: readonly string[]): Program<void> {
  for (const name of names) {
    yield* store(tick, 1);
    yield* happened(name);
  }
}

describe('what comes to a machine of itself', () => {
  it('is, for a timer, whenever its state is there, unless an event of the system is said to be it', () => {
    const timer = 'xstate.after.3000.crossing.green';
    const events = { out: 'power.out', back: 'power.back' } as const;
    const free = specification(crossing, { events });
    const said = specification(crossing, { events: { ...events, changed: timer } });

    const lit = conforms(saying('out', 'back', 'out'), free);

    expect(lit.verdict).toBe('conforms');
    expect(lit.environment).toContainEqual({ event: timer, kind: 'timer', place: 'green', comes: 'at any time' });
    expect(said.environment).toContainEqual({ event: timer, kind: 'timer', place: 'green', comes: 'as an event says' });
    expect(conforms(saying('changed', 'out'), said).verdict).toBe('conforms');
  });

  it('never comes where that is declared', () => {
    const never = (environment: { readonly [event: string]: readonly [] }) =>
      specification(crossing, {
        events: { changed: 'xstate.after.3000.crossing.green' },
        environment,
      });

    expect(conforms(saying('changed', 'changed'), never({})).verdict).toBe('conforms');
    expect(
      conforms(saying('changed', 'changed'), never({ 'xstate.after.1000.crossing.amber': [] })).divergence!.reason,
    ).toContain('does not allow xstate.after.3000');
  });

  it('is, for an actor that ends, what is declared: with these data, at any time, or never', () => {
    const declared = (error: readonly { readonly error: string }[]) =>
      specification(loader, {
        events: { got: { step: 'xstate.done.actor.request', with: () => ({ output: 'page' }) } },
        environment: { 'xstate.error.actor.request': error },
      });

    expect(conforms(saying('load', 'got'), declared([])).verdict).toBe('conforms');
    expect(conforms(saying('load', 'load'), declared([])).divergence!.reason).toContain(
      'does not allow load in loading',
    );
    expect(conforms(saying('load', 'load'), declared([{ error: 'no' }])).verdict).toBe('conforms');
  });

  it.each([
    [
      'an actor that it invokes',
      () => specification(loader),
      /^QSC409 .*: loading invokes request, and nothing says when xstate\.done\.actor\.request comes/,
    ],
    [
      'an actor that it spawns',
      () => conforms(saying('add'), specification(spawning)),
      /^QSC409 .*: at add in \S+ it spawns item/,
    ],
    [
      'an event that it sends itself later',
      () =>
        conforms(
          saying('go'),
          specification(
            setup({ types: { events: {} as { type: 'go' | 'come' } } }).createMachine({
              id: 'm',
              on: { go: { actions: raise({ type: 'come' }, { delay: 9 }) } },
            }),
          ),
        ),
      /^QSC409 .*: at go in \S+ it sends itself come, which comes later/,
    ],
    [
      'a guard that throws',
      () =>
        conforms(
          saying('go'),
          specification(
            setup({ types: { events: {} as { type: 'go' } } }).createMachine({
              id: 'm',
              on: {
                go: {
                  guard: () => {
                    throw new Error('no');
                  },
                  actions: () => {},
                },
              },
            }),
          ),
        ),
      /^QSC405 .*: m threw at go: /,
    ],
  ])('is refused with its place where nothing is said of it: %s', (_what, run, error) => {
    expect(run).toThrow(error);
  });

  it('may be an actor that is spawned, where it is said how it ends', () => {
    const report = conforms(saying('add'), specification(spawning, { environment: { 'xstate.done.actor.item': [] } }));

    expect(report.verdict).toBe('conforms');
  });
});
