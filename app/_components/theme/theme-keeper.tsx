'use client'
import { useEffect } from 'react'
import { getTheme, setTheme, useTheme } from './theme.ts'

/** Keeps this tab level with a theme chosen in another one, also on pages that show no switch. */
export function ThemeKeeper() {
  useTheme()
  // The prelude could not reach the frame colour: those elements were not parsed yet.
  useEffect(() => setTheme(getTheme()), [])
  return null
}
