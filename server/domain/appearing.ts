/** Who appears in rows: an answer carries these people beside them, so that a screen can name them at once. */
import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Message } from '#protocol/entities/message.ts'

/** Sender, mentioned, the one who recalled, and whom a line of the server speaks of. */
export function peopleOfMessage(message: Message): string[] {
  const { from, recalledBy, mentions = [], content } = message
  const people = [from, ...mentions.map(mention => mention.userId)]
  if (recalledBy) people.push(recalledBy)
  if (message.type === 'notification' && content) {
    const { actor, targets } = content
    if (typeof actor === 'string') people.push(actor)
    if (Array.isArray(targets)) people.push(...targets.filter(target => typeof target === 'string'))
  }
  return people
}

export function peopleOfConversation({ scene, to, lastMsg }: Conversation): string[] {
  return [...(scene === 'direct' ? [to] : []), ...(lastMsg ? peopleOfMessage(lastMsg) : [])]
}
