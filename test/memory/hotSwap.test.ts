// The hot-swap mechanism under total store order: every verdict of a scenario is what it is under sequential consistency.
// What its threads tell each other by are read-modify-writes and waits on them: these are its fences (fences.deep.test.ts).

import { describe, expect, it } from 'vitest';
import { explore } from '../../engine/index.js';
import { tasksOf } from '../../runner/verify.js';
import { scenarios } from '../../scenarios/index.js';

const small = ['selfSwap', 'selfSwapAwaited', 'noCommonFormat'];
const tasks = scenarios.filter(({ name }) => small.includes(name)).flatMap(tasksOf);

describe('the mechanism with store buffers', () => {
  it.each(tasks.map((task) => [task.name, task] as const))('has the verdicts that it has without: %s', (_, task) => {
    const options = { builtIn: false, liveExecutions: 2 } as const;

    const [sc, tso] = (['sc', 'tso'] as const).map((memory) =>
      explore({ ...task.system, memory, storeBuffer: 4 }, task.safety, options),
    );

    expect(tso!.verdicts.map(({ verdict }) => verdict)).toEqual(sc!.verdicts.map(({ verdict }) => verdict));
    expect(tso!.states).toBeGreaterThan(sc!.states);
  });
});
