// Dining philosophers: each takes the fork on the left and then that on the right, and all wait for each other for ever. One
// who takes them the other way round breaks the circle. Dijkstra, EWD 310, 1971,
// https://www.cs.utexas.edu/~EWD/transcriptions/EWD03xx/EWD310.html.

import { acquire, type Mutex, mutex, type Program, release, type Self, thread } from 'quiesce';

const forks = [mutex('fork0'), mutex('fork1'), mutex('fork2')];

interface Place {
  readonly first: Mutex;
  readonly second: Mutex;
}

function* eat({ first, second }: Place, self: Self): Program {
  yield* acquire(first, self);
  yield* acquire(second, self);
  yield* release(second);
  yield* release(first);
}

const table = (places: readonly (readonly [number, number])[]) => ({
  cells: forks,
  threads: places.map(([first, second], seat) =>
    thread(`philosopher${seat}`, eat, { first: forks[first]!, second: forks[second]! }),
  ),
});

export const variants = [
  {
    name: 'allTheSameWay',
    system: table([
      [0, 1],
      [1, 2],
      [2, 0],
    ]),
    expected: { noDeadlock: 'refuted' as const, noStuck: 'refuted' as const },
  },
  {
    name: 'oneTheOtherWay',
    system: table([
      [0, 1],
      [1, 2],
      [0, 2],
    ]),
  },
];
