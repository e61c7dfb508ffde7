import type { Message } from '#protocol/entities/message.ts'
import { ada, idOf, me } from './people.ts'

/** A message of Ada to me, with what a test cares about. */
export function messageOf(fields: Partial<Message> = {}): Message {
  const seq = fields.seq ?? 1
  return {
    id: idOf(10_000 + seq),
    conversationId: idOf(500),
    idClient: `row-${seq}`,
    seq,
    rev: seq,
    scene: 'direct',
    type: 'text',
    from: ada,
    to: fields.from === me ? ada : me,
    time: 1_700_000_000_000 + seq * 1000,
    content: { text: `message ${seq}` },
    ...fields,
  }
}
