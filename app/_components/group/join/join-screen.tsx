'use client'
import { Link2Off, WifiOff } from 'lucide-react'
import { useConnection } from '#client/react/hooks.ts'
import { LateTexts } from '../../i18n/late-texts.tsx'
import { useT } from '../../i18n/use-t.ts'
import { AppLink, goBack } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { buttonClass } from '../../ui/button-class.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PaneHeader } from '../../ui/pane-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useRefusalText } from '../../ui/use-refusal-text.ts'
import { PreviewCard } from './preview-card.tsx'
import { usePreview, type Way } from './use-preview.ts'

/** Where a link into a group leads: what it is, and the one thing to do about it. */
export default function JoinScreen(props: Way) {
  const t = useT('auth')
  return (
    <div className="flex h-full min-h-0 flex-1 flex-col bg-bg">
      <PaneHeader title={t('join.title')} onBack={() => goBack('/conversations')} backAlways />
      <LateTexts>
        <div className="scroll-y flex min-h-0 flex-1 flex-col items-center px-4 py-8 pb-safe">
          <Inside way={props} />
        </div>
      </LateTexts>
    </div>
  )
}

function Inside({ way }: { way: Way }) {
  const t = useT('join')
  const tc = useT('common')
  const refusalText = useRefusalText()
  const { state } = useConnection()
  const preview = usePreview(way)
  const { group, error, reload } = preview
  if (group) return <PreviewCard way={way} group={group} onLook={reload} />
  // A malformed code is a code nobody was given.
  if (error?.code === 'NOT_FOUND' || error?.code === 'BAD_REQUEST') {
    return (
      <EmptyState
        icon={Link2Off}
        title={t('unknownTitle')}
        text={t('unknownText')}
        actions={
          <AppLink href="/conversations" className={buttonClass('primary')}>
            {t('toConversations')}
          </AppLink>
        }
      />
    )
  }
  if (error) {
    return (
      <EmptyState
        icon={Link2Off}
        title={t('failedTitle')}
        text={refusalText(error)}
        actions={
          <Button variant="primary" onClick={reload}>
            {tc('retry')}
          </Button>
        }
      />
    )
  }
  if (state === 'offline')
    return <EmptyState icon={WifiOff} title={t('offlineTitle')} text={t('offlineText')} />
  return (
    <div role="status" aria-label={tc('loading')} className="flex flex-col items-center gap-3 pt-10">
      <Skeleton className="size-18 rounded-group" />
      <Skeleton className="h-5 w-44 rounded-tag" />
      <Skeleton className="h-4 w-28 rounded-tag" />
    </div>
  )
}
