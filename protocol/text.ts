/**
 * Cleaning of text that people show to others. Display names, remarks and the like lose what would let one
 * person imitate another or break a line of the screen (reliability.md 4.3); message text keeps everything but
 * what no store can hold.
 */

// C0/C1 controls, zero-width and joining characters, bidi marks and isolates, tag characters, BOM.
const invisible =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2028-\u202f\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff]|\u{e0000}|[\u{e0001}-\u{e007f}]/gu
const loneSurrogate = /\p{Cs}/gu
/** More combining marks than any script stacks on one letter: they would be painted over neighbouring rows. */
const stackedMarks = /(\p{M}{4})\p{M}+/gu

/** A name as it is stored: NFC, no invisible or direction-changing characters, single spaces, trimmed. */
export function cleanName(text: string): string {
  return text
    .normalize('NFC')
    .replace(loneSurrogate, '')
    .replace(invisible, char => (/[\t\n\r\u2028\u2029\u202f]/.test(char) ? ' ' : ''))
    .replace(stackedMarks, '$1')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** Several lines (a bio, a greeting): as `cleanName`, but line breaks stay. */
export function cleanLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').split('\n').map(cleanName).join('\n').trim()
}

/** True where a message text can be stored as it is: Postgres has no place for NUL, UTF-8 none for half a pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.search(loneSurrogate) === -1
}

/** The same for every string and key of a JSON value. */
export function isStorableJson(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value)
  if (Array.isArray(value)) return value.every(isStorableJson)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorableJson(inner))
}

/** True where a reader would see nothing at all. */
export function isBlank(text: string): boolean {
  return text.replace(invisible, '').replace(/\s/gu, '') === ''
}

/** True where a name of a person can be stored under this limit, after cleaning. */
export function isName(text: string, max: number): boolean {
  const clean = text.length <= max * 4 ? cleanName(text) : text
  return clean.length <= max && !isBlank(clean)
}

/** What a user name is made of. */
export const usernameCharacters = /^[a-z0-9_.-]+$/i

/** A user name as it is compared: they are ASCII, so lower case is enough. */
export function usernameKey(username: string): string {
  return username.toLowerCase()
}
