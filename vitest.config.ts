import { defineConfig } from 'vitest/config';

/** What every suite shares: its own process per file, no globals, and a run without any test is an error. */
const shared = {
  pool: 'forks',
  environment: 'node',
  restoreMocks: true,
  unstubEnvs: true,
} as const;

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          testTimeout: 10_000,
          hookTimeout: 10_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          exclude: ['tests/integration/relay-ap{p,k}/**'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        // The relay app: its own classes in JVMs, and the built APK. After Maven, by `npm run test:relay`.
        test: {
          ...shared,
          name: 'relay',
          include: ['tests/integration/relay-ap{p,k}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Real adb servers, Electron and Chromium: one file at a time, so that none starves another.
        test: {
          ...shared,
          name: 'e2e',
          include: ['tests/e2e/**/*.e2e.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
