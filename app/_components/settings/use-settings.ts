'use client'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useAccount, useEngine } from '#client/react/hooks.ts'
import { defaultSettings } from '#protocol/defaults.ts'
import type { Settings } from '#protocol/entities/user.ts'
import { useRefusalText } from '../ui/use-refusal-text.ts'

export interface SettingsChoice {
  /** As chosen here, from the moment of choosing. */
  settings: Settings
  change<K extends keyof Settings>(key: K, value: Settings[K]): void
  /** Which choice the server refused last, and why. */
  refused: { key: keyof Settings; text: string } | null
}

/** The settings of the account. A change shows at once, and goes back where the server refuses it. */
export function useSettings(): SettingsChoice {
  const engine = useEngine()
  const account = useAccount()
  const refusalText = useRefusalText()
  const [pending, setPending] = useState<Partial<Settings>>({})
  const [refused, setRefused] = useState<SettingsChoice['refused']>(null)
  const newest = useRef<Partial<Record<keyof Settings, number>>>({})

  const change = useCallback(
    async <K extends keyof Settings>(key: K, value: Settings[K]) => {
      const turn = (newest.current[key] ?? 0) + 1
      newest.current[key] = turn
      setRefused(null)
      setPending(before => ({ ...before, [key]: value }))
      const answer = await engine.run('account:update', { settings: { [key]: value } })
      // Chosen again meanwhile: the later choice stands until its own answer.
      if (newest.current[key] !== turn) return
      setPending(({ [key]: _, ...rest }) => rest as Partial<Settings>)
      if (!answer.ok) setRefused({ key, text: refusalText(answer.error) })
    },
    [engine, refusalText],
  )

  const stored = account?.settings
  const settings = useMemo(() => ({ ...defaultSettings, ...stored, ...pending }), [stored, pending])
  return { settings, change: (key, value) => void change(key, value), refused }
}
