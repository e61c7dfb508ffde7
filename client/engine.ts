import type { Message } from '#protocol/entities/message.ts'
import type { Answer } from '#protocol/errors.ts'
import type { Input, OperationName, Output } from '#protocol/operations/index.ts'
import type { Hello } from '#protocol/signals.ts'
import { takeAnswer } from './answers.ts'
import { Applier } from './apply.ts'
import { readSignal } from './arrivals.ts'
import { Connection } from './connection.ts'
import { Drafts } from './drafts.ts'
import type { Environment } from './environment.ts'
import { Live } from './live.ts'
import { Outbox } from './outbox.ts'
import { Reads } from './reads.ts'
import { StoredRoster } from './roster.ts'
import { Rosters } from './rosters.ts'
import type { Kv } from './store/kv.ts'
import { blockOf } from './store/schema.ts'
import { Store, type TabChannel } from './store/store.ts'
import { Sync } from './sync.ts'
import { StoredTimeline } from './timeline.ts'
import { type Link, type Transport, unknownOutcome } from './transport/transport.ts'
import type { Engine } from './types.ts'
import { UnknownPeople } from './unknown-people.ts'
import { Views } from './views.ts'

const operationTimeoutMs = 15_000

export interface EngineOptions {
  userId: string
  kv: Kv
  /** Where several tabs share the store. */
  channel?: TabChannel | undefined
  transport: Transport
  env: Environment
}

/** Opens the store and reads what the device knows; `start` then connects. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { userId: me, env, channel } = options
  const store = await Store.open(options.kv, channel)
  const listeners = new Set<() => void>()
  let link: Link | null = null
  let stopped = false
  let told = false
  const offset = store.peek('meta', 'clockOffset')
  let clockOffset = offset && 'clockOffset' in offset ? offset.clockOffset : 0

  const serverNow = () => env.now() + clockOffset
  /** Work nobody waits for: what goes wrong is reported, unless the store is closed under it. */
  const background = (work: Promise<unknown>) =>
    void work.catch(error => {
      if (!stopped) env.report(error)
    })
  const changed = () => {
    if (told || stopped) return
    told = true
    queueMicrotask(() => {
      told = false
      for (const listener of listeners) listener()
    })
  }
  const liveLink = () => (connection.view().state === 'live' ? link : null)

  const applier = new Applier(store, me)
  const views = new Views(store, serverNow)
  const live = new Live(env, liveLink, changed)
  const drafts = new Drafts(store, env, { link: liveLink, serverNow, report: background })
  const outbox = new Outbox(store, env, {
    link: liveLink,
    sent: message => takeMessage(message),
    report: background,
  })
  const reads = new Reads(store, me, env, {
    link: liveLink,
    repair: id => sync.repair(id),
    report: background,
  })
  const rosters = new Rosters(store, applier, env, {
    link: liveLink,
    after: (id, outcome) => sync.after(id, outcome),
    repair: id => sync.repair(id),
    report: background,
  })
  const unknown = new UnknownPeople(store, {
    linked: () => link !== null,
    ask: async ids => (await run('user:get', { ids })).ok,
    report: background,
  })
  const sync = new Sync(store, applier, env, {
    report: background,
    caughtUp(ready) {
      connection.settle(ready)
      live.linked()
      reads.flush()
      drafts.flush()
      unknown.ask()
      background(outbox.drain())
      rosters.linked()
    },
  })
  const connection = new Connection(options.transport, env, {
    hello(ready, hello) {
      link = ready
      noteClock(hello)
      sync.start(ready)
    },
    event: (name, payload) => takeEvent(name, payload),
    lost() {
      link = null
      sync.lost()
      live.lost()
      outbox.lost()
      rosters.lost()
    },
    changed,
    sessionEnded: () => background(wipe()),
  })
  const stopListening = store.subscribe(what => {
    if (views.invalidate(what) || what.length === 0) changed()
  })
  channel?.listen(message => {
    if ((message as { wiped?: true }).wiped) connection.block('session_ended')
  })

  function noteClock(hello: Hello): void {
    clockOffset = hello.time - env.now()
    background(store.write(['meta'], async tx => tx.put('meta', 'clockOffset', { clockOffset })))
  }

  function takeEvent(name: string, payload: unknown): void {
    if (sync.update(name, payload)) {
      const message = name === 'message' ? (payload as { message?: Message }).message : undefined
      if (message) live.endTyping(message.conversationId, message.from)
      return
    }
    if (live.signal(name, payload)) return
    if (name === 'read') {
      const read = readSignal(name, payload)
      if (read) background(applier.peerRead(read.conversationId, read.userId, read.readSeq))
    } else if (name === 'profile') {
      const profile = readSignal(name, payload)
      if (profile) background(applier.users([profile.user]))
    } else if (name === 'session:revoked') {
      background(wipe())
    }
  }

  async function takeMessage(message: Message): Promise<void> {
    sync.after(message.conversationId, await applier.messages(message.conversationId, [message]))
  }

  async function run<N extends OperationName>(name: N, input: Input<N>): Promise<Answer<Output<N>>> {
    if (!link) return unknownOutcome('There is no connection.')
    const answer = await link.request(name, input, operationTimeoutMs)
    if (answer.ok) await takeAnswer(applier, sync, name, input, answer.data)
    return answer
  }

  async function stop(): Promise<void> {
    stopped = true
    stopListening()
    drafts.stop()
    reads.stop()
    connection.stop()
    channel?.close()
    store.close()
  }

  async function wipe(): Promise<void> {
    if (stopped) return
    connection.block('session_ended')
    channel?.post({ wiped: true })
    stopped = true
    drafts.stop()
    reads.stop()
    await store.destroy()
    for (const listener of listeners) listener()
  }

  return {
    userId: me,
    start: () => connection.start(),
    stop,
    connection: () => connection.view(),
    account() {
      const value = store.peek('meta', 'account')
      return value && 'account' in value ? value.account : undefined
    },
    conversations: () => views.conversations(),
    conversation: id => views.conversation(id),
    conversationWith: userId =>
      views.conversations().find(view => view.scene === 'direct' && view.to === userId),
    person: userId => views.person(userId),
    friends: () => views.friends(),
    notices: () => views.notices(),
    unreadNotices: () => views.notices().filter(notice => notice.readAt === null).length,
    totalUnread: () => views.totalUnread(),
    presence: userId => live.presence(userId),
    typing: id => live.typing(id),
    storage: () => store.state,
    unsent: () => outbox.unsent().length,
    serverNow,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    openTimeline: id =>
      new StoredTimeline(store, applier, me, id, {
        history: async where =>
          link
            ? link.request('message:history', where, operationTimeoutMs)
            : unknownOutcome('There is no connection.'),
        repair: () => sync.repair(id),
        report: background,
      }),
    openRoster: id => new StoredRoster(store, rosters, me, id, background),
    async message(id, seq) {
      const block = await store.read(['blocks'], tx => tx.get('blocks', [id, blockOf(seq)]))
      return block?.find(message => message.seq === seq)
    },
    run,
    send: draft => outbox.add(draft),
    resend: idClient => outbox.resend(idClient),
    discard: idClient => outbox.discard(idClient),
    markRead: (id, seq) => reads.mark(id, seq),
    setDraft: (id, draft) => drafts.set(id, draft),
    sendTyping: (id, kind) => live.sendTyping(id, kind),
    watchPresence: ids => live.watch(ids),
    loadUsers: ids => unknown.want(ids),
    retryNow: () => connection.retryNow(),
    exportUnsent: async () => outbox.unsent(),
    wipe,
  }
}
