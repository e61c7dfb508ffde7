/**
 * The load process: real Socket.IO clients, many in one process. Senders and receivers share its clock, so a delivery
 * is measured from the send to the receiver's event.
 */
import { io, type Socket } from 'socket.io-client'
import { percentile } from '../measure/numbers.ts'
import type { Latency, OrderName, Orders, Seat, Tally } from './orders.ts'

interface Client {
  socket: Socket
  seat: Seat
}

interface Run {
  sentAt: Map<string, number>
  acks: number[]
  deliveries: number[]
  refused: number
  /** Everybody's deliveries count, not only the first of each message. */
  everybody: boolean
  lastDeliveryAt: number
}

const clients: Client[] = []
let run: Run = newRun()
let born = 0

const text = 'See you at the lake at half past seven, bring the blue boat.'

function newRun(): Run {
  return { sentAt: new Map(), acks: [], deliveries: [], refused: 0, everybody: false, lastDeliveryAt: 0 }
}

const orders: { [N in OrderName]: (input: Orders[N]['input']) => Promise<Orders[N]['output']> } = {
  async connect({ url, seats, atOnce }) {
    const began = performance.now()
    const waiting = [...seats]
    const work = async () => {
      for (let seat = waiting.pop(); seat; seat = waiting.pop()) clients.push(await connect(url, seat))
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return { ms: performance.now() - began }
  },

  async saturate({ outstanding, ms, senders }) {
    return tally(async () => {
      run.everybody = senders !== undefined
      const until = performance.now() + ms
      const keepSending = async (client: Client) => {
        while (performance.now() < until) await send(client)
      }
      const writing = clients.slice(0, senders)
      const lanes = writing.flatMap(client => Array.from({ length: outstanding }, () => keepSending(client)))
      await Promise.all(lanes)
    })
  },

  async pace({ perSecond, ms }) {
    return tally(async () => {
      const began = performance.now()
      const total = Math.round((perSecond * ms) / 1000)
      const sends: Promise<void>[] = []
      while (sends.length < total) {
        const due = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1000) + 1)
        while (sends.length < due) sends.push(send(clients[(sends.length * 7) % clients.length]!))
        await new Promise(resolve => setTimeout(resolve, 1))
      }
      await Promise.all(sends)
    })
  },

  async leave() {
    for (const { socket } of clients.splice(0)) socket.disconnect()
    return {}
  },
}

function connect(url: string, seat: Seat): Promise<Client> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { protocol: 1, ...(seat.token !== undefined && { token: seat.token }) },
  })
  socket.on('message', ({ message }: { message: { idClient: string } }) => {
    const sent = run.sentAt.get(message.idClient)
    // The first one counts: a push may come twice, and does no harm then.
    if (sent !== undefined) run.deliveries.push(performance.now() - sent)
    if (sent !== undefined) run.lastDeliveryAt = performance.now()
    if (!run.everybody) run.sentAt.delete(message.idClient)
  })
  return new Promise((resolve, reject) => {
    socket.once('hello', () => resolve({ socket, seat }))
    socket.once('connect_error', reject)
  })
}

async function send({ socket, seat: { conversationId } }: Client): Promise<void> {
  const idClient = `${process.pid}-${++born}`
  const { sentAt, acks } = run
  const began = performance.now()
  sentAt.set(idClient, began)
  const input = { conversationId, idClient, type: 'text', content: { text } }
  const answer = (await socket.emitWithAck('message:send', input)) as { ok: boolean }
  if (answer.ok) acks.push(performance.now() - began)
  else run.refused += 1
}

async function tally(work: () => Promise<void>): Promise<Tally> {
  run = newRun()
  const began = performance.now()
  await work()
  const seconds = (performance.now() - began) / 1000
  // The last deliveries come behind their answers.
  do await new Promise(resolve => setTimeout(resolve, 300))
  while (performance.now() - run.lastDeliveryAt < 250)
  const { acks, deliveries, refused } = run
  return {
    acknowledged: acks.length,
    refused,
    delivered: deliveries.length,
    seconds,
    ackMs: latency(acks),
    deliveryMs: latency(deliveries),
  }
}

function latency(all: readonly number[]): Latency {
  return { p50: percentile(all, 0.5), p99: percentile(all, 0.99) }
}

process.on('message', ({ name, input }: { name: OrderName; input: never }) => {
  orders[name](input).then(
    output => process.send?.({ output }),
    (error: Error) => process.send?.({ error: String(error.stack) }),
  )
})
process.on('disconnect', () => process.exit(0))
