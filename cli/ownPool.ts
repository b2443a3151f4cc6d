// A pool for one command that runs a user's file: opened, asked, closed, with Ctrl-C listened to meanwhile.

import { onInterrupt } from '../runner/interruption.js';
import { userFolder } from '../runner/invocation.js';
import { Pool } from '../runner/pool.js';

/** withPool asks a pool that is closed afterwards. */
export async function withPool<T>(ask: (pool: Pool) => Promise<T>): Promise<T> {
  const { stop, release } = onInterrupt();
  const pool = new Pool({ stop, from: userFolder });
  try {
    return await ask(pool);
  } finally {
    await pool.end();
    release();
  }
}
