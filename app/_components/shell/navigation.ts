'use client'
/**
 * Moving between the screens of the signed-in app: real history entries and real addresses, but no request to the
 * server, so that it is instant and works offline. No router of Next's is involved, nor loaded.
 */
import { type ComponentProps, createElement, type MouseEvent, useSyncExternalStore } from 'react'

/** How many entries of this app lie behind the present one; kept in the entry itself, so it survives a reload. */
function depth(): number {
  const state: unknown = history.state
  const known = typeof state === 'object' && state !== null && 'depth' in state ? state.depth : 0
  return typeof known === 'number' ? known : 0
}

export function navigate(path: string, options: { replace?: boolean } = {}): void {
  if (path === location.pathname + location.search) return
  if (options.replace) history.replaceState({ depth: depth() }, '', path)
  else history.pushState({ depth: depth() + 1 }, '', path)
  for (const listener of listeners) listener()
}

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('popstate', listener)
  }
}

/** The path of the page. The server draws nothing that asks for it. */
export const usePath = (): string =>
  useSyncExternalStore(
    subscribe,
    () => location.pathname,
    () => '/',
  )

/** One parameter of the page's query, null where it has none. */
export const useQuery = (name: string): string | null =>
  useSyncExternalStore(
    subscribe,
    () => new URLSearchParams(location.search).get(name),
    () => null,
  )

/** One step back inside the app; where there is none (a deep link), to the screen above. */
export function goBack(above: string): void {
  if (depth() > 0) history.back()
  else navigate(above, { replace: true })
}

export interface AppLinkProps extends ComponentProps<'a'> {
  href: string
  /** Takes the place of the present entry. */
  replace?: boolean
}

/** A real link: opens in a new tab as any other, and without the server in this one. */
export function AppLink({ replace = false, onClick, ...rest }: AppLinkProps) {
  return createElement('a', {
    ...rest,
    onClick: (event: MouseEvent<HTMLAnchorElement>) => {
      onClick?.(event)
      if (event.defaultPrevented || event.button !== 0) return
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || rest.target) return
      event.preventDefault()
      navigate(rest.href, { replace })
    },
  })
}
