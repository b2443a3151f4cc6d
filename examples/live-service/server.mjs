// The service: POST /cart adds an item, GET /cart tells how many there are. Each request is one activity. With Fastify where it is
// installed, else with node:http: the component and its swaps are the same.

import { createServer } from 'node:http';
import { activities, activityHook, swappable } from 'quiesce/runtime';
import { CartV1 } from './cart.mjs';

export const cart = swappable('cart', new CartV1());

/** listen starts the server on a free port, and gives its address and what closes it. */
export async function listen(kind = 'http') {
  return kind === 'fastify' ? listenByFastify() : listenByHttp();
}

async function listenByFastify() {
  const { fastify } = await import('fastify');
  const app = fastify();
  app.addHook('onRequest', activityHook);
  app.post('/cart', async () => {
    await cart.add('book', 1);
    return { added: 1 };
  });
  app.get('/cart', async () => ({ total: await cart.total() }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { url: `http://127.0.0.1:${app.server.address().port}/cart`, close: () => app.close() };
}

async function listenByHttp() {
  const answer = async (request, response) => {
    const body = request.method === 'POST' ? await add() : { total: await cart.total() };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  };
  const add = async () => {
    await cart.add('book', 1);
    return { added: 1 };
  };
  const server = createServer(activities((request, response) => void answer(request, response)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { url: `http://127.0.0.1:${server.address().port}/cart`, close };
}
