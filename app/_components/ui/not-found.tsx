'use client'
import { useT } from '../i18n/use-t.ts'
import { buttonClass } from './button-class.ts'

/**
 * For addresses that lead nowhere, or nowhere for this person: both look the same. Every page carries this code,
 * so it is made of what is there already; the link loads the page anew.
 */
export function NotFound() {
  const t = useT('common.notFound')
  return (
    <main className="flex h-(--app-h) flex-col items-center justify-center px-6 text-center">
      <h1 className="text-heading">{t('title')}</h1>
      <p className="mt-1 mb-5 max-w-80 text-balance text-body text-text-2">{t('text')}</p>
      <a href="/" className={buttonClass('primary')}>
        {t('action')}
      </a>
    </main>
  )
}
