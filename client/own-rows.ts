import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Friend } from '#protocol/entities/friendship.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import type { Account, User } from '#protocol/entities/user.ts'
import { ConversationEdit } from './conversation-edit.ts'
import type { WriteTx } from './store/kv.ts'
import type { Store } from './store/store.ts'

/** Rows of a person's own feed, from an update, an answer or a pull. */
export interface OwnRows {
  conversations?: Conversation[] | undefined
  friends?: Friend[] | undefined
  notices?: Notice[] | undefined
  settings?: Account | undefined
  users?: User[] | undefined
}

/** Takes each row unless the store has a newer one. People are taken by `putUsers`. */
export async function putOwnRows(tx: WriteTx, me: string, rows: OwnRows): Promise<void> {
  for (const row of rows.conversations ?? []) {
    const edit = await ConversationEdit.openWithRow(tx, me, row)
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
  if (!account) return
  const old = await tx.get('meta', 'account')
  if (!old || !('account' in old) || account.userRev >= old.account.userRev)
    tx.put('meta', 'account', { account })
}

/** A profile has no number, the newest word counts. Most people of an answer are known: nothing is written for them. */
export function putUsers(tx: WriteTx, store: Store, users: readonly User[]): void {
  for (const user of users) if (!isSame(store.peek('users', user.id), user)) tx.put('users', user.id, user)
}

/** The draft of all devices replaces the one here, unless the one here is newer and not told yet. */
export async function takeDraft(tx: WriteTx, row: Conversation): Promise<void> {
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

export function userRevsOf(rows: OwnRows): Set<number> {
  const all = [...(rows.conversations ?? []), ...(rows.friends ?? []), ...(rows.notices ?? [])]
  return new Set([...all.map(row => row.userRev), ...(rows.settings ? [rows.settings.userRev] : [])])
}

/** Both are flat. */
function isSame(old: User | undefined, user: User): boolean {
  return (
    old !== undefined &&
    Object.keys({ ...old, ...user }).every(name => old[name as keyof User] === user[name as keyof User])
  )
}
