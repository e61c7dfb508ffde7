/**
 * Many sends, one transaction. Whatever arrived while the previous flush was at work is judged and written by the
 * next one; an answer is given after the commit, never before (I1). Sends of one conversation are written in order
 * of arrival (I7), and refusals are values, so a bad message does not fail its neighbours.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { createWriterConnection } from '#db/client.ts'
import type { Message, SendInput } from '#protocol/entities/message.ts'
import type { Answer } from '#protocol/errors.ts'
import type { Context, House } from './context.ts'
import { faultPoint } from './faults.ts'
import { Refusal, refuse } from './refusal.ts'
import { freezeRequest } from './send-request.ts'
import { flush, isLockTimeout, isOfOneMessage, type NewLine } from './writer-flush.ts'
import { createLanes, type Load, type Send } from './writer-lanes.ts'

export interface MessageWriter {
  /** Refusals come as values; it rejects only for what is our own fault. */
  send(context: Context, input: SendInput): Promise<Answer<{ message: Message }>>
  /** Resolves when everything accepted so far is answered and delivered. */
  drain(): Promise<void>
  close(): Promise<void>
}

export interface WriterOptions {
  /** Messages in one transaction. */
  maxBatch?: number
  /** Sends that may wait; what goes beyond is `UNAVAILABLE` at once. */
  maxWaiting?: number
  /** After this long without an answer of the database a send is `UNAVAILABLE`. */
  patienceMs?: number
  /** Told of every flush that failed; the sends have their answers all the same. */
  onFailure?: (error: unknown) => void
}

/** A conversation passed over so often in a row gets a flush that waits for its lock: this long, or while idle that long. */
const skipsUntilItWaits = 3
const lockWaitMs = { busy: 20, idle: 200 }

export function createMessageWriter(
  house: House,
  writerUrl: string,
  { maxBatch = 200, maxWaiting = 10_000, patienceMs = 8000, onFailure = () => {} }: WriterOptions = {},
): MessageWriter {
  const lanes = createLanes()
  let connection = createWriterConnection(writerUrl)
  let closed = false
  let working: Promise<void> | null = null
  let delivering = Promise.resolve()
  /** Flushes in a row that found no database. */
  let outages = 0

  function send(context: Context, input: SendInput): Promise<Answer<{ message: Message }>> {
    const frozen = freezeRequest(input, context.limits)
    if (frozen instanceof Refusal) return Promise.resolve(answerOf(frozen))
    if (closed) return Promise.resolve(answerOf(refuse('stopping')))
    if (lanes.size >= maxWaiting) return Promise.resolve(answerOf(unavailable()))
    return new Promise((resolve, reject) => {
      lanes.add({
        input,
        hash: frozen.hash,
        actor: context.actor,
        socketId: context.socketId,
        since: performance.now(),
        failures: 0,
        answer: outcome => resolve(answerOf(outcome)),
        fail: reject,
      })
      working ??= work()
    })
  }

  async function work(): Promise<void> {
    // What arrives in this same turn of the loop belongs to the first flush already.
    await null
    while (lanes.size > 0) {
      give(lanes.expire(performance.now() - patienceMs), unavailable())
      const stuck = lanes.takeStuck(skipsUntilItWaits, maxBatch)
      const single = stuck ?? lanes.takeSuspect()
      const loads = single ? [single] : lanes.take(maxBatch)
      const wait = lanes.size > 0 ? lockWaitMs.busy : lockWaitMs.idle
      await serve(loads, stuck ? wait : undefined)
    }
    working = null
  }

  async function serve(loads: Load[], waitMs: number | undefined): Promise<void> {
    try {
      const { again, lines } = await withPatience(flush(connection.sql, house, loads, waitMs))
      outages = 0
      for (const load of loads) if (!again.includes(load)) lanes.served(load.conversationId)
      // Where there is nobody else to serve, asking again and again would only spin: the next flush waits.
      const skips = again.length === loads.length && lanes.size === 0 ? skipsUntilItWaits : 1
      for (const load of again) lanes.putBack(load, skips)
      deliver(lines)
    } catch (error) {
      await recover(loads, error)
    }
  }

  async function recover(loads: Load[], error: unknown): Promise<void> {
    const sends = loads.flatMap(load => load.sends)
    if (isLockTimeout(error) && (await rolledBack())) {
      for (const load of loads) lanes.putBack(load, 0)
    } else if (isOfOneMessage(error) && (await rolledBack())) {
      onFailure(error)
      // Nobody can say which one it was: each gets a transaction of its own, and who fails there too has failed.
      for (const load of loads) putBackButFailed(load, error)
    } else {
      onFailure(error)
      give(sends, unavailable())
      // Whatever hung this long is not waited for once more by those behind it.
      if (error instanceof OutOfPatience) give(lanes.expire(Number.POSITIVE_INFINITY), unavailable())
      await reconnect()
    }
  }

  function putBackButFailed({ conversationId, sends }: Load, error: unknown): void {
    for (const one of sends) one.failures += 1
    const failed = sends.filter(one => one.failures > 1)
    for (const one of failed) one.fail(error)
    lanes.putBack({ conversationId, sends: sends.filter(one => one.failures === 1) }, 0)
  }

  async function rolledBack(): Promise<boolean> {
    try {
      await withPatience(connection.sql.unsafe('rollback'))
      return true
    } catch (error) {
      onFailure(error)
      return false
    }
  }

  /** A closed connection is rolled back by the database, and a new one has nothing left over from the old. */
  async function reconnect(): Promise<void> {
    const old = connection
    connection = createWriterConnection(writerUrl)
    void old.sql.end({ timeout: 0 }).catch(onFailure)
    outages += 1
    await pause(Math.min(25 * 2 ** outages, 1000))
  }

  function withPatience<T>(work: PromiseLike<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const end = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new OutOfPatience()), patienceMs)
    })
    return Promise.race([work, end]).finally(() => clearTimeout(timer))
  }

  /** The answers go first; a push may be lost, an answer that comes behind it only looks slow. */
  function deliver(lines: readonly NewLine[]): void {
    if (lines.length === 0) return
    delivering = new Promise(resolve => {
      setImmediate(() => {
        faultPoint('after-answer')
        house.deliver(lines.map(line => line.change))
        resolve()
      })
    })
  }

  async function drain(): Promise<void> {
    while (working !== null) await working
    await delivering
  }

  async function close(): Promise<void> {
    closed = true
    await drain()
    await connection.close()
  }

  return { send, drain, close }
}

class OutOfPatience extends Error {
  override name = 'OutOfPatience'
}

function give(sends: readonly Send[], refusal: Refusal): void {
  for (const send of sends) send.answer(refusal)
}

/** Whether it was written may be unknown: the same request again finds out. */
function unavailable(): Refusal {
  return new Refusal('UNAVAILABLE', 'The message could not be stored now. Send it again in a moment.', {
    retryAfterMs: 1000,
  })
}

function answerOf(outcome: Message | Refusal): Answer<{ message: Message }> {
  if (!(outcome instanceof Refusal)) return { ok: true, data: { message: outcome } }
  const { code, message, retryAfterMs, details } = outcome
  return {
    ok: false,
    error: {
      code,
      message,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(details && { details }),
    },
  }
}
