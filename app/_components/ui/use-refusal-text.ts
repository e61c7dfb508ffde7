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
      if (error.code !== 'UNAVAILABLE') return errorText(error)
      // The browser may know of a lost network long before the link does.
      if (!navigator.onLine) return t('offline')
      return engine.connection().state === 'live' ? errorText(error) : t('unreachable')
    },
    [t, engine, errorText],
  )
}
