// The cart is replaced again and again while requests come in: none fails, none is lost, and what it costs is printed.
// node swapUnderLoad.mjs [fastify|http] [requests] [swaps]

import autocannon from 'autocannon';
import { swap } from 'quiesce/runtime';
import { CartV1, CartV2 } from './cart.mjs';
import { cart, listen } from './server.mjs';

const [kind = 'fastify', requests = '20000', swaps = '100'] = process.argv.slice(2);
const { url, close } = await listen(kind);
const load = () => autocannon({ url, method: 'POST', amount: Number(requests), connections: 20 });

const calm = await load();
const before = await cart.total();

const outcomes = [];
const loading = load();
for (let index = 0; index < Number(swaps); index++) {
  const { outcome } = await swap(cart, index % 2 === 0 ? new CartV2() : new CartV1(), { deadline: 2000 });
  outcomes.push(outcome);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
const swapped = await loading;
const after = await cart.total();
await close();

const failed = swapped.non2xx + swapped.errors + swapped.timeouts + calm.non2xx + calm.errors + calm.timeouts;
const completed = outcomes.filter((outcome) => outcome === 'completed').length;
console.log(`server:               ${kind}`);
console.log(`requests:             ${calm['2xx']} without swaps, ${swapped['2xx']} with`);
console.log(`swaps:                ${completed} completed, ${outcomes.length - completed} aborted`);
console.log(`failed requests:      ${failed}`);
console.log(`lost updates:         ${calm['2xx'] + swapped['2xx'] - after}`);
console.log(`p99 without swaps:    ${calm.latency.p99} ms, median ${calm.latency.p50} ms`);
console.log(`p99 with swaps:       ${swapped.latency.p99} ms, median ${swapped.latency.p50} ms`);
process.exitCode = failed === 0 && after === calm['2xx'] + swapped['2xx'] && before === calm['2xx'] ? 0 : 1;
