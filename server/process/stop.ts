/**
 * The end of a server, in the order that loses nothing: no new connection, no new operation, every accepted one
 * answered, every socket told to come back, and only then the database (protocol.md, Operation of the server).
 */
import type { Server } from 'node:http'
import type { Database } from '#db/client.ts'
import type { MessageWriter } from '#server/domain/message-writer.ts'
import type { Hub } from '#server/hub/index.ts'
import type { Log } from '#server/log.ts'
import type { Dispatcher } from '#server/operations/dispatch.ts'
import type { PagesServer } from './pages.ts'

export interface Stoppable {
  /** From here on `/readyz` says no, and no socket is let in. */
  beginStop(): void
  server: Server
  dispatcher: Dispatcher
  writer: MessageWriter
  hub: Hub
  pages: PagesServer | null
  database: Database
  log: Log
}

/** Each step has its time: together they end before a supervisor loses patience, whatever hangs. */
export async function stopInOrder(parts: Stoppable): Promise<void> {
  const { beginStop, server, dispatcher, writer, hub, pages, database, log } = parts
  const step = (name: string, maxMs: number, work: Promise<unknown>) => within(name, maxMs, work, log)
  beginStop()
  const listeningEnded = new Promise(resolve => server.close(resolve))
  await step('operations', 3000, dispatcher.drain())
  await step('writer', 500, writer.drain())
  await step('sockets', 1500, hub.close())
  server.closeIdleConnections()
  await step('answers', 300, listeningEnded)
  server.closeAllConnections()
  if (pages) await step('pages', 500, pages.close())
  await step('writer connection', 300, writer.close())
  await step('database connections', 300, database.close())
}

async function within(name: string, maxMs: number, work: Promise<unknown>, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>(resolve => {
    timer = setTimeout(() => resolve('late'), maxMs)
  })
  try {
    if ((await Promise.race([work, late])) === 'late')
      log.warn({ step: name, maxMs }, 'stopping goes on without waiting')
  } catch (error) {
    log.warn({ step: name, err: error }, 'stopping step failed')
  } finally {
    clearTimeout(timer)
  }
}
