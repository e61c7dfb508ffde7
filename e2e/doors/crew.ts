import { v7 as uuidv7 } from 'uuid'
import type { Input } from '#protocol/operations/index.ts'
import { must, type Person, type World } from '../laws/world.ts'
import type { Caller } from './caller.ts'

/** Everything somebody can be to a group, in the order of the table. */
export const standings = ['stranger', 'former', 'muted', 'member', 'admin', 'owner'] as const
export type Standing = (typeof standings)[number]

/** The people of Ada's groups. */
export interface Crew extends Record<Standing, Caller> {
  /** A second admin, and a second member. */
  deputy: Caller
  peer: Caller
  /** A friend of everybody in the groups, who is in none. */
  guest: Caller
  /** The same, but has blocked them all. */
  sulker: Caller
  /** Asks to join every group where one has to ask. */
  applicant: Caller
  /** Groups for looking at, and for what is refused: nobody changes them. */
  open: Club
  ended: Club
  /** One that nobody else uses. */
  club(settings?: Settings): Promise<Club>
}

/** A group of the crew. */
export interface Club {
  id: string
  title: string
  /** One message of each, written while they were members and could write. */
  said: Record<'former' | 'muted' | 'member' | 'admin' | 'owner' | 'deputy' | 'peer', number>
  /** The last seq that the one who left may see. */
  leftAt: number
  /** Where joining needs approval: the applicant waits under this id. */
  requestId: string
  /** A link of the admin's. */
  invite: { id: string; code: string }
  /** The rev of the group's row. */
  rev: number
  /** The rev of its announcement. */
  announced: number
}

export type Settings = Omit<Input<'group:update'>, 'conversationId' | 'baseRev'>

/** Whatever members can be allowed, they are. */
export const generous: Settings = {
  joinMode: 'approval',
  inviteBy: 'all',
  editBy: 'all',
  mentionAllBy: 'all',
  membersVisible: true,
  recallSeconds: 86_400,
}

/** Nothing is left to ordinary members, and nobody recalls what is a moment old. */
export const strict: Settings = {
  joinMode: 'approval',
  inviteBy: 'admins',
  editBy: 'admins',
  mentionAllBy: 'admins',
  membersVisible: false,
  recallSeconds: 0,
}

const title = 'Hiking 远足'
const idOf = (caller: Caller) => caller.person.user.id

export interface CrewParts {
  world: Pick<World, 'person' | 'befriend'>
  at(person: Person): Caller
  ada: Caller
  stranger: Caller
}

export async function openCrew({ world, at, ada, stranger }: CrewParts): Promise<Crew> {
  const names = [
    'former',
    'muted',
    'member',
    'admin',
    'deputy',
    'peer',
    'guest',
    'sulker',
    'applicant',
  ] as const
  const people = await Promise.all(names.map(async name => [name, at(await world.person(name))] as const))
  const others = Object.fromEntries(people) as Record<(typeof names)[number], Caller>
  const { former, muted, member, admin, deputy, peer, guest, sulker, applicant } = others
  const befriend = (a: Caller, b: Caller) => world.befriend(a.person, b.person)
  for (const one of [former, muted, member, admin, deputy, peer, guest, sulker]) await befriend(ada, one)
  for (const one of [muted, member, admin]) {
    await befriend(one, guest)
    await befriend(one, sulker)
  }
  for (const one of [muted, member, admin, ada])
    must(await sulker.person.call('friend:block', { userId: idOf(one) }))

  const crew = { ...others, stranger, owner: ada, club }
  const open = await club(generous)
  const ended = await club(generous)
  must(await ada.person.call('group:dissolve', { conversationId: ended.id, title }))
  return { ...crew, open, ended }

  async function club(settings: Settings = generous): Promise<Club> {
    const owner = ada.person
    const inIt = { former, muted, member, admin, deputy, peer }
    const memberIds = Object.values(inIt).map(idOf)
    const { group: made } = must(await owner.call('group:create', { title, memberIds }))
    const conversationId = made.id
    const change = { conversationId, baseRev: made.rev, announcement: 'Saturday at nine', ...settings }
    const { group } = must(await owner.call('group:update', change))
    for (const one of [admin, deputy])
      must(await owner.call('group:set-role', { conversationId, userId: idOf(one), role: 'admin' }))
    const said = Object.entries({ ...inIt, owner: ada }).map(async ([name, { person }]) => {
      const { message } = must(await person.call('message:send', text(conversationId, `I am ${name}`)))
      return [name, message.seq]
    })
    const seqs = Object.fromEntries(await Promise.all(said)) as Club['said']
    const until = Date.now() + 3_600_000
    must(await owner.call('group:mute', { conversationId, userIds: [idOf(muted)], until }))
    must(await owner.call('group:remove', { conversationId, userIds: [idOf(former)] }))
    const { conversation } = must(await former.person.call('conversation:get', { conversationId }))
    const asked = settings.joinMode === 'approval' && applicant.person.call('group:join', { conversationId })
    const { invite } = must(await admin.person.call('group:create-invite', { conversationId }))
    return {
      id: conversationId,
      title,
      said: seqs,
      leftAt: conversation.seq,
      requestId: asked ? must(await asked).request!.id : '',
      invite: { id: invite.id, code: invite.code },
      rev: group.rev,
      announced: group.announcement!.rev,
    }
  }
}

/** A message as anybody may write it. */
export function text(conversationId: string, said = 'hello') {
  return { conversationId, idClient: uuidv7(), type: 'text' as const, content: { text: said } }
}
