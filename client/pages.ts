import type { PullInput, PullItem, PullPage } from '#protocol/operations/sync.ts'
import { ConversationEdit } from './conversation-edit.ts'
import { hasLeft } from './membership.ts'
import { putOwnRows, putUsers, takeDraft } from './own-rows.ts'
import { cutBetween } from './ranges.ts'
import type { SeenNumbers } from './seen-numbers.ts'
import type { WriteTx } from './store/kv.ts'
import { allBuckets, type Cursor } from './store/schema.ts'
import type { Store } from './store/store.ts'
import { voidHistory } from './void-history.ts'

export const emptyCursor: Cursor = { epoch: undefined, userRev: 0, asOf: undefined }

type Asked = NonNullable<PullInput['conversations']>[string]

/** Takes pages of pulls into the store, each in one transaction with the cursors it moves. */
export class Pages {
  private readonly store: Store
  private readonly me: string
  private readonly seen: SeenNumbers

  constructor(store: Store, me: string, seen: SeenNumbers) {
    this.store = store
    this.me = me
    this.seen = seen
  }

  /** One page of a pull that named `asked`. `named` collects what the pages of one snapshot name. */
  async take(
    tx: WriteTx,
    page: PullPage,
    named: Set<string> | undefined,
    asked: PullInput['conversations'],
  ): Promise<void> {
    const { epoch } = await readCursor(tx)
    if (epoch !== page.epoch) {
      if (epoch !== undefined) await voidHistory(tx, this.me, page.restoredTo)
      this.seen.clear()
      tx.put('meta', 'cursor', { cursor: { ...emptyCursor, epoch: page.epoch } })
    }
    if (page.changes) {
      await putOwnRows(tx, this.me, page.changes)
      if (page.changes.settings) putUsers(tx, this.store, [page.changes.settings.user])
      for (const { id } of page.changes.conversations) named?.add(id)
      for (const { userId } of page.changes.friends) named?.add(userId)
      for (const { msgId } of page.changes.notices) named?.add(msgId)
    }
    putUsers(tx, this.store, page.users)
    for (const item of page.conversations) {
      named?.add(item.id)
      if ('gone' in item) dropConversation(tx, item.id)
      else await this.item(tx, item, page.snapshot ? undefined : asked?.[item.id])
    }
    for (const [id, rev] of page.heads) {
      const state = await tx.get('conversations', id)
      if (state && rev > state.headRev) tx.put('conversations', id, { ...state, headRev: rev })
    }
    if (page.next !== undefined) return
    if (page.snapshot && named) await dropUnnamed(tx, named)
    if (page.userRev === undefined) return
    const now = await readCursor(tx)
    // A snapshot may go back (a cursor above the server's); else another tab may be ahead of this page.
    const userRev = page.snapshot ? page.userRev : Math.max(now.userRev, page.userRev)
    tx.put('meta', 'cursor', { cursor: { epoch: page.epoch, userRev, asOf: page.asOf } })
    this.seen.addOwn([], userRev)
  }

  /** @param asked the cursor it was made for; undefined: it begins at the beginning */
  private async item(tx: WriteTx, item: PullItem, asked: Asked | undefined): Promise<void> {
    const edit = await ConversationEdit.openWithRow(tx, this.me, item.own)
    const { state } = edit
    // Made from the beginning it tells of a part of the members only, and of no change of what is here already.
    const anew = !asked?.rev && item.rev > state.rev
    // Overtaken on its way, by a pull of another tab: where that jumped, these rows may be old ones.
    const isOld = item.own.rev < state.rev
    if (anew && state.rev > 0) edit.group.breakRoster()
    if (item.group) edit.group.putGroup(item.group)
    if (item.members) await edit.group.putMembers(item.members)
    await edit.prepare([...item.updated, ...(item.latest ?? [])])
    for (const row of item.updated) await edit.putMessage(row)
    const latest = item.latest ?? []
    // The answer speaks of rows up to the seq it was asked with, and of `latest`. Rows that joined in between while it
    // was on its way may have changed without a word: they are loaded again with the rest of that gap.
    if (item.more && !isOld && (asked || anew)) {
      const gapEnd = (latest[0]?.seq ?? item.seq + 1) - 1
      state.ranges = cutBetween(state.ranges, (asked?.seq ?? 0) + 1, gapEnd)
      state.seq = Math.max(state.seq, gapEnd)
      state.jumps += 1
    }
    for (const row of latest) await edit.putMessage(row)
    if (latest.length > 0 && !isOld) await edit.addRange(latest[0]!.seq, latest[latest.length - 1]!.seq)
    state.seq = Math.max(state.seq, item.seq)
    state.headRev = Math.max(state.headRev, item.rev)
    // Made for a cursor that was taken back since, or while I was not in the group, as I am now: it leaves out what is
    // missing, which is asked for from here.
    const leavesOut = (asked?.rev ?? 0) > state.rev || (hasLeft({ row: item.own }) && !hasLeft(state))
    if (!leavesOut) state.rev = this.seen.reach(item.id, Math.max(state.rev, item.rev))
    // The feed of a group I left ends there, whatever was heard of it before.
    if (hasLeft(state) && state.rev >= (state.row.leaveRev ?? 0)) state.headRev = state.rev
    await edit.extend()
    await takeDraft(tx, state.row)
    await edit.save()
  }
}

export async function readCursor(tx: WriteTx): Promise<Cursor> {
  const value = await tx.get('meta', 'cursor')
  return value && 'cursor' in value ? value.cursor : emptyCursor
}

function dropConversation(tx: WriteTx, id: string): void {
  tx.delete('conversations', id)
  tx.delete('blocks', { id, from: 0, to: Number.MAX_SAFE_INTEGER })
  tx.delete('members', allBuckets(id))
}

async function dropUnnamed(tx: WriteTx, named: ReadonlySet<string>): Promise<void> {
  for (const { id } of await tx.getAll('conversations')) if (!named.has(id)) dropConversation(tx, id)
  for (const { userId } of await tx.getAll('friends')) if (!named.has(userId)) tx.delete('friends', userId)
  for (const { msgId } of await tx.getAll('notices')) if (!named.has(msgId)) tx.delete('notices', msgId)
}
