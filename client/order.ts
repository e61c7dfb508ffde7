import type { WriteTx } from './store/kv.ts'

/** The next free place at the end of the outbox. */
export async function nextOrder(tx: WriteTx): Promise<number> {
  const value = await tx.get('meta', 'order')
  return value && 'order' in value ? value.order : 1
}
