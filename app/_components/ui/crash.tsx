'use client'
import { useEffect, useId, useState } from 'react'
import { useT } from '../i18n/use-t.ts'
import { buttonClass } from './button-class.ts'

export interface CrashProps {
  error: Error & { digest?: string }
  reset: () => void
}

/**
 * Stands where a part of the page has failed; the parts beside it go on. The id finds the error in the logs. Every
 * page carries this code, and it must not need any that is still to be fetched.
 */
export function Crash({ error, reset }: CrashProps) {
  const t = useT('common')
  const unique = useId()
  const [id] = useState(() => error.digest ?? `${Date.now().toString(36)}${unique.replace(/\W/g, '')}`)
  const [copied, setCopied] = useState(false)

  useEffect(() => {
    // So that a browser's own error report carries the id that the person reads out.
    reportError(new Error(`[${id}] ${error.message}`, { cause: error }))
  }, [id, error])

  async function copy() {
    await navigator.clipboard.writeText(id)
    setCopied(true)
  }

  return (
    <div
      role="alert"
      className="flex h-full min-h-48 flex-col items-center justify-center px-6 py-10 text-center"
    >
      <p className="text-heading text-text">{t('crash.title')}</p>
      <p className="mt-1 max-w-80 text-balance text-body text-text-2">{t('crash.text')}</p>
      <div className="mt-5 mb-3 flex flex-wrap justify-center gap-2">
        <button type="button" onClick={reset} className={buttonClass('primary')}>
          {t('retry')}
        </button>
        <button type="button" onClick={() => location.reload()} className={buttonClass()}>
          {t('reload')}
        </button>
      </div>
      <button
        type="button"
        onClick={() => void copy()}
        aria-label={`${t('crash.copyId')} ${id}`}
        className="rounded-tag px-2 py-1 text-meta text-text-3"
      >
        {copied ? t('copied') : t('crash.id')} <code className="font-mono">{id}</code>
      </button>
    </div>
  )
}
