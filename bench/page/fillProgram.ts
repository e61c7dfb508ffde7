/** Runs in Chromium on the app's own origin: takes whole histories into the local store, page by page. */
import { Applier } from '#client/apply.ts'
import { databaseName, openIdbKv } from '#client/store/kv-idb.ts'
import { Store } from '#client/store/store.ts'
import type { Message } from '#protocol/entities/message.ts'

const page = 200

export async function fillStore(me: string, conversationIds: string[]): Promise<number> {
  const kv = await openIdbKv(databaseName(me), () => undefined)
  const store = await Store.open(kv)
  const applier = new Applier(store, me)
  let stored = 0
  for (const conversationId of conversationIds) {
    for (let after = 0; ; ) {
      const { messages, reachedEnd } = await history({ conversationId, after, limit: page })
      const last = messages[messages.length - 1]?.seq ?? after
      await applier.history(conversationId, messages, { from: after + 1, to: last })
      stored += messages.length
      after = last
      if (reachedEnd) break
    }
  }
  store.close()
  return stored
}

async function history(input: object): Promise<{ messages: Message[]; reachedEnd: boolean }> {
  const response = await fetch('/api/v1/message/history', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  const answer = await response.json()
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  return answer.data
}

Object.assign(globalThis, { fillStore })
