'use client'
import { lazy, type ReactNode, Suspense } from 'react'
import { useConversation, useEngine } from '#client/react/hooks.ts'
import { setInfoOpen, useConversationStore } from '../conversation/conversation-store.ts'

const PersonSheet = lazy(() => import('../people/person-sheet.tsx'))

/** The profile beside an open conversation, where it is wanted. */
export function useInfoPanel(conversationId: string | undefined): ReactNode {
  const engine = useEngine()
  const conversation = useConversation(conversationId ?? '')
  const open = useConversationStore(state => state.infoOpen)
  if (!open || !conversation || conversation.to === engine.userId) return null
  return (
    <Suspense fallback={null}>
      <PersonSheet userId={conversation.to} onClose={() => setInfoOpen(false)} />
    </Suspense>
  )
}
