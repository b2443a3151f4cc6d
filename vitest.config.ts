import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    include: ['test/**/*.test.ts'],
    // Open: the replays of the protocol's mutants have to follow the mechanism's new references (see CHANGELOG).
    exclude: [
      '**/node_modules/**',
      'test/proof/hotSwap.test.ts',
      'test/proof/toolMutants.test.ts',
      'test/proof/commands.test.ts',
    ],
    testTimeout: 120_000,
    maxWorkers: 3,
  },
});
