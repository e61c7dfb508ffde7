import type { Page } from '@playwright/test'

export interface Withheld {
  /** From here on nothing that the server says arrives. */
  hold(): void
  /** Everything it said arrives now, in its order. */
  release(): void
}

/**
 * Stands between a page and the server from the page's next document on. What the page says goes through at once, so
 * that somebody can act before they have heard.
 */
export async function withholdUpdates(page: Page): Promise<Withheld> {
  let holding = false
  const waiting: (() => void)[] = []
  await page.routeWebSocket(/\/socket\.io\//, socket => {
    const server = socket.connectToServer()
    server.onMessage(message => {
      if (holding) waiting.push(() => socket.send(message))
      else socket.send(message)
    })
  })
  return {
    hold() {
      holding = true
    },
    release() {
      holding = false
      for (const pass of waiting.splice(0)) pass()
    },
  }
}
