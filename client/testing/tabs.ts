import type { TabChannel } from '../store/store.ts'

/** Channels between tabs of one browser: what one posts, all others hear a moment later, as a copy. */
export class Tabs {
  private readonly open = new Set<{ hear: (message: unknown) => void }>()

  channel(): TabChannel {
    const listeners: ((message: unknown) => void)[] = []
    const end = {
      hear: (message: unknown) => {
        for (const listener of listeners) listener(message)
      },
    }
    this.open.add(end)
    return {
      post: message => {
        const copy = structuredClone(message)
        for (const other of this.open)
          if (other !== end)
            setImmediate(() => {
              if (this.open.has(other)) other.hear(copy)
            })
      },
      listen: listener => void listeners.push(listener),
      close: () => void this.open.delete(end),
    }
  }
}
