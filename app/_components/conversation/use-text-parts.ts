'use client'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { TextPart } from './links.ts'

type FindLinks = typeof import('./links.ts').findLinks

let findLinks: FindLinks | null = null
let loading = false
const listeners = new Set<() => void>()

/** Fetched with the first text that may hold a link; until then, and offline, such a text is plain. */
function load() {
  if (findLinks || loading) return
  loading = true
  import('./links.ts').then(
    module => {
      findLinks = module.findLinks
      for (const listener of listeners) listener()
    },
    () => {
      loading = false
    },
  )
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A cheap look whether there can be any, so that most messages never ask. */
export const mayHaveLinks = (text: string): boolean => /:\/\/|www\.|\S@\S|[^\s.]\.[^\s.]/.test(text)

/** A text as parts, of which some are links; null while it is only text. */
export function useTextParts(text: string): TextPart[] | null {
  const possible = useMemo(() => mayHaveLinks(text), [text])
  const find = useSyncExternalStore(
    subscribe,
    () => findLinks,
    () => null,
  )
  useEffect(() => {
    if (possible) load()
  }, [possible])
  return useMemo(() => (possible && find ? find(text) : null), [possible, find, text])
}
