import { createTranslator } from 'use-intl/core'
import { describe, expect, test } from 'vitest'
import enChat from '#app/_messages/en/chat.json'
import enLines from '#app/_messages/en/lines.json'
import zhChat from '#app/_messages/zh-CN/chat.json'
import zhLines from '#app/_messages/zh-CN/lines.json'
import type { Message, NotificationContent } from '#protocol/entities/message.ts'
import { times } from '#protocol/limits.ts'
import type { Language } from '../i18n/languages.ts'
import { lineOf, mergeable, plainLine } from './lines.ts'
import type { LinesT } from './setting-lines.ts'
import { type ChatT, messageLine, previewLine, type Words } from './words.ts'

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
const names: Record<string, string> = { ada: 'Ada', ben: '小明', chen: 'Chen', dora: 'Dora' }

function words(locale: Language, change: Partial<Words> = {}): Words {
  const chat = locale === 'en' ? enChat : zhChat
  const lines = locale === 'en' ? enLines : zhLines
  const list = new Intl.ListFormat(locale)
  return {
    t: createTranslator({ locale, messages: { chat }, namespace: 'chat' }) as unknown as ChatT,
    lines: createTranslator({ locale, messages: { lines }, namespace: 'lines' }) as unknown as LinesT,
    list: items => list.format(items),
    when: ms => `t${ms}`,
    me: 'ada',
    nameOf: id => names[id] ?? `P${id}`,
    group: false,
    isBlocked: () => false,
    ...change,
  }
}

const line = (event: string, rest: Partial<NotificationContent> = {}, seq = 1): Message => ({
  ...said,
  seq,
  scene: 'group',
  type: 'notification',
  from: rest.actor ?? 'ben',
  content: { event, actor: 'ben', targets: [], ...rest },
})
const inBoth = (...messages: Message[]) =>
  (['en', 'zh-CN'] as const).map(language => plainLine(lineOf(messages, words(language))))

describe('what stands under a name in the list', () => {
  test.each<[Partial<Message>, string, string]>([
    [{ content: { text: ' Hello\n\n  Ben ' } }, 'Hello Ben', 'Hello Ben'],
    [{ recalledAt: 1, recalledBy: 'ben', content: null }, '小明 recalled a message', '小明撤回了一条消息'],
    [{ recalledAt: 1, from: 'ada', content: null }, 'You recalled a message', '你撤回了一条消息'],
    [
      { recalledAt: 1, recalledBy: 'chen', content: null },
      'Chen recalled a message of 小明',
      'Chen撤回了小明的一条消息',
    ],
    [
      { recalledAt: 1, recalledBy: 'chen', from: 'ada', content: null },
      'Chen recalled your message',
      'Chen撤回了你的一条消息',
    ],
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
    expect(messageLine({ ...said, ...change }, words('en'))).toBe(english)
    expect(messageLine({ ...said, ...change }, words('zh-CN'))).toBe(chinese)
  })

  test('the line about a new friendship names the other one, whoever asked, and brings the greeting', () => {
    const added = line('friend_added', { targets: ['ada'], value: ' I am Ben ' })
    expect(lineOf([{ ...added, to: 'ada' }], words('en'))).toEqual({
      parts: ['You and ', { userId: 'ben', name: '小明' }, ' are friends now. Say hello!'],
      quote: 'I am Ben',
    })
    expect(plainLine(lineOf([{ ...added, to: 'ada' }], words('en', { me: 'ben' })))).toContain('Ada')
  })

  test('in a group it says who spoke, but not that Ada did herself', () => {
    const group = words('en', { group: true })
    expect(previewLine(said, group)).toBe('小明: Hello')
    expect(previewLine({ ...said, from: 'ada' }, group)).toBe('Hello')
    expect(previewLine(line('member_left'), group)).toBe('小明 left')
  })

  test('what somebody Ada blocked says in a group is not told', () => {
    const blocked = words('en', { group: true, isBlocked: id => id === 'ben' })
    expect(previewLine(said, blocked)).toBe('[Message of a blocked person]')
    expect(previewLine(said, words('en', { isBlocked: () => true }))).toBe('Hello')
  })
})

describe('what happens in a group', () => {
  test.each<[Message, string, string]>([
    [
      line('group_created', { targets: ['ada', 'chen'], value: '合唱团' }),
      '小明 created the group “合唱团” with you and Chen',
      '小明邀请你和Chen创建了群聊“合唱团”',
    ],
    [
      line('group_created', { actor: 'ada', value: 'Choir' }),
      'You created the group “Choir”',
      '你创建了群聊“Choir”',
    ],
    [line('members_added', { targets: ['ada'] }), '小明 added you', '小明邀请你加入了群聊'],
    [
      line('members_added', { targets: ['chen', 'dora', 'e'], count: 12 }),
      '小明 added Chen, Dora and 10 others',
      '小明邀请Chen、Dora和另外 10 人加入了群聊',
    ],
    [
      line('member_joined', { value: { via: 'approval', by: 'ada' } }),
      'You let 小明 in',
      '你通过了小明的入群申请',
    ],
    [
      line('member_joined', { value: { via: 'invite', by: 'chen' } }),
      '小明 joined, invited by Chen',
      '小明通过Chen的邀请加入了群聊',
    ],
    [line('member_joined', { value: { via: 'free', by: null } }), '小明 joined', '小明加入了群聊'],
    [line('members_removed', { targets: ['ada'] }), '小明 removed you', '小明将你移出了群聊'],
    [line('member_left', { actor: 'ada' }), 'You left', '你退出了群聊'],
    [
      line('role_changed', { targets: ['ada'], value: 'admin' }),
      '小明 made you an admin',
      '小明将你设为管理员',
    ],
    [
      line('role_changed', { targets: ['chen'], value: 'member' }),
      '小明 took the admin role from Chen',
      '小明取消了Chen的管理员身份',
    ],
    [
      line('owner_transferred', { targets: ['chen'] }),
      '小明 handed the group over to Chen',
      '小明将群主转让给了Chen',
    ],
    [line('group_renamed', { value: 'Trip' }), '小明 renamed the group to “Trip”', '小明将群名修改为“Trip”'],
    [line('group_avatar'), '小明 changed the group picture', '小明更换了群头像'],
    [line('group_announcement', { value: '' }), '小明 removed the announcement', '小明删除了群公告'],
    [line('members_muted', { targets: ['ada'], value: 7 }), '小明 muted you until t7', '小明将你禁言至 t7'],
    [line('members_muted', { targets: ['chen'], value: times.forever }), '小明 muted Chen', '小明将Chen禁言'],
    [
      line('members_muted', { targets: ['chen'], value: null }),
      '小明 let Chen write again',
      '小明解除了Chen的禁言',
    ],
    [line('group_dissolved', { actor: 'ada' }), 'You dissolved the group', '你解散了群聊'],
    [
      line('group_settings', { value: { slowModeSeconds: 300 } }),
      '小明 turned slow mode on: a message every 5 minutes',
      '小明开启了慢速模式：每 5 分钟可发一条消息',
    ],
    [line('group_settings', { value: { muteAll: true } }), '小明 muted everyone', '小明开启了全员禁言'],
    [
      line('group_settings', { value: { muteAll: true, joinMode: 'free' } }),
      '小明 changed the group’s settings',
      '小明修改了群设置',
    ],
    [
      line('group_settings', { value: { gravity: 'off' } }),
      '小明 changed the group’s settings',
      '小明修改了群设置',
    ],
  ])('%j', (message, english, chinese) => {
    expect(inBoth(message)).toEqual([english, chinese])
  })

  test('an announcement brings its text, and names can be pressed', () => {
    const posted = line('group_announcement', { actor: 'chen', value: 'Rehearsal at six' })
    expect(lineOf([posted], words('en'))).toEqual({
      parts: [{ userId: 'chen', name: 'Chen' }, ' posted an announcement'],
      quote: 'Rehearsal at six',
    })
  })

  test('many who join one after the other are one line, and Ada finds herself at its head', () => {
    const came = ['ben', 'chen', 'dora', 'ada'].map((actor, at) => line('member_joined', { actor }, at))
    expect(came.slice(1).every((message, at) => mergeable(came[at]!, message))).toBe(true)
    expect(inBoth(...came)).toEqual(['You, 小明 and 2 others joined', '你、小明和另外 2 人加入了群聊'])
    expect(inBoth(...came.slice(1))).toEqual(['You, Chen, and Dora joined', '你、Chen和Dora加入了群聊'])
  })

  test('people removed by two admins are two lines, and leaving is not joining', () => {
    const removed = (actor: string) => line('members_removed', { actor, targets: ['dora'] })
    expect(mergeable(removed('ben'), removed('ben'))).toBe(true)
    expect(mergeable(removed('ben'), removed('chen'))).toBe(false)
    expect(mergeable(line('member_left'), line('member_joined'))).toBe(false)
    expect(mergeable(line('group_renamed'), line('group_renamed'))).toBe(false)
  })

  test('a title cannot pass for a name that can be pressed', () => {
    const renamed = line('group_renamed', { value: '\uE0000\uE001' })
    expect(lineOf([renamed], words('en')).parts).toEqual([
      { userId: 'ben', name: '小明' },
      ' renamed the group to “0”',
    ])
  })
})
