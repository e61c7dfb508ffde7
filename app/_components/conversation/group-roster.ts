'use client'
import { useCallback, useEffect } from 'react'
import { useRoster } from '#client/react/hooks.ts'
import type { ConversationView, RosterView } from '#client/types.ts'
import { keepSketch } from '../list/group-sketch.ts'

/** The members of the open group, whose faces and names the list then knows as well. */
export function useOpenRoster({ id, memberCount }: ConversationView): RosterView {
  const roster = useRoster(id)
  useEffect(() => {
    if (roster.complete) keepSketch(id, roster, memberCount)
  }, [id, roster, memberCount])
  return roster
}

/** What people call themselves in the group; in a direct conversation nobody has such a name. */
export function useNicknames(roster: RosterView | undefined): (userId: string) => string {
  const of = roster?.of
  return useCallback((userId: string) => of?.(userId)?.nickname ?? '', [of])
}
