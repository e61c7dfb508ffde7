import { expect, test } from 'vitest'
import { letterOf, sectionsOf } from './sections.ts'

const names = (sections: ReturnType<typeof sectionsOf>) =>
  sections.map(({ letter, items }) => `${letter}: ${items.map(item => item.name).join(' ')}`)

test('Chinese and Latin names stand under the same letters', () => {
  const people = [
    { name: '张三', pinyin: 'zhang san|zs' },
    { name: 'Ada', pinyin: '' },
    { name: '阿宝', pinyin: 'a bao|ab' },
    { name: 'Zoë', pinyin: '' },
    { name: '赵六', pinyin: 'zhao liu|zl' },
    { name: 'ben', pinyin: '' },
  ]
  expect(names(sectionsOf(people, 'zh-CN'))).toEqual(['A: 阿宝 Ada', 'B: ben', 'Z: 张三 赵六 Zoë'])
})

test('accents do not make a letter of their own, other scripts and digits stand at the end', () => {
  const people = [
    { name: '42', pinyin: '' },
    { name: 'Élodie', pinyin: '' },
    { name: 'Юрий', pinyin: '' },
    { name: 'Eve', pinyin: '' },
  ]
  const sections = sectionsOf(people, 'en')
  expect(sections.map(section => section.letter)).toEqual(['E', '#'])
  expect(sections[0]?.items.map(item => item.name)).toEqual(['Élodie', 'Eve'])
})

test('a remark is sorted by its own pinyin', () => {
  expect(letterOf({ name: '老王', pinyin: 'lao wang|lw' })).toBe('L')
  expect(letterOf({ name: '', pinyin: '' })).toBe('#')
})

test('file 10 comes after file 9', () => {
  const people = [
    { name: 'Test 10', pinyin: '' },
    { name: 'Test 9', pinyin: '' },
  ]
  expect(sectionsOf(people, 'en')[0]?.items.map(item => item.name)).toEqual(['Test 9', 'Test 10'])
})
