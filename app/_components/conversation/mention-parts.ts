import type { Mention } from '#protocol/entities/message.ts'

export interface MentionPart {
  text: string
  /** Whom these words name; undefined for all other words. */
  userId?: string
}

/** A text cut at its mentions. What does not fit the text, or lies in another one, names nobody. */
export function cutAtMentions(text: string, mentions: readonly Mention[] | undefined): MentionPart[] {
  const parts: MentionPart[] = []
  let at = 0
  for (const { userId, offset, length } of [...(mentions ?? [])].sort((a, b) => a.offset - b.offset)) {
    if (offset < at || offset + length > text.length) continue
    if (offset > at) parts.push({ text: text.slice(at, offset) })
    parts.push({ text: text.slice(offset, offset + length), userId })
    at = offset + length
  }
  if (at < text.length) parts.push({ text: text.slice(at) })
  return parts
}
