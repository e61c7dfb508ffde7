'use client'
import type { Announcement } from '#protocol/entities/group.ts'
import { useFormats } from '../i18n/formats.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { useAction } from '../ui/use-action.ts'
import { TextBody } from './text-body.tsx'
import type { Words } from './words.ts'

interface Props {
  conversationId: string
  announcement: Announcement
  words: Words
  onRead: () => void
  onClose: () => void
}

/** An announcement in full. "Got it" tells its author. */
export default function AnnouncementSheet({ conversationId, announcement, words, onRead, onClose }: Props) {
  const { t, nameOf, me } = words
  const formats = useFormats()
  const action = useAction()
  const { text, by, time, rev } = announcement

  async function gotIt() {
    const done = await action.run('read', 'group:read-announcement', { conversationId, rev })
    if (done) onRead()
  }

  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('announcement.title')}
      footer={
        <Button variant="primary" loading={action.busy !== null} onClick={() => void gotIt()} autoFocus>
          {t('announcement.gotIt')}
        </Button>
      }
    >
      <p className="pb-3 text-small text-text-3">
        {t('announcement.by', { name: nameOf(by), time: formats.captionTime(time) })}
      </p>
      <p dir="auto" className="whitespace-pre-wrap text-body text-text [overflow-wrap:anywhere]">
        <TextBody text={text} mentions={undefined} me={me} />
      </p>
      <Refusal className="mt-3">{action.refused?.text}</Refusal>
    </Dialog>
  )
}
