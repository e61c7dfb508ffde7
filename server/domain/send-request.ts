/** What can be said of a send before anybody asks the database: its size, its offsets, and what it is, for repeats. */
import { hash } from 'node:crypto'
import type { SendInput } from '#protocol/entities/message.ts'
import type { Limits } from '#protocol/limits.ts'
import { badRequest, Refusal } from './refusal.ts'

/** The same for every sending of the same message: whatever a client asked for, without how it came here. */
export interface FrozenRequest {
  /** SHA-256, hex. */
  hash: string
}

/** @returns the request's identity, or why it can never be taken */
export function freezeRequest(input: SendInput, limits: Limits): FrozenRequest | Refusal {
  const { conversationId, type, content, custom, replyTo, mentions } = input
  const said = canonical({ conversationId, type, content, custom, replyTo, mentions })
  if (Buffer.byteLength(said) > limits.messageBytes) {
    return new Refusal(
      'TOO_LARGE',
      `A message has at most ${limits.messageBytes} bytes, everything included.`,
    )
  }
  const text = input.type === 'text' ? input.content.text : ''
  const tooLong = refuseLongText(text, limits)
  if (tooLong) return tooLong
  if (mentions?.some(mention => mention.offset + mention.length > text.length)) {
    return badRequest('A mention lies outside the text.')
  }
  return { hash: hash('sha256', said, 'hex') }
}

/** Why this text is too long to be sent here, or null. The limit is a setting, so no schema has it. */
export function refuseLongText(text: string, { messageChars }: Limits): Refusal | null {
  if (text.length <= messageChars) return null
  return new Refusal('TOO_LARGE', `"content.text" must have at most ${messageChars} characters.`, {
    details: { field: 'content.text' },
  })
}

/** JSON with sorted keys: two encodings of one request give one string. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
