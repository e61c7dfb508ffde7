import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const ignored = ['node_modules/**', '.next/**', 'dist/**', 'data/**']
const globalSetup = [fileURLToPath(new URL('./db/testing/clusterOnDemand.ts', import.meta.url))]
const laws = ['e2e/laws/**/*.test.ts']
const proofs = ['e2e/proofs/**/*.test.ts']

export default defineConfig({
  test: {
    // Everything runs in Node, the browser's engine too; a file that needs more of a browser says so itself.
    environment: 'node',
    // Promises about crashes hold or they do not: a second try would only hide that they do not.
    retry: 0,
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...ignored, ...laws, ...proofs],
          globalSetup,
        },
      },
      { extends: true, test: { name: 'laws', include: laws, testTimeout: 120_000, globalSetup } },
      // They kill servers and databases and measure what is left: one at a time, or they would disturb each other.
      {
        extends: true,
        test: { name: 'proofs', include: proofs, fileParallelism: false, testTimeout: 300_000, globalSetup },
      },
    ],
  },
})
