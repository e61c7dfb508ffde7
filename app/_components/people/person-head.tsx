'use client'
import { usePerson, usePresence } from '#client/react/hooks.ts'
import { useFormats } from '../i18n/formats.ts'
import { useT } from '../i18n/use-t.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { personName } from './person-name.ts'

/** Who somebody is: picture, names, where they are, what they say of themselves. */
export function PersonHead({ userId }: { userId: string }) {
  const t = useT('people')
  const person = usePerson(userId)
  const { name, own, handle } = personName(person, t('deletedUser'))
  if (!person.user) {
    return (
      <div role="status" aria-label={t('loadingProfile')} className="flex flex-col items-center gap-3">
        <Skeleton className="size-18 rounded-full" />
        <Skeleton className="h-5 w-40 rounded-tag" />
        <Skeleton className="h-4 w-24 rounded-tag" />
      </div>
    )
  }
  return (
    <div className="flex w-full flex-col items-center text-center">
      <Avatar id={userId} name={name} src={person.user.avatar} size={72} />
      <h2 dir="auto" className="mt-3 max-w-full break-words text-heading text-text">
        {name}
      </h2>
      {own && (
        <p dir="auto" className="max-w-full break-words text-small text-text-2">
          {t('ownName', { name: own })}
        </p>
      )}
      {handle && <p className="select-all text-small text-text-3">{handle}</p>}
      <PresenceLine userId={userId} />
      {person.user.bio && (
        <p dir="auto" className="mt-3 max-w-full whitespace-pre-wrap break-words text-body text-text">
          {person.user.bio}
        </p>
      )}
    </div>
  )
}

function PresenceLine({ userId }: { userId: string }) {
  const t = useT('common')
  const formats = useFormats()
  const presence = usePresence(userId)
  if (!presence) return null
  if (presence.state === 'online') {
    return (
      <p className="mt-1 flex items-center gap-1.5 text-small text-text-2">
        <span aria-hidden className="size-2 rounded-full bg-online" />
        {t('online')}
      </p>
    )
  }
  if (presence.lastSeen === undefined) return null
  const seen = formats.lastSeen(presence.lastSeen)
  return (
    <p className="mt-1 text-small text-text-3">
      {'values' in seen ? t(`lastSeen.${seen.key}`, seen.values as never) : t('lastSeen.now')}
    </p>
  )
}
