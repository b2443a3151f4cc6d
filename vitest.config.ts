import { configDefaults, defineConfig } from 'vitest/config';

/** What takes minutes together stands in *.deep.test.ts: `npm run test:deep`, and CI, run it besides the rest. */
const isDeep = process.env.QUIESCE_DEEP !== undefined;

export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(isDeep ? [] : ['**/*.deep.test.ts'])],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 3,
  },
});
