'use client'
import clsx from 'clsx'
import { NotebookPen } from 'lucide-react'
import { useMemo } from 'react'
import { useEngine, usePerson } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'
import { nameIn, peerOf, useConversationName } from '../conversation/use-names.ts'
import { usePeople } from '../people/use-people.ts'
import { Avatar } from '../ui/avatar.tsx'
import { GroupAvatar } from '../ui/group-avatar.tsx'
import { useGroupSketch } from './group-sketch.ts'

const boxes = { 36: 'size-9', 44: 'size-11' } as const

interface Props {
  conversation: ConversationView
  size: 36 | 44
  online?: boolean
  className?: string
}

/**
 * The other person's picture; a group's own, or the faces of its first members; for notes to self a notebook, so
 * that it is found at a glance.
 */
export function ConversationAvatar({ conversation, size, online, className }: Props) {
  const engine = useEngine()
  const { user } = usePerson(peerOf(conversation))
  const name = useConversationName(conversation)
  if (conversation.scene === 'group') return <GroupPicture {...{ conversation, name, size, className }} />
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

interface GroupPictureProps {
  conversation: ConversationView
  name: string
  size: 36 | 44
  className?: string | undefined
}

function GroupPicture({ conversation, name, size, className }: GroupPictureProps) {
  const { id, avatar } = conversation
  const { faces, nicknameOf } = useGroupSketch(conversation)
  const people = usePeople(faces)
  const members = useMemo(
    () =>
      people.map((person, at) => ({ userId: faces[at]!, name: nameIn(person, nicknameOf(faces[at]!), '') })),
    [people, faces, nicknameOf],
  )
  if (avatar || members.length === 0)
    return <Avatar id={id} name={name} src={avatar ?? null} kind="group" size={size} className={className} />
  return <GroupAvatar title={name} members={members} size={size} className={className} />
}
