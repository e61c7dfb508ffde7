'use client'
import { Ellipsis, PanelRight } from 'lucide-react'
import { type ReactNode, useEffect, useReducer } from 'react'
import { useConnection, useEngine, usePresence, useTyping } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'
import { useFormats } from '../i18n/formats.ts'
import { useErrorText } from '../i18n/use-error-text.ts'
import { useT } from '../i18n/use-t.ts'
import { ConversationAvatar } from '../list/conversation-avatar.tsx'
import { goBack } from '../shell/navigation.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import { PaneHeader } from '../ui/pane-header.tsx'
import { setInfoOpen, useConversationStore } from './conversation-store.ts'
import type { Words } from './words.ts'

interface Props {
  conversation: ConversationView
  name: string
  words: Words
}

/** Who it is, whether they are here, and what they are doing. Pressing the name opens their profile. */
export function ConversationHeader({ conversation, name, words }: Props) {
  const engine = useEngine()
  const t = useT('chat')
  const tCommon = useT('common')
  const errorText = useErrorText()
  const infoOpen = useConversationStore(state => state.infoOpen)
  const notes = conversation.to === engine.userId
  const group = conversation.scene === 'group'
  const toggle = () => setInfoOpen(!infoOpen)
  return (
    <PaneHeader
      onBack={() => goBack('/conversations')}
      leading={<ConversationAvatar conversation={conversation} size={36} />}
      title={name}
      subtitle={
        notes ? (
          t('header.notes')
        ) : group ? (
          <GroupState conversation={conversation} words={words} />
        ) : (
          <PeerState conversation={conversation} />
        )
      }
      onTitle={notes ? undefined : toggle}
      titleAction={notes ? undefined : group ? t('header.showGroup') : t('header.showInfo')}
      actions={
        <>
          {!notes && (
            <IconButton
              icon={PanelRight}
              label={group ? t('header.groupInfo') : t('header.info')}
              pressed={infoOpen}
              onClick={toggle}
              className="max-two:hidden"
            />
          )}
          <MenuButton
            icon={Ellipsis}
            label={tCommon('moreActions')}
            items={async () =>
              (await import('../list/row-menu.ts')).rowMenu(conversation, { engine, t, errorText, name })
            }
          />
        </>
      }
    />
  )
}

/** Typing, here, or when they were; null where nothing may be known. */
function PeerState({ conversation }: { conversation: ConversationView }): ReactNode {
  const t = useT('chat')
  const tCommon = useT('common')
  const formats = useFormats()
  const engine = useEngine()
  const presence = usePresence(conversation.to)
  const [typing] = useTyping(conversation.id)
  const ago = presence?.state === 'offline' ? presence.lastSeen : undefined
  useEveryMinute(ago !== undefined)
  if (typing) {
    return (
      <span className="text-accent">
        {typing.kind === 'voice' ? t('header.recording') : t('header.typing')}
      </span>
    )
  }
  if (presence?.state === 'online') return tCommon('online')
  if (ago === undefined) return null
  const { key, ...rest } = formats.lastSeen(ago, engine.serverNow())
  return tCommon(`lastSeen.${key}`, 'values' in rest ? rest.values : {})
}

/** Who is writing, else how many people there are. */
function GroupState({ conversation, words }: { conversation: ConversationView; words: Words }): ReactNode {
  const { id, memberCount, left, dissolved } = conversation
  const { t, me } = words
  const live = useConnection().state === 'live'
  const typing = useTyping(id).filter(({ userId }) => userId !== me && !words.isBlocked(userId))
  if (dissolved) return t('header.dissolved')
  if (left) return t('header.left')
  const [first, second, third] = typing
  if (first && live) {
    const name = words.nameOf(first.userId)
    return (
      <span className="text-accent">
        {!second
          ? t(first.kind === 'voice' ? 'header.recordsOne' : 'header.typesOne', { name })
          : third
            ? t('header.typesMany')
            : t('header.typesTwo', { first: name, second: words.nameOf(second.userId) })}
      </span>
    )
  }
  return memberCount === undefined ? null : t('header.members', { count: memberCount })
}

function useEveryMinute(wanted: boolean) {
  const [, tick] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    if (!wanted) return
    const timer = setInterval(tick, 60_000)
    return () => clearInterval(timer)
  }, [wanted])
}
