import { configDefaults, defineConfig } from 'vitest/config';

/** What takes minutes together stands in *.deep.test.ts: `npm run test:deep`, and CI, run it besides the rest. */
const isDeep = process.env.QUIESCE_DEEP !== undefined;
const exclude = [...configDefaults.exclude, ...(isDeep ? [] : ['**/*.deep.test.ts'])];

/**
 * Rooms whose tests leave nothing behind: they share what they import, which is then loaded and compiled once for many files.
 * What holds module state is either a cache by identity or put back before its call returns. Each group is run by one worker.
 */
const sharing = {
  engine: within('impl', 'memory', 'program', 'properties', 'scenarios', 'secondOpinions', 'trust'),
  models: within('conformance', 'eventLoop', 'model', 'rivals', 'simulation'),
  proofs: within('proof', 'tla'),
};

function within(...rooms: readonly string[]): string[] {
  return rooms.map((room) => `test/${room}/**/*.test.ts`);
}

const shared = Object.entries(sharing).map(([name, include]) => ({
  extends: true as const,
  test: { name, include, exclude, isolate: false },
}));

export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 3,
    projects: [
      ...shared,
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, ...Object.values(sharing).flat()],
        },
      },
    ],
  },
});
