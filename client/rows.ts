import type { Message } from '#protocol/entities/message.ts'
import type { OutboxItem } from './store/schema.ts'
import type { TimelineRow } from './types.ts'

/** The lines of a timeline, made of messages and of what waits in the outbox; each keeps its identity while it does not change. */
export class Rows {
  private made = new Map<string, TimelineRow>()
  private readonly me: string

  constructor(me: string) {
    this.me = me
  }

  /** `waiting` stands behind all messages, as far as it is not among them. */
  make(messages: readonly Message[], waiting: readonly OutboxItem[]): TimelineRow[] {
    const rows = messages.map(message => this.messageRow(message))
    const settled = new Set(rows.map(row => row.key))
    const unsettled = waiting.filter(item => !settled.has(item.idClient)).sort((a, b) => a.order - b.order)
    rows.push(...unsettled.map(item => this.outgoingRow(item)))
    this.made = new Map(rows.map(row => [row.key, row]))
    return rows
  }

  private messageRow(message: Message): TimelineRow {
    // An idClient is single only among the messages of one sender.
    const key = message.from === this.me ? message.idClient : message.id
    const old = this.made.get(key)
    if (old?.kind === 'message' && old.message.rev === message.rev) return old
    return { kind: 'message', key, message, flow: message.from === this.me ? 'out' : 'in' }
  }

  private outgoingRow({ idClient, request, status, error, retryAt, time }: OutboxItem): TimelineRow {
    const old = this.made.get(idClient)
    if (old?.kind === 'outgoing' && old.status === status && old.error === error) return old
    const text = request.type === 'text' ? request.content.text : ''
    const { mentions, replyTo } = request
    return {
      kind: 'outgoing',
      key: idClient,
      idClient,
      text,
      mentions,
      replyTo,
      time,
      status,
      error,
      retryAt,
    }
  }
}
