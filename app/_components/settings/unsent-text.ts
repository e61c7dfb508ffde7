import type { SendDraft } from '#client/types.ts'

/** Unsent messages as a text file for people: grouped by conversation, in their order, nothing left out. */
export function unsentText(drafts: readonly SendDraft[], nameOf: (conversationId: string) => string): string {
  const groups = new Map<string, string[]>()
  for (const { conversationId, text } of drafts) {
    const group = groups.get(conversationId)
    if (group) group.push(text)
    else groups.set(conversationId, [text])
  }
  return [...groups].map(([id, texts]) => `== ${nameOf(id)} ==\n\n${texts.join('\n\n')}\n`).join('\n')
}
