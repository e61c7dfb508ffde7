import { createContext, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import type { Friend } from '#protocol/entities/friendship.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import type { Account } from '#protocol/entities/user.ts'
import type { Presence, Signal } from '#protocol/signals.ts'
import type {
  ConnectionView,
  ConversationView,
  Engine,
  PersonView,
  Roster,
  RosterView,
  StorageState,
  Timeline,
  TimelineView,
} from '../types.ts'

/** Screens read the engine by these and by nothing else; each re-renders only when its own value changed. */

export const EngineContext = createContext<Engine | null>(null)

export function useEngine(): Engine {
  const engine = useContext(EngineContext)
  if (!engine) throw new Error('no engine above this component')
  return engine
}

function useRead<T>(read: (engine: Engine) => T): T {
  const engine = useEngine()
  return useSyncExternalStore(
    listener => engine.subscribe(listener),
    () => read(engine),
    () => read(engine),
  )
}

export const useConnection = (): ConnectionView => useRead(engine => engine.connection())
export const useAccount = (): Account | undefined => useRead(engine => engine.account())
/** All conversations, pinned first, then the newest activity; hidden ones are in it with `hidden`. */
export const useConversations = (): ConversationView[] => useRead(engine => engine.conversations())
export const useConversation = (id: string): ConversationView | undefined =>
  useRead(engine => engine.conversation(id))
export const useConversationWith = (userId: string): ConversationView | undefined =>
  useRead(engine => engine.conversationWith(userId))
export const useFriends = (): Friend[] => useRead(engine => engine.friends())
export const useNotices = (): Notice[] => useRead(engine => engine.notices())
export const useUnreadNotices = (): number => useRead(engine => engine.unreadNotices())
export const useTotalUnread = (): number => useRead(engine => engine.totalUnread())
export const useTyping = (conversationId: string): Signal<'typing'>[] =>
  useRead(engine => engine.typing(conversationId))
export const useStorage = (): StorageState => useRead(engine => engine.storage())
export const useUnsent = (): number => useRead(engine => engine.unsent())

/** A person by id: asked for at the server where the store does not know them. */
export function usePerson(userId: string): PersonView {
  const engine = useEngine()
  const person = useRead(e => e.person(userId))
  const unknown = person.user === undefined
  useEffect(() => {
    if (unknown && userId) engine.loadUsers([userId])
  }, [engine, unknown, userId])
  return person
}

/** Presence of one person, watched while the component is mounted. */
export function usePresence(userId: string): Presence | undefined {
  const engine = useEngine()
  useEffect(() => engine.watchPresence([userId]), [engine, userId])
  return useRead(e => e.presence(userId))
}

/** The timeline of a conversation, opened while the component is mounted. */
export function useTimeline(conversationId: string): { timeline: Timeline; view: TimelineView } {
  const engine = useEngine()
  const timeline = useMemo(() => engine.openTimeline(conversationId), [engine, conversationId])
  return { timeline, view: useOpened<TimelineView>(timeline) }
}

/** The members of a group, opened while the component is mounted. */
export function useRoster(conversationId: string): RosterView {
  const engine = useEngine()
  const roster: Roster = useMemo(() => engine.openRoster(conversationId), [engine, conversationId])
  return useOpened<RosterView>(roster)
}

/** What an opened window shows; it is closed when the component goes. */
function useOpened<View>(opened: {
  view(): View
  subscribe(listener: () => void): () => void
  close(): void
}): View {
  const closing = useRef<{ opened: unknown; timer: ReturnType<typeof setTimeout> }>(undefined)
  useEffect(() => {
    // Strict mode mounts twice: the close of the first unmount is taken back by the second mount of the same.
    if (closing.current?.opened === opened) clearTimeout(closing.current.timer)
    return () => {
      closing.current = { opened, timer: setTimeout(() => opened.close(), 0) }
    }
  }, [opened])
  return useSyncExternalStore(
    listener => opened.subscribe(listener),
    () => opened.view(),
    () => opened.view(),
  )
}
