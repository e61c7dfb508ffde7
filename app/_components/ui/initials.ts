const wide =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Extended_Pictographic}/u

/** What stands in for a picture: one character of a Chinese, Japanese or Korean name, two of any other. */
export function initials(name: string): string {
  const words = name.trim().split(/[\s._-]+/u)
  // "Ben (choir)" is BC: brackets and quotes are no initials, unless a name is made of nothing else.
  const bare = words
    .map(word => word.replace(/^(?!\p{Extended_Pictographic})[\p{P}\p{S}]+/u, ''))
    .filter(Boolean)
  const [first = '', second = ''] = bare.length > 0 ? bare : words
  const head = firstCharacter(first)
  if (head === '' || wide.test(head)) return head
  const tail =
    second && !wide.test(firstCharacter(second)) ? firstCharacter(second) : (graphemes(first)[1] ?? '')
  return (head + tail).toUpperCase()
}

const firstCharacter = (word: string) => graphemes(word)[0] ?? ''

/** Whole characters as people see them: a flag or a family is one. */
function graphemes(word: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return Array.from(segmenter.segment(word.slice(0, 32)), ({ segment }) => segment)
}

let segmenter: Intl.Segmenter | undefined
