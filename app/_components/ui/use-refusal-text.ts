'use client'
import { useCallback } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { WireError } from '#protocol/errors.ts'
import { useErrorText } from '../i18n/use-error-text.ts'
import { useT } from '../i18n/use-t.ts'

/** Why an operation was refused; without a connection the server is not "busy", it was never asked. */
export function useRefusalText(): (error: WireError) => string {
  const t = useT('errors')
  const engine = useEngine()
  const errorText = useErrorText()
  return useCallback(
    error => {
      if (error.code !== 'UNAVAILABLE' || engine.connection().state === 'live') return errorText(error)
      return navigator.onLine ? t('unreachable') : t('offline')
    },
    [t, engine, errorText],
  )
}
