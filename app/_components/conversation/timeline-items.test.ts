import { describe, expect, test } from 'vitest'
import type { TimelineRow } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'
import { buildItems, firstUnread } from './timeline-items.ts'

const noon = new Date(2026, 10, 20, 12).getTime()
const minute = 60_000

function said(from: 'ada' | 'ben', seq: number, time: number, change: Partial<Message> = {}): TimelineRow {
  const message: Message = {
    id: `m${seq}`,
    conversationId: 'c',
    idClient: `k${seq}`,
    seq,
    rev: seq,
    scene: 'direct',
    type: 'text',
    from,
    to: 'ada',
    time,
    content: { text: `${seq}` },
    ...change,
  }
  return { kind: 'message', key: message.idClient, message, flow: from === 'ada' ? 'out' : 'in' }
}
const waiting = (key: string, time: number): TimelineRow => ({
  kind: 'outgoing',
  key,
  idClient: key,
  text: key,
  mentions: undefined,
  replyTo: undefined,
  time,
  status: 'queued',
  error: null,
})

const shape = (rows: TimelineRow[], options: Partial<Parameters<typeof buildItems>[1]> = {}) =>
  buildItems(rows, { unreadKey: null, reachedStart: false, ...options }).map(item =>
    item.kind === 'row' ? `${item.first ? '[' : ''}${item.key}${item.last ? ']' : ''}` : item.kind,
  )

describe('what stands together', () => {
  test("Ben's messages within five minutes of each other are one group", () => {
    const rows = [said('ben', 1, noon), said('ben', 2, noon + 5 * minute), said('ada', 3, noon + 5 * minute)]
    expect(shape(rows)).toEqual(['[k1', 'k2]', '[k3]'])
  })

  test('a longer pause starts another group and says the time', () => {
    const rows = [said('ben', 1, noon), said('ben', 2, noon + 5 * minute + 1)]
    expect(shape(rows)).toEqual(['[k1]', 'pause', '[k2]'])
  })

  test('what Ada sent and what she has still to send stand together', () => {
    expect(shape([said('ada', 1, noon), waiting('w', noon + minute)])).toEqual(['[k1', 'w]'])
  })

  test("a recalled message and a server's line stand alone", () => {
    const rows = [
      said('ben', 1, noon),
      said('ben', 2, noon, { recalledAt: noon, content: null }),
      said('ben', 3, noon),
      said('ben', 4, noon, { type: 'notification', content: { event: 'x' } }),
    ]
    expect(shape(rows)).toEqual(['[k1]', '[k2]', '[k3]', '[k4]'])
  })

  test('midnight parts a group', () => {
    const midnight = new Date(2026, 10, 21).getTime()
    expect(shape([said('ben', 1, midnight - 1), said('ben', 2, midnight + 1)])).toEqual([
      '[k1]',
      'day',
      '[k2]',
    ])
  })
})

describe('lines of the server', () => {
  const joined = (seq: number, time = noon) =>
    said('ben', seq, time, {
      scene: 'group',
      type: 'notification',
      content: { event: 'member_joined', actor: `p${seq}`, targets: [] },
    })
  const merged = (rows: TimelineRow[]) =>
    buildItems(rows, { unreadKey: null, reachedStart: false }).map(item =>
      item.kind === 'row' ? (item.merged?.map(({ seq }) => seq) ?? [item.key]) : [item.kind],
    )

  test('people who join one after the other are told as one, whatever time passed between', () => {
    expect(merged([joined(1), joined(2), joined(3, noon + 60 * minute)])).toEqual([[1, 2, 3]])
  })

  test('a message between two of them parts them, and so does midnight', () => {
    const midnight = new Date(2026, 10, 21).getTime()
    expect(merged([joined(1), said('ada', 2, noon), joined(3)])).toEqual([['k1'], ['k2'], ['k3']])
    expect(merged([joined(1), joined(2, midnight + 1)])).toEqual([['k1'], ['day'], ['k2']])
  })

  test('an older page that makes the line longer leaves it its key', () => {
    const keys = (rows: TimelineRow[]) =>
      buildItems(rows, { unreadKey: null, reachedStart: false }).map(({ key }) => key)
    expect(keys([joined(2), joined(3)])).toEqual(['k3'])
    expect(keys([joined(1), joined(2), joined(3)])).toEqual(['k3'])
  })
})

describe('days', () => {
  test('the topmost row tells its day only where nothing older can come', () => {
    expect(shape([said('ben', 1, noon)])).toEqual(['[k1]'])
    expect(shape([said('ben', 1, noon)], { reachedStart: true })).toEqual(['day', '[k1]'])
  })

  test('a waiting message of a device whose clock is a day behind opens no day of its own', () => {
    const rows = [said('ben', 1, noon), waiting('w', noon - 86_400_000), said('ben', 2, noon + minute)]
    expect(shape(rows).filter(kind => kind === 'day')).toEqual([])
  })

  test('keys are unique, and stay when an older page is put in front', () => {
    const later = [said('ben', 5, noon), said('ben', 6, noon + 86_400_000)]
    const keys = (rows: TimelineRow[]) =>
      buildItems(rows, { unreadKey: 'k6', reachedStart: false }).map(item => item.key)
    const before = keys(later)
    const after = keys([said('ben', 3, noon - 86_400_000), said('ben', 4, noon - 2 * minute), ...later])
    expect(new Set(after).size).toBe(after.length)
    expect(after.slice(-before.length)).toEqual(before)
  })
})

describe('the first unread message', () => {
  test("is the other person's, readable, and above what was read", () => {
    const rows = [
      said('ben', 4, noon),
      said('ada', 5, noon),
      said('ben', 6, noon, { type: 'notification', content: {} }),
      said('ben', 7, noon, { recalledAt: noon, content: null }),
      said('ben', 8, noon),
    ]
    expect(firstUnread(rows, 4)?.key).toBe('k8')
    expect(firstUnread(rows, 8)).toBeNull()
  })

  test('has its line above it, and parts the group it is in', () => {
    const rows = [said('ben', 1, noon), said('ben', 2, noon)]
    expect(shape(rows, { unreadKey: 'k2' })).toEqual(['[k1]', 'unread', '[k2]'])
  })
})
