import { createTestDatabase } from '#db/testing.ts'
import type { Input } from '#protocol/operations/index.ts'
import { inhabit, type World } from '../laws/world.ts'
import { startTestServer } from '../testServer.ts'
import { does, type Racer, racer, Scene } from './race.ts'

/** A server, people with open sockets who are friends of Ada's, and groups of hers: where races are run. */
export interface Stage extends Record<Name, Racer> {
  url: string
  world: Pick<World, 'person' | 'befriend'>
  /** Ada's group with these people, as she and the last of them see it: those two never leave it. */
  group(others: Racer[], settings?: Partial<Input<'group:update'>>): Promise<Scene>
  add(scene: Scene, one: Racer, by?: Racer): Promise<unknown>
  remove(scene: Scene, one: Racer): Promise<unknown>
  setRole(scene: Scene, one: Racer, role: 'admin' | 'member'): Promise<unknown>
  close(): Promise<void>
}
const names = ['ada', 'ben', 'chen', 'dora', 'emil', 'fay'] as const
type Name = (typeof names)[number]

export const title = 'Hiking'

export async function openStage(): Promise<Stage> {
  const database = await createTestDatabase()
  // So that the last place is soon reached.
  const server = await startTestServer({ databaseUrl: database.url, limits: { groupMembers: 5 } })
  const world = inhabit(server.url)
  const people = await Promise.all(names.map(name => world.person(name)))
  const racers = await Promise.all(people.map(person => racer(server.url, person)))
  const cast = Object.fromEntries(racers.map((one, at) => [names[at], one])) as Record<Name, Racer>
  const { ada, ...others } = cast
  for (const other of Object.values(others)) await world.befriend(ada.person, other.person)
  return {
    ...cast,
    url: server.url,
    world,
    async group(members, settings = {}) {
      const memberIds = members.map(one => one.id)
      const { group } = await does(ada, 'group:create', { title, memberIds })
      await does(ada, 'group:update', { conversationId: group.id, baseRev: group.rev, ...settings })
      return new Scene(group.id, [ada, members.at(-1)!])
    },
    add: ({ id }, one, by = ada) => does(by, 'group:add', { conversationId: id, userIds: [one.id] }),
    remove: ({ id }, one) => does(ada, 'group:remove', { conversationId: id, userIds: [one.id] }),
    setRole: ({ id }, one, role) => does(ada, 'group:set-role', { conversationId: id, userId: one.id, role }),
    async close() {
      for (const one of racers) one.device.close()
      await world.close()
      await server.close()
      await database.drop()
    },
  }
}
