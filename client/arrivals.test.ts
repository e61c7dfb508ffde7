import { describe, expect, it } from 'vitest'
import type * as z from 'zod/mini'
import { type SignalName, signals } from '#protocol/signals.ts'
import { type UpdateName, updates } from '#protocol/updates.ts'
import { isUpdateName, readSignal, readUpdate } from './arrivals.ts'

const id = (last: number) => `019a0000-0000-7000-8000-00000000000${last}`

const user = {
  id: id(1),
  username: 'ada',
  displayName: 'Ada',
  avatar: null,
  bio: '',
  pinyin: '',
  deleted: false,
}
const message = {
  id: id(2),
  conversationId: id(3),
  idClient: 'one',
  seq: 4,
  rev: 5,
  scene: 'direct',
  type: 'text',
  from: id(1),
  to: id(4),
  time: 6,
  content: { text: 'Hello' },
  replyTo: { seq: 3 },
  mentions: [{ userId: id(4), offset: 0, length: 2 }],
  editedAt: 7,
}
const request = {
  id: id(5),
  from: id(1),
  to: id(4),
  greeting: '',
  state: 'init',
  time: 1,
  expiresAt: 2,
}

const updateRows: Record<UpdateName, unknown[]> = {
  message: [
    { conversationId: id(3), rev: 5, message },
    {
      conversationId: id(3),
      rev: 5,
      message: { ...message, content: null, recalledAt: 8, recalledBy: id(1) },
    },
  ],
  rev: [{ conversationId: id(3), rev: 5 }, { conversationId: id(3), rev: 5, seq: 4 }, { userRev: 9 }],
  conversation: [
    {
      id: id(3),
      scene: 'direct',
      to: id(4),
      updateTime: 6,
      unread: 1,
      mentions: 0,
      countSeq: 4,
      lastMsg: message,
      custom: null,
      readSeq: 3,
      peerReadSeq: 2,
      clearSeq: 0,
      pinned: false,
      notify: 'all',
      notifyUntil: null,
      hiddenSeq: null,
      markedUnread: false,
      draft: { text: 'So', time: 3 },
      visible: [{ from: 1, to: null }],
      leaveRev: null,
      rev: 5,
      seq: 4,
      userRev: 9,
    },
  ],
  group: [
    {
      conversationId: id(3),
      rev: 5,
      group: {
        id: id(3),
        title: 'Hiking',
        avatar: null,
        announcement: { text: 'At nine', by: id(4), time: 2, rev: 5 },
        joinMode: 'free',
        history: 'all',
        inviteBy: 'all',
        editBy: 'admins',
        mentionAllBy: 'admins',
        membersVisible: true,
        muteAll: false,
        slowModeSeconds: 0,
        recallSeconds: 120,
        createdAt: 1,
        dissolvedAt: null,
        rev: 5,
      },
    },
  ],
  member: [
    {
      conversationId: id(3),
      rev: 6,
      members: [
        {
          userId: id(4),
          role: 'member',
          nickname: '',
          nicknamePinyin: '',
          joinedAt: 1,
          joinedVia: 'add',
          joinedBy: id(1),
          mutedUntil: null,
          leftAt: null,
          rev: 6,
        },
      ],
    },
  ],
  friend: [
    {
      userId: id(4),
      listed: true,
      remark: '',
      remarkPinyin: '',
      blocked: false,
      since: 1,
      outgoing: null,
      incoming: request,
      userRev: 9,
    },
  ],
  notice: [
    {
      msgId: id(6),
      time: 1,
      type: 'friend_request',
      from: id(4),
      to: id(1),
      scene: null,
      content: {},
      custom: null,
      state: 'init',
      handledBy: null,
      readAt: null,
      userRev: 9,
    },
  ],
  settings: [
    {
      user,
      settings: {
        receipts: true,
        presence: true,
        typing: true,
        findable: true,
        density: 'compact',
        messageSize: 15,
        sendKey: 'enter',
        reduceMotion: false,
      },
      admin: false,
      deleteAt: null,
      userRev: 9,
    },
  ],
}

const signalRows: Record<SignalName, unknown[]> = {
  hello: [
    { protocol: 1, epoch: 'e', time: 1, userId: id(1), sessionId: id(7), limits: { messageChars: 5000 } },
  ],
  presence: [
    { userId: id(4), state: 'online' },
    { userId: id(4), state: 'offline', lastSeen: 3 },
  ],
  typing: [{ conversationId: id(3), userId: id(4), kind: 'text' }],
  read: [{ conversationId: id(3), userId: id(4), readSeq: 4 }],
  profile: [{ user }],
  'session:revoked': [{ sessionId: id(7) }],
  closing: [{ reason: 'stopping' }, { reason: 'stopping', resumeAfterMs: 10 }],
}

/** The row with one thing wrong in it, however deep: a field taken away, or made something it can never be. */
function* spoiled(row: unknown): Generator<unknown> {
  if (typeof row !== 'object' || row === null) return
  for (const key of Object.keys(row)) {
    const { [key]: value, ...rest } = row as Record<string, unknown>
    if (!Array.isArray(row)) yield rest
    for (const wrong of [() => 0, -1, 0.5, Number.NaN])
      yield Object.assign(structuredClone(row), { [key]: wrong })
    for (const inner of spoiled(value)) yield Object.assign(structuredClone(row), { [key]: inner })
  }
}

/** Where the schema refuses a row, the guard does so too; whether it is a known word of a list, it leaves open. */
function compare(schema: z.ZodMiniType, read: (payload: unknown) => unknown, rows: unknown[]) {
  let refused = 0
  for (const row of rows) {
    expect(schema.safeParse(row).success).toBe(true)
    expect(read(row)).toBe(row)
    for (const wrong of spoiled(row)) {
      if (schema.safeParse(wrong).success) continue
      refused += 1
      expect(read(wrong), JSON.stringify(wrong)).toBeUndefined()
    }
  }
  expect(refused).toBeGreaterThan(0)
  for (const nothing of [undefined, null, 'row', 1, [], {}]) expect(read(nothing)).toBeUndefined()
}

describe('what arrives at a device', () => {
  it.each(Object.keys(updates) as UpdateName[])('an update "%s" is taken whole or not at all', name => {
    compare(updates[name], payload => readUpdate(name, payload), updateRows[name])
  })

  it.each(Object.keys(signals) as SignalName[])('a signal "%s" is taken whole or not at all', name => {
    compare(signals[name], payload => readSignal(name, payload), signalRows[name])
  })

  it('a name that every object has is no update', () => {
    expect(isUpdateName('message')).toBe(true)
    expect(isUpdateName('toString')).toBe(false)
  })
})
