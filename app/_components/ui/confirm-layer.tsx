'use client'
import { AlertDialog } from '@base-ui/react/alert-dialog'
import clsx from 'clsx'
import { useRef, useState } from 'react'
import { useT } from '../i18n/use-t.ts'
import { Button } from './button.tsx'
import { backdropClass, popClass } from './dialog-classes.ts'
import type { Question } from './overlay-store.ts'

/** Draws the question asked by `confirm`. Rendered with a key per question. */
export default function ConfirmLayer({ question }: { question: Question }) {
  const t = useT('common')
  const [open, setOpen] = useState(true)
  const yes = useRef(false)
  const cancel = useRef<HTMLButtonElement>(null)

  function close(answer: boolean) {
    yes.current = answer
    setOpen(false)
  }

  return (
    <AlertDialog.Root
      open={open}
      onOpenChange={next => !next && close(false)}
      onOpenChangeComplete={shown => !shown && question.answer(yes.current)}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdropClass} />
        <AlertDialog.Viewport className="fixed inset-0 z-50 flex items-center justify-center p-6">
          {/* Focus starts on the harmless answer. */}
          <AlertDialog.Popup initialFocus={cancel} className={clsx(popClass, 'floating w-full max-w-90 p-5')}>
            <AlertDialog.Title className="text-heading text-text">{question.title}</AlertDialog.Title>
            {question.text && (
              <AlertDialog.Description className="mt-2 text-body text-text-2">
                {question.text}
              </AlertDialog.Description>
            )}
            <div className="mt-5 flex justify-end gap-2">
              <Button ref={cancel} onClick={() => close(false)}>
                {question.cancel ?? t('cancel')}
              </Button>
              <Button variant={question.danger ? 'danger' : 'primary'} onClick={() => close(true)}>
                {question.action}
              </Button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
