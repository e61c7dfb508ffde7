'use client'
import { useEffect } from 'react'
import { useAccount } from '#client/react/hooks.ts'
import { showSettings } from './show-settings.ts'

/** Keeps the page as the account's settings want it, on every screen. */
export function AppearanceKeeper() {
  const settings = useAccount()?.settings
  useEffect(() => {
    if (settings) showSettings(settings)
  }, [settings])
  return null
}
