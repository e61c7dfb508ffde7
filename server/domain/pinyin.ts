/** Names in pinyin, made once when a name is written: the tables are too big for a browser. */
import { pinyin } from 'pinyin-pro'

const han = /\p{Script=Han}/u

/**
 * A name for sorting and search: its syllables and words, then their initials (`zhang san|zs`). Empty where nothing
 * of it is Chinese: such a name is searched as it stands.
 */
export function pinyinOf(name: string): string {
  if (!han.test(name)) return ''
  // A name starts with a surname, and some characters are read differently there (曾 is zeng, not ceng).
  const parts = pinyin(name, {
    toneType: 'none',
    type: 'array',
    nonZh: 'consecutive',
    surname: 'head',
    v: true,
  })
  const words = parts.flatMap(part => part.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
  return `${words.join(' ')}|${words.map(word => [...word][0]).join('')}`
}
