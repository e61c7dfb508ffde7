'use client'
import clsx from 'clsx'
import { NotebookPen } from 'lucide-react'
import { useEngine, usePerson } from '#client/react/hooks.ts'
import type { Conversation } from '#protocol/entities/conversation.ts'
import { useConversationName } from '../conversation/use-names.ts'
import { Avatar } from '../ui/avatar.tsx'

const boxes = { 36: 'size-9', 44: 'size-11' } as const

interface Props {
  conversation: Pick<Conversation, 'to'>
  size: 36 | 44
  online?: boolean
  className?: string
}

/** The other person's picture; for notes to self a notebook, so that it is found at a glance. */
export function ConversationAvatar({ conversation, size, online, className }: Props) {
  const engine = useEngine()
  const { user } = usePerson(conversation.to)
  const name = useConversationName(conversation)
  if (conversation.to === engine.userId) {
    return (
      <span
        aria-hidden
        className={clsx(
          'inline-flex flex-none items-center justify-center rounded-full bg-accent text-on-accent',
          boxes[size],
          className,
        )}
      >
        <NotebookPen className={size === 36 ? 'size-4.5' : undefined} />
      </span>
    )
  }
  return (
    <Avatar
      id={conversation.to}
      name={name}
      src={user?.avatar}
      size={size}
      online={online}
      className={className}
    />
  )
}
