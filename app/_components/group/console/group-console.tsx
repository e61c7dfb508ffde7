'use client'
import { MessageCircleOff, UsersRound } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useConnection, useConversation } from '#client/react/hooks.ts'
import { LateTexts } from '../../i18n/late-texts.tsx'
import { useT } from '../../i18n/use-t.ts'
import { AppLink, goBack, navigate } from '../../shell/navigation.ts'
import { buttonClass } from '../../ui/button-class.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { GroupAvatar } from '../../ui/group-avatar.tsx'
import { PaneHeader } from '../../ui/pane-header.tsx'
import { ListSkeleton } from '../../ui/skeleton.tsx'
import { Tabs, tabId } from '../../ui/tabs.tsx'
import { useNarrow } from '../../ui/use-narrow.ts'
import type { Standing } from '../standing.ts'
import { type GroupView, useGroup } from '../use-group.ts'
import { ConsoleMenu } from './console-menu.tsx'
import { InvitesSection } from './invites-section.tsx'
import { LogSection } from './log-section.tsx'
import { MembersSection } from './members-section.tsx'
import { RequestsSection } from './requests-section.tsx'
import { type Section, sectionsFor } from './sections.ts'
import { SettingsSection } from './settings-section.tsx'
import { useWaitingCount } from './use-join-requests.ts'

interface Props {
  id: string
  part: string | undefined
}

/** Where a group is run: who is in it, who wants in, by which links, under which rules, and who did what. */
export default function GroupConsole(props: Props) {
  return (
    <LateTexts>
      <Console {...props} />
    </LateTexts>
  )
}

function Console({ id, part }: Props) {
  const t = useT('console')
  const conversation = useConversation(id)
  const { state } = useConnection()
  if (conversation?.scene !== 'group') {
    // A link to a group the device does not know yet: it may be on its way.
    if (state === 'connecting' || state === 'catching-up') return <Loading />
    return <Away id={null} title={t('missingTitle')} text={t('missingText')} />
  }
  if (conversation.left) return <Away id={id} title={t('leftTitle')} text={t('leftText')} />
  return <OpenConsole id={id} part={part} />
}

function OpenConsole({ id, part }: Props) {
  const view = useGroup(id)
  const narrow = useNarrow()
  const { standing } = view
  if (!standing) return <Loading />
  const shown = sectionsFor(standing)
  const section = shown.find(each => each === part)
  if (narrow && section === undefined) return <ConsoleMenu id={id} view={view} sections={shown} />
  const props = { id, view, standing, shown, section: section ?? 'members' }
  return narrow ? <OnePage {...props} /> : <Tabbed {...props} />
}

interface OpenProps {
  id: string
  view: GroupView
  standing: Standing
  shown: readonly Section[]
  section: Section
}

/** On a phone every section is a page with an entry of its own. */
function OnePage({ id, view, standing, section }: OpenProps) {
  const t = useT('console')
  return (
    <Frame
      name={section}
      header={
        <PaneHeader
          title={t(`section.${section}`)}
          subtitle={view.conversation?.title}
          onBack={() => goBack(`/groups/${id}`)}
        />
      }
    >
      <div className="flex min-h-0 flex-1 flex-col">
        <Content section={section} id={id} view={view} standing={standing} />
      </div>
    </Frame>
  )
}

function Tabbed({ id, view, standing, shown, section }: OpenProps) {
  const t = useT('console')
  const tc = useT('common')
  const panelId = useId()
  const waiting = useWaitingCount(id)
  const { title = '', memberCount, dissolved } = view.conversation ?? {}
  const count = memberCount === undefined ? '' : tc('memberCount', { count: memberCount })
  return (
    <Frame
      name={title}
      header={
        <PaneHeader
          leading={<GroupAvatar title={title} members={view.entries} size={36} />}
          title={title}
          subtitle={dissolved ? t('dissolved') : count}
          onBack={() => goBack(`/conversations/${id}`)}
          backAlways
        />
      }
    >
      <div className="flex-none border-line border-b bg-surface px-4 py-2">
        <Tabs
          label={t('sections')}
          value={section}
          // The way back leads out of the console, not through what was looked at in it.
          onChange={next => navigate(`/groups/${id}/${next}`, { replace: true })}
          panelId={panelId}
          items={shown.map(value => ({
            value,
            label: t(`section.${value}`),
            ...(value === 'requests' && { count: waiting }),
          }))}
        />
      </div>
      <div
        id={panelId}
        role="tabpanel"
        aria-labelledby={tabId(panelId, section)}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Content section={section} id={id} view={view} standing={standing} />
      </div>
    </Frame>
  )
}

function Content({ section, id, view, standing }: Omit<OpenProps, 'shown'>) {
  switch (section) {
    case 'members':
      return <MembersSection id={id} view={view} standing={standing} />
    case 'requests':
      return <RequestsSection id={id} view={view} />
    case 'invites':
      return <InvitesSection id={id} view={view} standing={standing} />
    case 'settings':
      return <SettingsSection id={id} view={view} standing={standing} />
    case 'log':
      return <LogSection id={id} view={view} />
  }
}

/** A column whose heading takes the focus when another place is shown, so that the change is heard. */
function Frame({ name, header, children }: { name: string; header: ReactNode; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another name is another place
  useEffect(() => {
    frame.current?.querySelector('h1')?.focus({ preventScroll: true })
  }, [name])
  return (
    <div ref={frame} className="flex h-full min-h-0 min-w-0 flex-1 flex-col bg-bg">
      {header}
      {children}
    </div>
  )
}

function Loading() {
  const tc = useT('common')
  return (
    <div className="flex-1 bg-surface pt-28">
      <ListSkeleton label={tc('loading')} />
    </div>
  )
}

function Away({ id, title, text }: { id: string | null; title: string; text: string }) {
  const t = useT('console')
  return (
    <EmptyState
      icon={id ? UsersRound : MessageCircleOff}
      title={title}
      text={text}
      actions={
        <AppLink href={id ? `/conversations/${id}` : '/conversations'} className={buttonClass('primary')}>
          {id ? t('toConversation') : t('toConversations')}
        </AppLink>
      }
    />
  )
}
