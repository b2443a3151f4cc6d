// Four tasks use the pool at once; the run is written as JSON lines.

import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from './pool.js';

const pool = new Pool();

/** Twice, so that some take a connection after others have given theirs back. */
async function work(milliseconds) {
  for (let round = 0; round < 2; round++) {
    const connection = await pool.take();
    await pause(milliseconds);
    pool.give(connection);
  }
}

await Promise.all(['a', 'b', 'c', 'd'].map((name, index) => pool.as(name, () => work(index + 1))));
writeFileSync('run.ndjson', `${pool.recorded.map((each) => JSON.stringify(each)).join('\n')}\n`);
