/** Where somebody is taken who asked for nothing else. */
export const HOME = '/conversations'

// C0 controls: browsers strip tab, CR and LF out of a URL before they read it.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unsafe = /[\u0000-\u0020\u007f\\]/

/**
 * The path to go on to after signing in (`next`, `callbackUrl`): one of this server's own pages, or `HOME`. A link
 * may carry anything here, so whatever could be read as another origin is refused, also where it only becomes one
 * after decoding or after `..` is resolved (reliability.md 4.3).
 */
export function safePath(wanted: unknown, fallback: string = HOME): string {
  if (typeof wanted !== 'string' || wanted.length > 2000 || !isOwnPath(wanted)) return fallback
  const { pathname, search, hash } = new URL(wanted, base)
  const path = pathname + search + hash
  return isOwnPath(path) && !/^\/(api|sign-in|sign-up)(\/|\?|#|$)/.test(path) ? path : fallback
}

const base = 'http://own.invalid'

function isOwnPath(path: string): boolean {
  for (let text = path, round = 0; round < 4; round++) {
    if (!text.startsWith('/') || text.startsWith('//') || unsafe.test(text)) return false
    if (new URL(text, base).origin !== base || new URL(text, base).pathname.startsWith('//')) return false
    const plain = decoded(text)
    if (plain === null) return false
    if (plain === text) return true
    text = plain
  }
  // Encoded more often than any page of ours has reason to.
  return false
}

/** Only the path is decoded again by anybody on the way; a query may well hold encoded spaces or slashes. */
function decoded(text: string): string | null {
  const end = text.search(/[?#]/)
  const path = end === -1 ? text : text.slice(0, end)
  try {
    return decodeURIComponent(path) + (end === -1 ? '' : text.slice(end))
  } catch {
    return null
  }
}
