/**
 * Opening the console of a large group from the local store, and what its page takes in memory: on the production
 * build, in Chromium, with all members held on the device.
 */
import type { Browser, Page } from '@playwright/test'
import { median, percentile } from './measure/numbers.ts'
import { printHead, printRuns } from './measure/report.ts'
import { openBrowser, programOf, runProgram } from './page/browser.ts'
import type { openConsole } from './page/consoleProgram.ts'
import { cookieOf, insertGroup, insertPeople, withDatabase } from './people.ts'
import { startKith, withDataDir } from './servers/kith.ts'

export interface ConsoleOptions {
  rounds: number
  openings: number
  /** Members of the group. */
  members: number
}

const authSecret = 'signs the cookies of this bench and nothing else'

export async function benchConsole(options: ConsoleOptions): Promise<void> {
  printHead(`console --rounds ${options.rounds} --openings ${options.openings} --members ${options.members}`)
  const browser = await openBrowser()
  try {
    await withDataDir(async dataDir => {
      const kith = await startKith(dataDir, { AUTH_SECRET: authSecret })
      try {
        const { owner, id } = await withDatabase(kith.databaseUrl(), async database => {
          const people = await insertPeople(database, options.members)
          return { owner: people[0]!, id: await insertGroup(database, people) }
        })
        await measure(browser, kith.url, await cookieOf(owner, authSecret), id, options)
      } finally {
        await kith.stop()
      }
    })
  } finally {
    await browser.close()
  }
}

async function measure(
  browser: Browser,
  url: string,
  cookie: string,
  id: string,
  { rounds, openings, members }: ConsoleOptions,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addCookies([{ name: 'kith', value: cookie, url }])
  const page = await context.newPage()
  const grid = page.locator(`[role="grid"][aria-rowcount="${members + 1}"]`)
  // The first time the list comes from the server, and goes into the store.
  await page.goto(`${url}/groups/${id}`)
  await grid.waitFor()
  const p50: number[] = []
  const p95: number[] = []
  const before: number[] = []
  const after: number[] = []
  for (let round = 0; round < rounds; round++) {
    await page.goto(`${url}/conversations`)
    await page.locator(`[data-row="${id}"]`).waitFor()
    await page.waitForTimeout(1500)
    await page.evaluate(await programOf('./consoleProgram.ts'))
    before.push(await heapMegabytes(page))
    const times: number[] = []
    for (let opening = 0; opening < openings; opening++) {
      times.push(await runProgram<typeof openConsole>(page, 'openConsole', `/groups/${id}`))
      await grid.waitFor()
      if (opening === 0) after.push(await heapMegabytes(page))
      await page.goBack()
      await page.locator(`[data-row="${id}"]`).waitFor()
      await page.waitForTimeout(200)
    }
    // The first one fetches the program of the console as well.
    p50.push(median(times.slice(1)))
    p95.push(percentile(times.slice(1), 0.95))
  }
  await context.close()
  console.log(`\nthe console of a group of ${members.toLocaleString('en-US')}, from the local store`)
  printRuns(`asked for to painted, p50 of ${openings - 1}`, p50, 'ms')
  printRuns(`asked for to painted, p95 of ${openings - 1}`, p95, 'ms')
  console.log('    target: < 150 ms')
  printRuns('JavaScript heap of the page before', before, 'MB')
  printRuns('JavaScript heap with the console open', after, 'MB')
}

/** After a collection, or it is the garbage that is measured. */
async function heapMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 1e6
}
