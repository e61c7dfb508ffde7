'use client'
import clsx from 'clsx'
import { Megaphone } from 'lucide-react'
import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView, PersonView, RosterView } from '#client/types.ts'
import type { Member } from '#protocol/entities/group.ts'
import { mayMentionAll } from '#protocol/group-policy.ts'
import { everybody } from '#protocol/values.ts'
import { nameIn } from '../conversation/use-names.ts'
import type { ChatT } from '../conversation/words.ts'
import { type Searchable, searchPeople } from '../people/search.ts'
import { usePeople } from '../people/use-people.ts'
import { Avatar } from '../ui/avatar.tsx'

/** Nobody reads further: a letter more finds them sooner. */
const AT_MOST = 50

export interface PickerHandle {
  /** Takes a key pressed in the composer; false where it means nothing here. */
  press(event: KeyboardEvent): boolean
}

interface Props {
  id: string
  conversation: ConversationView
  roster: RosterView
  query: string
  /** Who spoke last, the newest first: the likeliest to be called. */
  recent: readonly string[]
  t: ChatT
  handle: Ref<PickerHandle>
  /** `name` is what the others call them: my own names for people are mine. */
  onPick: (userId: string, name: string) => void
  onClose: () => void
  /** The option that Enter takes, for those who hear the list. */
  onActive: (optionId: string | null) => void
}

interface Choice {
  userId: string
  /** As I know them. */
  name: string
  /** As everybody does. */
  called: string
  hint: string
  avatar: string | null | undefined
}

/** Over the composer: whom an @ may call. */
export default function MentionPicker(props: Props) {
  const { id, query, t, handle, onPick, onClose, onActive } = props
  const choices = useChoices(props)
  const [chosen, setChosen] = useState({ query, at: 0 })
  const at = chosen.query === query ? Math.min(chosen.at, choices.length - 1) : 0
  const active = useRef<HTMLDivElement>(null)
  const optionId = (index: number) => `${id}-${index}`
  const none = choices.length === 0

  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the chosen one
  useEffect(() => {
    active.current?.scrollIntoView({ block: 'nearest' })
  }, [at, query])
  useEffect(() => {
    onActive(none ? null : `${id}-${at}`)
    return () => onActive(null)
  }, [onActive, id, at, none])

  useImperativeHandle(handle, () => ({
    press(event) {
      const choice = choices[at]
      if (event.key === 'Escape') {
        onClose()
        return true
      }
      if (!choice || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        const step = event.key === 'ArrowDown' ? 1 : -1
        setChosen({ query, at: (at + step + choices.length) % choices.length })
        return true
      }
      if (event.key !== 'Enter' && event.key !== 'Tab') return false
      onPick(choice.userId, choice.called)
      return true
    },
  }))

  if (none) return null
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('mention.label')}
      className="floating scroll-y absolute inset-x-2 bottom-full z-10 mb-1 max-h-64 max-w-90 animate-fade p-1 two:inset-x-4"
    >
      {choices.map(({ userId, name, hint, avatar }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are pressed in the composer, which keeps the focus
        <div
          key={userId}
          ref={index === at ? active : undefined}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          // The focus stays with the words.
          onPointerDown={event => event.preventDefault()}
          onClick={() => onPick(userId, choices[index]?.called ?? name)}
          onPointerMove={() => index !== at && setChosen({ query, at: index })}
          className={clsx(
            'flex min-h-10 cursor-pointer items-center gap-2.5 rounded-control px-2 coarse:min-h-12',
            index === at && 'bg-surface-2',
          )}
        >
          {userId === everybody ? (
            <span className="flex size-7 flex-none items-center justify-center rounded-full bg-accent text-on-accent">
              <Megaphone aria-hidden className="size-4" />
            </span>
          ) : (
            <Avatar id={userId} name={name} src={avatar} size={28} />
          )}
          <span dir="auto" className="min-w-0 flex-none truncate text-body text-text">
            {name}
          </span>
          <span dir="auto" className="min-w-0 flex-1 truncate text-small text-text-3">
            {hint}
          </span>
        </div>
      ))}
    </div>
  )
}

function useChoices({ conversation, roster, query, recent, t }: Props): Choice[] {
  const engine = useEngine()
  const { member, group, memberCount = 0 } = conversation
  const members = useMemo(() => {
    const others = roster.members.filter(({ userId }) => userId !== engine.userId)
    const place = new Map(recent.map((userId, index) => [userId, index]))
    const placeOf = ({ userId }: Member) => place.get(userId) ?? recent.length
    return others.sort((a, b) => placeOf(a) - placeOf(b))
  }, [roster.members, recent, engine])
  const ids = useMemo(() => members.map(({ userId }) => userId), [members])
  const people = usePeople(ids)
  return useMemo(() => {
    const known = members.map((row, at) => ({ row, person: people[at]! }))
    const found = searchPeople(known, searchableOf, query).slice(0, AT_MOST)
    const choices = found.map(({ row, person }) => choiceOf(row, person, t('deletedUser')))
    const all = {
      names: [t('mention.everyone')],
      username: everybody,
      pinyins: [t('mention.everyonePinyin')],
    }
    const mayAll = member && group && mayMentionAll(member.role, group)
    if (!mayAll || searchPeople([all], one => one, query).length === 0) return choices
    const name = t('mention.everyone')
    return [
      {
        userId: everybody,
        name,
        called: name,
        hint: t('header.members', { count: memberCount }),
        avatar: null,
      },
      ...choices,
    ]
  }, [members, people, query, member, group, memberCount, t])
}

const present = (text: string | undefined): text is string => text !== undefined && text !== ''

const searchableOf = ({
  row,
  person: { user, friend },
}: {
  row: Member
  person: PersonView
}): Searchable => ({
  names: [friend?.remark, row.nickname, user?.displayName].filter(present),
  username: user?.username ?? '',
  pinyins: [friend?.remarkPinyin, row.nicknamePinyin, user?.pinyin].filter(present),
})

function choiceOf({ userId, nickname }: Member, person: PersonView, deleted: string): Choice {
  const { user } = person
  const name = nameIn(person, nickname, deleted)
  const called = nickname || user?.displayName || name
  const handle = user?.username ? `@${user.username}` : ''
  return { userId, name, called, hint: called === name ? handle : called, avatar: user?.avatar }
}
