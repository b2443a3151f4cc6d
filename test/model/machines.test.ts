import { describe, expect, it } from 'vitest';
import { assign, setup } from 'xstate';
import { step } from '../../conformance/automaton.js';
import { MachineAutomaton } from '../../conformance/xstate/automaton.js';
import { QuiesceError } from '../../engine/program/index.js';
import type { StateView } from '../../engine/watch/property.js';
import { type Subject, swapRules } from '../../model/rules.js';
import { swapMachine } from '../../model/swapMachine.js';
import { conformScenario } from '../../runner/conformance/scenario.js';
import { scenarios } from '../../scenarios/index.js';

const scenario = scenarios.find(({ name }) => name === 'selfSwap')!;
const { mechanism } = scenario.variants[0]!;

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof QuiesceError) return `${error.code} ${error.seen}`;
    throw error;
  }
  return 'nothing thrown';
}

describe('a machine is asked', () => {
  it('twice which arrow and twice where it leads, for each distinct state and event, and never again', () => {
    const automaton = new MachineAutomaton(swapMachine, { input: { processors: [0] } });
    const before = automaton.cost.calls;

    const answers = [1, 2, 3].map(() => automaton.next(automaton.initial[0], step('swapRequested')));

    expect(automaton.cost.calls - before).toBe(4);
    expect(new Set(answers).size).toBe(1);
  });

  it('and says which guards refused', () => {
    const automaton = new MachineAutomaton(swapMachine, { input: { processors: [0] } });
    const entering = step('enter', { thread: 'c1', object: 3 });

    expect(automaton.next(automaton.initial[0], entering)).toEqual({
      targets: [],
      conditions: { true: [], false: ['mayEnter'] },
    });
  });
});

describe('bad input is refused with a code that names the place', () => {
  it('a Map in the context', () => {
    const machine = setup({}).createMachine({ id: 'm', context: { seen: { calls: new Map() } } });

    expect(codeOf(() => new MachineAutomaton(machine))).toBe('QSC401 m context.seen.calls holds an instance of Map');
  });

  it('a class instance that a transition puts there', () => {
    const machine = setup({}).createMachine({
      id: 'm',
      context: { at: null as unknown },
      on: { go: { actions: assign({ at: () => new URL('file:///x') }) } },
    });
    const automaton = new MachineAutomaton(machine);

    expect(codeOf(() => automaton.next(automaton.initial[0], step('go')))).toBe(
      'QSC401 m context.at holds an instance of URL',
    );
  });

  it('an event without a rule', () => {
    const rules = (subject: Subject) => swapRules(subject).filter(({ name }) => name !== 'swung');

    expect(codeOf(() => conformScenario(scenario, mechanism, { rules }))).toBe(
      'QSC402 swung {"object":1,"ref":"A"}, said by swapper.A',
    );
  });

  it('an abstraction that is not total', () => {
    const of = (view: StateView) => (view.label('swapper.A') ? undefined : { value: 'idle', context: {} }) as never;
    const abstraction = () => ({ kind: 'exact', of }) as const;

    expect(codeOf(() => conformScenario(scenario, mechanism, { abstraction }))).toMatch(/^QSC403 it answered nothing/);
  });

  it('a scenario that swaps nothing', () => {
    const references = { A: { ...scenario.references.A!, swaps: 0 } };

    expect(codeOf(() => conformScenario({ ...scenario, references }, mechanism))).toBe(
      'QSC404 asItIs swaps nothing there',
    );
  });
});
