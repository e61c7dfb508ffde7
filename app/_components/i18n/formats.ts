'use client'
import { useMemo } from 'react'
import type { Language } from './languages.ts'
import { useLanguage } from './provider.tsx'
import { captionTime, dayLabel, fullTime, lastSeen, listTime, messageTime } from './time.ts'
import { useToday } from './today.ts'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** A file's size: 812 byte, 1.4 MB. */
export function fileSize(bytes: number, language: Language): string {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log(bytes) / Math.log(1024)), units.length - 1)
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[step],
    unitDisplay: 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(bytes / 1024 ** step)
}

function makeFormats(language: Language) {
  const numbers = new Intl.NumberFormat(language)
  const lists = new Intl.ListFormat(language, { type: 'conjunction' })
  return {
    number: (value: number) => numbers.format(value),
    /** Ada, Ben, and Chen */
    list: (items: Iterable<string>) => lists.format(items),
    fileSize: (bytes: number) => fileSize(bytes, language),
    listTime: (ms: number, now?: number) => listTime(ms, language, now),
    messageTime: (ms: number) => messageTime(ms, language),
    captionTime: (ms: number, now?: number) => captionTime(ms, language, now),
    dayLabel: (ms: number, now?: number) => dayLabel(ms, language, now),
    fullTime: (ms: number) => fullTime(ms, language),
    lastSeen: (ms: number, now?: number) => lastSeen(ms, language, now),
  }
}

/**
 * Numbers, lists, sizes and times in the language on screen. The object changes with the language and at
 * midnight, so memoised rows that take it are drawn anew exactly then.
 */
export function useFormats() {
  const { language } = useLanguage()
  const today = useToday()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new day makes new words for the same times
  return useMemo(() => makeFormats(language), [language, today])
}
