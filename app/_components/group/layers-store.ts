'use client'
import { create } from 'zustand'

/** The dialog about groups that is open over whichever screen: at most one. */
export type GroupLayer = { kind: 'new' } | { kind: 'add'; conversationId: string }

export const useGroupLayers = create<{ layer: GroupLayer | null }>(() => ({ layer: null }))

/** Opens "New group". */
export const openNewGroup = (): void => useGroupLayers.setState({ layer: { kind: 'new' } })

/** Opens "Add people" for a group. */
export const openAddPeople = (conversationId: string): void =>
  useGroupLayers.setState({ layer: { kind: 'add', conversationId } })

export const closeGroupLayer = (): void => useGroupLayers.setState({ layer: null })
