/**
 * The one wrapper around every operation, behind both doors: authenticate → limit → parse → run → answer. It always
 * answers, within a bounded time, and nothing a caller sends makes it throw.
 */
import type { Answer, ErrorCode } from '#protocol/errors.ts'
import { type OperationName, operations } from '#protocol/operations/index.ts'
import { limitKeyOf } from '#server/domain/addresses.ts'
import type { Actor, House, Visitor } from '#server/domain/context.ts'
import { Refusal, refuse } from '#server/domain/refusal.ts'
import { complain } from './complaint.ts'
import { refusalOf, unavailable, wireError } from './failure.ts'
import type { Handlers } from './handlers.ts'
import { refuseShape } from './shape.ts'
import type { TokenBuckets } from './token-buckets.ts'

/** Who asks, as the door knows it. */
export interface Caller {
  door: 'http' | 'socket'
  visitor: Visitor
  /** The socket it came by. */
  socketId?: string | undefined
  /** Whether anything was presented that might have been a session. */
  presented: boolean
  /** The actor as of now; null where the session is unknown or has ended. Asked once per operation. */
  authenticate(operation: OperationName): Actor | null | Promise<Actor | null>
}

export type Dispatch = (name: string, input: unknown, caller: Caller) => Promise<Answer<unknown>>

/** What happened to one operation, for the metrics. */
export interface Outcome {
  operation: OperationName | 'unknown'
  outcome: 'ok' | ErrorCode
  door: Caller['door']
  tookMs: number
}

export interface DispatchOptions {
  house: House
  handlers: Handlers
  buckets: TokenBuckets
  log: { error(fields: object, message: string): void; warn(fields: object, message: string): void }
  observe(outcome: Outcome): void
  /** An operation not answered by then is answered `UNAVAILABLE`; whether it happened shows a repeat. */
  deadlineMs?: number
  /** Operations at work at the same time; what goes beyond is refused at once, so that a stuck database fills no memory. */
  maxInFlight?: number
}

export interface Dispatcher {
  dispatch: Dispatch
  inFlight(): number
  /** Takes nothing new from now on; resolves when everything accepted was answered. */
  drain(): Promise<void>
}

type AnyHandler = (context: unknown, input: unknown) => Promise<unknown>

export function createDispatcher(options: DispatchOptions): Dispatcher {
  const { house, handlers, buckets, log, observe, deadlineMs = 9000, maxInFlight = 10_000 } = options
  let inFlight = 0
  let draining: (() => void) | undefined

  async function run(name: OperationName, input: unknown, caller: Caller): Promise<unknown> {
    const { auth, input: schema } = operations[name]
    // An account is made and a client signed in where no session is, and a socket always has one.
    if (auth === 'none' && caller.door === 'socket') throw unknownOperation()
    const actor = auth === 'none' ? null : await caller.authenticate(name)
    if (auth === 'session' && !actor) throw unauthenticated(caller)
    const waitMs = buckets.take(actor ? actor.userId : `address:${limitKeyOf(caller.visitor.address)}`)
    if (waitMs > 0)
      throw new Refusal('RATE_LIMITED', 'Too many requests. Wait a moment.', { retryAfterMs: waitMs })
    const misshapen = refuseShape(
      input,
      name === 'message:send' ? house.limits.messageBytes : house.limits.httpBodyBytes,
    )
    if (misshapen) throw misshapen
    const parsed = schema.safeParse(input)
    if (!parsed.success) throw complain(parsed.error, input)
    const context = actor
      ? { ...house, actor, socketId: caller.socketId }
      : { ...house, visitor: caller.visitor }
    return (handlers[name] as AnyHandler)(context, parsed.data)
  }

  async function answer(name: string, input: unknown, caller: Caller): Promise<Answer<unknown>> {
    if (!isOperation(name)) return refused(unknownOperation())
    if (draining) return refused(refuse('stopping'), 1000)
    if (inFlight >= maxInFlight) return refused(unavailable())
    inFlight += 1
    const work = run(name, input, caller).then(
      (data): Answer<unknown> => ({ ok: true, data }),
      (error: unknown): Answer<unknown> => failed(name, error),
    )
    // What passed its deadline still counts until it ends: it holds its memory and its connection.
    void work.finally(() => {
      inFlight -= 1
      if (inFlight === 0) draining?.()
    })
    return withDeadline(work)
  }

  function failed(name: OperationName, error: unknown): Answer<unknown> {
    const refusal = refusalOf(error)
    if (refusal.code === 'INTERNAL') log.error({ operation: name, err: error }, 'operation failed')
    else if (refusal !== error) log.warn({ operation: name, err: error }, 'database unavailable')
    return refused(refusal)
  }

  function withDeadline(work: Promise<Answer<unknown>>): Promise<Answer<unknown>> {
    return new Promise(resolve => {
      const timer = setTimeout(() => resolve(refused(unavailable())), deadlineMs)
      void work.then(done => {
        clearTimeout(timer)
        resolve(done)
      })
    })
  }

  return {
    async dispatch(name, input, caller) {
      const began = performance.now()
      const done = await answer(name, input, caller)
      observe({
        // A label made of what a caller sent would be a metric of its own each time.
        operation: isOperation(name) ? name : 'unknown',
        outcome: done.ok ? 'ok' : done.error.code,
        door: caller.door,
        tookMs: performance.now() - began,
      })
      return done
    },
    inFlight: () => inFlight,
    drain: () =>
      new Promise(resolve => {
        draining = resolve
        if (inFlight === 0) resolve()
      }),
  }
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}

function unknownOperation(): Refusal {
  return new Refusal('NOT_FOUND', 'There is no such operation.')
}

function unauthenticated(caller: Caller): Refusal {
  return caller.presented ? refuse('session_ended') : new Refusal('UNAUTHENTICATED', 'Sign in first.')
}

function refused(refusal: Refusal, retryAfterMs?: number): Answer<never> {
  return { ok: false, error: wireError(refusal, retryAfterMs) }
}
