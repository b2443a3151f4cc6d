// The multiprocessor with time: what an access costs, that programs do the same as in the engine, and the paper's figures.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { walk } from '../../engine/index.js';
import type { Cell } from '../../engine/program/index.js';
import { writerPreferringLock } from '../../impl/rivals/index.js';
import { figureCsv, figureText } from '../../reports/figure.js';
import { figurePlot } from '../../reports/figurePlot.js';
import { plotSvg } from '../../reports/plot.js';
import { checkRealCores } from '../../runner/realCores/check.js';
import { asItIs, freedAtOnce } from '../../scenarios/mechanisms.js';
import { benchmarkSystem } from '../../simulation/clients.js';
import { Coherence } from '../../simulation/coherence.js';
import { costOf } from '../../simulation/costs.js';
import { delaysByBystanders } from '../../simulation/delays.js';
import { drawings } from '../../simulation/drawings.js';
import { drawFigure, type Point, sensitivities } from '../../simulation/figure.js';
import { counterBenchmark } from '../../simulation/figure1.js';
import { costsOf, s70, server } from '../../simulation/parameters.js';
import { simulate } from '../../simulation/simulation.js';

const costs = costsOf(s70);
const [figure1, figure2] = drawings as [(typeof drawings)[number], (typeof drawings)[number]];

describe('an access', () => {
  test('costs a hit where the cache owns the line, and where it shares it and reads', () => {
    const caches = new Coherence(costs, [-1], 4);
    const first = caches.read(0, 0, 0);

    expect(first).toBe(costs.memory + costs.operation);
    expect(caches.read(0, 0, first) - first).toBe(costs.operation);
    expect(caches.write(0, 0, 1000) - 1000).toBe(costs.operation);
    expect(caches.misses).toBe(1);
  });

  test('fetches a line that another cache owns, and invalidates the copies before a write', () => {
    const caches = new Coherence(costs, [-1], 4);
    caches.write(0, 0, 0);

    expect(caches.read(0, 1, 1000) - 1000).toBe(costs.transfer + costs.operation);
    expect(caches.write(0, 0, 2000) - 2000).toBe(costs.invalidation + costs.operation);
    expect(caches.read(0, 1, 3000) - 3000).toBe(costs.transfer + costs.operation);
  });

  test('waits for the line while another transaction has it, and for the bus where there is one', () => {
    const caches = new Coherence(costs, [-1, -1], 4);
    const one = caches.write(0, 0, 0);

    expect(caches.write(0, 1, 0)).toBe(one - costs.operation + costs.transfer + costs.operation);
    expect(caches.read(1, 2, 0)).toBeGreaterThan(costs.memory + costs.operation);
  });

  test('costs more from another node', () => {
    const far = new Coherence(costsOf(server), [0], 16);
    far.write(0, 0, 0);

    expect(far.read(0, 1, 1e6) - 1e6).toBe(costsOf(server).transfer + costsOf(server).operation);
    expect(far.read(0, 8, 2e6) - 2e6).toBe(costsOf(server).remoteMemory + costsOf(server).operation);
  });
});

describe('a simulation', () => {
  test.each([asItIs, writerPreferringLock])(
    'performs with $name what the engine performs in the same order',
    (mechanism) => {
      const system = benchmarkSystem(counterBenchmark('swapped', mechanism, 3, 12));
      const order: { thread: string; cell: string | undefined }[] = [];

      const { content } = simulate(system, costs, {
        performed: ({ thread, cell }) => order.push({ thread: system.threads[thread]!.name, cell: cell?.name }),
      });
      const engine = walk(system as never);
      for (const { thread, cell } of order) {
        let step = engine.step({ thread });
        while (step.operation === 'pause') step = engine.step({ thread });
        const isOfLife = cell?.endsWith('.life') ?? true;
        if (!isOfLife && !step.operation.includes(cell!)) throw new Error(`${step.operation} is not of ${cell}`);
      }

      const cells = system.cells.flat() as Cell[];
      expect(order.length).toBeGreaterThan(300);
      expect(cells.map((cell) => content(cell))).toEqual(cells.map((cell) => engine.view.read(cell)));
    },
  );

  test('loses no update, and a second run is the same', () => {
    const benchmark = counterBenchmark('swapped', asItIs, 4, 50);
    const system = benchmarkSystem(benchmark);
    const value = (system.cells.flat() as Cell[]).find(({ name }) => name === 'A.object1.value')!;

    const first = simulate(system, costs);

    expect(first.content(value)).toBe(200);
    expect(simulate(system, costs).ends).toEqual(first.ends);
  });

  test('takes turns on a processor, so that no client keeps the swapper out', () => {
    const { ends } = simulate(benchmarkSystem(counterBenchmark('swapped', asItIs, 1, 500)), costs);

    expect(ends.every((end) => end !== undefined)).toBe(true);
  });
});

describe('the figures', () => {
  const sitting = { mechanism: asItIs, machine: s70, sizes: [1, 12], times: 6000 };

  test('have the shape of figure 1: the shared counter degrades most, and the swapped one beats both', () => {
    const { points, distances } = drawFigure(figure1, sitting);

    expect(at(points, 'shared', 12)).toBeGreaterThan(3 * at(points, 'partitioned', 12));
    expect(distances[1]!.distance).toBeLessThan(0);
  });

  test('have the shape of figure 2: the partitioned components are about 30 % dearer on one processor, and scale', () => {
    const { points } = drawFigure(figure2, sitting);

    const dearer = at(points, 'partitioned', 1) / at(points, 'shared', 1) - 1;
    expect(dearer).toBeGreaterThan(0.25);
    expect(dearer).toBeLessThan(0.35);
    expect(at(points, 'shared', 12)).toBeGreaterThan(10 * at(points, 'shared', 1));
    expect(at(points, 'partitioned', 12)).toBeLessThan(1.1 * at(points, 'partitioned', 1));
    expect(at(points, 'swapped', 12)).toBeLessThan(at(points, 'shared', 12) / 4);
  });

  test('are scaled down above the sizes of the paper, and the plot says so', () => {
    const figure = drawFigure(figure1, { ...sitting, sizes: [1, 16], times: 200 });

    expect(figure.points.at(-1)!.times).toBeLessThan(200);
    expect(figurePlot(figure).caption).toMatch(/scaled down to \d+ on more processors/);
  });

  test('move as an assumption does', () => {
    const moved = sensitivities(figure1, { ...sitting, sizes: [1], times: 50 });

    const operation = moved.find(({ assumption, line }) => assumption === 'operation' && line === 'shared')!;
    expect(operation.halved).toBeLessThan(1);
    expect(operation.doubled).toBeGreaterThan(1);
  });

  test('are drawn as SVG on a logarithmic axis, and told as a table and as CSV', async () => {
    const figure = drawFigure(figure1, { ...sitting, times: 50 });

    const svg = await plotSvg(figurePlot(figure));

    expect(svg).toMatch(/^<svg xmlns=/);
    for (const line of ['shared', 'partitioned', 'swapped']) expect(svg).toContain(`>${line}</text>`);
    expect(await plotSvg(figurePlot(figure))).toBe(svg);
    expect(figureCsv(figure).trim().split('\n')).toHaveLength(7);
    expect(figureText(figure)).toMatch(/to the better/);
  });

  test.each([figure1, figure2])('$name is committed as the programs draw it now, where that is cheap', (drawing) => {
    const path = join(import.meta.dirname, '..', '..', 'docs', 'figures', `${drawing.name}.s70.csv`);
    const committed = readFileSync(path, 'utf8').split('\n');

    const now = figureCsv(drawFigure(drawing, { mechanism: asItIs, machine: s70, sizes: [1] }))
      .trim()
      .split('\n');

    expect(committed.slice(0, now.length)).toEqual(now);
  });
});

describe('the costs', () => {
  test('of an idle call are one load with the mediator, and a remote lock with a lock', () => {
    expect(costOf(asItIs).idle).toMatchObject({ operations: 1, remote: 0 });
    expect(costOf(writerPreferringLock).idle.remote).toBeGreaterThan(1);
  });

  test('of an idle swap are less without the second grace period', () => {
    expect(costOf(freedAtOnce).swap).toBeLessThan(costOf(asItIs).swap);
  });

  test('of the delay grow with threads that never call for the mediator, and not for a lock', () => {
    const { points } = delaysByBystanders([asItIs, writerPreferringLock], s70, [0, 24]);
    const grown = (name: string) => {
      const mine = points.filter(({ mechanism }) => mechanism === name);
      return mine.at(-1)!.microseconds! / mine[0]!.microseconds!;
    };

    expect(grown('asItIs')).toBeGreaterThan(20);
    expect(grown('writerPreferringLock')).toBeLessThan(3);
  });
});

function at(points: readonly Point[], line: Point['line'], processors: number): number {
  return points.find((point) => point.line === line && point.processors === processors)!.microseconds;
}

describe('real cores', () => {
  test('count as many calls as the simulation, with one and with two of them', async () => {
    const measured = await checkRealCores(figure1, 'asItIs', 300);

    expect(measured.length).toBeGreaterThanOrEqual(3);
    expect(measured.filter(({ isRight }) => !isRight)).toEqual([]);
  });
});
