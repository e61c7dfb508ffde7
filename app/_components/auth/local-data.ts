/** What a browser keeps of the people who used it, and how it is cleared away (I20). */
import { FORGET } from '#app/_worker/messages.ts'
import { deleteStores } from '#client/store/leftovers.ts'
import { LANGUAGE_KEY } from '../i18n/languages.ts'
import { THEME_KEY } from '../theme/theme-key.ts'

/** A worker answers at once, or it is too busy to be waited for. */
const workerPatienceMs = 1000

const kept: ReadonlySet<string> = new Set([THEME_KEY, LANGUAGE_KEY])

/**
 * Deletes every store, cache and setting of whoever was signed in here, and unregisters the service worker. Theme and
 * language stay: they say nothing about anybody.
 */
export async function clearLocalData(): Promise<void> {
  await Promise.all([deleteStores(null), forgetOfflineShell()])
  clearStorage('localStorage')
  clearStorage('sessionStorage')
}

/** Somebody has signed in: what others left behind in this browser goes, unsent messages included. */
export async function clearOthersData(userId: string): Promise<void> {
  await deleteStores(userId)
}

/**
 * Ends the service worker and deletes what it kept: from now on pages come from the server or not at all. Also for a
 * page that only the signed out can see, whatever became of the session.
 */
export async function forgetOfflineShell(): Promise<void> {
  await endWorkers()
  // Not there without TLS, and refused in some private modes: then there is nothing in it either.
  if (!('caches' in window)) return
  const names = await caches.keys().catch(() => [])
  await Promise.all(names.map(name => caches.delete(name)))
}

async function endWorkers() {
  if (!('serviceWorker' in navigator)) return
  const registrations = await navigator.serviceWorker.getRegistrations().catch(() => [])
  const ends = registrations.flatMap(registration => [
    // A browser ends a registration behind the installation that is under way; whoever is told to forget stores
    // nothing by then, so nobody has to look on.
    Promise.race([registration.unregister(), afterPatience()]),
    // An ended worker lives on as long as a page that it serves, and could fill again what is deleted here.
    ...[registration.installing, registration.waiting, registration.active].map(forgetting),
  ])
  await Promise.all(ends)
}

const afterPatience = () => new Promise<void>(resolve => setTimeout(resolve, workerPatienceMs))

/** A worker that is gone before it answers has forgotten everything as well. */
function forgetting(worker: ServiceWorker | null): Promise<void> | undefined {
  if (!worker || worker.state === 'redundant') return undefined
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve()
    worker.addEventListener('statechange', () => worker.state === 'redundant' && resolve())
    setTimeout(resolve, workerPatienceMs)
    worker.postMessage({ type: FORGET }, [port2])
  })
}

function clearStorage(name: 'localStorage' | 'sessionStorage') {
  try {
    const storage = window[name]
    for (const key of Object.keys(storage)) if (!kept.has(key)) storage.removeItem(key)
  } catch {
    // Refused by the browser's settings, so nothing was ever written there.
  }
}
