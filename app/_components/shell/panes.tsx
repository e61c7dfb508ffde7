'use client'
import { MessagesSquare } from 'lucide-react'
import { lazy } from 'react'
import { ConversationScreen } from '../conversation/conversation-screen.tsx'
import { useT } from '../i18n/use-t.ts'
import { ConversationList } from '../list/conversation-list.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { NotFound } from '../ui/not-found.tsx'
import { AppLink } from './navigation.ts'

/** What a path shows: in the list's column, where the screen has one, and in the main one. */

// Not needed for the first picture of a conversation.
const FriendsList = lazy(() => import('../people/friends-list.tsx'))
const FriendsDetail = lazy(() => import('../people/friends-detail.tsx'))
const NoticesCentre = lazy(() => import('../notices/notices-centre.tsx'))
const SettingsMenu = lazy(() => import('../settings/settings-menu.tsx'))
const SettingsDetail = lazy(() => import('../settings/settings-detail.tsx'))
const GroupConsole = lazy(() => import('../group/console/group-console.tsx'))
const JoinScreen = lazy(() => import('../group/join/join-screen.tsx'))

export type Screen = 'conversations' | 'friends' | 'notices' | 'settings'

const alone: ReadonlySet<string> = new Set(['notices', 'groups', 'join', 'g'])

/** Notices, a group's console and the way into one have no list beside them. */
export const hasList = (screen: string): boolean => !alone.has(screen)

interface Props {
  screen: string
  /** What is chosen in the list: a conversation, a person, a section. */
  current: string | undefined
}

interface MainProps extends Props {
  /** Which part of it. */
  part: string | undefined
}

export function ListPane({ screen, current }: Props) {
  if (screen === 'friends') return <FriendsList current={current} />
  if (screen === 'settings') return <SettingsMenu current={current} />
  return <ConversationList currentId={current} />
}

export function MainPane({ screen, current, part }: MainProps) {
  switch (screen) {
    case 'conversations':
      return current === undefined ? <NothingOpen /> : <ConversationScreen id={current} />
    case 'friends':
      return <FriendsDetail current={current} />
    case 'notices':
      return <NoticesCentre />
    case 'groups':
      return current === undefined ? <NotFound /> : <GroupConsole key={current} id={current} part={part} />
    case 'join':
      return current === undefined ? <NotFound /> : <JoinScreen key={current} code={current} />
    case 'g':
      return current === undefined ? <NotFound /> : <JoinScreen key={current} conversationId={current} />
    case 'settings':
      return <SettingsDetail current={current} />
    default:
      return <NotFound />
  }
}

function NothingOpen() {
  const t = useT('chat')
  return (
    <EmptyState
      icon={MessagesSquare}
      title={t('pick.title')}
      text={t('pick.text')}
      actions={
        <AppLink href="/friends" className={buttonClass()}>
          {t('nav.friends')}
        </AppLink>
      }
    />
  )
}
