import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Friend } from '#protocol/entities/friendship.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import type { Account, User } from '#protocol/entities/user.ts'
import type { PullInput, PullItem, PullPage } from '#protocol/operations/sync.ts'
import { ConversationEdit } from './conversation-edit.ts'
import { cutBetween } from './ranges.ts'
import type { WriteTx } from './store/kv.ts'
import { type Cursor, tableNames } from './store/schema.ts'
import type { Store } from './store/store.ts'

const conversationTables = ['conversations', 'blocks', 'outbox'] as const
const ownTables = ['meta', ...conversationTables, 'friends', 'notices', 'users', 'drafts'] as const

export const emptyCursor: Cursor = { epoch: undefined, userRev: 0, asOf: undefined }

/** Rows of a person's own feed, from an update, an answer or a pull. */
export interface OwnRows {
  conversations?: Conversation[] | undefined
  friends?: Friend[] | undefined
  notices?: Notice[] | undefined
  settings?: Account | undefined
  users?: User[] | undefined
}

/**
 * Everything that may enter the store from outside, each in one transaction with the numbers it moves. Numbers seen
 * above a cursor are remembered per tab: they are only worth something while the gap below them is open.
 */
export class Applier {
  private readonly seenRevs = new Map<string, Set<number>>()
  private readonly seenUserRevs = new Set<number>()
  private readonly store: Store
  private readonly me: string

  constructor(store: Store, me: string) {
    this.store = store
    this.me = me
  }

  cursor(): Cursor {
    const value = this.store.peek('meta', 'cursor')
    return value && 'cursor' in value ? value.cursor : emptyCursor
  }

  /**
   * Messages of one conversation, by an update or an answer: each carries a number of the feed, which is seen now.
   * `unknown`: the store has no such conversation; `gap`: numbers below are missing.
   */
  async messages(conversationId: string, rows: Message[]): Promise<'applied' | 'gap' | 'unknown'> {
    const now = new Set(rows.map(row => row.rev))
    const state = await this.store.write(conversationTables, async tx => {
      const edit = await ConversationEdit.open(tx, this.me, conversationId)
      if (!edit) return undefined
      await edit.prepare(rows)
      for (const row of rows) await edit.putMessage(row)
      const seen = this.seenRevs.get(conversationId)
      while (now.has(edit.state.rev + 1) || seen?.has(edit.state.rev + 1)) edit.state.rev += 1
      await edit.save()
      return edit.state
    })
    // A number counts as seen when its row is in the store, and not before.
    if (!state) return 'unknown'
    this.see(conversationId, now, state.rev)
    return state.rev < state.headRev || (state.recount && state.readTo === 0) ? 'gap' : 'applied'
  }

  /** A page of history: rows and the stretch they complete; no number of the feed is implied. */
  async history(conversationId: string, rows: Message[], range: { from: number; to: number }): Promise<void> {
    await this.store.write(conversationTables, async tx => {
      const edit = await ConversationEdit.open(tx, this.me, conversationId)
      if (!edit) return
      await edit.prepare(rows)
      for (const row of rows) await edit.putMessage(row)
      await edit.addRange(range.from, range.to)
      await edit.save()
    })
  }

  /** A bare number, or a head of a pull: something up to there exists. Returns whether it is above the cursor. */
  async head(conversationId: string, rev: number): Promise<'applied' | 'gap' | 'unknown'> {
    const stored = this.store.peek('conversations', conversationId)
    if (!stored) return 'unknown'
    if (rev <= stored.rev) return 'applied'
    if (rev > stored.headRev) {
      await this.store.write(['conversations'], async tx => {
        const state = await tx.get('conversations', conversationId)
        if (state && rev > state.headRev) tx.put('conversations', state.id, { ...state, headRev: rev })
      })
    }
    return 'gap'
  }

  /** Rows of the own feed. With `numbered` their numbers are seen now. Returns whether numbers below are missing. */
  async own(rows: OwnRows, numbered: boolean): Promise<boolean> {
    const now = new Set(numbered ? userRevs(rows) : [])
    const reached = await this.store.write(ownTables, async tx => {
      await this.putOwn(tx, rows)
      const cursor = await readCursor(tx)
      if (cursor.asOf === undefined) return undefined
      let { userRev } = cursor
      while (now.has(userRev + 1) || this.seenUserRevs.has(userRev + 1)) userRev += 1
      if (userRev > cursor.userRev) tx.put('meta', 'cursor', { cursor: { ...cursor, userRev } })
      return userRev
    })
    if (reached === undefined) return false
    for (const rev of now) this.seenUserRevs.add(rev)
    for (const rev of this.seenUserRevs) if (rev <= reached) this.seenUserRevs.delete(rev)
    return this.seenUserRevs.size > 0
  }

  /** A new link begins with a pull: what an old one said above the cursors is worth nothing any more. */
  forgetSeen(): void {
    this.seenRevs.clear()
    this.seenUserRevs.clear()
  }

  /** People by id: a profile has no number, the newest word counts. */
  async users(users: User[]): Promise<void> {
    if (users.length === 0) return
    await this.store.write(['users'], async tx => putUsers(tx, users))
  }

  /** The other one of a direct conversation has read up to here. */
  async peerRead(conversationId: string, userId: string, readSeq: number): Promise<void> {
    await this.store.write(['conversations'], async tx => {
      const state = await tx.get('conversations', conversationId)
      if (!state || state.row.to !== userId || (state.row.peerReadSeq ?? 0) >= readSeq) return
      tx.put('conversations', state.id, { ...state, row: { ...state.row, peerReadSeq: readSeq } })
    })
  }

  /**
   * The server said nothing of a conversation it was asked for by `rev`: it stands there. `headRev` is what was known
   * when it was asked; what came to be known since stays.
   */
  async level(conversationId: string, rev: number, headRev: number): Promise<void> {
    await this.store.write(['conversations'], async tx => {
      const state = await tx.get('conversations', conversationId)
      if (state && state.rev === rev && state.headRev > rev && state.headRev <= headRev)
        tx.put('conversations', state.id, { ...state, headRev: rev })
    })
  }

  /** One page of a pull that named `asked`. `named` collects what the pages of one snapshot name. */
  async page(
    page: PullPage,
    named: Set<string> | undefined,
    asked: PullInput['conversations'],
  ): Promise<void> {
    await this.store.write(tableNames, async tx => {
      const cursor = await readCursor(tx)
      if (cursor.epoch !== page.epoch) {
        // Another history: seq and rev of the old one mean nothing. Outbox and drafts stay, always.
        if (cursor.epoch !== undefined) await voidHistory(tx, this.me, page.restoredTo)
        this.seenRevs.clear()
        this.seenUserRevs.clear()
        tx.put('meta', 'cursor', { cursor: { ...emptyCursor, epoch: page.epoch } })
      }
      if (page.changes) {
        await this.putOwn(tx, { ...page.changes, users: [] })
        for (const { id } of page.changes.conversations) named?.add(id)
        for (const { userId } of page.changes.friends) named?.add(userId)
        for (const { msgId } of page.changes.notices) named?.add(msgId)
      }
      putUsers(tx, page.users)
      for (const item of page.conversations) {
        named?.add(item.id)
        if ('gone' in item) dropConversation(tx, item.id)
        else await this.item(tx, item, asked?.[item.id]?.seq)
      }
      for (const [id, rev] of page.heads) {
        const state = await tx.get('conversations', id)
        if (state && rev > state.headRev) tx.put('conversations', id, { ...state, headRev: rev })
      }
      if (page.next === undefined && page.snapshot && named) {
        for (const { id } of await tx.getAll('conversations')) if (!named.has(id)) dropConversation(tx, id)
        for (const { userId } of await tx.getAll('friends'))
          if (!named.has(userId)) tx.delete('friends', userId)
        for (const { msgId } of await tx.getAll('notices')) if (!named.has(msgId)) tx.delete('notices', msgId)
      }
      if (page.next === undefined && page.userRev !== undefined) {
        const now = await readCursor(tx)
        // A snapshot may go back (a cursor above the server's); else another tab may be ahead of this page.
        const userRev = page.snapshot ? page.userRev : Math.max(now.userRev, page.userRev)
        tx.put('meta', 'cursor', { cursor: { epoch: page.epoch, userRev, asOf: page.asOf } })
        for (const rev of this.seenUserRevs) if (rev <= userRev) this.seenUserRevs.delete(rev)
      }
    })
  }

  private see(conversationId: string, revs: Iterable<number>, reached: number): void {
    const seen = this.seenRevs.get(conversationId) ?? new Set()
    for (const rev of revs) seen.add(rev)
    for (const rev of seen) if (rev <= reached) seen.delete(rev)
    if (seen.size > 0) this.seenRevs.set(conversationId, seen)
    else this.seenRevs.delete(conversationId)
  }

  private async item(tx: WriteTx, item: PullItem, askedSeq: number | undefined): Promise<void> {
    const edit = await ConversationEdit.openWithRow(tx, this.me, item.own)
    const { state } = edit
    await edit.prepare([...item.updated, ...(item.latest ?? [])])
    for (const row of item.updated) await edit.putMessage(row)
    const latest = item.latest ?? []
    // The answer speaks of rows up to the seq it was asked with, and of `latest`. Rows that joined in between while it
    // was on its way may have changed without a word: they are loaded again with the rest of that gap.
    if (item.more && askedSeq !== undefined && latest.length > 0)
      state.ranges = cutBetween(state.ranges, askedSeq + 1, latest[0]!.seq - 1)
    for (const row of latest) await edit.putMessage(row)
    if (latest.length > 0) await edit.addRange(latest[0]!.seq, latest[latest.length - 1]!.seq)
    state.seq = Math.max(state.seq, item.seq)
    state.headRev = Math.max(state.headRev, item.rev)
    state.rev = Math.max(state.rev, item.rev)
    while (this.seenRevs.get(item.id)?.has(state.rev + 1)) state.rev += 1
    await takeDraft(tx, state.row)
    await edit.save()
  }

  private async putOwn(tx: WriteTx, rows: OwnRows): Promise<void> {
    for (const row of rows.conversations ?? []) {
      const edit = await ConversationEdit.openWithRow(tx, this.me, row)
      // What was cleared away leaves no gap.
      await edit.extend()
      // The row as it stands now: an older one that was not taken brings no draft either.
      await takeDraft(tx, edit.state.row)
      await edit.save()
    }
    for (const row of rows.friends ?? []) {
      const old = await tx.get('friends', row.userId)
      if (!old || row.userRev >= old.userRev) tx.put('friends', row.userId, row)
    }
    for (const row of rows.notices ?? []) {
      const old = await tx.get('notices', row.msgId)
      if (!old || row.userRev >= old.userRev) tx.put('notices', row.msgId, row)
    }
    const account = rows.settings
    if (account) {
      const old = await tx.get('meta', 'account')
      if (!old || !('account' in old) || account.userRev >= old.account.userRev)
        tx.put('meta', 'account', { account })
      putUsers(tx, [account.user])
    }
    putUsers(tx, rows.users ?? [])
  }
}

function putUsers(tx: WriteTx, users: User[]): void {
  for (const user of users) tx.put('users', user.id, user)
}

/** The draft of all devices replaces the one here, unless the one here is newer and not told yet. */
async function takeDraft(tx: WriteTx, row: Conversation): Promise<void> {
  const old = await tx.get('drafts', row.id)
  if (old?.dirty && old.time >= (row.draft?.time ?? 0)) return
  if (!old && !row.draft) return
  tx.put('drafts', row.id, {
    conversationId: row.id,
    draft: row.draft,
    dirty: false,
    time: row.draft?.time ?? 0,
  })
}

function dropConversation(tx: WriteTx, id: string): void {
  tx.delete('conversations', id)
  tx.delete('blocks', { id, from: 0, to: Number.MAX_SAFE_INTEGER })
}

async function voidHistory(tx: WriteTx, me: string, restoredTo: number | undefined): Promise<void> {
  if (restoredTo !== undefined) await keepLostMessages(tx, me, restoredTo)
  tx.clear('blocks')
  tx.delete('meta', 'account')
  tx.clear('notices')
  tx.clear('friends')
  for (const state of await tx.getAll('conversations')) {
    // The other one's position was in the old history too.
    const { peerReadSeq: _void, ...rest } = state.row
    const row = {
      ...rest,
      readSeq: 0,
      clearSeq: 0,
      userRev: 0,
      rev: 0,
      seq: 0,
      unread: 0,
      mentions: 0,
      lastMsg: null,
    }
    tx.put('conversations', state.id, {
      ...state,
      row: { ...row, countSeq: 0 },
      rev: 0,
      seq: 0,
      headRev: 0,
      ranges: [],
      countRev: 0,
      countableSeq: 0,
      readTo: 0,
      recount: false,
    })
  }
}

/** Own messages the restored server never had go back to the outbox as failed: their author decides (I23). */
async function keepLostMessages(tx: WriteTx, me: string, restoredTo: number): Promise<void> {
  let order = await nextOrder(tx)
  for (const block of await tx.getAll('blocks')) {
    for (const message of block) {
      const text = message.content?.text
      if (message.from !== me || message.time <= restoredTo || message.type !== 'text') continue
      if (message.recalledAt !== undefined || typeof text !== 'string') continue
      const { conversationId, idClient, replyTo, mentions, custom } = message
      tx.put('outbox', idClient, {
        idClient,
        conversationId,
        order: order++,
        time: message.time,
        request: {
          conversationId,
          idClient,
          type: 'text',
          content: { text },
          ...(replyTo && { replyTo }),
          ...(mentions && { mentions }),
          ...(custom !== undefined && { custom: custom as never }),
        },
        status: 'fail',
        error: { code: 'GONE', message: 'Lost by a restore.', details: { reason: 'lost_by_restore' } },
        attempts: 0,
        triedMs: 0,
      })
    }
  }
  tx.put('meta', 'order', { order })
}

/** The next free place at the end of the outbox. */
export async function nextOrder(tx: WriteTx): Promise<number> {
  const value = await tx.get('meta', 'order')
  return value && 'order' in value ? value.order : 1
}

async function readCursor(tx: WriteTx): Promise<Cursor> {
  const value = await tx.get('meta', 'cursor')
  return value && 'cursor' in value ? value.cursor : emptyCursor
}

function userRevs(rows: OwnRows): number[] {
  const all = [...(rows.conversations ?? []), ...(rows.friends ?? []), ...(rows.notices ?? [])]
  return [...all.map(row => row.userRev), ...(rows.settings ? [rows.settings.userRev] : [])]
}
