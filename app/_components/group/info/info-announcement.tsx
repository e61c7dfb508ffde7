'use client'
import { Megaphone } from 'lucide-react'
import { useState } from 'react'
import { usePerson } from '#client/react/hooks.ts'
import type { Announcement } from '#protocol/entities/group.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useT } from '../../i18n/use-t.ts'
import { personName } from '../../people/person-name.ts'
import { Dialog } from '../../ui/dialog.tsx'

/** The beginning of the announcement; pressed, the whole of it. */
export function InfoAnnouncement({ announcement }: { announcement: Announcement }) {
  const t = useT('group')
  const tPeople = useT('people')
  const formats = useFormats()
  const [open, setOpen] = useState(false)
  const { name } = personName(usePerson(announcement.by), tPeople('deletedUser'))
  const byline = t('info.announcedBy', { name, time: formats.captionTime(announcement.time) })
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex flex-col gap-1 rounded-card border border-line px-4 py-3 text-start hover:bg-surface-2"
      >
        <span className="flex items-center gap-2 text-small font-[600] text-text-2">
          <Megaphone aria-hidden className="size-4" />
          {t('announcement')}
        </span>
        <span dir="auto" className="line-clamp-3 whitespace-pre-wrap break-words text-body text-text">
          {announcement.text}
        </span>
        <span className="text-meta text-text-3">{byline}</span>
      </button>
      <Dialog open={open} onOpenChange={setOpen} title={t('announcement')}>
        <p dir="auto" className="whitespace-pre-wrap break-words text-body text-text">
          {announcement.text}
        </p>
        <p className="mt-4 text-small text-text-3">{byline}</p>
      </Dialog>
    </>
  )
}
