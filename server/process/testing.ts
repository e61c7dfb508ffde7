/**
 * A whole server for tests, without pages, on a database and a port of its own; and people who talk to it through
 * real sockets and real HTTP.
 */
import { randomBytes } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { io, type Socket } from 'socket.io-client'
import { v7 as uuidv7 } from 'uuid'
import { sessions, users } from '#db/schema/index.ts'
import { createTestDatabase } from '#db/testing.ts'
import { defaultSettings } from '#protocol/defaults.ts'
import type { Answer } from '#protocol/errors.ts'
import { limits } from '#protocol/limits.ts'
import type { Input, OperationName, Output } from '#protocol/operations/index.ts'
import type { Hello } from '#protocol/signals.ts'
import { tokenHash } from '#server/domain/tokens.ts'
import { createLog } from '#server/log.ts'
import { type RunningServer, type StartOptions, startServer } from './start.ts'

const authSecret = 'a secret of tests that is long enough to be one'

export class TestServer {
  private constructor(
    readonly running: RunningServer,
    readonly databaseUrl: string,
    /** Every line of the log, as it would be printed. */
    readonly logged: string[],
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(options: Partial<StartOptions> = {}): Promise<TestServer> {
    const { url: databaseUrl, drop } = await createTestDatabase()
    const logged: string[] = []
    const running = await startServer({
      databaseUrl,
      port: 0,
      host: '127.0.0.1',
      authSecret,
      trustProxy: false,
      signUp: 'open',
      log: createLog({ level: 'debug', readable: false, write: line => void logged.push(line) }),
      pages: 'none',
      // Tests ask for the check when they want it.
      numbersEveryMs: 3_600_000,
      ...options,
      limits: { ...limits, signUpsPerMinute: 0, ...options.limits },
    })
    return new TestServer(running, databaseUrl, logged, drop)
  }

  get url(): string {
    return this.running.url
  }

  async close(): Promise<void> {
    await this.running.close()
    await this.drop()
  }

  /** Somebody with an account, signed in by token. */
  async person(name: string): Promise<Person> {
    const userId = uuidv7()
    const username = `${name}.${userId.slice(-12)}`
    const now = this.running.house.now()
    await this.running.house.database.db.insert(users).values({
      id: userId,
      username,
      usernameKey: username,
      displayName: name,
      passwordHash: '',
      settings: defaultSettings,
      createdAt: now,
      changedAt: now,
    })
    return this.device(userId)
  }

  /** Another signed-in device of somebody. */
  async device(userId: string): Promise<Person> {
    const [sessionId, token, now] = [
      uuidv7(),
      randomBytes(32).toString('base64url'),
      this.running.house.now(),
    ]
    await this.running.house.database.db.insert(sessions).values({
      id: sessionId,
      userId,
      kind: 'token',
      tokenHash: tokenHash(token),
      deviceName: 'Test',
      address: '127.0.0.1',
      createdAt: now,
      lastActiveAt: now,
    })
    return new Person(this.url, userId, sessionId, token)
  }

  /** Ada and Ben, who are friends, and their conversation. */
  async friends(): Promise<{ ada: Person; ben: Person; conversationId: string }> {
    const [ada, ben] = [await this.person('ada'), await this.person('ben')]
    return { ada, ben, conversationId: await befriend(ada, ben) }
  }
}

export async function befriend(ada: Person, ben: Person): Promise<string> {
  const { request } = await ada.do('friend:request', { userId: ben.userId })
  const { conversation } = await ben.do('friend:respond', { requestId: request.id, accept: true })
  if (!conversation) throw new Error('friends have no conversation')
  return conversation.id
}

/** One signed-in device of a person, not connected yet. */
export class Person {
  constructor(
    readonly url: string,
    readonly userId: string,
    readonly sessionId: string,
    readonly token: string,
  ) {}

  /** Asks by HTTP. */
  async post(name: string, input: unknown): Promise<{ status: number; answer: Answer<unknown> }> {
    const response = await fetch(`${this.url}/api/v1/${name.replace(':', '/')}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    return { status: response.status, answer: (await response.json()) as Answer<unknown> }
  }

  /** Asks by HTTP for what must succeed. */
  async do<N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>> {
    const { answer } = await this.post(name, input)
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`)
    return answer.data as Output<N>
  }

  /** The cookie a browser of this session would carry. */
  async cookie(): Promise<string> {
    return `kith=${await encode({ token: { sub: this.userId, sid: this.sessionId }, secret: authSecret })}`
  }

  connect(options: ConnectOptions = {}): Promise<Device> {
    return connect(this.url, { auth: { token: this.token, protocol: 1 }, ...options })
  }
}

export interface ConnectOptions {
  auth?: Record<string, unknown>
  transports?: ('websocket' | 'polling')[]
  extraHeaders?: Record<string, string>
}

/** Connects, or throws the `connect_error`. */
export function connect(url: string, options: ConnectOptions): Promise<Device> {
  const socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true, ...options })
  const device = new Device(socket)
  return new Promise((resolve, reject) => {
    socket.once('hello', () => resolve(device))
    socket.once('connect_error', error => {
      socket.close()
      reject(error)
    })
  })
}

interface Heard {
  name: string
  payload: unknown
}

/** A connected socket that remembers everything it was told. */
export class Device {
  readonly heard: Heard[] = []
  /** Resolves with the reason when the server has closed it. */
  readonly closed: Promise<string>
  private waiting: (() => void)[] = []

  constructor(readonly socket: Socket) {
    socket.onAny((name: string, payload: unknown) => {
      this.heard.push({ name, payload })
      this.wake()
    })
    this.closed = new Promise(resolve => socket.once('disconnect', resolve))
  }

  get hello(): Hello {
    return this.all('hello')[0] as Hello
  }

  all(name: string): unknown[] {
    return this.heard.filter(heard => heard.name === name).map(heard => heard.payload)
  }

  /** The first of this name that fits, heard already or yet to come. */
  async hears<T = Record<string, unknown>>(
    name: string,
    fits: (payload: T) => boolean = () => true,
  ): Promise<T> {
    for (;;) {
      const found = this.all(name).find(payload => fits(payload as T))
      if (found !== undefined) return found as T
      await new Promise<void>(resolve => this.waiting.push(resolve))
    }
  }

  ask(name: string, input: unknown): Promise<Answer<unknown>> {
    return this.socket.timeout(10_000).emitWithAck(name, input) as Promise<Answer<unknown>>
  }

  /** Everything the server had for this socket when it answered: what came before is heard by then. */
  async settle(): Promise<void> {
    await this.ask('no:such', {})
  }

  close(): void {
    this.socket.close()
  }

  private wake(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const resume of waiting) resume()
  }
}

let sent = 0
/** What Ada says, under an idClient of its own. */
export function text(conversationId: string, words = 'hello') {
  sent += 1
  return { conversationId, idClient: `test-${sent}`, type: 'text' as const, content: { text: words } }
}
