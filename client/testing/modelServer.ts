import { defaultSettings } from '#protocol/defaults.ts'
import type { Conversation, Draft } from '#protocol/entities/conversation.ts'
import type { Friend } from '#protocol/entities/friendship.ts'
import type { Group, HistoryForNew, Member } from '#protocol/entities/group.ts'
import type { Mention, Message } from '#protocol/entities/message.ts'
import type { Account, User } from '#protocol/entities/user.ts'
import type { Answer, WireError } from '#protocol/errors.ts'
import { isCountable } from '#protocol/kinds.ts'
import type { Input, Output } from '#protocol/operations/index.ts'
import type { PullInput, PullItem, PullPage } from '#protocol/operations/sync.ts'
import { everybody } from '#protocol/values.ts'
import type { FakeLink, FakeTransport } from './fakeTransport.ts'
import { ModelGroup } from './modelGroup.ts'
import { ada, idOf, me } from './people.ts'

/** What the server knows of one conversation of mine. */
interface Kept {
  id: string
  to: string
  group: ModelGroup | null
  /** Row n is seq n + 1, as it is now. */
  rows: Message[]
  rev: number
  readSeq: number
  peerReadSeq: number | undefined
  clearSeq: number
  hiddenSeq: number | null
  pinned: boolean
  draft: Draft | null
  userRev: number
  /** When it last changed, by the model's own count. */
  touched: number
}

/**
 * The other end as protocol.md words it, for one person and without a database: numbered feeds, `sync:pull`,
 * `message:history`, `conversation:get` and what changes them. What it holds is what every device must end with.
 */
export class ModelServer {
  epoch = 'one'
  /** Said with the first page of another epoch. */
  restoredTo: number | undefined
  userRev = 0
  time = 1_700_000_000_000
  readonly conversations = new Map<string, Kept>()
  readonly friends = new Map<string, Friend>()
  account: Account = { user: userOf(me), settings: defaultSettings, admin: false, deleteAt: null, userRev: 0 }
  /** Sends that are refused: by their text. */
  readonly refused = new Map<string, WireError>()
  /** Conversations in one page of a snapshot. */
  snapshotPage = 100
  latestLimit = 30
  /** Members in one page of a group's list. */
  membersPage = 500
  updatedLimit = 200
  private ticks = 0
  private born = 0
  private readonly sent = new Map<string, { request: string; id: string; seq: number }>()
  private readonly pages = new Map<string, PullPage>()
  private readonly sockets: { give: (name: string, payload: unknown) => void; link: FakeLink | null }[] = []

  /** Every link of this transport gets the updates, and its requests the answers. */
  serve(transport: FakeTransport): void {
    transport.respond = (name, input, link) => this.answer(name, input, link)
    transport.onOpen = link => {
      this.sockets.push({ give: (name, payload) => link.event(name, payload), link })
      queueMicrotask(() => link.hello({ epoch: this.epoch, time: this.time, userId: me }))
    }
  }

  /** Hears every update, as a socket does that misses nothing. */
  listen(give: (name: string, payload: unknown) => void): void {
    this.sockets.push({ give, link: null })
  }

  open(to: string = ada, id: string = idOf(++this.born + 1000)): string {
    this.keep(id, to, null)
    this.tellOwn(this.kept(id))
    return id
  }

  /** A group of mine and of these, made by the first of them. */
  openGroup(people: string[], id: string = idOf(++this.born + 1000)): string {
    const group = new ModelGroup(id, 'Hiking', this.time)
    for (const userId of [...people, me])
      group.put(userId, 1, { joinedAt: this.time, role: userId === people[0] ? 'owner' : 'member' })
    group.visible = [{ from: 1, to: null }]
    const kept = this.keep(id, id, group)
    kept.rev = 1
    this.line(id, people[0]!, 'group_created')
    this.tellOwn(kept)
    return id
  }

  private keep(id: string, to: string, group: ModelGroup | null): Kept {
    this.conversations.set(id, {
      id,
      to,
      group,
      rows: [],
      rev: 0,
      readSeq: 0,
      peerReadSeq: undefined,
      clearSeq: 0,
      hiddenSeq: null,
      pinned: false,
      draft: null,
      userRev: 0,
      touched: 0,
    })
    return this.kept(id)
  }

  /** The group behind it. */
  group(id: string): ModelGroup {
    const { group } = this.kept(id)
    if (!group) throw new Error(`${id} is no group`)
    return group
  }

  changeGroup(id: string, change: Partial<Group>): void {
    const kept = this.kept(id)
    kept.rev += 1
    const group = this.group(id)
    group.row = { ...group.row, ...change, rev: kept.rev }
    this.tellFeed(kept, 'group', { group: group.row })
  }

  /** Rows of several members in one change. */
  changeMembers(id: string, userIds: string[], change: Partial<Member>): void {
    const kept = this.kept(id)
    kept.rev += 1
    const group = this.group(id)
    const rows = userIds.map(userId => group.put(userId, kept.rev, change))
    const known = group.known(rows)
    if (known.length > 0) this.tellFeed(kept, 'member', { members: known })
    else this.tellFeed(kept, 'rev', {})
  }

  join(id: string, ...userIds: string[]): void {
    this.changeMembers(id, userIds, { joinedAt: this.time, leftAt: null, role: 'member' })
    this.line(id, userIds[0]!, 'member_joined')
  }

  leave(id: string, ...userIds: string[]): void {
    this.changeMembers(id, userIds, { leftAt: this.time, role: 'member' })
    this.line(id, userIds[0]!, 'member_left')
  }

  /** I go, or am removed. */
  leaveMyself(id: string): void {
    const kept = this.kept(id)
    this.leave(id, me)
    const group = this.group(id)
    group.visible = group.visible.map(({ from, to }) => ({ from, to: to ?? kept.rows.length }))
    group.leaveRev = kept.rev
    this.tellOwn(kept)
  }

  /** I am back: the line of it goes out before my own row does, as on a node it may. */
  rejoin(id: string, history: HistoryForNew): void {
    const kept = this.kept(id)
    const group = this.group(id)
    const seq = kept.rows.length + 1
    const from = history === 'all' ? 1 : history === 'none' ? seq : Math.max(1, seq - 100)
    group.visible = [...group.visible, { from, to: null }]
    group.leaveRev = null
    kept.readSeq = Math.max(kept.readSeq, seq - 1)
    this.join(id, me)
    this.tellOwn(kept)
  }

  /** A line of the server's own. */
  line(id: string, actor: string, event: string): void {
    this.write(id, actor, event, { type: 'notification', content: { event, actor, targets: [] } })
  }

  befriend(userId: string): void {
    this.userRev += 1
    const friend: Friend = {
      userId,
      listed: true,
      remark: '',
      remarkPinyin: '',
      blocked: false,
      since: this.time,
      outgoing: null,
      incoming: null,
      userRev: this.userRev,
    }
    this.friends.set(userId, friend)
    this.emit('friend', friend)
  }

  write(
    id: string,
    from: string,
    text: string,
    options: {
      type?: string
      content?: Record<string, unknown>
      mentions?: Mention[]
      idClient?: string
      except?: FakeLink
    } = {},
  ): Message {
    const kept = this.kept(id)
    const { type = 'text', content = { text }, mentions, idClient, except } = options
    kept.rev += 1
    this.time += 1000
    this.born += 1
    const message: Message = {
      id: idOf(this.born + 1_000_000),
      conversationId: id,
      idClient: idClient ?? `c${this.born}`,
      seq: kept.rows.length + 1,
      rev: kept.rev,
      scene: kept.group ? 'group' : 'direct',
      type,
      from,
      to: from === me || kept.group ? kept.to : me,
      time: this.time,
      content,
      ...(mentions && { mentions }),
    }
    kept.rows.push(message)
    if (from === me) kept.readSeq = Math.max(kept.readSeq, message.seq)
    this.told(kept, message, except)
    // Such a line is written when a conversation is opened again, which brings it back to the list.
    if (type === 'notification' && kept.hiddenSeq !== null) {
      kept.hiddenSeq = null
      this.tellOwn(kept)
    }
    return message
  }

  edit(id: string, seq: number, text: string): void {
    const { mentions: _gone, ...rest } = this.row(id, seq)
    if (rest.recalledAt !== undefined) return
    this.change(id, { ...rest, content: { text }, editedAt: this.time })
  }

  recall(id: string, seq: number): void {
    const { mentions: _gone, editedAt: _never, ...rest } = this.row(id, seq)
    if (rest.recalledAt !== undefined) return
    this.change(id, { ...rest, content: null, recalledAt: this.time, recalledBy: rest.from })
  }

  /** My position, moved by another device of mine or by this one. */
  read(id: string, seq: number): void {
    const kept = this.kept(id)
    if (seq <= kept.readSeq) return
    kept.readSeq = Math.min(seq, kept.rows.length)
    this.tellOwn(kept)
  }

  clear(id: string, seq: number, remove = false): void {
    const kept = this.kept(id)
    if (seq <= kept.clearSeq) return
    kept.clearSeq = Math.min(seq, kept.rows.length)
    if (remove) kept.hiddenSeq = kept.clearSeq
    this.tellOwn(kept)
  }

  hide(id: string): void {
    const kept = this.kept(id)
    kept.hiddenSeq = kept.rows.length
    this.tellOwn(kept)
  }

  pin(id: string, pinned: boolean): void {
    const kept = this.kept(id)
    kept.pinned = pinned
    this.tellOwn(kept)
  }

  /** The conversation as it is told to me, counted now. */
  own(id: string): Conversation {
    const kept = this.kept(id)
    const { group } = kept
    const seq = group ? group.highest(kept.rows.length) : kept.rows.length
    const seen = kept.rows.filter(row => isSeen(kept, row.seq))
    const unread = seen.filter(
      row =>
        row.seq > kept.readSeq && row.from !== me && isCountable(row.type) && row.recalledAt === undefined,
    )
    const last = seen.at(-1)
    return structuredClone({
      id,
      scene: group ? 'group' : 'direct',
      to: kept.to,
      ...(group && { title: group.row.title, avatar: group.row.avatar }),
      ...(group?.isMine && { memberCount: group.present().length }),
      updateTime: last?.time ?? 1_600_000_000_000,
      unread: unread.length,
      mentions: unread.filter(row =>
        row.mentions?.some(({ userId }) => userId === me || userId === everybody),
      ).length,
      countSeq: seq,
      lastMsg: last ?? null,
      custom: null,
      readSeq: kept.readSeq,
      ...(kept.peerReadSeq !== undefined && { peerReadSeq: kept.peerReadSeq }),
      clearSeq: kept.clearSeq,
      pinned: kept.pinned,
      notify: 'all',
      notifyUntil: null,
      hiddenSeq: kept.hiddenSeq,
      markedUnread: false,
      draft: kept.draft,
      visible: group?.visible ?? [{ from: 1, to: null }],
      leaveRev: group?.leaveRev ?? null,
      rev: group?.leaveRev ?? kept.rev,
      seq,
      userRev: kept.userRev,
    } satisfies Conversation)
  }

  /** Whether my list shows it. */
  isHidden(id: string): boolean {
    const { hiddenSeq, clearSeq, rows } = this.kept(id)
    if (hiddenSeq === null) return false
    return !rows.some(row => row.seq > Math.max(hiddenSeq, clearSeq) && isCountable(row.type))
  }

  /** What a device must show of it: every row inside my sight. */
  rows(id: string): Message[] {
    const kept = this.kept(id)
    return structuredClone(kept.rows.filter(row => isSeen(kept, row.seq)))
  }

  /** A backup is put back: everything after the first `seq` messages of this conversation never was. */
  restore(id: string, seq: number, epoch: string): void {
    const kept = this.kept(id)
    kept.rows = kept.rows.slice(0, seq)
    const others = kept.group ? [kept.group.row, ...kept.group.members.values()] : []
    kept.rev = [...kept.rows, ...others].reduce((rev, row) => Math.max(rev, row.rev), 0)
    kept.readSeq = Math.min(kept.readSeq, seq)
    kept.clearSeq = Math.min(kept.clearSeq, seq)
    kept.peerReadSeq = kept.peerReadSeq === undefined ? undefined : Math.min(kept.peerReadSeq, seq)
    kept.userRev = 1
    this.userRev = this.conversations.size
    this.epoch = epoch
    this.restoredTo = kept.rows.at(-1)?.time ?? 0
    for (const [key, { seq: at }] of this.sent) if (at > seq) this.sent.delete(key)
  }

  item(id: string, cursor: { rev: number; seq: number }): PullItem | { id: string; gone: true } | null {
    const kept = this.conversations.get(id)
    if (!kept) return { id, gone: true }
    const { group } = kept
    const end = group?.leaveRev ?? kept.rev
    const seen = this.rows(id)
    const touched = seen
      .filter(row => row.seq <= cursor.seq && row.rev > cursor.rev)
      .sort((a, b) => a.rev - b.rev)
    const changed = touched.filter(row => row.rev <= end)
    // Whoever left hears of what was taken back since, each time they ask, and of nothing else.
    const takenBack = touched.filter(row => row.rev > end && row.recalledAt !== undefined)
    if (end <= cursor.rev && takenBack.length === 0) return null
    const isCut = changed.length > this.updatedLimit
    const updated = [...changed.slice(0, this.updatedLimit), ...takenBack]
    const above = seen.filter(row => row.seq > cursor.seq)
    const latest = above.slice(-this.latestLimit)
    const own = this.own(id)
    const members = group?.isMine
      ? group.changedSince(Math.max(0, cursor.rev), new Set([...updated, ...latest].map(row => row.from)))
      : []
    return {
      id,
      rev: isCut ? changed[this.updatedLimit - 1]!.rev : end,
      seq: own.seq,
      own,
      ...(group?.isMine && group.row.rev > cursor.rev && { group: group.row }),
      ...(members.length > 0 && { members }),
      updated,
      ...(latest.length > 0 && { latest }),
      more: latest.length < above.length,
    }
  }

  pull(input: PullInput): PullPage {
    if (input.next !== undefined) return this.pages.get(input.next)!
    const known = input.epoch === undefined || input.epoch === this.epoch
    const asks = input.userRev !== undefined && input.asOf !== undefined
    if (!known || (!asks && !input.conversations) || (asks && input.userRev! > this.userRev))
      return this.snapshot(input.epoch !== undefined && !known)
    const named = Object.entries(input.conversations ?? {})
    const items = named.flatMap(([id, cursor]) => this.item(id, cursor) ?? [])
    const page: PullPage = {
      epoch: this.epoch,
      conversations: items,
      heads: [],
      users: [userOf(me), userOf(ada)],
    }
    if (!asks) return page
    const since = Number(input.asOf)
    const unnamed = [...this.conversations.values()].filter(kept => !input.conversations?.[kept.id])
    return {
      ...page,
      asOf: String(this.ticks),
      userRev: this.userRev,
      changes: this.changes(input.userRev!),
      heads: unnamed
        .filter(kept => kept.touched > since)
        .map(
          kept => [kept.id, kept.group?.leaveRev ?? kept.rev, kept.rows.length] as [string, number, number],
        ),
    }
  }

  history(input: Input<'message:history'>): Output<'message:history'> {
    const seen = this.rows(input.conversationId)
    const { before, after, around, limit } = input
    let page: Message[]
    if (before !== undefined) page = seen.filter(row => row.seq < before).slice(-limit)
    else if (after !== undefined) page = seen.filter(row => row.seq > after).slice(0, limit)
    else if (around !== undefined) {
      const half = Math.floor(limit / 2)
      page = [
        ...seen.filter(row => row.seq < around).slice(-half),
        ...seen.filter(row => row.seq >= around).slice(0, limit - half),
      ]
    } else page = seen.slice(-limit)
    const first = page[0]?.seq ?? before ?? (after ?? -1) + 1
    const last = page.at(-1)?.seq ?? after ?? (before ?? Number.MAX_SAFE_INTEGER) - 1
    return {
      messages: page,
      users: [],
      reachedStart: seen.every(row => row.seq >= first),
      reachedEnd: seen.every(row => row.seq <= last),
    }
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

  private changes(userRev: number): NonNullable<PullPage['changes']> {
    const { account } = this
    return {
      conversations: [...this.conversations.values()]
        .filter(kept => kept.userRev > userRev)
        .map(kept => this.own(kept.id)),
      friends: [...this.friends.values()].filter(friend => friend.userRev > userRev),
      notices: [],
      ...(account.userRev > userRev && { settings: account }),
    }
  }

  private snapshot(restored: boolean): PullPage {
    const all = [...this.conversations.keys()].map(id => this.item(id, { rev: -1, seq: 0 })!)
    const count = Math.max(1, Math.ceil(all.length / this.snapshotPage))
    const changes = {
      conversations: [],
      friends: [...this.friends.values()],
      notices: [],
      settings: this.account,
    }
    const asOf = String(this.ticks)
    const { userRev } = this
    const key = `${this.epoch}-${this.ticks}`
    for (let n = 0; n < count; n++) {
      this.pages.set(`${key}-${n}`, {
        epoch: this.epoch,
        snapshot: true,
        ...(n === 0 && { changes }),
        ...(n === 0 && restored && this.restoredTo !== undefined && { restoredTo: this.restoredTo }),
        conversations: all.slice(n * this.snapshotPage, (n + 1) * this.snapshotPage),
        heads: [],
        users: [userOf(me), userOf(ada)],
        ...(n + 1 < count ? { next: `${key}-${n + 1}` } : { asOf, userRev }),
      })
    }
    return this.pages.get(`${key}-0`)!
  }

  private change(id: string, row: Message): void {
    const kept = this.kept(id)
    kept.rev += 1
    this.time += 1000
    const message = { ...row, rev: kept.rev }
    kept.rows[row.seq - 1] = message
    this.told(kept, message)
  }

  private told(kept: Kept, message: Message, except?: FakeLink): void {
    // What I cleared away, or was said before me, I am told as a bare number.
    if (isSeen(kept, message.seq)) this.tellFeed(kept, 'message', { message }, except)
    else this.tellFeed(kept, 'rev', {}, except)
  }

  /** Tells of the newest change, as long as I am in it. */
  private tellFeed(kept: Kept, name: string, row: object, except?: FakeLink): void {
    if (kept.group && !kept.group.isMine) return
    kept.touched = ++this.ticks
    this.emit(name, { conversationId: kept.id, rev: kept.rev, ...row }, except)
  }

  private tellOwn(kept: Kept): void {
    this.userRev += 1
    kept.userRev = this.userRev
    kept.touched = ++this.ticks
    this.emit('conversation', this.own(kept.id))
  }

  private emit(name: string, payload: unknown, except?: FakeLink): void {
    for (const { give, link } of [...this.sockets])
      if (link === null || link !== except) give(name, structuredClone(payload))
  }

  private kept(id: string): Kept {
    const kept = this.conversations.get(id)
    if (!kept) throw new Error(`the model has no conversation ${id}`)
    return kept
  }

  private row(id: string, seq: number): Message {
    const row = this.kept(id).rows[seq - 1]
    if (!row) throw new Error(`the model has no message ${seq}`)
    return row
  }
}

interface GroupInput {
  conversationId: string
  after?: string
  userId?: string
  role?: Member['role']
}

function isSeen({ group, clearSeq }: Kept, seq: number): boolean {
  return seq > clearSeq && (group === null || group.sees(seq))
}

export function refusal(code: WireError['code'], reason?: string): { ok: false; error: WireError } {
  return { ok: false, error: { code, message: code, ...(reason && { details: { reason } }) } }
}

export function userOf(id: string): User {
  const name = id === me ? 'Mia' : id === ada ? 'Ada' : `Person ${id.slice(-4)}`
  return {
    id,
    username: name.toLowerCase(),
    displayName: name,
    avatar: null,
    bio: '',
    pinyin: '',
    deleted: false,
  }
}
