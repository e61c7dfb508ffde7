'use client'
import { lazy, Suspense } from 'react'
import { useT } from '../i18n/use-t.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Spinner } from '../ui/spinner.tsx'

const MyCode = lazy(() => import('./my-code.tsx'))

export function MyCodeDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useT('people')
  const tc = useT('common')
  return (
    <Dialog {...props} title={t('myCode')} size="small">
      <Suspense
        fallback={
          <div className="flex h-80 items-center justify-center text-text-3">
            <Spinner label={tc('loading')} />
          </div>
        }
      >
        <MyCode />
      </Suspense>
    </Dialog>
  )
}
