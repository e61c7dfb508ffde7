import { createEngine } from './engine.ts'
import type { Environment } from './environment.ts'
import { databaseName, openIdbKv } from './store/kv-idb.ts'
import { openMemoryKv } from './store/kv-memory.ts'
import type { TabChannel } from './store/store.ts'
import { socketTransport } from './transport/socket.ts'
import type { Engine } from './types.ts'

/** The engine of a page: IndexedDB named after the person, the session cookie, Web Locks and a channel between tabs. */
export async function createBrowserEngine(options: { userId: string; sessionId: string }): Promise<Engine> {
  const name = databaseName(options.userId)
  const kv = await openStore(name)
  const channel = 'BroadcastChannel' in globalThis ? tabChannel(name) : undefined
  return createEngine({
    userId: options.userId,
    kv,
    channel: kv.kind === 'disk' ? channel : undefined,
    transport: socketTransport({ deviceId: options.sessionId }),
    env: browserEnvironment(name),
  })
}

/** A store that cannot be opened is tried again once; after that the page works from memory and says so. */
async function openStore(name: string) {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      // A newer program wants to change the store: this page would only hold it up.
      return await openIdbKv(name, () => location.reload())
    } catch (error) {
      if (attempt > 0) reportError(error)
    }
  }
  return openMemoryKv()
}

function tabChannel(name: string): TabChannel {
  const channel = new BroadcastChannel(name)
  const listeners: ((message: unknown) => void)[] = []
  channel.onmessage = event => {
    for (const listener of listeners) listener(event.data)
  }
  return {
    post: message => channel.postMessage(message),
    listen: listener => void listeners.push(listener),
    close: () => channel.close(),
  }
}

function browserEnvironment(name: string): Environment {
  // Without Web Locks (plain http on a LAN has none) each tab takes turns with itself only: the server's idClient
  // keeps a message sent by two tabs single.
  const turns = new Map<string, Promise<void>>()
  return {
    now: Date.now,
    random: Math.random,
    setTimer(run, ms) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    isOnline: () => navigator.onLine,
    onWake(listener) {
      const online = () => listener('online')
      const visible = () => {
        if (document.visibilityState === 'visible') listener('visible')
      }
      addEventListener('online', online)
      document.addEventListener('visibilitychange', visible)
      return () => {
        removeEventListener('online', online)
        document.removeEventListener('visibilitychange', visible)
      }
    },
    report: error => reportError(error),
    async exclusive(lock, work) {
      if (navigator.locks) return navigator.locks.request(`${name}-${lock}`, work)
      const turn = (turns.get(lock) ?? Promise.resolve()).then(work, work)
      turns.set(lock, turn)
      return turn
    },
  }
}
