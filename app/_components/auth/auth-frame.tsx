'use client'
import { type ReactNode, useEffect } from 'react'
import { type Language, languages } from '../i18n/languages.ts'
import { useLanguage } from '../i18n/provider.tsx'
import { useT } from '../i18n/use-t.ts'
import { Logo } from '../ui/logo.tsx'
import { forgetOfflineShell } from './local-data.ts'
import { ReloadOnReturn } from './reload-on-return.tsx'

/** What all pages at the door have around them: the name above, the language below. */
export function AuthFrame({ children }: { children: ReactNode }) {
  const t = useT('common')
  const { language, setLanguage } = useLanguage()
  // Only the signed out see this: whoever was here before, their app must not open without a network any more.
  useEffect(() => void forgetOfflineShell(), [])
  return (
    <div className="flex min-h-(--app-h) flex-col items-center px-4 pt-[max(2rem,8vh)] pb-6">
      <ReloadOnReturn />
      <header className="mb-6 flex items-center gap-3">
        <Logo className="size-10" />
        <span className="text-display text-text">{t('appName')}</span>
      </header>
      <main className="w-full max-w-100 rounded-card border border-line bg-surface p-6 two:p-8">
        {children}
      </main>
      <footer className="mt-auto pt-8">
        <nav aria-label={t('language.label')} className="flex gap-1">
          {(Object.keys(languages) as Language[]).map(each => (
            <button
              key={each}
              type="button"
              lang={each}
              aria-current={each === language || undefined}
              onClick={() => void setLanguage(each)}
              className="min-h-(--hit) rounded-control px-3 text-small text-text-3 hover:text-text aria-current:font-[600] aria-current:text-text-2"
            >
              {languages[each]}
            </button>
          ))}
        </nav>
      </footer>
    </div>
  )
}
