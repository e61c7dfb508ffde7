import { expect, test } from 'vitest'
import { unsentText } from './unsent-text.ts'

const names: Record<string, string> = { b: 'Ben', c: '陈小明' }

test("Ada's unsent messages are saved by conversation, in the order she wrote them", () => {
  const drafts = [
    { conversationId: 'b', text: 'one' },
    { conversationId: 'c', text: '你好\n第二行' },
    { conversationId: 'b', text: 'two' },
  ]
  expect(unsentText(drafts, id => names[id] ?? id)).toBe(
    '== Ben ==\n\none\n\ntwo\n\n== 陈小明 ==\n\n你好\n第二行\n',
  )
})

test('nothing unsent is an empty file', () => {
  expect(unsentText([], id => id)).toBe('')
})
