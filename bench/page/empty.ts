/** The peer of the page's weight: what Next and React send for a page of one line. Built once, in dist. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { root, startChild } from '../servers/child.ts'
import { type Scripts, watchScripts } from './browser.ts'

const dir = join(root, 'dist', 'bench-empty')
const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')

const files = {
  'package.json': '{ "private": true, "type": "module" }',
  'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(root)} }, reactStrictMode: true }`,
  'app/layout.jsx':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html> }',
  'app/page.jsx':
    "'use client'\nimport { useState } from 'react'\nexport default function Page() {\n" +
    '  const [n, set] = useState(0)\n  return <button onClick={() => set(n + 1)}>{n}</button>\n}\n',
}

export async function weighEmptyPage(browser: Browser): Promise<Scripts> {
  if (!existsSync(join(dir, '.next', 'BUILD_ID'))) buildIt()
  const server = await startChild([next, 'start', dir], {}, '/')
  const context = await browser.newContext()
  try {
    const scripts = watchScripts(context)
    const page = await context.newPage()
    await page.goto(server.url, { waitUntil: 'networkidle' })
    return await scripts()
  } finally {
    await context.close()
    await server.stop()
  }
}

function buildIt(): void {
  mkdirSync(join(dir, 'app'), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const
  execFileSync(process.execPath, [next, 'build', dir], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
