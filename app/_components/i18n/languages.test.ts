import { expect, test } from 'vitest'
import { guessLanguage } from './languages.ts'

test.each([
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['de-DE,zh-TW;q=0.5,en;q=0.4', 'zh-CN'],
  ['fr, en;q=0, zh;q=0.1', 'zh-CN'],
  ['fr', 'en'],
  ['', 'en'],
  [null, 'en'],
] as const)('a browser asking for "%s" is first shown %s', (header, language) => {
  expect(guessLanguage(header)).toBe(language)
})
