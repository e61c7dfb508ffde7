'use client'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { IntlProvider } from 'use-intl/react'
import { loadMessages, type Messages } from '#app/_messages/index.ts'
import { recall, remember } from '../theme/remembered.ts'
import { isLanguage, LANGUAGE_KEY, type Language } from './languages.ts'

interface LanguageChoice {
  language: Language
  /** Switches every text of this and the other tabs at once, without a reload. */
  setLanguage: (language: Language) => Promise<void>
}

const Choice = createContext<LanguageChoice | null>(null)

interface Props {
  /** The server's guess and its texts: what the page was rendered with. */
  language: Language
  messages: Messages
  children: ReactNode
}

/** Gives every component its texts. A stored choice wins over the server's guess as soon as its texts are here. */
export function I18nProvider({ language: guess, messages: first, children }: Props) {
  const [{ language, messages }, setState] = useState({ language: guess, messages: first })

  const show = useCallback(
    async (next: Language) => {
      const texts = next === guess ? first : await loadMessages(next)
      setState({ language: next, messages: texts })
    },
    [guess, first],
  )

  const setLanguage = useCallback(
    async (next: Language) => {
      await show(next)
      remember(LANGUAGE_KEY, next)
    },
    [show],
  )

  useEffect(() => {
    const follow = () => {
      const stored = recall(LANGUAGE_KEY)
      const reveal = () => delete document.documentElement.dataset.languagePending
      // Texts that cannot be fetched leave the guess on screen, which is better than nothing.
      show(isLanguage(stored) ? stored : guess).then(reveal, reveal)
    }
    const onStorage = (event: StorageEvent) => {
      if (event.key === LANGUAGE_KEY) follow()
    }
    follow()
    addEventListener('storage', onStorage)
    return () => removeEventListener('storage', onStorage)
  }, [guess, show])

  // `lang` chooses the right Han glyphs and the screen reader's voice.
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])

  const choice = useMemo(() => ({ language, setLanguage }), [language, setLanguage])
  return (
    <Choice value={choice}>
      {/* No time is formatted by it (time.ts does); without a zone it would complain on the server. */}
      <IntlProvider locale={language} messages={messages} timeZone="UTC">
        {children}
      </IntlProvider>
    </Choice>
  )
}

/** The language on screen and the way to change it. */
export function useLanguage(): LanguageChoice {
  const choice = useContext(Choice)
  if (!choice) throw new Error('useLanguage needs the I18nProvider')
  return choice
}
