import { createTranslator } from 'use-intl/core'
import { describe, expect, test } from 'vitest'
import en from '#app/_messages/en/chat.json'
import zh from '#app/_messages/zh-CN/chat.json'
import type { Message } from '#protocol/entities/message.ts'
import type { Language } from '../i18n/languages.ts'
import { type ChatT, messageLine, notificationWords, type Words } from './words.ts'

const said: Message = {
  id: 'm',
  conversationId: 'c',
  idClient: 'k',
  seq: 1,
  rev: 1,
  scene: 'direct',
  type: 'text',
  from: 'ben',
  to: 'ada',
  time: 0,
  content: { text: 'Hello' },
}
const names: Record<string, string> = { ada: 'Ada', ben: '小明' }
const words = (messages: typeof en, locale: Language, me = 'ada'): Words => ({
  t: createTranslator({ locale, messages: { chat: messages }, namespace: 'chat' }) as unknown as ChatT,
  me,
  nameOf: id => names[id] ?? '?',
})

describe('what stands under a name in the list', () => {
  test.each<[Partial<Message>, string, string]>([
    [{ content: { text: ' Hello\n\n  Ben ' } }, 'Hello Ben', 'Hello Ben'],
    [{ recalledAt: 1, recalledBy: 'ben', content: null }, '小明 recalled a message', '小明撤回了一条消息'],
    [{ recalledAt: 1, from: 'ada', content: null }, 'You recalled a message', '你撤回了一条消息'],
    [{ type: 'poll', content: { data: 1 } }, '[Message not supported]', '[暂不支持的消息]'],
    [{ content: { text: 5 } }, '[Message not supported]', '[暂不支持的消息]'],
    [
      { type: 'notification', content: { event: 'friend_added', actor: 'ada', targets: ['ben'] } },
      'You and 小明 are friends now. Say hello!',
      '你已添加了小明，现在可以开始聊天了',
    ],
    [
      { type: 'notification', content: { event: 'moved_to_mars' } },
      'An event this version cannot show',
      '当前版本无法显示的事件',
    ],
  ])('%j', (change, english, chinese) => {
    expect(messageLine({ ...said, ...change }, words(en, 'en'))).toBe(english)
    expect(messageLine({ ...said, ...change }, words(zh, 'zh-CN'))).toBe(chinese)
  })

  test('the line about a new friendship names the other one, whoever asked, and brings the greeting', () => {
    const line = {
      ...said,
      type: 'notification',
      content: { event: 'friend_added', actor: 'ben', targets: ['ada'], value: ' I am Ben ' },
    }
    expect(notificationWords(line, words(en, 'en'))).toEqual({
      line: 'You and 小明 are friends now. Say hello!',
      greeting: 'I am Ben',
    })
    expect(notificationWords(line, words(en, 'en', 'ben')).line).toContain('Ada')
  })
})
