import { expect, test } from 'vitest'
import { pinyinOf } from './pinyin.ts'

test.each([
  ['张三', 'zhang san|zs'],
  ['曾国藩', 'zeng guo fan|zgf'],
  ['吕布', 'lv bu|lb'],
  ['Ada 王小明', 'ada wang xiao ming|awxm'],
  ['🐼熊猫 2', 'xiong mao 2|xm2'],
  ['Ada', ''],
  ['さくら', ''],
  ['', ''],
])('%s is found as "%s"', (name, expected) => {
  expect(pinyinOf(name)).toBe(expected)
})
