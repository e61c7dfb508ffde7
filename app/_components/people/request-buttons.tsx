'use client'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import type { ButtonSize } from '../ui/button-class.ts'
import type { Action } from '../ui/use-action.ts'

interface Props {
  /** Of a friend, or of somebody who wants to join a group. */
  operation?: 'friend:respond' | 'group:respond'
  requestId: string
  action: Action
  size?: ButtonSize
  /** Whose request it is, for those who hear the buttons without seeing the row. */
  name?: string
  onAccepted?: (conversationId: string | undefined) => void
}

/** Accept and decline, wherever a request is shown. Answering twice, or on two devices, does no harm. */
export function RequestButtons({
  operation = 'friend:respond',
  requestId,
  action,
  size = 'small',
  name,
  onAccepted,
}: Props) {
  const t = useT('people')
  const accept = `accept ${requestId}`
  const decline = `decline ${requestId}`
  return (
    <>
      <Button
        size={size}
        loading={action.busy === decline}
        aria-description={name}
        onClick={() => void action.run(decline, operation, { requestId, accept: false })}
      >
        {t('decline')}
      </Button>
      <Button
        size={size}
        variant="primary"
        loading={action.busy === accept}
        aria-description={name}
        onClick={async () => {
          const done = await action.run(accept, operation, { requestId, accept: true })
          if (done) onAccepted?.('conversation' in done ? done.conversation?.id : undefined)
        }}
      >
        {t('accept')}
      </Button>
    </>
  )
}
