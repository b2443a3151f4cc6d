// The queue's library, which is optional, and the server, which is somebody else's.

import { QuiesceError } from '../../engine/program/errors.js';

export type BullMq = typeof import('bullmq');
type IoRedis = typeof import('ioredis');
export type Client = InstanceType<IoRedis['Redis']>;

export interface Opened {
  readonly bullmq: BullMq;
  /** How the library is told of the server. */
  readonly connection: { readonly url: string; readonly maxRetriesPerRequest: null };
  /** For what the library has no words for. */
  readonly client: Client;
}

const patienceMs = 5000;

/** opened loads the library and sees whether the server answers. Throws QSC138 and QSC139. */
export async function opened(url: string): Promise<Opened> {
  if (!/^rediss?:\/\/[^/]/.test(url)) throw new QuiesceError('QSC139', `${withoutPassword(url)} is no address of one`);
  const { bullmq, Redis } = await loaded();
  let isUp = false;
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: patienceMs,
    maxRetriesPerRequest: null,
    // Once it was there it is waited for.
    retryStrategy: () => (isUp ? 1000 : null),
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    client.disconnect();
    throw new QuiesceError('QSC139', `${withoutPassword(url)}: ${String(error)}`, { cause: error });
  }
  isUp = true;
  return { bullmq, connection: { url, maxRetriesPerRequest: null }, client };
}

async function loaded(): Promise<{ readonly bullmq: BullMq; readonly Redis: IoRedis['Redis'] }> {
  try {
    const [bullmq, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, Redis };
  } catch (error) {
    throw new QuiesceError('QSC138', String(error).split('\n')[0]!, { cause: error });
  }
}

/** An address as it may be shown. */
function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
