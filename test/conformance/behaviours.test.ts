// A schedule for some way of a graph to what is looked for: not the shortest way, where no execution goes that.

import { describe, expect, it } from 'vitest';
import { type Behaviours, scheduleWithin } from '../../conformance/behaviours.js';
import type { Rule } from '../../conformance/rules.js';
import { actionStep } from '../../conformance/tla/label.js';
import { cell, happened, type Program, store, thread } from '../../index.js';

const x = cell('x', 0);

function* inOrder(): Program {
  yield* store(x, 1);
  yield* happened('first');
  yield* store(x, 2);
  yield* happened('second');
  yield* store(x, 3);
  yield* happened('third');
}

const system = { name: 'inOrder', cells: [x], threads: [thread('t', inOrder)] };
const rules: readonly Rule[] = [
  { name: 'any', when: { event: '*' }, kind: 'step', step: ({ name }) => actionStep(name) },
];

/** Of each state its steps: `second 2` leads to state 2, `2` without a word, and `!` is what is looked for. */
function graph(...states: readonly (readonly string[])[]): Behaviours {
  return states.map((steps) =>
    steps.map((each) => {
      const [, text, to, isEnd] = /^(?:(\w+) )?(\d)(!?)$/.exec(each)!;
      return { ...(text ? { text } : {}), to: Number(to), isEnd: isEnd === '!' };
    }),
  );
}

const found = (...states: readonly (readonly string[])[]) => scheduleWithin(system, rules, graph(...states))?.text;

describe('a schedule', () => {
  it('goes the longer way where the shorter has no execution', () => {
    expect(found(['second 1!', 'first 1'], ['third 1!', 'second 2'], ['third 1!'])).toBe('v1 inOrder t*3');
  });

  it('ends as soon as what is looked for has happened', () => {
    expect(found(['first 1!'], [])).toBe('v1 inOrder t');
  });

  it('passes over steps that no event says', () => {
    expect(found(['1'], ['first 2'], ['0', 'second 3!'], [])).toBe('v1 inOrder t*2');
  });

  it('follows several ways that begin alike', () => {
    expect(found(['first 1', 'first 2'], ['third 1!'], ['second 2!'])).toBe('v1 inOrder t*2');
  });

  it.each<readonly [string, readonly (readonly string[])[]]>([
    ['no way is gone in that order', [['second 1'], ['first 1!']]],
    ['nothing is looked for', [['first 1'], ['second 1']]],
    ['a step of the system is none of the graph', [['first 1'], ['third 1!']]],
  ])('is none where %s', (_what, states) => {
    expect(found(...states)).toBeUndefined();
  });
});
