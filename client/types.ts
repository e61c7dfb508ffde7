import type { Conversation, Draft } from '#protocol/entities/conversation.ts'
import type { Friend } from '#protocol/entities/friendship.ts'
import type { Group, Member } from '#protocol/entities/group.ts'
import type { Mention, Message } from '#protocol/entities/message.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import type { Account, User } from '#protocol/entities/user.ts'
import type { Answer, WireError } from '#protocol/errors.ts'
import type { Input, OperationName, Output } from '#protocol/operations/index.ts'
import type { Presence, Signal } from '#protocol/signals.ts'

/** What the app sees of the engine: plain values, and functions that change them. */

export type LinkState = 'offline' | 'connecting' | 'catching-up' | 'live' | 'blocked'

export interface ConnectionView {
  state: LinkState
  /** When `state` last left `live` (ms, device clock); null while live. For "hidden below 1.5 s". */
  since: number | null
  /** When the next attempt is due (ms, device clock); null where none is. */
  retryAt: number | null
  /**
   * Why the engine is `blocked` and will not try again by itself: the session ended on purpose (`session_ended`: local data is
   * wiped), ran out (`expired`: the store is kept for the same person), the program is too old (`protocol`), or
   * this tab was closed to make room (`too_many_sockets`).
   */
  reason: 'session_ended' | 'expired' | 'protocol' | 'too_many_sockets' | null
}

/** A conversation as the list and the header show it. */
export interface ConversationView extends Conversation {
  /** What the members of a group share; undefined in direct conversations, and until it has come. */
  group: Group | undefined
  /** My own row among the members. */
  member: Member | undefined
  /** Of a group: as it is now; for whoever left, as it was then. */
  title: string | undefined
  avatar: string | null | undefined
  /** People in the group now, as far as it is known; undefined for whoever left. */
  memberCount: number | undefined
  /** A group I am not in any more: what I could see stays, and nothing comes. */
  left: boolean
  dissolved: boolean
  /** Not shown in the list until something countable arrives. */
  hidden: boolean
  /** Its messages ring and count: no mute level is in force. */
  muted: boolean
  /** Own messages that wait, and whether one was refused. */
  pending: number
  failed: number
  /** The newest of those: newer than anything the server has confirmed. */
  unsent: { text: string; time: number } | null
  /** The newest draft of all devices, as far as it was not sent. */
  localDraft: Draft | null
}

export type OutgoingStatus = 'queued' | 'sending' | 'fail'

/** One line of a timeline: a stored message, or one of mine that the server has not confirmed. */
export type TimelineRow =
  | { kind: 'message'; key: string; message: Message; flow: 'in' | 'out' }
  | {
      kind: 'outgoing'
      key: string
      idClient: string
      text: string
      mentions: Mention[] | undefined
      replyTo: { seq: number } | undefined
      /** Device clock: only labels. */
      time: number
      status: OutgoingStatus
      /** Why it failed; while it is queued, that slow mode holds it back. */
      error: WireError | null
      /** When it is tried again after slow mode's word (device clock, ms). */
      retryAt?: number | undefined
    }

/**
 * A window on a conversation. `key` of a row of mine is its idClient for ever, also across the acknowledgement, so
 * that a list keeps its place; of all others it is the message's id.
 */
export interface TimelineView {
  /** False until the first read of the local store is done. */
  ready: boolean
  rows: TimelineRow[]
  /** Nothing older exists for me. */
  reachedStart: boolean
  /** The window ends with the newest message: new ones appear by themselves. */
  reachedEnd: boolean
  /** A page is on its way from the server. */
  loading: 'older' | 'newer' | null
  /** The last page could not be had (offline, refused); `loadOlder` tries again. */
  failed: boolean
}

export interface Timeline {
  view(): TimelineView
  subscribe(listener: () => void): () => void
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  /** A window around this seq; false where it cannot be had. */
  jumpTo(seq: number): Promise<boolean>
  toLatest(): Promise<void>
  close(): void
}

export interface RosterView {
  /** False until the first read of the local store is done. */
  ready: boolean
  /** The whole list is here, as far as I may know it; for whoever left, as it was then. */
  complete: boolean
  /** The list could not be had (offline, refused); it is tried again with the next link. */
  failed: boolean
  /** Those who are in the group: the owner, the admins, then everybody by when they joined. */
  members: Member[]
  /** Somebody of the group, those who left too, as far as they are known here. */
  of(userId: string): Member | undefined
}

/** The members of a group, kept level while it is open. */
export interface Roster {
  view(): RosterView
  subscribe(listener: () => void): () => void
  close(): void
}

export interface PersonView {
  user: User | undefined
  friend: Friend | undefined
  /** Remark, else display name; empty where nothing is known yet. */
  name: string
}

/** `memory`: the browser gives no storage, everything lasts as long as the page; `full`: the quota is used up. */
export type StorageState = 'disk' | 'memory' | 'full'

export interface SendDraft {
  conversationId: string
  text: string
  replyTo?: { seq: number } | undefined
  mentions?: Mention[] | undefined
}

export interface Engine {
  readonly userId: string
  /** Begins to connect; the store was read when the engine was made. */
  start(): void
  /** Closes link and store; nothing is deleted. */
  stop(): Promise<void>

  /** Synchronous reads of the mirrored store; equal values keep their identity between changes. */
  connection(): ConnectionView
  account(): Account | undefined
  conversations(): ConversationView[]
  conversation(id: string): ConversationView | undefined
  /** The direct conversation with this person, as far as it is in the store. */
  conversationWith(userId: string): ConversationView | undefined
  person(userId: string): PersonView
  /** Everyone I have something with: friends, requests both ways, people I blocked. */
  friends(): Friend[]
  /** Newest first. */
  notices(): Notice[]
  unreadNotices(): number
  totalUnread(): number
  presence(userId: string): Presence | undefined
  /** Who is typing or recording there now. */
  typing(conversationId: string): Signal<'typing'>[]
  storage(): StorageState
  /** Messages that wait or were refused, over all conversations. */
  unsent(): number
  /** The server's clock now, as well as it is known (ms). */
  serverNow(): number
  /** Called after any of the above changed; batched. */
  subscribe(listener: () => void): () => void

  openTimeline(conversationId: string): Timeline
  /** The members of a group; the list is loaded at once where it is not here. */
  openRoster(conversationId: string): Roster
  /** One message as this device has it; undefined where it does not. */
  message(conversationId: string, seq: number): Promise<Message | undefined>
  /** Any operation; rows in the answer are stored before it returns. Offline answers `UNAVAILABLE`. */
  run<N extends OperationName>(name: N, input: Input<N>): Promise<Answer<Output<N>>>

  /** Writes to the outbox and returns its idClient; drawn at once, sent in its turn. */
  send(draft: SendDraft): Promise<string>
  /** Tries a refused message again, unchanged, under its own idClient. */
  resend(idClient: string): Promise<void>
  /** Takes an unsent message out of the outbox and returns its text, for the composer; null if it was sent meanwhile. */
  discard(idClient: string): Promise<SendDraft | null>
  /** On screen in a focused page for half a second: moves the read position, here at once, there when it can. */
  markRead(conversationId: string, seq: number): Promise<void>
  setDraft(conversationId: string, draft: Omit<Draft, 'time'> | null): Promise<void>
  /** At most once in three seconds goes out; offline it is dropped. */
  sendTyping(conversationId: string, kind: 'text' | 'voice'): void
  /** Replaces what this component watches; the union of all watchers is asked for. */
  watchPresence(userIds: string[]): () => void
  /** Loads people the store does not know yet. */
  loadUsers(userIds: string[]): void
  /** Tries to connect now instead of at `retryAt`. */
  retryNow(): void
  /** All unsent messages, to be saved before a wipe. */
  exportUnsent(): Promise<SendDraft[]>
  /** Ends the work of all tabs and deletes everything of this person in this browser. */
  wipe(): Promise<void>
}
