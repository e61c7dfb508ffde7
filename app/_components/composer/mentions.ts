/**
 * Mentions in a text being written: ranges that keep their place while the words around them change, and that live
 * and die as one. Offsets count UTF-16 units, as strings do.
 */
import type { Mention } from '#protocol/entities/message.ts'

export interface Written {
  text: string
  mentions: Mention[]
}

export interface Edited extends Written {
  /** Where the caret belongs, where the text is not the one the browser made. */
  caret: number | null
}

const end = ({ offset, length }: Mention) => offset + length

/**
 * The text after an edit by the browser, with the mentions where they are now. A mention somebody deletes a part of
 * goes whole; one that is written into is plain text from then on.
 * @param caret where it stands after the edit: tells apart edits that leave the same text
 * @param composing an input method is at work, which loses its place when the text changes under it
 */
export function afterEdit(before: Written, text: string, caret: number, composing: boolean): Edited {
  if (before.mentions.length === 0) return { text, mentions: before.mentions, caret: null }
  const { from, to, inserted } = difference(before.text, text, caret)
  const touched = before.mentions.filter(mention => mention.offset < to && end(mention) > from)
  const written = inserted > 0 && from === to
  const within = before.mentions.find(mention => mention.offset < from && end(mention) > from)
  const lost = new Set(written && within ? [within] : touched)
  const cutFrom = Math.min(from, ...touched.map(({ offset }) => offset))
  const cutTo = Math.max(to, ...touched.map(end))
  const whole = composing || touched.length === 0 || written || (cutFrom === from && cutTo === to)
  const [start, stop] = whole ? [from, to] : [cutFrom, cutTo]
  const added = text.slice(from, from + inserted)
  const by = added.length - (stop - start)
  return {
    text: before.text.slice(0, start) + added + before.text.slice(stop),
    mentions: before.mentions
      .filter(mention => !lost.has(mention))
      .map(mention => (mention.offset >= stop ? { ...mention, offset: mention.offset + by } : mention)),
    caret: whole ? null : start + added.length,
  }
}

/** What was between `from` and `to` is now that many characters. */
function difference(before: string, after: string, caret: number) {
  const most = Math.min(before.length, after.length)
  let behind = Math.min(most, after.length - caret)
  // What the caret stands before is the same as it was, unless something else than typing changed the text.
  if (before.slice(before.length - behind) !== after.slice(after.length - behind)) {
    behind = 0
    while (behind < most && before.at(-1 - behind) === after.at(-1 - behind)) behind++
  }
  let from = 0
  while (from < most - behind && before[from] === after[from]) from++
  return { from, to: before.length - behind, inserted: after.length - behind - from }
}

export interface MentionQuery {
  /** Where the @ stands. */
  from: number
  to: number
  text: string
}

// A name is called at the beginning of a word. Chinese, Japanese and Korean put no space before one.
const called =
  /(?:^|[\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Ps}\u3000-\u303f\uff00-\uffef])([@＠])([^\s@＠]{0,32})$/u

/** What somebody types behind an @, where the caret is; null where it calls nobody. */
export function mentionQuery({ text, mentions }: Written, caret: number): MentionQuery | null {
  const start = Math.max(0, caret - 36)
  const found = called.exec(text.slice(start, caret))
  if (!found) return null
  const query = found[2] ?? ''
  const from = caret - query.length - 1
  if (mentions.some(mention => mention.offset <= from && end(mention) > from)) return null
  return { from, to: caret, text: query }
}

/** The text with somebody named in the place of what was typed. */
export function withMention(
  { text, mentions }: Written,
  { from, to }: MentionQuery,
  userId: string,
  name: string,
): Written & { caret: number } {
  const words = `@${name}`
  const rest = text.slice(to)
  const gap = /^\s/.test(rest) ? '' : ' '
  const by = words.length + gap.length - (to - from)
  return {
    text: text.slice(0, from) + words + gap + rest,
    mentions: [
      ...mentions.map(mention =>
        mention.offset >= to ? { ...mention, offset: mention.offset + by } : mention,
      ),
      { userId, offset: from, length: words.length },
    ].sort((a, b) => a.offset - b.offset),
    caret: from + words.length + 1,
  }
}

/** The mention that a press of Backspace or Delete would break. */
export function mentionAt(mentions: readonly Mention[], caret: number, key: string): Mention | undefined {
  if (key === 'Backspace') return mentions.find(mention => mention.offset < caret && end(mention) >= caret)
  if (key === 'Delete') return mentions.find(mention => mention.offset <= caret && end(mention) > caret)
  return undefined
}

/** The mentions inside one of the parts that a text is sent as, counted from its beginning. */
export function mentionsWithin(mentions: readonly Mention[], from: number, length: number): Mention[] {
  return mentions
    .filter(mention => mention.offset >= from && end(mention) <= from + length)
    .map(mention => ({ ...mention, offset: mention.offset - from }))
}
