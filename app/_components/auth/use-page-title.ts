'use client'
import { useEffect } from 'react'
import { useT } from '../i18n/use-t.ts'

/** The title of the tab, in the language on screen; the server could only guess it. */
export function usePageTitle(title: string): void {
  const t = useT('common')
  const app = t('appName')
  useEffect(() => {
    document.title = `${title} · ${app}`
  }, [title, app])
}
