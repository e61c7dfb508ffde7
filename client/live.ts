import { times } from '#protocol/limits.ts'
import type { Presence, Signal } from '#protocol/signals.ts'
import { readSignal } from './arrivals.ts'
import type { Environment } from './environment.ts'
import type { Link } from './transport/transport.ts'

/** A typing signal is worth this long; the next one comes within `typingEveryMs`. */
const typingShownMs = 6000

/** What is true only now: who is online, who is typing. Nothing of it is stored. */
export class Live {
  private readonly states = new Map<string, Presence>()
  private readonly typingNow = new Map<string, Signal<'typing'>[]>()
  private readonly typingEnds = new Map<string, () => void>()
  private readonly watched = new Map<string, number>()
  private readonly typedAt = new Map<string, number>()
  private cancelWatch: (() => void) | null = null
  private readonly env: Environment
  private readonly link: () => Link | null
  private readonly changed: () => void

  constructor(env: Environment, link: () => Link | null, changed: () => void) {
    this.env = env
    this.link = link
    this.changed = changed
  }

  presence(userId: string): Presence | undefined {
    return this.states.get(userId)
  }

  typing(conversationId: string): Signal<'typing'>[] {
    return this.typingNow.get(conversationId) ?? none
  }

  /** Takes a signal; returns false where `name` is none of these. */
  signal(name: string, payload: unknown): boolean {
    if (name === 'presence') {
      const presence = readSignal(name, payload)
      if (presence) this.states.set(presence.userId, presence)
    } else if (name === 'typing') {
      const typing = readSignal(name, payload)
      if (typing) this.startTyping(typing)
    } else return false
    this.changed()
    return true
  }

  /** A message of this person arrived: they are not typing it any more. */
  endTyping(conversationId: string, userId: string): void {
    const key = `${conversationId} ${userId}`
    this.typingEnds.get(key)?.()
    this.typingEnds.delete(key)
    const list = this.typingNow.get(conversationId)
    if (!list?.some(one => one.userId === userId)) return
    this.typingNow.set(
      conversationId,
      list.filter(one => one.userId !== userId),
    )
    this.changed()
  }

  sendTyping(conversationId: string, kind: 'text' | 'voice'): void {
    const now = this.env.now()
    if (now - (this.typedAt.get(conversationId) ?? 0) < times.typingEveryMs) return
    this.typedAt.set(conversationId, now)
    this.link()?.signal('typing', { conversationId, kind })
  }

  watch(userIds: string[]): () => void {
    for (const id of userIds) this.watched.set(id, (this.watched.get(id) ?? 0) + 1)
    this.scheduleWatch()
    return () => {
      for (const id of userIds) {
        const left = (this.watched.get(id) ?? 1) - 1
        if (left > 0) this.watched.set(id, left)
        else this.watched.delete(id)
      }
      this.scheduleWatch()
    }
  }

  /** A link came up: it knows of no watching yet. */
  linked(): void {
    this.scheduleWatch()
  }

  /** Without a link nothing is known of now. */
  lost(): void {
    this.states.clear()
    this.typingNow.clear()
    for (const cancel of this.typingEnds.values()) cancel()
    this.typingEnds.clear()
    this.cancelWatch?.()
    this.cancelWatch = null
    this.changed()
  }

  private scheduleWatch(): void {
    if (this.cancelWatch) return
    this.cancelWatch = this.env.setTimer(() => {
      this.cancelWatch = null
      void this.askWatch()
    }, 50)
  }

  private async askWatch(): Promise<void> {
    const link = this.link()
    if (!link) return
    const userIds = [...this.watched.keys()].slice(0, 200)
    const answer = await link.request('presence:watch', { userIds }, 10_000)
    if (!answer.ok) return
    for (const state of answer.data.states) this.states.set(state.userId, state)
    this.changed()
  }

  private startTyping(signal: Signal<'typing'>): void {
    const { conversationId, userId } = signal
    const others = this.typing(conversationId).filter(one => one.userId !== userId)
    this.typingNow.set(conversationId, [...others, signal])
    const key = `${conversationId} ${userId}`
    this.typingEnds.get(key)?.()
    this.typingEnds.set(
      key,
      this.env.setTimer(() => {
        this.typingEnds.delete(key)
        this.endTyping(conversationId, userId)
      }, typingShownMs),
    )
  }
}

const none: Signal<'typing'>[] = []
