import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Message } from '#protocol/entities/message.ts'

/** Rows as the server sends them, made where no server is. Words of different lengths, as people write. */
const words = 'See you at the lake at half past seven, bring the blue boat and something warm to drink. '

export function messageRow(conversationId: string, people: [string, string], seq: number): Message {
  const [from, to] = seq % 3 === 0 ? people : [people[1], people[0]]
  return {
    id: uuidOf(seq),
    conversationId,
    idClient: `${conversationId}-${seq}`,
    seq,
    rev: seq,
    scene: 'direct',
    type: 'text',
    from,
    to,
    time: 1_790_000_000_000 + seq * 1000,
    content: { text: words.slice(0, 20 + ((seq * 7) % 70)) },
  }
}

export function conversationRow(id: string, [me, other]: [string, string], messages: number): Conversation {
  return {
    id,
    scene: 'direct',
    to: other,
    updateTime: 1_790_000_000_000,
    unread: 0,
    mentions: 0,
    countSeq: messages,
    lastMsg: messageRow(id, [me, other], messages),
    custom: null,
    readSeq: messages,
    clearSeq: 0,
    pinned: false,
    notify: 'all',
    notifyUntil: null,
    hiddenSeq: null,
    markedUnread: false,
    draft: null,
    visible: [{ from: 1, to: null }],
    leaveRev: null,
    rev: messages,
    seq: messages,
    userRev: 1,
  }
}

export function uuidOf(number: number): string {
  return `019a0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}
