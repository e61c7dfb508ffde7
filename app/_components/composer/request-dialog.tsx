'use client'
import { lazy, Suspense } from 'react'
import { useT } from '../i18n/use-t.ts'
import { Dialog } from '../ui/dialog.tsx'

const RequestForm = lazy(() =>
  import('../people/request-form.tsx').then(({ RequestForm: form }) => ({ default: form })),
)

interface Props {
  userId: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Asks again to be friends, from where the lack of it was noticed. */
export function RequestDialog({ userId, open, onOpenChange }: Props) {
  const t = useT('chat')
  const close = () => onOpenChange(false)
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('refused.sendRequest')} size="small">
      <Suspense fallback={null}>
        <RequestForm userId={userId} onSent={close} onCancel={close} />
      </Suspense>
    </Dialog>
  )
}
