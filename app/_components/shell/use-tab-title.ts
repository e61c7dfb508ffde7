'use client'
import { useEffect } from 'react'
import { useT } from '../i18n/use-t.ts'

const plain = '/icon.svg'
// The mark with a red dot, drawn here so that it needs no second file and no canvas.
const dotted = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="15" fill="#0b7a53"/><path fill="#fff" d="M32 12c-12.2 0-21 7.7-21 18 0 5.6 2.6 10.3 6.9 13.6-.3 3-1.5 5.5-3.2 7.5-.6.7 0 1.8.9 1.6 4.1-.7 7.6-2.3 10.3-4.2 1.9.4 4 .5 6.1.5 12.2 0 21-7.9 21-18.5S44.2 12 32 12Z"/><circle cx="49" cy="15" r="14" fill="#d63b30" stroke="#fff" stroke-width="3"/></svg>',
)}`

/** How many unread there are, where an unseen tab can say it: its title, its icon, the installed app's badge. */
export function useTabTitle(unread: number): void {
  const t = useT('chat')
  useEffect(() => {
    const count = unread > 99 ? '99+' : String(unread)
    const title = unread > 0 ? t('titleCount', { count }) : 'Kith'
    const show = () => {
      if (document.title !== title) document.title = title
    }
    show()
    // In development Next writes the page's own title whenever it draws the page.
    const observer = new MutationObserver(show)
    const element = document.querySelector('title')
    if (element) observer.observe(element, { childList: true, characterData: true, subtree: true })
    return () => observer.disconnect()
  }, [unread, t])

  const some = unread > 0
  useEffect(() => {
    for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')) {
      link.href = some ? dotted : plain
    }
  }, [some])
  useEffect(() => {
    if (!('setAppBadge' in navigator)) return
    // Refused where the app is not installed: then there is no badge to set.
    void navigator.setAppBadge(unread).catch(() => undefined)
  }, [unread])
}
