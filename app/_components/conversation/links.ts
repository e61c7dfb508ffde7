/**
 * Links in a text: http, https and mail only, found by linkify-it, cut at punctuation that Chinese puts right
 * behind an address. The text is never changed; what is not a link stays text.
 */
import { LinkifyIt } from 'linkify-it'

export interface TextPart {
  text: string
  /** Where it leads, for a link. */
  href?: string
}

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: false })
linkify.add('ftp:', null)
linkify.add('//', null)

// Where an address ends or begins although no space says so: full-width punctuation and brackets, and a beginning
// right behind a Han character. Han characters themselves may well be part of a path.
const borders =
  /(?=[\u3000-\u3004\u3008-\u301f\u2018-\u201f\u2026\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\uff5b-\uff65])|(?<=[^\p{ASCII}])(?=https?:\/\/|www\.|[\w.+-]{1,64}@)/iu

export function findLinks(text: string): TextPart[] {
  const parts: TextPart[] = []
  let plain = ''
  for (const stretch of text.split(borders)) {
    let at = 0
    for (const match of linkify.match(stretch) ?? []) {
      const href = hrefOf(match.schema, match.url)
      if (href === null) continue
      plain += stretch.slice(at, match.index)
      if (plain !== '') parts.push({ text: plain })
      plain = ''
      parts.push({ text: match.raw, href })
      at = match.lastIndex
    }
    plain += stretch.slice(at)
  }
  if (plain !== '') parts.push({ text: plain })
  return parts
}

/** Without a scheme it is meant to be the safe one. */
function hrefOf(schema: string, found: string): string | null {
  const url = schema === '' ? found.replace(/^http:/, 'https:') : found
  if (!URL.canParse(url)) return null
  return ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol) ? url : null
}
