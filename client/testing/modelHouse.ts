import { defaultSettings } from '#protocol/defaults.ts'
import type { Conversation, Draft } from '#protocol/entities/conversation.ts'
import type { Friend } from '#protocol/entities/friendship.ts'
import type { Mention, Message } from '#protocol/entities/message.ts'
import type { Account, User } from '#protocol/entities/user.ts'
import { isCountable } from '#protocol/kinds.ts'
import { everybody } from '#protocol/values.ts'
import type { FakeLink } from './fakeTransport.ts'
import type { ModelGroup } from './modelGroup.ts'
import { ada, idOf, me } from './people.ts'

/** What the server knows of one conversation of mine. */
export interface Kept {
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

/** What the server holds for one person, and what changes it and tells of it. */
export class ModelHouse {
  epoch = 'one'
  /** Said with the first page of another epoch. */
  restoredTo: number | undefined
  userRev = 0
  time = 1_700_000_000_000
  readonly conversations = new Map<string, Kept>()
  readonly friends = new Map<string, Friend>()
  account: Account = { user: userOf(me), settings: defaultSettings, admin: false, deleteAt: null, userRev: 0 }
  protected ticks = 0
  protected born = 0
  protected readonly sockets: { give: (name: string, payload: unknown) => void; link: FakeLink | null }[] = []

  /** Hears every update, as a socket does that misses nothing. */
  listen(give: (name: string, payload: unknown) => void): void {
    this.sockets.push({ give, link: null })
  }

  open(to: string = ada, id: string = idOf(++this.born + 1000)): string {
    this.keep(id, to, null)
    this.tellOwn(this.kept(id))
    return id
  }

  protected keep(id: string, to: string, group: ModelGroup | null): Kept {
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
    // The server's own lines move nobody's position, whoever they speak of.
    if (from === me && message.type !== 'notification') {
      kept.readSeq = Math.max(kept.readSeq, message.seq)
    }
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
  }

  protected change(id: string, row: Message): void {
    const kept = this.kept(id)
    kept.rev += 1
    this.time += 1000
    const message = { ...row, rev: kept.rev }
    kept.rows[row.seq - 1] = message
    this.told(kept, message)
  }

  protected told(kept: Kept, message: Message, except?: FakeLink): void {
    // What I cleared away, or was said before me, I am told as a bare number.
    if (isSeen(kept, message.seq)) this.tellFeed(kept, 'message', { message }, except)
    else this.tellFeed(kept, 'rev', {}, except)
  }

  /** Tells of the newest change, as long as I am in it. */
  protected tellFeed(kept: Kept, name: string, row: object, except?: FakeLink): void {
    if (kept.group && !kept.group.isMine) return
    kept.touched = ++this.ticks
    this.emit(name, { conversationId: kept.id, rev: kept.rev, ...row }, except)
  }

  protected tellOwn(kept: Kept): void {
    this.userRev += 1
    kept.userRev = this.userRev
    kept.touched = ++this.ticks
    this.emit('conversation', this.own(kept.id))
  }

  protected emit(name: string, payload: unknown, except?: FakeLink): void {
    for (const { give, link } of [...this.sockets])
      if (link === null || link !== except) give(name, structuredClone(payload))
  }

  protected kept(id: string): Kept {
    const kept = this.conversations.get(id)
    if (!kept) throw new Error(`the model has no conversation ${id}`)
    return kept
  }

  protected row(id: string, seq: number): Message {
    const row = this.kept(id).rows[seq - 1]
    if (!row) throw new Error(`the model has no message ${seq}`)
    return row
  }
}

export function isSeen({ group, clearSeq }: Kept, seq: number): boolean {
  return seq > clearSeq && (group === null || group.sees(seq))
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
