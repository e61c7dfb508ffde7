'use client'
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { useConversation, useEngine } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'
import { setInfoOpen, showPerson, useConversationStore } from '../conversation/conversation-store.ts'
import { useT } from '../i18n/use-t.ts'
import { goBack, navigate } from './navigation.ts'

const PersonSheet = lazy(() => import('../people/person-sheet.tsx'))
const GroupInfo = lazy(() => import('../group/info/group-info.tsx'))

export interface InfoPanel {
  panel: ReactNode
  /** What screen readers call it. */
  label: string
  close: () => void
}

/**
 * What is known of the person or the group beside an open conversation, where it is wanted. A phone has no room beside:
 * there it is a page with an entry of its own, and the way back leads out of it.
 * @param named the path asks for it
 */
export function useInfoPanel(conversationId: string | undefined, named: boolean): InfoPanel | null {
  const engine = useEngine()
  const conversation = useConversation(conversationId ?? '')
  const open = useConversationStore(state => state.infoOpen)
  const person = useConversationStore(state => state.shownPerson)
  const t = useT('chat.header')
  const path = `/conversations/${conversationId}`

  useEffect(() => {
    if (!open || !conversationId || !matchMedia('(max-width: 600px)').matches) return
    setInfoOpen(false)
    navigate(`${path}/info`)
  }, [open, conversationId, path])

  if (person !== null && conversation) {
    const close = () => showPerson(null)
    return {
      panel: (
        <Suspense fallback={null}>
          <PersonSheet userId={person} onClose={close} />
        </Suspense>
      ),
      label: t('info'),
      close,
    }
  }
  if (!(open || named) || !conversation || conversation.to === engine.userId) return null
  const close = () => {
    setInfoOpen(false)
    if (named) goBack(path)
  }
  return {
    panel: <Suspense fallback={null}>{panelOf(conversation, close)}</Suspense>,
    label: t(conversation.scene === 'group' ? 'groupInfo' : 'info'),
    close,
  }
}

function panelOf(conversation: ConversationView, close: () => void): ReactNode {
  return conversation.scene === 'group' ? (
    <GroupInfo key={conversation.id} id={conversation.id} onClose={close} />
  ) : (
    <PersonSheet userId={conversation.to} onClose={close} />
  )
}
