/** Next, which serves the pages. It gets requests from our listener only, and sockets not at all. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

export interface PagesServer {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  close(): Promise<void>
}

/** Takes a second or so in production; pages themselves are compiled on demand in development. */
export async function preparePages(options: {
  dev: boolean
  port: number
  hostname: string
  server: Server
}): Promise<PagesServer> {
  const { dev, port, hostname, server } = options
  const { default: next } = await import('next')
  const app = next({
    dev,
    port,
    hostname,
    // Next listens for upgrades on the server it is given. In development that is hot reload; in production it would
    // be a way to make this process open connections (CVE-2026-44578), so it gets one that never listens.
    httpServer: dev ? server : createServer(),
  })
  await app.prepare()
  const handle = app.getRequestHandler()
  return { handle: (request, response) => handle(request, response), close: () => app.close() }
}
