import { isBlank } from '#protocol/text.ts'

/**
 * One text as the messages it is sent as: cut at the end of a paragraph, else of a line, a sentence, a word, and
 * never through a character. Nothing but white space at the cuts is lost.
 */
export function splitText(text: string, max: number): string[] {
  const parts: string[] = []
  let rest = trimEnds(text)
  while (rest.length > max) {
    const cut = cutAt(rest, max)
    const part = trimEnds(rest.slice(0, cut))
    if (!isBlank(part)) parts.push(part)
    rest = trimEnds(rest.slice(cut))
  }
  if (!isBlank(rest)) parts.push(rest)
  return parts
}

/** Blank lines before and white space after; the first line keeps its indentation. */
function trimEnds(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()
}

const borders = [/\n[^\S\n]*\n/g, /\n/g, /[.!?…。！？]["'”’」』)）]*\s?/g, /\s/g, /[,;:，；：、]/g]

/** The best place to cut within `max`; from the middle on, so that no part is a scrap. */
function cutAt(text: string, max: number): number {
  const window = text.slice(0, max)
  for (const border of borders) {
    let cut = -1
    for (const found of window.matchAll(border)) cut = found.index + found[0].length
    if (cut > max / 2) return cut
  }
  return wholeCharacters(text, max)
}

/** As many whole characters as fit; half a surrogate pair or of a family is no character. */
function wholeCharacters(text: string, max: number): number {
  const from = Math.max(0, max - 64)
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
    text.slice(from, max + 64),
  )
  const around = segments.containing(max - from)
  const cut = from + (around?.index ?? max - from)
  if (cut > from) return cut
  // One endless character: at least no half pair.
  return text.charCodeAt(max) >= 0xdc00 && text.charCodeAt(max) <= 0xdfff ? max - 1 : max
}
