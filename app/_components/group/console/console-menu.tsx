'use client'
import {
  ChevronRight,
  Link2,
  type LucideIcon,
  ScrollText,
  Settings2,
  UserCheck,
  UsersRound,
} from 'lucide-react'
import { useT } from '../../i18n/use-t.ts'
import { AppLink, goBack } from '../../shell/navigation.ts'
import { Badge } from '../../ui/badge.tsx'
import { GroupAvatar } from '../../ui/group-avatar.tsx'
import { Pane } from '../../ui/pane.tsx'
import type { GroupView } from '../use-group.ts'
import type { Section } from './sections.ts'
import { useWaitingCount } from './use-join-requests.ts'

const icons: Record<Section, LucideIcon> = {
  members: UsersRound,
  requests: UserCheck,
  invites: Link2,
  settings: Settings2,
  log: ScrollText,
}

interface Props {
  id: string
  view: GroupView
  sections: readonly Section[]
}

/** The first page of the console on a phone: where everything is. */
export function ConsoleMenu({ id, view, sections }: Props) {
  const t = useT('console')
  const tc = useT('common')
  const waiting = useWaitingCount(id)
  const { title = '', memberCount, dissolved } = view.conversation ?? {}
  return (
    <Pane title={t('title')} above={`/conversations/${id}`} announce grey>
      <div className="flex flex-col gap-5 px-4 pt-6 pb-10">
        <div className="flex items-center gap-4">
          <GroupAvatar title={title} members={view.entries} size={44} />
          <div className="min-w-0">
            <p dir="auto" className="truncate text-heading text-text">
              {title}
            </p>
            <p className="text-small text-text-2">
              {dissolved
                ? t('dissolved')
                : memberCount !== undefined && tc('memberCount', { count: memberCount })}
            </p>
          </div>
        </div>
        <nav aria-label={t('sections')}>
          <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
            {sections.map(section => {
              const Icon = icons[section]
              return (
                <li key={section}>
                  <AppLink
                    href={`/groups/${id}/${section}`}
                    className="focus-inset flex min-h-14 items-center gap-3 px-4 text-body text-text hover:bg-surface-2"
                  >
                    <Icon aria-hidden className="text-text-2" />
                    <span className="flex-1">{t(`section.${section}`)}</span>
                    {section === 'requests' && <Badge count={waiting} />}
                    <ChevronRight aria-hidden className="text-text-3 rtl:-scale-x-100" />
                  </AppLink>
                </li>
              )
            })}
          </ul>
        </nav>
        <button
          type="button"
          onClick={() => goBack(`/conversations/${id}`)}
          className="self-center rounded-control px-4 py-2.5 text-body text-accent"
        >
          {t('toConversation')}
        </button>
      </div>
    </Pane>
  )
}
