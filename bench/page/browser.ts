/** A Chromium for the benches of the page, the programs that run in it, and how scripts are counted. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContext, chromium, type Page, type Response } from '@playwright/test'
import { build } from 'esbuild'
import { findBrowser } from '../../scripts/test/browser.mjs'

export async function openBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
  return chromium.launch({ executablePath: await findBrowser(), args })
}

/** One of the programs beside this file, for a page to run. */
export async function programOf(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(name, import.meta.url))],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}

/** Calls what a program left in the page under this name. */
export function runProgram<F extends (...args: never[]) => Promise<unknown>>(
  page: Page,
  name: string,
  ...args: Parameters<F>
): Promise<Awaited<ReturnType<F>>> {
  // As text: what a function of ours is compiled to may lean on things that are not in the page.
  return page.evaluate(`${name}(...${JSON.stringify(args)})`)
}

/** A page of nothing, on an address where a browser gives a store. */
export async function withEmptyPage(browser: Browser, work: (page: Page) => Promise<void>): Promise<void> {
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Store</title>'),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    await work(page)
  } finally {
    await context.close()
    server.close()
    server.closeAllConnections()
  }
}

/** Seconds of processor time of all of a browser's processes, which a busy machine cannot stretch as it does time. */
export async function browserCpuSeconds(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
}

export interface Scripts {
  /** The heaviest first. */
  files: { name: string; gzip: number }[]
  /** Bytes as gzip makes them, whatever the server did. */
  gzip: number
  plain: number
}

/**
 * Every script a page of this context gets from now on; one that comes again out of the cache counts once, and the
 * service worker's own, for which nobody waits, not at all.
 */
export function watchScripts(context: BrowserContext): () => Promise<Scripts> {
  const bodies = new Map<string, Promise<Buffer>>()
  context.on('response', (response: Response) => {
    const url = response.url()
    const request = response.request()
    if (request.resourceType() !== 'script' || request.serviceWorker() || bodies.has(url)) return
    bodies.set(url, response.body())
  })
  return async () => {
    const files = await Promise.all(
      [...bodies].map(async ([url, read]) => {
        const body = await read
        return { name: url.split('/').at(-1) ?? '', gzip: gzipSync(body).length, plain: body.length }
      }),
    )
    files.sort((a, b) => b.gzip - a.gzip)
    const sum = (of: 'gzip' | 'plain') => files.reduce((total, file) => total + file[of], 0)
    return { files, gzip: sum('gzip'), plain: sum('plain') }
  }
}
