import { beforeAll, expect, test } from 'vitest'
import { captionTime, dayLabel, duration, fullTime, lastSeen, listTime, messageTime } from './time.ts'

beforeAll(() => {
  process.env.TZ = 'Asia/Shanghai'
})

const at = (text: string) => Date.parse(`${text}+08:00`)
const now = at('2026-11-19T15:30:00') // a Thursday

test.each([
  ['2026-11-19T09:05:00', '09:05', '09:05'],
  ['2026-11-19T00:00:00', '00:00', '00:00'],
  ['2026-11-18T23:59:00', 'Yesterday', '昨天'],
  ['2026-11-17T12:00:00', 'Tue', '周二'],
  ['2026-11-13T12:00:00', 'Fri', '周五'],
  ['2026-11-12T12:00:00', 'Nov 12', '11月12日'],
  ['2026-01-01T00:00:00', 'Jan 1', '1月1日'],
  ['2025-11-05T12:00:00', '2025/11/5', '2025/11/5'],
  ['2026-11-20T08:00:00', 'Nov 20', '11月20日'],
])('the list shows %s as %s and %s', (when, english, chinese) => {
  expect(listTime(at(when), 'en', now)).toBe(english)
  expect(listTime(at(when), 'zh-CN', now)).toBe(chinese)
})

test('a message shows hours and minutes, midnight as 00', () => {
  expect(messageTime(at('2026-11-19T00:07:00'), 'en')).toBe('00:07')
  expect(messageTime(at('2026-11-19T21:07:00'), 'zh-CN')).toBe('21:07')
})

test.each([
  ['2026-11-19T09:05:00', '09:05', '09:05'],
  ['2026-11-18T09:05:00', 'Yesterday 09:05', '昨天 09:05'],
  ['2026-11-16T09:05:00', 'Mon 09:05', '周一 09:05'],
  ['2025-02-03T09:05:00', '2025/2/3 09:05', '2025/2/3 09:05'],
])('after a pause %s is captioned %s and %s', (when, english, chinese) => {
  expect(captionTime(at(when), 'en', now)).toBe(english)
  expect(captionTime(at(when), 'zh-CN', now)).toBe(chinese)
})

test.each([
  ['2026-11-19T09:05:00', 'Today', '今天'],
  ['2026-11-18T09:05:00', 'Yesterday', '昨天'],
  ['2026-11-16T09:05:00', 'Monday', '星期一'],
  ['2026-11-05T09:05:00', 'Thursday, November 5', '11月5日星期四'],
  ['2025-11-05T09:05:00', 'November 5, 2025', '2025年11月5日'],
])('the day of %s is called %s and %s', (when, english, chinese) => {
  expect(dayLabel(at(when), 'en', now)).toBe(english)
  expect(dayLabel(at(when), 'zh-CN', now)).toBe(chinese)
})

test('the full time has everything', () => {
  expect(fullTime(at('2026-11-05T09:05:07'), 'en')).toContain('November 5, 2026')
  expect(fullTime(at('2026-11-05T09:05:07'), 'zh-CN')).toBe('2026年11月5日 09:05:07')
})

test('last seen is never in the future and grows coarser', () => {
  const ago = (minutes: number) => now - minutes * 60_000
  expect(lastSeen(now + 90_000, 'en', now)).toEqual({ key: 'now' })
  expect(lastSeen(ago(1), 'en', now)).toEqual({ key: 'minutes', values: { count: 1 } })
  expect(lastSeen(ago(59), 'en', now)).toEqual({ key: 'minutes', values: { count: 59 } })
  expect(lastSeen(ago(120), 'zh-CN', now)).toEqual({ key: 'today', values: { time: '13:30' } })
  expect(lastSeen(ago(24 * 60), 'en', now)).toEqual({ key: 'yesterday', values: { time: '15:30' } })
  expect(lastSeen(ago(48 * 60), 'zh-CN', now)).toEqual({ key: 'date', values: { date: '周二' } })
})

test('a day of 23 hours is one day', () => {
  process.env.TZ = 'Europe/Berlin'
  const afterTheChange = Date.parse('2026-03-29T12:00:00+02:00')
  expect(listTime(Date.parse('2026-03-28T23:30:00+01:00'), 'en', afterTheChange)).toBe('Yesterday')
  process.env.TZ = 'Asia/Shanghai'
})

test.each([
  [0, '0:00'],
  [7400, '0:07'],
  [760_000, '12:40'],
  [3_723_000, '1:02:03'],
])('%d ms last %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})
