'use client'
import { usePerson } from '#client/react/hooks.ts'
import type { Role } from '#protocol/entities/group.ts'
import { Avatar } from '../ui/avatar.tsx'
import { nameInk } from '../ui/hues.ts'
import { showPerson } from './conversation-store.ts'
import type { Words } from './words.ts'

interface Props {
  userId: string
  words: Words
}

/** Whose words stand beside it, at the first of several. Pressed, it leads to them. */
export function SenderFace({ userId, words }: Props) {
  const { user } = usePerson(userId)
  const name = words.nameOf(userId)
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={() => showPerson(userId)}
      aria-label={words.t('message.profileOf', { name })}
      className="flex rounded-full"
    >
      <Avatar id={userId} name={name} src={user?.avatar} size={36} />
    </button>
  )
}

/** The name above somebody's words in a group, in their colour, and what they are there. */
export function SenderName({ userId, words, role }: Props & { role: Role | undefined }) {
  return (
    <div className="mb-0.5 flex min-w-0 items-center gap-1.5 text-small">
      <button
        type="button"
        tabIndex={-1}
        onClick={() => showPerson(userId)}
        className={`min-w-0 truncate rounded-tag font-[600] hover:underline ${nameInk(userId)}`}
      >
        <bdi>{words.nameOf(userId)}</bdi>
      </button>
      {(role === 'owner' || role === 'admin') && (
        <span className="flex-none rounded-tag bg-bubble-in-text/8 px-1 text-caption text-bubble-in-meta">
          {words.t(`role.${role}`)}
        </span>
      )}
    </div>
  )
}
