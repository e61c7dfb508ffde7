/** Turns phrases into talk that never ends: small exchanges, and a word in between now and then. */
import type { Random } from './random.ts'

export interface Phrases {
  exchanges: readonly string[]
  asides: readonly string[]
  /** What one tells the other in a row, without an answer. */
  alone: readonly string[]
  /** One text that needs scrolling. */
  long: string
  words: Readonly<Record<string, readonly string[]>>
}

/** What one of two people says. */
export interface Saying {
  by: 0 | 1
  text: string
}

/** @param languages an exchange is held in one of them, by chance */
export function* talkOf(random: Random, languages: readonly Phrases[]): Generator<Saying, never> {
  for (;;) {
    const phrases = random.pick(languages)
    if (random.chance(0.35)) yield aside(random, phrases)
    if (random.chance(0.004)) yield { by: coin(random), text: phrases.long }
    // Within an exchange a word stays the same word: who says Friday means Friday two lines later.
    const chosen = new Map<string, string>()
    const starts = coin(random)
    for (const line of random.pick(phrases.exchanges).split('\n')) {
      const [, mark, text = ''] = /^\s*([<>]) (.*)$/.exec(line) ?? []
      if (!mark) throw new Error(`Nobody says this line: ${line}`)
      yield { by: mark === '>' ? starts : other(starts), text: fill(random, phrases, text, chosen) }
    }
  }
}

/** One person telling, until somebody reads it. */
export function* monologueOf(random: Random, languages: readonly Phrases[]): Generator<string, never> {
  for (;;) {
    const phrases = random.pick(languages)
    const chosen = new Map<string, string>()
    for (const text of phrases.alone) yield fill(random, phrases, text, chosen)
  }
}

const coin = (random: Random): 0 | 1 => (random.chance(0.5) ? 0 : 1)
const other = (one: 0 | 1): 0 | 1 => (one === 0 ? 1 : 0)

function aside(random: Random, phrases: Phrases): Saying {
  return { by: coin(random), text: fill(random, phrases, random.pick(phrases.asides), new Map()) }
}

function fill(random: Random, { words }: Phrases, text: string, chosen: Map<string, string>): string {
  const filled = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const word = chosen.get(name) ?? random.pick(words[name] ?? [])
    chosen.set(name, word)
    return word
  })
  return filled.charAt(0).toUpperCase() + filled.slice(1)
}
