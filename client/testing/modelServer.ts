import type { Draft } from '#protocol/entities/conversation.ts'
import type { Member } from '#protocol/entities/group.ts'
import type { Answer, WireError } from '#protocol/errors.ts'
import type { Input } from '#protocol/operations/index.ts'
import type { PullInput } from '#protocol/operations/sync.ts'
import type { FakeLink, FakeTransport } from './fakeTransport.ts'
import { ModelFeeds } from './modelFeeds.ts'
import { userOf } from './modelHouse.ts'
import { me } from './people.ts'

export { userOf } from './modelHouse.ts'

/**
 * The other end as protocol.md words it, for one person and without a database: numbered feeds, `sync:pull`,
 * `message:history`, `conversation:get`, groups, and what changes them. What it holds is what every device must end
 * with.
 */
export class ModelServer extends ModelFeeds {
  /** Sends that are refused: by their text. */
  readonly refused = new Map<string, WireError>()
  /** Members in one page of a group's list. */
  membersPage = 500
  private readonly sent = new Map<string, { request: string; id: string; seq: number }>()

  /** Every link of this transport gets the updates, and its requests the answers. */
  serve(transport: FakeTransport): void {
    transport.respond = (name, input, link) => this.answer(name, input, link)
    transport.onOpen = link => {
      this.sockets.push({ give: (name, payload) => link.event(name, payload), link })
      queueMicrotask(() => link.hello({ epoch: this.epoch, time: this.time, userId: me }))
    }
  }

  override restore(id: string, seq: number, epoch: string): void {
    super.restore(id, seq, epoch)
    for (const [key, { seq: at }] of this.sent) if (at > seq) this.sent.delete(key)
  }

  answer(name: string, input: unknown, link?: FakeLink): Answer<unknown> {
    const id = (input as { conversationId?: string }).conversationId
    if (id !== undefined && !this.conversations.has(id)) return refusal('NOT_FOUND')
    switch (name) {
      case 'sync:pull':
        return { ok: true, data: this.pull(input as PullInput) }
      case 'message:history':
        return { ok: true, data: this.history(input as Input<'message:history'>) }
      case 'conversation:get':
        return { ok: true, data: { conversation: this.own(id!), users: [] } }
      case 'conversation:read': {
        this.read(id!, (input as Input<'conversation:read'>).seq)
        const { readSeq, unread } = this.own(id!)
        return { ok: true, data: { readSeq, unread, totalUnread: unread } }
      }
      case 'conversation:update': {
        const { draft } = input as Input<'conversation:update'>
        const kept = this.kept(id!)
        const late = draft && kept.draft && draft.time < kept.draft.time
        if (draft !== undefined && !late) {
          kept.draft = draft as Draft | null
          this.tellOwn(kept)
        }
        return { ok: true, data: { conversation: this.own(id!) } }
      }
      case 'group:members':
      case 'group:get':
      case 'group:set-role':
      case 'group:leave':
      case 'group:dissolve':
        return this.answerGroup(name, input as GroupInput)
      case 'message:send':
        return this.send(input as Input<'message:send'>, link)
      case 'presence:watch':
        return { ok: true, data: { states: [] } }
      case 'user:get':
        return { ok: true, data: { users: (input as Input<'user:get'>).ids.map(userOf) } }
      default:
        return refusal('BAD_REQUEST')
    }
  }

  private answerGroup(
    name: string,
    { conversationId: id, after, userId, role }: GroupInput,
  ): Answer<unknown> {
    const group = this.group(id)
    if (!group.isMine) return refusal('FORBIDDEN', 'not_a_member')
    if (name === 'group:members') {
      const page = group.page(after, this.membersPage)
      const users = page.members.map(row => userOf(row.userId))
      return { ok: true, data: { ...page, users, rev: this.kept(id).rev } }
    }
    if (name === 'group:set-role') {
      this.changeMembers(id, [userId!], { role: role! })
      return { ok: true, data: { member: group.members.get(userId!) } }
    }
    if (name === 'group:leave') this.leaveMyself(id)
    if (name === 'group:dissolve') this.changeGroup(id, { dissolvedAt: this.time })
    const conversation = this.own(id)
    if (name !== 'group:get') return { ok: true, data: { conversation } }
    const member = group.members.get(me)
    return { ok: true, data: { conversation, group: group.row, member, users: [userOf(me)] } }
  }

  private send(input: Input<'message:send'>, link: FakeLink | undefined): Answer<unknown> {
    const request = JSON.stringify(input)
    const known = this.sent.get(input.idClient)
    if (known && known.request !== request) return refusal('CONFLICT', 'other_content')
    if (known) return { ok: true, data: { message: this.row(known.id, known.seq) } }
    const text = String(input.content.text)
    const error = this.refused.get(text)
    if (error) return { ok: false, error }
    const { group } = this.kept(input.conversationId)
    if (group && group.row.dissolvedAt !== null) return refusal('GONE', 'group_dissolved')
    if (group && !group.isMine) return refusal('FORBIDDEN', 'not_a_member')
    const message = this.write(input.conversationId, me, text, {
      idClient: input.idClient,
      ...(link && { except: link }),
    })
    this.sent.set(input.idClient, { request, id: input.conversationId, seq: message.seq })
    return { ok: true, data: { message } }
  }
}

interface GroupInput {
  conversationId: string
  after?: string
  userId?: string
  role?: Member['role']
}

export function refusal(code: WireError['code'], reason?: string): { ok: false; error: WireError } {
  return { ok: false, error: { code, message: code, ...(reason && { details: { reason } }) } }
}
