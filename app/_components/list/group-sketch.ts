'use client'
import { useEffect, useSyncExternalStore } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView, Engine, RosterView } from '#client/types.ts'

/** What a list needs to know of a group's members: the faces of its picture, and names only used in it. */
export interface GroupSketch {
  faces: readonly string[]
  nicknameOf: (userId: string) => string
}

const inPicture = 9
const nobody: GroupSketch = { faces: [], nicknameOf: () => '' }
const sketches = new Map<string, { sketch: GroupSketch; memberCount: number | undefined }>()
const listeners = new Set<() => void>()

/**
 * The sketch of a group; in direct conversations there is nothing to it. Members are read when a group is first
 * shown and when their number changed, not with every row that is drawn: a list may hold thousands.
 */
export function useGroupSketch({ id, scene, memberCount }: ConversationView): GroupSketch {
  const engine = useEngine()
  const read = () => sketches.get(id)?.sketch ?? nobody
  const sketch = useSyncExternalStore(subscribe, read, read)
  const wanted = scene === 'group'
  useEffect(() => {
    const known = sketches.get(id)
    if (!wanted || (known && known.memberCount === memberCount)) return
    return readOnce(engine, id, roster => keepSketch(id, roster, memberCount))
  }, [engine, id, wanted, memberCount])
  return sketch
}

/** Keeps what an open roster shows, for the lists this group is in. */
export function keepSketch(id: string, { members }: RosterView, memberCount: number | undefined): void {
  const faces = members.slice(0, inPicture).map(({ userId }) => userId)
  const nicknames = new Map(
    members.flatMap(({ userId, nickname }) => (nickname === '' ? [] : [[userId, nickname]])),
  )
  const old = sketches.get(id)?.sketch
  const sketch = { faces, nicknames, nicknameOf: (userId: string) => nicknames.get(userId) ?? '' }
  sketches.set(id, { sketch: old && same(old, sketch) ? old : sketch, memberCount })
  for (const listener of listeners) listener()
}

function same(a: GroupSketch & { nicknames?: ReadonlyMap<string, string> }, b: typeof a): boolean {
  if (a.faces.join() !== b.faces.join() || a.nicknames?.size !== b.nicknames?.size) return false
  return [...(a.nicknames ?? [])].every(([id, name]) => b.nicknames?.get(id) === name)
}

/** Calls back as soon as the whole list of members is here, and with what there is until then. */
function readOnce(engine: Engine, id: string, take: (roster: RosterView) => void): () => void {
  const roster = engine.openRoster(id)
  let closed = false
  const close = () => {
    closed = true
    roster.close()
  }
  const look = () => {
    const view = roster.view()
    if (closed || !view.ready) return
    if (view.members.length > 0) take(view)
    if (view.complete) close()
  }
  roster.subscribe(look)
  look()
  return () => {
    if (!closed) close()
  }
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
