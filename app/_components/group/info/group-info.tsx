'use client'
import { Link2, Settings2, UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { isManager, mayInvite } from '#protocol/group-policy.ts'
import { LateTexts } from '../../i18n/late-texts.tsx'
import { useT } from '../../i18n/use-t.ts'
import PersonSheet from '../../people/person-sheet.tsx'
import { navigate } from '../../shell/navigation.ts'
import { GroupAvatar } from '../../ui/group-avatar.tsx'
import { Pane } from '../../ui/pane.tsx'
import { useNarrow } from '../../ui/use-narrow.ts'
import { openAddPeople } from '../layers-store.ts'
import type { GroupView } from '../use-group.ts'
import { useGroup } from '../use-group.ts'
import { InfoAction } from './info-action.tsx'
import { InfoAnnouncement } from './info-announcement.tsx'
import { InfoEnding } from './info-ending.tsx'
import { InfoMembers } from './info-members.tsx'
import { InfoOwn } from './info-own.tsx'

interface Props {
  id: string
  onClose: () => void
}

/** What a group is and who is in it, beside its conversation. */
export default function GroupInfo(props: Props) {
  return (
    <LateTexts>
      <Info {...props} />
    </LateTexts>
  )
}

function Info({ id, onClose }: Props) {
  const t = useT('group')
  const view = useGroup(id)
  const narrow = useNarrow()
  const [person, setPerson] = useState<string | null>(null)
  const { conversation, standing } = view
  if (person) return <PersonSheet userId={person} onClose={() => setPerson(null)} />
  if (!conversation) return null
  const leaves = standing?.active
  return (
    <Pane title={t('info.title')} {...(narrow ? { above: `/conversations/${id}` } : { onClose })}>
      <div className="flex flex-col gap-5 px-4 pt-6 pb-10">
        <Head view={view} />
        {leaves && <Doing id={id} view={view} />}
        {standing?.group.announcement && <InfoAnnouncement announcement={standing.group.announcement} />}
        <InfoMembers id={id} view={view} onPerson={setPerson} />
        <InfoOwn conversation={conversation} standing={standing} />
        <InfoEnding conversation={conversation} standing={standing} onClose={onClose} />
      </div>
    </Pane>
  )
}

function Head({ view: { conversation, entries } }: { view: GroupView }) {
  const t = useT('group')
  const tc = useT('common')
  if (!conversation) return null
  const { title = '', memberCount, left, dissolved } = conversation
  return (
    <div className="flex flex-col items-center text-center">
      <GroupAvatar title={title} members={entries} size={72} />
      <h2 dir="auto" className="mt-3 max-w-full break-words text-heading text-text">
        {title}
      </h2>
      {memberCount !== undefined && !left && (
        <p className="text-small text-text-2">{tc('memberCount', { count: memberCount })}</p>
      )}
      {(dissolved || left) && (
        <p className="mt-3 rounded-control bg-surface-2 px-3 py-2 text-balance text-small text-text-2">
          {t(dissolved ? 'info.dissolved' : 'info.left')}
        </p>
      )}
    </div>
  )
}

/** What can be done here, as far as this person may. */
function Doing({ id, view: { standing } }: { id: string; view: GroupView }) {
  const t = useT('group')
  if (!standing) return null
  const invites = mayInvite(standing.role, standing.group)
  return (
    <div className="flex gap-2">
      {invites && (
        <>
          <InfoAction icon={UserRoundPlus} label={t('add.title')} onPress={() => openAddPeople(id)} />
          <InfoAction
            icon={Link2}
            label={t('info.inviteLink')}
            onPress={() => navigate(`/groups/${id}/invites`)}
          />
        </>
      )}
      <InfoAction
        icon={Settings2}
        label={isManager(standing.role) ? t('info.manage') : t('info.about')}
        onPress={() => navigate(isManager(standing.role) ? `/groups/${id}` : `/groups/${id}/settings`)}
      />
    </div>
  )
}
