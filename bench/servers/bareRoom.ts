/**
 * The limit for groups: one Socket.IO room in the server's versions and settings with nothing behind it. What
 * somebody says goes to everybody else in it, encoded once, and is answered; nothing is kept or asked.
 */
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer((_request, response) => response.end('ok'))
const io = new Server(http, { serveClient: false, perMessageDeflate: false, httpCompression: false })
io.on('connection', async socket => {
  ;(socket.conn as unknown as { request: unknown }).request = null
  await socket.join('room')
  socket.emit('hello', {})
  socket.on('message:send', (input: object, ack: (answer: unknown) => void) => {
    socket.to('room').emit('message', { ...numbers, message: { ...fields, ...input } })
    ack({ ok: true, data: input })
  })
})
/** What a message of ours carries beside what was sent, so that both sides write as many bytes. */
const uuid = '01970000-0000-7000-8000-000000000000'
const numbers = { conversationId: uuid, rev: 1000 }
const fields = {
  id: uuid,
  seq: 1000,
  rev: 1000,
  scene: 'group',
  from: uuid,
  to: uuid,
  time: 1_763_000_000_000,
}
http.listen(Number(process.env.PORT), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))
