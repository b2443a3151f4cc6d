// What a queue of workers is simulated to make of jobs.

import { expect, it } from 'vitest';
import { makespan, queueSeconds } from '../../bench/workers.js';

it('takes with one worker as long as all jobs do together, and with many as long as the longest', () => {
  const jobs = [4, 1, 2, 3];

  expect(makespan(jobs, 1)).toBeCloseTo(10 + 4 * queueSeconds);
  expect(makespan(jobs, 2)).toBeCloseTo(5 + 2 * queueSeconds);
  expect(makespan(jobs, 100)).toBeCloseTo(4 + queueSeconds);
});
