import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig, devices } from '@playwright/test'

// The stories are told on what people get: the production build, on a database of its own.
// This file is read by every worker; what is chosen once is handed on in the environment.
process.env.KITH_STORIES_PORT ??= freePort()
process.env.KITH_STORIES_DATA ??= join(tmpdir(), `kith-stories-${process.pid}`)

const url = `http://localhost:${process.env.KITH_STORIES_PORT}`

export default defineConfig({
  testDir: 'e2e/stories',
  testMatch: '**/*.story.ts',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  // A story that only works sometimes is a bug of ours or of the story.
  retries: 0,
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: url,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || undefined, args: chromiumArguments() },
  },
  projects: [
    {
      name: 'desktop',
      use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } },
      grepInvert: /@only-phone/,
    },
    { name: 'phone', use: { ...devices['Pixel 7'] }, grep: /@(only-)?phone/ },
  ],
  webServer: {
    // Node itself and not npm, so that the signal to stop reaches the server.
    command: 'node --enable-source-maps dist/server.mjs',
    url: `${url}/readyz`,
    timeout: 60_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    stdout: 'ignore',
    stderr: 'pipe',
    env: {
      NODE_ENV: 'production',
      KITH_TEST: '1',
      PORT: process.env.KITH_STORIES_PORT,
      DATA_DIR: process.env.KITH_STORIES_DATA,
      LOG_LEVEL: 'warn',
      ...limitsOff(),
    },
  },
})

/** Everybody in the stories has the same address, and they act faster than people. */
function limitsOff(): Record<string, string> {
  const names = [
    'OPERATIONS_PER_SECOND',
    'SIGN_UPS_PER_MINUTE',
    'SIGN_IN_FAILURES',
    'SIGN_IN_FAILURES_PER_ADDRESS',
    'FINDS_PER_MINUTE',
    'FRIEND_REQUESTS_PER_HOUR',
  ]
  return Object.fromEntries(names.map(name => [`LIMIT_${name}`, '0']))
}

function chromiumArguments(): string[] {
  return [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    // Calls and voice: a camera and a microphone that need no asking, and two peers on one machine without a network.
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    '--allow-loopback-in-peer-connection',
  ]
}

/** In a process of its own, for a configuration cannot wait. */
function freePort(): string {
  const program =
    "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close() })"
  return execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }).trim()
}
