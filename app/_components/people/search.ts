/**
 * Finds people among those the device knows: by remark, display name, user name, pinyin and initials, and by the
 * beginning of any of them with a typo in it. Pure, and quick enough to run at every key over thousands.
 */

export interface Searchable {
  /** Remark and display name, as far as there are any. */
  names: string[]
  username: string
  /** `zhang san|zs` of each name that has one. */
  pinyins: string[]
}

/** People that match, the nearest first; those equally near keep their order. Blank queries find everybody. */
export function searchPeople<T>(people: readonly T[], read: (person: T) => Searchable, query: string): T[] {
  const wanted = fold(query)
  if (wanted === '') return [...people]
  return people
    .map(person => ({ person, distance: distanceOf(read(person), wanted) }))
    .filter(({ distance }) => distance !== Number.POSITIVE_INFINITY)
    .sort((a, b) => a.distance - b.distance)
    .map(({ person }) => person)
}

/** Case, width and accents make no difference, nor does an @ before a user name. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .trim()
    .replace(/^@/, '')
    .replace(/\s+/g, ' ')
}

function distanceOf({ names, username, pinyins }: Searchable, wanted: string): number {
  let best = Number.POSITIVE_INFINITY
  for (const name of names) best = Math.min(best, nameDistance(fold(name), wanted))
  best = Math.min(best, nameDistance(fold(username), wanted) + 0.5)
  for (const pinyin of pinyins) best = Math.min(best, pinyinDistance(pinyin, wanted) + 1)
  return best
}

/** 0 the whole, 1 its beginning, 2 the beginning of a word in it, 3 a part, 6 and above a beginning with typos. */
function nameDistance(name: string, wanted: string): number {
  if (name === '') return Number.POSITIVE_INFINITY
  if (name === wanted) return 0
  if (name.startsWith(wanted)) return 1
  if (name.split(/[\s._-]+/).some(word => word.startsWith(wanted))) return 2
  if (name.includes(wanted)) return 3
  return typoDistance([name, ...name.split(/[\s._-]+/)], wanted)
}

/** `zhangsan`, `zhang san`, `zhangs` and `zs` all mean 张三. */
function pinyinDistance(pinyin: string, wanted: string): number {
  const [full = '', initials = ''] = pinyin.toLowerCase().split('|')
  if (full === '') return Number.POSITIVE_INFINITY
  const joined = full.replaceAll(' ', '')
  const query = wanted.replaceAll(' ', '')
  if (joined === query || initials === query) return 0
  if (joined.startsWith(query) || initials.startsWith(query)) return 1
  // From the second syllable on: a given name without its family name.
  const syllables = full.split(' ')
  for (let at = 1; at < syllables.length; at++) {
    if (syllables.slice(at).join('').startsWith(query) || initials.slice(at).startsWith(query)) return 2
  }
  return typoDistance([joined], query)
}

/** One slip from four letters on, two from eight: fewer letters would find everybody. */
function typoDistance(candidates: string[], wanted: string): number {
  const allowed = wanted.length >= 8 ? 2 : wanted.length >= 4 ? 1 : 0
  if (allowed === 0) return Number.POSITIVE_INFINITY
  const slips = Math.min(...candidates.map(candidate => prefixSlips(candidate, wanted)))
  return slips <= allowed ? 5 + slips : Number.POSITIVE_INFINITY
}

/**
 * The least number of slips (a letter wrong, missing, too many, or two swapped) between `wanted` and any beginning
 * of `text`.
 */
export function prefixSlips(text: string, wanted: string): number {
  // A beginning longer than this is further away than any slip we forgive.
  const chars = text.slice(0, wanted.length + 3)
  let beforeLast: number[] = []
  let last = Array.from({ length: chars.length + 1 }, (_, column) => column)
  for (let row = 1; row <= wanted.length; row++) {
    const current = [row]
    for (let column = 1; column <= chars.length; column++) {
      const same = wanted[row - 1] === chars[column - 1]
      let slips = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1))
      const swapped =
        row > 1 &&
        column > 1 &&
        wanted[row - 1] === chars[column - 2] &&
        wanted[row - 2] === chars[column - 1]
      if (swapped) slips = Math.min(slips, beforeLast[column - 2]! + 1)
      current.push(slips)
    }
    beforeLast = last
    last = current
  }
  return Math.min(...last)
}
