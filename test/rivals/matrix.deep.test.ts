// Cells of the committed matrix as exploration finds them: of scenarios that take longer than those in rivals.test.ts.

import { expect, test } from 'vitest';
import { readCommitted } from '../../runner/comparison/committed.js';
import { differences, groundsOf } from '../../runner/comparison/result.js';
import { comparedTasks } from '../../runner/comparison/tasks.js';
import { makeResult } from '../../runner/result.js';
import { joinFindings, parts, verifyPart } from '../../runner/task.js';

const committed = readCommitted();

test.each(['selfSwap', 'reusedThreadId'])('the cells of %s are as they are committed', (scenario) => {
  const mine = comparedTasks(({ name }) => name === scenario);

  const result = makeResult(joinFindings(mine.flatMap((task) => parts.map((part) => verifyPart(task, part, {})))));
  const found = { ...committed, grounds: groundsOf(result), errors: result.errors };

  expect(mine.length).toBeGreaterThan(5);
  expect(result.errors).toEqual([]);
  expect(differences(found, committed)).toEqual([]);
});
