'use client'
import { useMemo, useRef } from 'react'
import { usePresence } from '#client/react/hooks.ts'
import { useLanguage } from '../i18n/provider.tsx'
import { useT } from '../i18n/use-t.ts'
import { SectionHeader } from '../ui/section-header.tsx'
import { IndexStrip } from './index-strip.tsx'
import { PersonRow } from './person-row.tsx'
import { sectionsOf } from './sections.ts'
import type { FriendEntry } from './use-friend-entries.ts'

/** Above this many, whose presence is watched would crowd out the conversations'. */
const watchable = 100
const longEnoughForLetters = 12

/** Friends under their letters. Sections out of sight are not laid out, so the list may be long. */
export function FriendSections({
  friends,
  current,
}: {
  friends: FriendEntry[]
  current: string | undefined
}) {
  const t = useT('people')
  const { language } = useLanguage()
  const list = useRef<HTMLDivElement>(null)
  const sections = useMemo(() => sectionsOf(friends, language), [friends, language])
  const letters = friends.length >= longEnoughForLetters
  const Row = friends.length <= watchable ? WatchedRow : FriendRow
  return (
    <div className="relative flex-1">
      <div ref={list}>
        {sections.map(({ letter, items }) => (
          <section
            key={letter}
            data-letter={letter}
            aria-label={letter}
            className="[contain-intrinsic-size:auto_200px] [content-visibility:auto]"
          >
            <SectionHeader title={letter} level={2} sticky />
            {items.map(friend => (
              <Row key={friend.userId} friend={friend} current={friend.userId === current} />
            ))}
          </section>
        ))}
        <p className="px-4 py-4 text-center text-meta text-text-3">
          {t('friendCount', { count: friends.length })}
        </p>
      </div>
      {letters && (
        <div className="pointer-events-none absolute inset-0">
          <div className="pointer-events-auto sticky top-0 h-[min(100%,calc(var(--app-h)-11rem))]">
            <IndexStrip
              letters={sections.map(section => section.letter)}
              onLetter={letter =>
                list.current?.querySelector(`[data-letter="${letter}"]`)?.scrollIntoView({ block: 'start' })
              }
            />
          </div>
        </div>
      )}
    </div>
  )
}

interface RowProps {
  friend: FriendEntry
  current: boolean
  online?: boolean
}

function FriendRow({ friend, current, online }: RowProps) {
  const t = useT('common')
  const tPeople = useT('people')
  const { userId, name, avatar, own, blocked } = friend
  return (
    <PersonRow
      userId={userId}
      name={name}
      avatar={avatar}
      online={online}
      subtitle={blocked ? tPeople('blocked') : online ? t('online') : own}
      href={`/friends/${userId}`}
      current={current}
    />
  )
}

function WatchedRow(props: RowProps) {
  const presence = usePresence(props.friend.userId)
  return <FriendRow {...props} online={presence?.state === 'online'} />
}
