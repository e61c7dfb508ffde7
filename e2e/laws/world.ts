import { createEngine } from '#client/engine.ts'
import { type Environment, plainEnvironment } from '#client/environment.ts'
import type { Kv } from '#client/store/kv.ts'
import { openMemoryKv } from '#client/store/kv-memory.ts'
import { socketTransport } from '#client/transport/socket.ts'
import type { Engine } from '#client/types.ts'
import { createTestDatabase } from '#db/testing.ts'
import type { User } from '#protocol/entities/user.ts'
import type { Answer } from '#protocol/errors.ts'
import type { Input, OperationName, Output } from '#protocol/operations/index.ts'
import { startTestServer, type TestServer } from '../testServer.ts'
import { FaultyTransport, noFaults } from './faultyTransport.ts'
import { type Random, seeded } from './random.ts'

/** One signed-in device: a store that outlives its engine, and a network that can be broken. */
export interface Device {
  name: string
  person: Person
  kv: Kv
  transport: FaultyTransport
  engine: Engine
  /** Stops the engine and makes another one on the same store, as a reload does. */
  restart(): Promise<void>
}

export interface Person {
  name: string
  user: User
  token: string
  /** An operation over the HTTP door, beside all devices. */
  call<N extends OperationName>(name: N, input: Input<N>): Promise<Answer<Output<N>>>
}

export interface World {
  server: TestServer
  /** Stops the server and starts another one in its place. */
  restartServer(): Promise<void>
  person(name: string): Promise<Person>
  device(person: Person, name: string, random?: Random): Promise<Device>
  befriend(a: Person, b: Person): Promise<string>
  close(): Promise<void>
}

/** The engine's pauses run this much faster than life: 300 ms of an open gap are 15. */
const haste = 20

export function hastyEnvironment(): Environment {
  const plain = plainEnvironment()
  return { ...plain, setTimer: (run, ms) => plain.setTimer(run, ms / haste) }
}

/** A world of its own: a fresh database and a server in this process. */
export async function openWorld(): Promise<World> {
  const database = await createTestDatabase()
  let server = await startTestServer({ databaseUrl: database.url })
  const world = inhabit(server.url)
  return {
    ...world,
    get server() {
      return server
    },
    async restartServer() {
      const port = Number(new URL(server.url).port)
      await server.close()
      server = await startTestServer({ databaseUrl: database.url, port })
    },
    async close() {
      await world.close()
      await server.close()
      await database.drop()
    },
  }
}

/** Makes names unique, also where several worlds share a server. */
let born = 0

/** Everybody's. */
export const password = 'a long enough passphrase'

/** People and devices against any server. */
export function inhabit(url: string): Omit<World, 'server' | 'restartServer'> {
  const engines = new Set<Engine>()

  async function post<N extends OperationName>(
    name: N,
    input: Input<N>,
    token?: string,
  ): Promise<Answer<Output<N>>> {
    const response = await fetch(`${url}/api/v1/${name.replace(':', '/')}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(input),
    })
    return (await response.json()) as Answer<Output<N>>
  }

  async function person(name: string): Promise<Person> {
    const username = `${name}.${++born}`
    const user = must(await post('account:register', { username, password, displayName: name })).user
    const { token } = must(await post('session:create', { username, password, device: { name: 'home' } }))
    return { name, user, token, call: (operation, input) => post(operation, input, token) }
  }

  async function device(owner: Person, name: string, random: Random = seeded(1)): Promise<Device> {
    const transport = new FaultyTransport(socketTransport({ url, token: owner.token }), random)
    const kv = openMemoryKv()
    const start = async () => {
      const engine = await createEngine({ userId: owner.user.id, kv, transport, env: hastyEnvironment() })
      engines.add(engine)
      engine.start()
      return engine
    }
    const made: Device = {
      name,
      person: owner,
      kv,
      transport,
      engine: await start(),
      async restart() {
        engines.delete(made.engine)
        await made.engine.stop()
        made.engine = await start()
      },
    }
    return made
  }

  async function befriend(a: Person, b: Person): Promise<string> {
    const { request } = must(await a.call('friend:request', { userId: b.user.id, greeting: 'hello' }))
    const { conversation } = must(await b.call('friend:respond', { requestId: request.id, accept: true }))
    return conversation!.id
  }

  return {
    person,
    device,
    befriend,
    async close() {
      for (const engine of engines) await engine.stop()
    },
  }
}

export function must<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
  return answer.data
}

/** Resolves when `check` returns nothing to complain of; fails with its last complaint after `ms`. */
export async function settled(
  check: () => string | null | Promise<string | null>,
  ms = 30_000,
): Promise<void> {
  const deadline = Date.now() + ms
  for (;;) {
    const complaint = await check()
    if (complaint === null) return
    if (Date.now() > deadline) throw new Error(complaint)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** The network of this device is whole again; what it lost on the way ended the connections it lost it from. */
export function noFaultsOn(device: Device): void {
  device.transport.faults = noFaults
  device.transport.online = true
  device.transport.cut()
  device.engine.retryNow()
}

/** Every list of members of a group is held. */
export async function holdsRosters({ name, engine }: Device): Promise<void> {
  for (const { id, scene, left } of engine.conversations()) {
    if (scene !== 'group' || left) continue
    const roster = engine.openRoster(id)
    await settled(() => (roster.view().complete ? null : `${name} lacks members`))
    roster.close()
  }
}
