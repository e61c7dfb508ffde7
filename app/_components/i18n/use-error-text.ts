'use client'
import { useCallback } from 'react'
import type { WireError } from '#protocol/errors.ts'
import { useLanguage } from './provider.tsx'
import { captionTime } from './time.ts'
import { useT } from './use-t.ts'

type Refusal = Pick<WireError, 'code'> & Partial<WireError>

const isRefusal = (error: unknown): error is Refusal =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'

/**
 * One sentence that tells a person what to do, for anything an operation may end with: the finest word there is,
 * and never the server's own English.
 */
export function useErrorText(): (error: unknown) => string {
  const t = useT('errors')
  const { language } = useLanguage()
  return useCallback(
    error => {
      if (!isRefusal(error)) return navigator.onLine ? t('unknown') : t('offline')
      const { code, details, retryAfterMs } = error
      const reason = details?.reason
      if (reason === 'muted' && typeof details?.until === 'number') {
        return t('mutedUntil', { time: captionTime(details.until, language) })
      }
      if (code === 'RATE_LIMITED' && retryAfterMs && reason === undefined) {
        return t('retryIn', { seconds: Math.ceil(retryAfterMs / 1000) })
      }
      const byReason = `reason.${String(reason)}` as 'reason.muted'
      if (reason !== undefined && t.has(byReason)) return t(byReason)
      const byCode = `code.${code}` as const
      return t.has(byCode) ? t(byCode) : t('unknown')
    },
    [t, language],
  )
}
