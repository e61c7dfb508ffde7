import { io, type Socket } from 'socket.io-client'
import type { Answer } from '#protocol/errors.ts'
import type { OperationName } from '#protocol/operations/index.ts'
import { PROTOCOL_VERSION } from '#protocol/version.ts'
import { inhabit, must, type Person } from '../laws/world.ts'
import { type Caller, type Door, password, postJson } from './caller.ts'
import { type Crew, openCrew } from './crew.ts'

/** Ada and everything the others can be to her. */
export interface Cast {
  ada: Caller
  friend: Caller
  stranger: Caller
  /** Ada took this one off her list, who still has her. */
  removed: Caller
  /** Took Ada off the list; she still has them. */
  remover: Caller
  /** Ada blocked this friend. */
  blocked: Caller
  /** A friend who blocked Ada. */
  blocker: Caller
  /** A friend whose account waits for its deletion. */
  leaving: Caller
  /** Direct conversations of Ada by the name above. */
  conversations: Record<'friend' | 'removed' | 'remover' | 'blocked' | 'blocker' | 'leaving', string>
  /** The friend's conversation with the stranger: nothing of Ada's. */
  foreign: string
  notes: string
  /** Ada's groups, and who is what in them. */
  crew: Crew
  /** Someone new each time, already a friend of Ada's where asked. */
  newcomer(relation?: 'friend'): Promise<Caller & { conversationId: string }>
  /** Another device of the same person. */
  anotherSession(person: Person): Promise<Caller & { sessionId: string }>
  close(): Promise<void>
}

export async function openCast(url: string, door: Door): Promise<Cast> {
  const world = inhabit(url)
  const sockets: Socket[] = []

  const at = (person: Person): Caller => {
    if (door === 'http') return { person, ask: (name, input) => postJson(url, name, input, person.token) }
    const socket = io(url, { auth: { token: person.token, protocol: PROTOCOL_VERSION }, forceNew: true })
    sockets.push(socket)
    const ask = async (name: OperationName, input: unknown) =>
      (await socket.timeout(10_000).emitWithAck(name, input)) as Answer<unknown>
    return { person, ask }
  }
  const newcomer = async (relation?: 'friend') => {
    const person = await world.person('newcomer')
    const conversationId = relation ? await world.befriend(ada.person, person) : ''
    return { ...at(person), conversationId }
  }
  const friendOfAda = async (name: string) => {
    const person = await world.person(name)
    return { caller: at(person), conversationId: await world.befriend(ada.person, person) }
  }

  const ada = at(await world.person('ada'))
  const stranger = at(await world.person('stranger'))
  const friend = await friendOfAda('friend')
  const removed = await friendOfAda('removed')
  must(await ada.person.call('friend:remove', { userId: removed.caller.person.user.id }))
  const remover = await friendOfAda('remover')
  must(await remover.caller.person.call('friend:remove', { userId: ada.person.user.id }))
  const blocked = await friendOfAda('blocked')
  must(await ada.person.call('friend:block', { userId: blocked.caller.person.user.id }))
  const blocker = await friendOfAda('blocker')
  must(await blocker.caller.person.call('friend:block', { userId: ada.person.user.id }))
  const leaving = await friendOfAda('leaving')
  must(await leaving.caller.person.call('account:delete', { password }))
  const foreign = await world.befriend(friend.caller.person, stranger.person)
  const list = must(await ada.person.call('conversation:list', {})).conversations
  return {
    ada,
    stranger,
    friend: friend.caller,
    removed: removed.caller,
    remover: remover.caller,
    blocked: blocked.caller,
    blocker: blocker.caller,
    leaving: leaving.caller,
    conversations: {
      friend: friend.conversationId,
      removed: removed.conversationId,
      remover: remover.conversationId,
      blocked: blocked.conversationId,
      blocker: blocker.conversationId,
      leaving: leaving.conversationId,
    },
    foreign,
    notes: list.find(row => row.to === ada.person.user.id)!.id,
    crew: await openCrew({ world, at, ada, stranger }),
    newcomer,
    async anotherSession(person) {
      const { username } = person.user
      const { token, session } = must(
        await person.call('session:create', { username, password, device: { name: 'other' } }),
      )
      return { ...at({ ...person, token }), sessionId: session.id }
    },
    async close() {
      for (const socket of sockets) socket.close()
      await world.close()
    },
  }
}
