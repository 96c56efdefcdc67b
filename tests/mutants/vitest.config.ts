import path from 'node:path';
import { defineConfig } from 'vitest/config';

const tests = (process.env['MUTANTS_TESTS'] ?? 'tests/unit/**/*.test.ts').split(',');

/** One project with the tests that `scripts/mutants.mjs` names, because the mutation runner knows no projects. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    pool: 'forks',
    environment: 'node',
    restoreMocks: true,
    unstubEnvs: true,
    include: tests,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
