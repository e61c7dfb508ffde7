/**
 * What a person waits for in the browser: the weight of the scripts before the first message on a cold load, opening
 * a conversation that is in the local store, and the store itself. On the production build, in Chromium.
 */
import type { Browser, BrowserContext } from '@playwright/test'
import { median, percentile, shown } from './measure/numbers.ts'
import { printHead, printRuns, printTarget } from './measure/report.ts'
import {
  browserCpuSeconds,
  openBrowser,
  programOf,
  runProgram,
  type Scripts,
  watchScripts,
  withEmptyPage,
} from './page/browser.ts'
import { weighEmptyPage } from './page/empty.ts'
import type { fillStore } from './page/fillProgram.ts'
import { insertHistory, messageIdOf } from './page/history.ts'
import { openOneByOne } from './page/openings.ts'
import type { benchStore, StoreFigures } from './page/storeProgram.ts'
import { befriendAll, cookieOf, insertPeople, type Pair, withDatabase } from './people.ts'
import { startKith, withDataDir } from './servers/kith.ts'

export interface PageOptions {
  rounds: number
  openings: number
}

const authSecret = 'signs the cookies of this bench and nothing else'
const conversations = 50
const perConversation = 1000

export async function benchPage(options: PageOptions): Promise<void> {
  printHead(`page --rounds ${options.rounds} --openings ${options.openings}`)
  const browser = await openBrowser()
  try {
    await measureStore(browser, options)
    await withDataDir(async dataDir => {
      const kith = await startKith(dataDir, { AUTH_SECRET: authSecret })
      try {
        const pairs = await withDatabase(kith.databaseUrl(), async database => {
          const [me, ...others] = await insertPeople(database, conversations + 1)
          const all = await befriendAll(database, me!, others)
          await insertHistory(database, all, perConversation)
          return all
        })
        await measureWeight(browser, kith.url, pairs)
        await measureOpenings(browser, kith.url, pairs, options)
      } finally {
        await kith.stop()
      }
    })
  } finally {
    await browser.close()
  }
}

async function signedIn(browser: Browser, url: string, pairs: readonly Pair[]): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const value = await cookieOf(pairs[0]!.people[0], authSecret)
  await context.addCookies([{ name: 'kith', value, url }])
  return context
}

const newest = ({ conversationId }: Pair) => `[data-key="${messageIdOf(conversationId, perConversation)}"]`

async function measureWeight(browser: Browser, url: string, pairs: readonly Pair[]): Promise<void> {
  const context = await signedIn(browser, url, pairs)
  const scripts = watchScripts(context)
  const page = await context.newPage()
  await page.goto(`${url}/conversations/${pairs[0]!.conversationId}`)
  await page.locator(newest(pairs[0]!)).waitFor()
  const before = await scripts()
  await page.waitForTimeout(3000)
  const after = await scripts()
  await context.close()
  const empty = await weighEmptyPage(browser)
  console.log('\nscripts of the conversation screen, cold')
  printTarget('gzip, until the first message is shown', [kilobytes(before)], 'KB', {
    number: 10,
    sense: 'most',
    floor: 186,
    aim: 150,
  })
  printRuns(`gzip, 3 s later with the pointer still (${after.files.length} files)`, [kilobytes(after)], 'KB')
  printRuns('unpacked, until the first message', [before.plain / 1000], 'KB')
  printRuns('peer: a page of one button by Next and React, gzip', [kilobytes(empty)], 'KB')
  printRuns('Kith ÷ peer', [before.gzip / empty.gzip], '×')
  const heaviest = (scripts: Scripts) =>
    scripts.files
      .slice(0, 6)
      .map(({ name, gzip }) => `${name} ${shown(gzip / 1000)}`)
      .join(', ')
  console.log(`    heaviest: ${heaviest(before)}`)
  console.log(`    of the peer: ${heaviest(empty)}`)
}

const kilobytes = ({ gzip }: Scripts) => gzip / 1000

async function measureOpenings(
  browser: Browser,
  url: string,
  pairs: readonly Pair[],
  { rounds, openings }: PageOptions,
): Promise<void> {
  const context = await signedIn(browser, url, pairs)
  const page = await context.newPage()
  const list = page.locator(`[data-row="${pairs[0]!.conversationId}"]`)
  await page.goto(url)
  await list.waitFor()
  // Beside the app, not under it: a page of the same origin that has no engine.
  await page.goto(`${url}/healthz`)
  await page.evaluate(await programOf('./fillProgram.ts'))
  const stored = await runProgram<typeof fillStore>(
    page,
    'fillStore',
    pairs[0]!.people[0].userId,
    pairs.map(pair => pair.conversationId),
  )
  const ids = pairs.slice(0, openings).map(pair => pair.conversationId)
  const p50: number[] = []
  const p95: number[] = []
  const cpu: number[] = []
  for (let round = 0; round < rounds; round++) {
    await page.goto(url)
    await list.waitFor()
    await page.waitForTimeout(2000)
    const before = await browserCpuSeconds(browser)
    const times = await openOneByOne(page, ids, perConversation)
    cpu.push(((await browserCpuSeconds(browser)) - before) * (1000 / ids.length))
    p50.push(median(times))
    p95.push(percentile(times, 0.95))
  }
  await context.close()
  console.log(`\nopening a conversation, ${stored.toLocaleString('en-US')} messages in the local store`)
  printRuns(`click to painted, p50 of ${ids.length}`, p50, 'ms')
  printRuns(`click to painted, p95 of ${ids.length}`, p95, 'ms')
  console.log('    target: < 100 ms')
  printRuns('CPU of all of the browser, per opening', cpu, 'ms')
}

async function measureStore(browser: Browser, { rounds }: PageOptions): Promise<void> {
  const program = await programOf('./storeProgram.ts')
  const runs: StoreFigures[] = []
  for (let round = 0; round < rounds; round++) {
    await withEmptyPage(browser, async page => {
      await page.evaluate(program)
      runs.push(await runProgram<typeof benchStore>(page, 'benchStore'))
    })
  }
  console.log('\nthe local store, in Chromium')
  const seconds = (of: 'historyMs' | 'blocksMs') => runs.map(run => run[of] / 1000)
  printTarget('10,000 messages as pages of history (100 each)', seconds('historyMs'), 's', {
    number: 11,
    sense: 'most',
    floor: 1,
    aim: 0.25,
  })
  printRuns('10,000 messages as blocks in one transaction', seconds('blocksMs'), 's')
  const newestMs = (share: number) => runs.map(run => percentile(run.newestMs, share))
  printTarget('the newest 50 of a conversation, of 50,000, p50', newestMs(0.5), 'ms', {
    number: 12,
    sense: 'most',
    floor: 4,
    aim: 2,
  })
  printRuns('the newest 50 of a conversation, of 50,000, p95', newestMs(0.95), 'ms')
}
