import type { Ref } from 'react'
import type { TimelineRow } from '#client/types.ts'
import type { Role } from '#protocol/entities/group.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { MenuItem } from '../ui/menu.ts'
import type { Words } from './words.ts'

/** What a row can ask for; the same object for all rows, for as long as the conversation is open. */
export interface RowActions {
  menuItems: (row: TimelineRow) => Promise<MenuItem[]>
  openMenu: (row: TimelineRow, at: Element) => void
  reply: (seq: number) => void
  jumpTo: (seq: number) => void
  resend: (idClient: string) => void
  remove: (idClient: string) => void
  reEdit: (key: string) => void
  requestFriend: () => void
  /** Who has read an own message of a group. */
  showReads: (message: Message) => void
}

export interface MessageRowProps {
  row: TimelineRow
  index: number
  /** Of all rows of the conversation, as far as it is known. */
  total: number
  first: boolean
  last: boolean
  /** Lines of the server's told as one with this one. */
  merged: readonly Message[] | undefined
  /** Of whoever wrote it, in a group. */
  role: Role | undefined
  /** The other person has read it. */
  read: boolean
  /** How many have, in a group that shows it. */
  readers: number | undefined
  /** Notes to self have nobody to reach. */
  notes: boolean
  /** The message it answers, where that is on screen. */
  quoted: Message | undefined
  words: Words
  actions: RowActions
  mayReply: boolean
  /** The row that Tab reaches. */
  reachable: boolean
  /** Under the pointer: shows its buttons. */
  active: boolean
  /** Just jumped to. */
  flash: boolean
  /** Came while it was being looked at. */
  fresh: boolean
  measure: Ref<HTMLElement>
}
