'use client'
/**
 * Has the service worker (app/_worker) keep the app, so that it opens without a network. Only in production, where the
 * files of a page never change, and only for whoever is signed in; auth/local-data.ts undoes it.
 */
import { useEffect } from 'react'
import { TAKE_OVER } from '#app/_worker/messages.ts'
import { useT } from '../i18n/use-t.ts'
import { toast } from '../ui/toast.ts'

const lookEveryMs = 60 * 60_000

export function useOfflineShell(): void {
  const t = useT('common.update')
  useEffect(() => {
    // Not there without TLS.
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return
    return whenIdle(stopped => {
      const announce = (registration: ServiceWorkerRegistration) =>
        toast({
          id: 'new-version',
          title: t('title'),
          action: { label: t('action'), onSelect: () => reloadInto(registration) },
          forMs: 0,
        })
      keepOffline(announce, stopped).catch(() => {
        // Refused in some private modes: Kith then needs the network to open, like any page.
      })
    })
  }, [t])
}

/** Not in the way of the first picture. */
function whenIdle(run: (stopped: AbortSignal) => void): () => void {
  const stop = new AbortController()
  const start = () => {
    if (!stop.signal.aborted) run(stop.signal)
  }
  // Safari has no idle callback.
  if ('requestIdleCallback' in window) requestIdleCallback(start, { timeout: 5000 })
  else setTimeout(start, 2000)
  return () => stop.abort()
}

async function keepOffline(
  announce: (registration: ServiceWorkerRegistration) => void,
  stopped: AbortSignal,
): Promise<void> {
  const known = await navigator.serviceWorker.getRegistration()
  // A worker without its files, which the browser or somebody has deleted, starts over.
  if (known?.active && (await caches.keys()).length === 0) await known.unregister()
  const registration = await navigator.serviceWorker.register('/worker.js')
  if (stopped.aborted) return

  // A worker that waits beside one that works is a newer version.
  const look = () => {
    if (registration.waiting && registration.active) announce(registration)
  }
  look()
  registration.addEventListener(
    'updatefound',
    () => registration.installing?.addEventListener('statechange', look, { signal: stopped }),
    { signal: stopped },
  )

  let looked = Date.now()
  const ask = () => {
    if (document.visibilityState !== 'visible' || Date.now() - looked < lookEveryMs) return
    looked = Date.now()
    // Offline, or signed out meanwhile: there is nothing to find.
    registration.update().catch(() => undefined)
  }
  document.addEventListener('visibilitychange', ask, { signal: stopped })
}

/** Another tab may have let the new version in already; then all there is to do is to load its page. */
function reloadInto({ waiting }: ServiceWorkerRegistration): void {
  const reload = () => location.reload()
  navigator.serviceWorker.addEventListener('controllerchange', reload, { once: true })
  if (waiting) waiting.postMessage({ type: TAKE_OVER })
  else reload()
}
