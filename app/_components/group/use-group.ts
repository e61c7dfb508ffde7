'use client'
import { useConversation, useRoster } from '#client/react/hooks.ts'
import type { ConversationView, RosterView } from '#client/types.ts'
import type { MemberEntry } from './member-entry.ts'
import { type Standing, standingIn } from './standing.ts'
import { useMemberEntries } from './use-member-entries.ts'

export interface GroupView {
  conversation: ConversationView | undefined
  standing: Standing | null
  roster: RosterView
  /** The members with their names: owner, admins, then by when they came. */
  entries: MemberEntry[]
}

/** All a screen about one group reads, kept level while it is open. */
export function useGroup(id: string): GroupView {
  const conversation = useConversation(id)
  const roster = useRoster(id)
  const entries = useMemberEntries(roster.members)
  return { conversation, standing: standingIn(conversation), roster, entries }
}
