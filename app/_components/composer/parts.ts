import { mentionsWithin, type Written } from './mentions.ts'
import { splitText } from './split.ts'

/** A text as the messages it is sent as, each with those it names; one cut through names nobody. */
export function partsOf({ text, mentions }: Written, max: number): Written[] {
  let at = 0
  return splitText(text, max).map(part => {
    // Between two parts there is only white space, so the next place it is found is its own.
    const from = text.indexOf(part, at)
    at = from + part.length
    return { text: part, mentions: mentionsWithin(mentions, from, part.length) }
  })
}
