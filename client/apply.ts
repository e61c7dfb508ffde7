import type { Group, Member } from '#protocol/entities/group.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { User } from '#protocol/entities/user.ts'
import type { PullInput, PullPage } from '#protocol/operations/sync.ts'
import { ConversationEdit } from './conversation-edit.ts'
import type { LoadedRoster } from './group-edit.ts'
import { rosterTerms } from './membership.ts'
import { type OwnRows, putOwnRows, putUsers, userRevsOf } from './own-rows.ts'
import { emptyCursor, Pages, readCursor } from './pages.ts'
import { SeenNumbers } from './seen-numbers.ts'
import { type Cursor, tableNames } from './store/schema.ts'
import type { Store } from './store/store.ts'

const messageTables = ['conversations', 'blocks', 'outbox'] as const
const groupTables = [...messageTables, 'members'] as const
const ownTables = ['meta', ...groupTables, 'friends', 'notices', 'users', 'drafts'] as const

/** Rows of one conversation's feed. */
export interface FeedRows {
  messages?: Message[] | undefined
  group?: Group | undefined
  members?: Member[] | undefined
}

/** Seqs from one to another, both included. */
export interface Stretch {
  from: number
  to: number
}

/** `unknown`: the store has no such conversation; `gap`: numbers below are missing. */
export type Outcome = 'applied' | 'gap' | 'unknown'

/** Everything that may enter the store from outside, each in one transaction with the numbers it moves. */
export class Applier {
  private readonly seen = new SeenNumbers()
  private readonly pages: Pages
  private readonly store: Store
  private readonly me: string

  constructor(store: Store, me: string) {
    this.store = store
    this.me = me
    this.pages = new Pages(store, me, this.seen)
  }

  cursor(): Cursor {
    const value = this.store.peek('meta', 'cursor')
    return value && 'cursor' in value ? value.cursor : emptyCursor
  }

  /** Messages by an update or the answer to a send: each carries a number of the feed, which is seen now. */
  messages(conversationId: string, rows: Message[]): Promise<Outcome> {
    const revs = rows.map(row => row.rev)
    return this.feed(conversationId, { messages: rows }, revs)
  }

  /** Rows of one conversation; `revs` are the numbers of its feed that are seen with them. */
  async feed(conversationId: string, rows: FeedRows, revs: number[]): Promise<Outcome> {
    const { messages = [], group, members = [] } = rows
    const now = new Set(revs)
    const tables = group || members.length > 0 ? groupTables : messageTables
    const state = await this.store.write(tables, async tx => {
      const edit = await ConversationEdit.open(tx, this.me, conversationId)
      if (!edit) return undefined
      if (group) edit.group.putGroup(group)
      await edit.group.putMembers(members)
      await edit.prepare(messages)
      for (const row of messages) {
        await edit.putMessage(row)
        if (!edit.admits(row.seq)) now.delete(row.rev)
      }
      edit.state.rev = this.seen.reach(conversationId, edit.state.rev, now)
      await edit.save()
      return edit.state
    })
    // A number counts as seen when its row is in the store, and not before.
    if (!state) return 'unknown'
    this.seen.add(conversationId, now, state.rev)
    return state.rev < state.headRev || (state.recount && state.readTo === 0) ? 'gap' : 'applied'
  }

  /** A group's list was loaded to its end. False where it became worthless: `terms` are those it was loaded under. */
  async roster(id: string, loaded: LoadedRoster, terms: string): Promise<boolean> {
    return this.store.write(groupTables, async tx => {
      const edit = await ConversationEdit.open(tx, this.me, id)
      if (!edit || edit.state.rev === 0 || rosterTerms(edit.state) !== terms) return false
      await edit.group.complete(loaded)
      await edit.save()
      return true
    })
  }

  /**
   * A page of history: rows and the stretch they complete; no number of the feed is implied. `jumps` is what the
   * conversation said when the page was asked for, where a pull may have come in between. False where the cursor
   * jumped since: what changed in between was in neither, and the page is to be asked for again.
   */
  async history(id: string, rows: Message[], range: Stretch, jumps?: number): Promise<boolean> {
    return this.store.write(messageTables, async tx => {
      const edit = await ConversationEdit.open(tx, this.me, id)
      if (!edit) return true
      if (jumps !== undefined && edit.state.jumps !== jumps) return false
      await edit.prepare(rows)
      for (const row of rows) await edit.putMessage(row)
      await edit.addRange(range.from, range.to)
      await edit.save()
      return true
    })
  }

  /** A bare number, or a head of a pull: something up to there exists. Returns whether it is above the cursor. */
  async head(conversationId: string, rev: number): Promise<Outcome> {
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
    const now = numbered ? userRevsOf(rows) : new Set<number>()
    const reached = await this.store.write(ownTables, async tx => {
      await putOwnRows(tx, this.me, rows)
      putUsers(tx, this.store, [...(rows.settings ? [rows.settings.user] : []), ...(rows.users ?? [])])
      const cursor = await readCursor(tx)
      if (cursor.asOf === undefined) return undefined
      const userRev = this.seen.reachOwn(cursor.userRev, now)
      if (userRev > cursor.userRev) tx.put('meta', 'cursor', { cursor: { ...cursor, userRev } })
      return userRev
    })
    return reached !== undefined && this.seen.addOwn(now, reached)
  }

  /** A new link begins with a pull: what an old one said above the cursors is worth nothing any more. */
  forgetSeen(): void {
    this.seen.clear()
  }

  /** People by id. */
  async users(users: User[]): Promise<void> {
    if (users.length === 0) return
    await this.store.write(['users'], async tx => putUsers(tx, this.store, users))
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
  page(page: PullPage, named: Set<string> | undefined, asked: PullInput['conversations']): Promise<void> {
    return this.store.write(tableNames, tx => this.pages.take(tx, page, named, asked))
  }
}
