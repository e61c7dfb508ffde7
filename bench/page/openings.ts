import type { Page } from '@playwright/test'
import { programOf, runProgram } from './browser.ts'
import { messageIdOf } from './history.ts'
import type { watchOpening } from './openingProgram.ts'

/**
 * Opens one conversation after the other by a click on its row.
 * @returns ms from each click to the frame after the one in which its newest message stands
 */
export async function openOneByOne(
  page: Page,
  conversationIds: string[],
  messages: number,
): Promise<number[]> {
  await page.evaluate(await programOf('./openingProgram.ts'))
  const times: number[] = []
  for (const id of conversationIds) {
    const row = page.locator(`[data-row="${id}"]`)
    await row.scrollIntoViewIfNeeded()
    const painted = runProgram<typeof watchOpening>(page, 'watchOpening', id, messageIdOf(id, messages))
    await row.click()
    times.push(await painted)
    // Somebody looks at it for a moment; what the opening left to do is not the next one's.
    await page.waitForTimeout(300)
  }
  return times
}
