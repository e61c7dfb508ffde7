import type { Store } from './store/store.ts'

/** As many as one `user:get` takes. */
const atOnce = 100

export interface UnknownPeopleHandlers {
  /** Whether there is a link to ask by. */
  linked(): boolean
  /** Asks for these and stores who they are; false where no answer came. */
  ask(ids: string[]): Promise<boolean>
  /** Work nobody waits for. */
  report(work: Promise<unknown>): void
}

/** People whom screens want to show and the store does not know: an id nobody has is asked for once. */
export class UnknownPeople {
  private readonly wanted = new Set<string>()
  private readonly asked = new Set<string>()
  private readonly store: Store
  private readonly handlers: UnknownPeopleHandlers

  constructor(store: Store, handlers: UnknownPeopleHandlers) {
    this.store = store
    this.handlers = handlers
  }

  want(userIds: string[]): void {
    for (const id of userIds) if (!this.asked.has(id) && !this.store.peek('users', id)) this.wanted.add(id)
    this.ask()
  }

  /** Asks for all who are wanted, as soon as there is a link. */
  ask(): void {
    if (!this.handlers.linked()) return
    const all = [...this.wanted]
    this.wanted.clear()
    for (let at = 0; at < all.length; at += atOnce) {
      const ids = all.slice(at, at + atOnce)
      for (const id of ids) this.asked.add(id)
      this.handlers.report(this.handlers.ask(ids).then(answered => answered || this.missed(ids)))
    }
  }

  /** They are asked for with the next link. */
  private missed(ids: string[]): void {
    for (const id of ids) {
      this.asked.delete(id)
      this.wanted.add(id)
    }
  }
}
