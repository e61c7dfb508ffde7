'use client'
import { HardDrive, MonitorX, RefreshCw, WifiOff } from 'lucide-react'
import { useEffect, useReducer, useState } from 'react'
import { useConnection, useEngine, useStorage } from '#client/react/hooks.ts'
import { useT } from '../i18n/use-t.ts'
import { Banner, BannerButton } from '../ui/banner.tsx'

/** A gap shorter than this is nobody's business. */
const QUIET_MS = 1500

/** One line over all panes about the connection and the storage; nothing where all is well. */
export function StatusBar() {
  return (
    <>
      <ConnectionBar />
      <StorageBar />
    </>
  )
}

function ConnectionBar() {
  const t = useT('chat')
  const engine = useEngine()
  const connection = useConnection()
  const { state, reason } = connection
  const offlineSince = useOfflineSince()
  const now = useSeconds(state !== 'blocked' && (state !== 'live' || offlineSince !== null))
  if (reason === 'protocol') {
    return (
      <Banner
        tone="warning"
        icon={RefreshCw}
        action={<BannerButton onClick={() => location.reload()}>{t('blocked.reload')}</BannerButton>}
      >
        {t('blocked.protocol')}
      </Banner>
    )
  }
  if (reason === 'too_many_sockets') {
    return (
      <Banner
        tone="warning"
        icon={MonitorX}
        action={<BannerButton onClick={() => engine.retryNow()}>{t('blocked.useHere')}</BannerButton>}
      >
        {t('blocked.moved')}
      </Banner>
    )
  }
  const { since, retryAt } = connection
  // The browser may know of a lost network long before the link does.
  const away = offlineSince ?? since
  if ((state === 'live' && offlineSince === null) || away === null || now - away < QUIET_MS) return null
  if (offlineSince !== null) return <Banner icon={WifiOff}>{t('connection.offline')}</Banner>
  if (state === 'catching-up') return <Banner busy>{t('connection.catchingUp')}</Banner>
  if (retryAt === null) return <Banner busy>{t('connection.connecting')}</Banner>
  return (
    <Banner
      icon={WifiOff}
      action={<BannerButton onClick={() => engine.retryNow()}>{t('connection.tryNow')}</BannerButton>}
    >
      {/* Each second is no news to a screen reader. */}
      <span aria-hidden>
        {t('connection.retryIn', { seconds: Math.max(0, Math.ceil((retryAt - now) / 1000)) })}
      </span>
      <span className="sr-only">{t('connection.offline')}</span>
    </Banner>
  )
}

/** The time, looked at again twice a second. */
function useSeconds(running: boolean): number {
  const [, look] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    if (!running) return
    const timer = setInterval(look, 500)
    return () => clearInterval(timer)
  }, [running])
  return Date.now()
}

/** Since when the browser has no network at all; null while it has one. */
function useOfflineSince(): number | null {
  const [since, setSince] = useState<number | null>(null)
  useEffect(() => {
    const look = () => setSince(before => (navigator.onLine ? null : (before ?? Date.now())))
    look()
    addEventListener('online', look)
    addEventListener('offline', look)
    return () => {
      removeEventListener('online', look)
      removeEventListener('offline', look)
    }
  }, [])
  return since
}

function StorageBar() {
  const t = useT('chat.storage')
  const storage = useStorage()
  const [dismissed, setDismissed] = useState<string | null>(null)
  if (storage === 'disk' || storage === dismissed) return null
  return (
    <Banner
      tone="warning"
      icon={HardDrive}
      action={<BannerButton onClick={() => setDismissed(storage)}>{t('dismiss')}</BannerButton>}
    >
      {t(storage)}
    </Banner>
  )
}
