'use client'
import { Bell, MessageCircle, Settings, UsersRound } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useAccount, useConnection, useTotalUnread, useUnreadNotices } from '#client/react/hooks.ts'
import { useGroupLayers } from '../group/layers-store.ts'
import { useT } from '../i18n/use-t.ts'
import { useNewFriendCount } from '../notices/counts.ts'
import { AppearanceKeeper } from '../settings/appearance-keeper.tsx'
import { Avatar } from '../ui/avatar.tsx'
import type { NavItem } from '../ui/nav-rail.tsx'
import { Shell } from '../ui/shell.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { Ended } from './ended.tsx'
import { AppLink, navigate, usePath } from './navigation.ts'
import { PaneBoundary } from './pane-boundary.tsx'
import { hasList, ListPane, MainPane, type Screen } from './panes.tsx'
import { StatusBar } from './status-bar.tsx'
import { useInfoPanel } from './use-info-panel.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import { useTabTitle } from './use-tab-title.ts'

const Help = lazy(() => import('./shortcuts-help.tsx'))
const GroupLayers = lazy(() => import('../group/layers.tsx'))
const Welcome = lazy(() => import('../auth/welcome.tsx'))

/** The frame around all screens, and what concerns all of them: badges, connection, shortcuts, the end of a session. */
export function Frame() {
  const { reason } = useConnection()
  const pathname = usePath()
  if (reason === 'session_ended' || reason === 'expired') return <Ended reason={reason} />
  // The first minutes of an account have the page to themselves.
  return pathname === '/welcome' ? (
    <Suspense fallback={<Waiting />}>
      <Welcome />
    </Suspense>
  ) : (
    <Screens />
  )
}

function Screens() {
  const pathname = usePath()
  const [screen = 'conversations', current, part] = pathname.split('/').filter(Boolean)
  const unread = useTotalUnread()
  const [helpOpen, setHelpOpen] = useState(false)
  const [listWidth, setListWidth] = useState<number>()
  useTabTitle(unread)
  useShortcuts(() => setHelpOpen(true))

  const conversationId = screen === 'conversations' ? current : undefined
  const info = useInfoPanel(conversationId, part === 'info')
  const groupLayer = useGroupLayers(state => state.layer !== null)
  useEffect(() => {
    if (pathname === '/') navigate('/conversations', { replace: true })
  }, [pathname])

  const nav = useNav(screen, unread)
  const listed = hasList(screen)
  return (
    <>
      <AppearanceKeeper />
      <Shell
        nav={nav}
        railFoot={<OwnAvatar />}
        list={
          listed && (
            <PaneBoundary key={screen}>
              <Suspense fallback={<Waiting />}>
                <ListPane screen={screen} current={current} />
              </Suspense>
            </PaneBoundary>
          )
        }
        listLabel={nav.find(item => item.current)?.label}
        listWidth={listWidth}
        onListWidth={setListWidth}
        info={info && <PaneBoundary>{info.panel}</PaneBoundary>}
        infoLabel={info?.label}
        onInfoClose={info?.close}
        banner={<StatusBar />}
        pane={listed && current === undefined ? 'list' : 'main'}
        tabsInMain={screen === 'notices'}
      >
        {/* A conversation that failed does not keep the next one from opening. */}
        <PaneBoundary key={conversationId ?? (screen === 'groups' ? current : screen)}>
          <Suspense fallback={<Waiting />}>
            <MainPane screen={screen} current={current} part={part} />
          </Suspense>
        </PaneBoundary>
      </Shell>
      {groupLayer && (
        <PaneBoundary>
          <Suspense fallback={null}>
            <GroupLayers />
          </Suspense>
        </PaneBoundary>
      )}
      {helpOpen && (
        <Suspense fallback={null}>
          <Help onClose={() => setHelpOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

function useNav(screen: string, unread: number): NavItem[] {
  const t = useT('chat.nav')
  const notices = useUnreadNotices()
  const requests = useNewFriendCount()
  const item = (name: Screen, icon: NavItem['icon'], badge = 0) => ({
    href: `/${name}`,
    label: t(name),
    icon,
    badge,
    // What leads into a group, and what runs one, belongs to the conversations.
    current: screen === name || (name === 'conversations' && ['groups', 'join', 'g'].includes(screen)),
  })
  return [
    item('conversations', MessageCircle, unread),
    item('friends', UsersRound, requests),
    item('notices', Bell, notices),
    item('settings', Settings),
  ]
}

function OwnAvatar() {
  const t = useT('common.nav')
  const account = useAccount()
  if (!account) return null
  const { user } = account
  return (
    <AppLink
      href="/settings/profile"
      aria-label={t('me')}
      data-tip={user.displayName}
      className="rounded-full"
    >
      <Avatar id={user.id} name={user.displayName} src={user.avatar} size={36} />
    </AppLink>
  )
}

function Waiting() {
  const t = useT('common')
  return (
    <div className="flex flex-1 items-center justify-center text-text-3">
      <Spinner label={t('loading')} />
    </div>
  )
}
