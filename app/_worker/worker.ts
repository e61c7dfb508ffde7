/**
 * The service worker: the app opens without a network. It keeps the files of one build and one document, the shell,
 * which is the same on every path of the signed-in app. No answer of the API, no page of the door, nothing anybody
 * said ever gets into its caches; and once somebody signs out, nothing at all does (I20).
 */
import { NetworkFirst, type PrecacheEntry, Serwist } from 'serwist'
import { isAppPath } from '#app/_components/shell/screens.ts'
import { FORGET } from './messages.ts'

declare const self: ServiceWorkerGlobalScope
/** The files of this build, and a name for them all; put in by scripts/build.mjs. */
declare const BUILD_FILES: PrecacheEntry[]
declare const BUILD_NAME: string

const shellPath = '/conversations'
const shellCaches = 'kith-shell-'
const shellCache = shellCaches + BUILD_NAME
/** A server that has not answered by then is taken for away; what it says later is kept for the next time. */
const patienceSeconds = 3

const files = new Set(BUILD_FILES.map(({ url }) => url))

/** From here on nothing is written. Holds as long as this worker lives, and its registration ends with it. */
let forgotten = false
const writing = new Set<Promise<unknown>>()

const serwist = new Serwist({
  precacheEntries: BUILD_FILES,
  precacheOptions: {
    cacheName: 'kith-files',
    plugins: [{ cacheWillUpdate: async ({ response }) => (response.ok && !forgotten ? response : null) }],
  },
})

const shell = new NetworkFirst({
  cacheName: shellCache,
  networkTimeoutSeconds: patienceSeconds,
  matchOptions: { ignoreVary: true },
  plugins: [
    {
      cacheKeyWillBeUsed: async () => shellPath,
      async cacheWillUpdate({ response }) {
        // Sent elsewhere: nobody is signed in here any more, and the shell was somebody's.
        if (response.type === 'opaqueredirect') await caches.delete(shellCache)
        return !forgotten && (await isWhole(response)) ? response : null
      },
      async fetchDidSucceed({ response }) {
        // The answer of a proxy whose server is away is as good as none.
        if (response.status >= 500 && (await caches.has(shellCache))) throw new Error('the server is away')
        return response
      },
    },
  ],
})

/** A document is worth keeping only if every file it needs is kept too: another build's would open as a blank page. */
async function isWhole(response: Response): Promise<boolean> {
  if (!response.ok || response.redirected) return false
  const wanted = (await response.clone().text()).match(/\/_next\/static\/[\w./~-]+\.(js|css)/g) ?? []
  return wanted.length > 0 && wanted.every(file => files.has(file))
}

/** With the document that belongs to its files, a new version is as ready for no network as the one before. */
async function keepShell(): Promise<void> {
  const request = new Request(shellPath, { redirect: 'manual', cache: 'no-store' })
  const response = await fetch(request).catch(() => null)
  if (!response || !(await isWhole(response)) || forgotten) return
  await (await caches.open(shellCache)).put(shellPath, response)
}

async function dropOlderShells(): Promise<void> {
  const names = await caches.keys()
  const older = names.filter(name => name.startsWith(shellCaches) && name !== shellCache)
  await Promise.all(older.map(name => caches.delete(name)))
}

async function forget(port: MessagePort | undefined): Promise<void> {
  forgotten = true
  await Promise.allSettled(writing)
  for (const name of await caches.keys()) await caches.delete(name)
  port?.postMessage(null)
}

function track<T>(work: Promise<T>): Promise<T> {
  writing.add(work)
  const done = () => void writing.delete(work)
  work.then(done, done)
  return work
}

self.addEventListener('install', event => {
  event.waitUntil(track(serwist.handleInstall(event).then(keepShell)))
})

self.addEventListener('activate', event => {
  event.waitUntil(Promise.all([serwist.handleActivate(event), dropOlderShells(), self.clients.claim()]))
})

self.addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  if (request.mode !== 'navigate') return serwist.handleFetch(event)
  if (forgotten || request.method !== 'GET' || url.origin !== location.origin || !isAppPath(url.pathname))
    return
  const [response, done] = shell.handleAll({ event, request, url })
  event.respondWith(response)
  void track(done)
})

self.addEventListener('message', event => {
  if (event.data?.type === FORGET) event.waitUntil(forget(event.ports[0]))
})
