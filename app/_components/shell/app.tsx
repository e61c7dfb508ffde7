'use client'
import { useCallback } from 'react'
import { createBrowserEngine } from '#client/browser.ts'
import { EngineProvider } from '#client/react/provider.tsx'
import { ReloadOnReturn } from '../auth/reload-on-return.tsx'
import { Frame } from './frame.tsx'
import { useOfflineShell } from './offline-shell.ts'
import { Splash } from './splash.tsx'

/** The signed-in app: one engine, all screens. Lives as long as the page. */
export function App({ userId, sessionId }: { userId: string; sessionId: string }) {
  useOfflineShell()
  const create = useCallback(() => createBrowserEngine({ userId, sessionId }), [userId, sessionId])
  return (
    <EngineProvider create={create} fallback={<Splash />}>
      <Frame />
      <ReloadOnReturn />
    </EngineProvider>
  )
}
