/**
 * The limit: Socket.IO in the server's versions and settings with nothing behind it. It answers every request with
 * the request, and keeps nothing.
 */
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer((_request, response) => response.end('ok'))
const io = new Server(http, { serveClient: false, perMessageDeflate: false, httpCompression: false })
io.on('connection', socket => {
  ;(socket.conn as unknown as { request: unknown }).request = null
  socket.emit('hello', {})
  socket.on('message:send', (input: unknown, ack: (answer: unknown) => void) =>
    ack({ ok: true, data: input }),
  )
})
http.listen(Number(process.env.PORT), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))
