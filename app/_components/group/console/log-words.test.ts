import { createTranslator } from 'use-intl/core'
import { expect, test } from 'vitest'
import enLate from '#app/_messages/en/late.ts'
import zhLate from '#app/_messages/zh-CN/late.ts'
import type { LogEntry } from '#protocol/entities/group.ts'
import { times } from '#protocol/limits.ts'
import type { useFormats } from '../../i18n/formats.ts'
import type { Language } from '../../i18n/languages.ts'
import { type LogWords, logActions, logWords } from './log-words.ts'

const names: Record<string, string> = { ada: 'Ada', ben: 'Ben', chen: '陈晨' }
type Setting = Parameters<typeof logWords>[1]

function say(entry: Partial<LogEntry>, locale: Language = 'en'): LogWords {
  const messages = locale === 'en' ? enLate : zhLate
  const translator = (namespace: 'console' | 'group') => createTranslator({ locale, messages, namespace })
  const formats = {
    list: (items: Iterable<string>) => [...items].join(', '),
    captionTime: (ms: number) => `at ${ms}`,
  } as ReturnType<typeof useFormats>
  return logWords(
    { id: 'l', time: 1, actor: 'ada', action: 'update', targets: [], ...entry },
    {
      t: translator('console') as Setting['t'],
      tGroup: translator('group') as Setting['tGroup'],
      formats,
      nameOf: id => names[id] ?? id,
    },
  )
}

test('whatever somebody does in a group has words in both languages', () => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const lines = logActions.map(action => say({ action, targets: ['ben'], value: {} }, locale).line)
    // A text that is not there shows as its key.
    expect(lines.filter(line => /^(console|log)\./.test(line) || line === '')).toEqual([])
    expect(new Set(lines).size).toBe(logActions.length)
  }
})

test('a removal says what went with it', () => {
  expect(say({ action: 'remove', targets: ['ben', 'chen'], value: { ban: true, recall: false } })).toEqual({
    line: 'Removed Ben, 陈晨',
    more: ['Kept from coming back'],
  })
})

test('a mute says until when, for good, or that it ended', () => {
  const mute = (value: unknown) => say({ action: 'mute', targets: ['ben'], value }).line
  expect(mute(500)).toBe('Muted Ben until at 500')
  expect(mute(times.forever)).toBe('Muted Ben for good')
  expect(mute(null)).toBe('Let Ben write again')
})

test('settings are named with what they were set to', () => {
  const value = { joinMode: 'approval', slowModeSeconds: 300, muteAll: true, recallSeconds: 0, comet: 1 }
  expect(say({ value }).more).toEqual([
    'Who gets in: By approval',
    'Slow mode: 5 minutes',
    'Mute everyone: On',
    'Recall within: Not at all',
    'comet',
  ])
})

test('of many people the first are named', () => {
  const targets = ['ada', 'ben', 'chen', 'd', 'e', 'f', 'g']
  expect(say({ action: 'add', targets }).line).toBe('Added Ada, Ben, 陈晨, d, e, 2 others')
})

test('what a newer server writes is not hidden', () => {
  expect(say({ action: 'teleport' }).line).toContain('teleport')
})
