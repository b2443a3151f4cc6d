// A pool of two connections, plain asynchronous code. Whoever waits gets the next one that is given back. What happens is recorded,
// with the task that does it, which AsyncLocalStorage knows.

import { AsyncLocalStorage } from 'node:async_hooks';

const task = new AsyncLocalStorage();

export class Pool {
  recorded = [];
  #free = ['c1', 'c2'];
  #waiting = [];

  /** Runs something as a task of that name. */
  as(name, run) {
    return task.run(name, run);
  }

  async take() {
    const connection = this.#free.pop() ?? (await new Promise((resolve) => this.#waiting.push(resolve)));
    this.#record('taken', connection);
    return connection;
  }

  give(connection) {
    this.#record('given', connection);
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#free.push(connection);
  }

  #record(event, connection) {
    this.recorded.push({ event, thread: task.getStore(), connection });
  }
}
