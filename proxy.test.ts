import { unstable_doesMiddlewareMatch as runsFor } from 'next/experimental/testing/server'
import { expect, test } from 'vitest'
import { config } from './proxy.ts'

const runs = (url: string, headers: Record<string, string> = {}) =>
  runsFor({ config, url, headers, nextConfig: {} })

test('every page has a policy of its own, also one that is fetched ahead', () => {
  for (const page of ['/', '/sign-in', '/c/01890000-0000-7000-8000-000000000000']) {
    expect(runs(page)).toBe(true)
    expect(runs(page, { purpose: 'prefetch' })).toBe(true)
    expect(runs(page, { 'next-router-prefetch': '1' })).toBe(true)
  }
})

test('what is no page passes by', () => {
  for (const url of ['/api/v1/session/list', '/_next/static/x.js', '/socket.io/', '/healthz', '/worker.js'])
    expect(runs(url)).toBe(false)
})
