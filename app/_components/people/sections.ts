/**
 * Names in the order people look for them: Chinese names under the letter of their pinyin, Latin ones beside them
 * under their own, everything else under `#` at the end.
 */

export interface Sortable {
  name: string
  /** `zhang san|zs`, or empty: of the name that is shown. */
  pinyin: string
}

export interface Section<T> {
  letter: string
  items: T[]
}

/** What a name is sorted by: pinyin before the name itself, without accents and case. */
export function sortKey({ name, pinyin }: Sortable): string {
  const [full = ''] = pinyin.split('|')
  return (full || name).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}

export function letterOf(person: Sortable): string {
  const first = sortKey(person).charAt(0).toUpperCase()
  return first >= 'A' && first <= 'Z' ? first : '#'
}

/** People under their letters, A to Z and then `#`, each section in order. */
export function sectionsOf<T extends Sortable>(people: readonly T[], language: string): Section<T>[] {
  const { compare } = new Intl.Collator(language, { numeric: true })
  const sorted = people
    .map(person => ({ person, key: sortKey(person), letter: letterOf(person) }))
    .sort((a, b) => compare(a.key, b.key) || compare(a.person.name, b.person.name))
  const sections = new Map<string, T[]>()
  for (const { person, letter } of sorted) {
    const section = sections.get(letter)
    if (section) section.push(person)
    else sections.set(letter, [person])
  }
  return [...sections]
    .map(([letter, items]) => ({ letter, items }))
    .sort((a, b) => Number(a.letter === '#') - Number(b.letter === '#') || (a.letter < b.letter ? -1 : 1))
}
