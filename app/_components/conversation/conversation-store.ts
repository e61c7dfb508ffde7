'use client'
import { create } from 'zustand'
/**
 * What is open and not stored: the panel beside a conversation, what its composer answers or changes, and where
 * each conversation was left. Lasts as long as the page.
 */
import type { Mention, Message } from '#protocol/entities/message.ts'
import { navigate } from '../shell/navigation.ts'

/** What the composer is doing besides writing something new. */
export type Task = { kind: 'reply'; seq: number } | { kind: 'edit'; message: Message; text: string }

/** Text handed to the composer: of a recalled or a refused message. */
export interface Handover {
  text: string
  mentions?: Mention[] | undefined
  replyTo?: { seq: number } | undefined
}

interface ConversationState {
  infoOpen: boolean
  /** Somebody of the open conversation whose profile lies over its panel. */
  shownPerson: string | null
  tasks: Record<string, Task | undefined>
  handovers: Record<string, Handover | undefined>
}

export const useConversationStore = create<ConversationState>(() => ({
  infoOpen: false,
  shownPerson: null,
  tasks: {},
  handovers: {},
}))

export const setInfoOpen = (infoOpen: boolean): void =>
  useConversationStore.setState({ infoOpen, shownPerson: null })

/**
 * Opens somebody's profile beside the conversation; null closes it, and what lay under it is there again. A phone has
 * no room beside: there it is the page of that person.
 */
export function showPerson(userId: string | null): void {
  if (userId !== null && matchMedia('(max-width: 600px)').matches) navigate(`/friends/${userId}`)
  else useConversationStore.setState({ shownPerson: userId })
}

export function setTask(conversationId: string, task: Task | undefined): void {
  useConversationStore.setState(({ tasks }) => ({ tasks: { ...tasks, [conversationId]: task } }))
}

export function handOver(conversationId: string, handover: Handover | undefined): void {
  useConversationStore.setState(({ handovers }) => ({
    handovers: { ...handovers, [conversationId]: handover },
  }))
}

/** Where a conversation was left while not at its end: the row at the top edge and how far it was scrolled past. */
export interface Place {
  key: string
  seq: number | null
  delta: number
}

export const places = new Map<string, Place>()
type Heights = ReadonlyMap<number | string | bigint, number>
const heights = new Map<string, Heights>()
const HEIGHTS_OF = 30

/** Heights of rows by conversation: what was measured once need not be guessed again. */
export const rememberedHeights = (conversationId: string): Heights | undefined => heights.get(conversationId)

export function rememberHeights(conversationId: string, measured: Heights): void {
  heights.delete(conversationId)
  heights.set(conversationId, new Map(measured))
  for (const oldest of heights.keys()) {
    if (heights.size <= HEIGHTS_OF) break
    heights.delete(oldest)
  }
}

/** Texts recalled on this device, for "edit again": the server keeps none of them. */
export const recalledTexts = new Map<
  string,
  Omit<Handover, 'replyTo'> & { replyTo: { seq: number } | undefined; until: number }
>()

/** Messages of blocked people that were looked at all the same. */
export const unfolded = new Set<string>()

/** The messages on screen, for the shortcuts: at most one conversation is open. */
export const openTimeline: { current: { toLatest(): void; atLatest(): boolean } | null } = { current: null }
