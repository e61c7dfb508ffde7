import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitText } from './split.ts'

describe('a text that is too long for one message', () => {
  test('short ones stay whole, without the empty lines around them', () => {
    expect(splitText('\n \n  hello\nBen  \n', 20)).toEqual(['  hello\nBen'])
  })

  test('nothing to read is nothing to send', () => {
    expect(splitText(' \n\u200b ', 20)).toEqual([])
  })

  test('is cut between paragraphs first', () => {
    expect(splitText('one two.\nthree\n\nfour five six', 20)).toEqual(['one two.\nthree', 'four five six'])
  })

  test('then between lines, sentences and words', () => {
    expect(splitText('aaaa bbbb cccc\ndddd eeee', 18)).toEqual(['aaaa bbbb cccc', 'dddd eeee'])
    expect(splitText('Aaaa bbbb cc. Dddd eeee', 18)).toEqual(['Aaaa bbbb cc.', 'Dddd eeee'])
    expect(splitText('aaaa bbbb cccc dddd', 17)).toEqual(['aaaa bbbb cccc', 'dddd'])
    expect(splitText('今天天气很好。我们去公园走走吧', 10)).toEqual(['今天天气很好。', '我们去公园走走吧'])
  })

  test('a family is never torn apart', () => {
    const family = '👨‍👩‍👧‍👦'
    expect(splitText(`aaaaaaaa${family}`, 12)).toEqual(['aaaaaaaa', family])
  })

  test('whatever it is: every part fits, and no readable character is lost', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.integer({ min: 8, max: 60 }),
        (text, max) => {
          const parts = splitText(text, max)
          const bare = (words: string) => words.replace(/\s/gu, '')
          expect(parts.every(part => part.length > 0 && part.length <= max)).toBe(true)
          if (parts.length > 0) expect(bare(parts.join(''))).toBe(bare(text))
        },
      ),
    )
  })
})
