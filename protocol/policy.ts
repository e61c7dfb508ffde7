/**
 * Who may do what: pure functions of roles, relations and times. The server asks them inside the transaction that
 * writes, and only its answer counts; the screen asks the same functions to leave out what would be refused.
 */
import type { Reason } from './errors.ts'
import { times } from './limits.ts'

/** What stands between the one who acts and one other person. */
export interface Relation {
  /** It is me: notes to self know no rules of friendship. */
  self: boolean
  iList: boolean
  listsMe: boolean
  iBlock: boolean
  blocksMe: boolean
  /** The other's account is deleted or waits for it. */
  otherGone: boolean
}

/** Why I may not write to this person, or null. The order is part of the contract. */
export function refuseDirectWrite(relation: Relation): Reason | null {
  if (relation.self) return null
  if (relation.iBlock) return 'you_blocked'
  if (relation.blocksMe || relation.otherGone) return 'not_accepting'
  if (!relation.iList || !relation.listsMe) return 'not_friends'
  return null
}

/** Whether presence and typing pass between two people: friends both ways, no block either way. */
export function maySignal(relation: Relation): boolean {
  return refuseDirectWrite(relation) === null
}

/** Whether two people of a direct conversation see each other's read marks: mutual, and not across a block. */
export function showsReads(between: {
  myReceipts: boolean
  theirReceipts: boolean
  iBlock: boolean
  blocksMe: boolean
}): boolean {
  return between.myReceipts && between.theirReceipts && !between.iBlock && !between.blocksMe
}

/** Kinds a client may send. */
export const sendableKinds: ReadonlySet<string> = new Set(['text'])
/** Kinds whose content may be edited. */
export const editableKinds: ReadonlySet<string> = new Set(['text'])

interface WrittenMessage {
  from: string
  type: string
  time: number
  recalledAt?: number | undefined
}

/** Why `actor` may not recall this message of a direct conversation now, or null. */
export function refuseRecall(message: WrittenMessage, actor: string, now: number): Reason | null {
  if (message.type === 'notification') return 'kind_not_allowed'
  if (message.from !== actor) return 'role_too_low'
  if (message.recalledAt !== undefined) return null
  return now - message.time > times.recallWindowMs ? 'recall_window_over' : null
}

/** Why `actor` may not edit this message now, or null. Whether they may write there at all is asked besides. */
export function refuseEdit(message: WrittenMessage, actor: string, now: number): Reason | null {
  if (message.from !== actor) return 'not_the_author'
  if (message.recalledAt !== undefined) return 'recalled'
  if (!editableKinds.has(message.type)) return 'kind_not_allowed'
  return now - message.time > times.editWindowMs ? 'edit_window_over' : null
}
