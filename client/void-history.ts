import { nextOrder } from './order.ts'
import type { WriteTx } from './store/kv.ts'
import { noGroup } from './store/schema.ts'

/**
 * Another epoch began: seq and rev of the old one mean nothing. Outbox and drafts stay, always.
 * @param restoredTo the moment the database went back to; own messages written since are given back to their author
 */
export async function voidHistory(tx: WriteTx, me: string, restoredTo: number | undefined): Promise<void> {
  if (restoredTo !== undefined) await keepLostMessages(tx, me, restoredTo)
  tx.clear('blocks')
  tx.clear('members')
  tx.delete('meta', 'account')
  tx.clear('notices')
  tx.clear('friends')
  for (const state of await tx.getAll('conversations')) {
    // The other one's position was in the old history too.
    const { peerReadSeq: _void, ...rest } = state.row
    const row = {
      ...rest,
      readSeq: 0,
      clearSeq: 0,
      userRev: 0,
      rev: 0,
      seq: 0,
      unread: 0,
      mentions: 0,
      lastMsg: null,
    }
    tx.put('conversations', state.id, {
      ...state,
      ...noGroup,
      rosterBreaks: state.rosterBreaks + 1,
      row: { ...row, countSeq: 0 },
      rev: 0,
      seq: 0,
      headRev: 0,
      ranges: [],
      jumps: state.jumps + 1,
      countRev: 0,
      countableSeq: 0,
      readTo: 0,
      recount: false,
    })
  }
}

/** Own messages the restored server never had go back to the outbox as failed: their author decides (I23). */
async function keepLostMessages(tx: WriteTx, me: string, restoredTo: number): Promise<void> {
  let order = await nextOrder(tx)
  for (const block of await tx.getAll('blocks')) {
    for (const message of block) {
      const text = message.content?.text
      if (message.from !== me || message.time <= restoredTo || message.type !== 'text') continue
      if (message.recalledAt !== undefined || typeof text !== 'string') continue
      const { conversationId, idClient, replyTo, mentions, custom } = message
      tx.put('outbox', idClient, {
        idClient,
        conversationId,
        order: order++,
        time: message.time,
        request: {
          conversationId,
          idClient,
          type: 'text',
          content: { text },
          ...(replyTo && { replyTo }),
          ...(mentions && { mentions }),
          ...(custom !== undefined && { custom: custom as never }),
        },
        status: 'fail',
        error: { code: 'GONE', message: 'Lost by a restore.', details: { reason: 'lost_by_restore' } },
        attempts: 0,
        triedMs: 0,
      })
    }
  }
  tx.put('meta', 'order', { order })
}
