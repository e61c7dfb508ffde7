'use client'
import { useEngine, usePerson } from '#client/react/hooks.ts'
import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Reason } from '#protocol/errors.ts'
import type { ChatT } from '../conversation/words.ts'
import { standingOf } from '../people/relation.ts'
import { Button } from '../ui/button.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { useAction } from '../ui/use-action.ts'

interface Props {
  conversation: Pick<Conversation, 'to'>
  reason: Reason
  name: string
  t: ChatT
  onAsk: () => void
}

/** In the composer's place where nothing can be written: why, and what can be done about it. */
export function RefusedBar({ conversation, reason, name, t, onAsk }: Props) {
  const engine = useEngine()
  const person = usePerson(conversation.to)
  const action = useAction()
  const standing = standingOf(person, engine.userId, engine.serverNow())
  const request = person.friend?.incoming
  const { text, button } = face()
  return (
    <div className="flex min-h-(--composer-h) flex-none flex-wrap items-center justify-center gap-x-4 gap-y-2 border-line border-t bg-surface px-4 py-2.5 pb-[max(0.625rem,var(--safe-b))] text-center text-body text-text-2">
      <p className="text-balance">{text}</p>
      {button}
      <Refusal>{action.refused?.text}</Refusal>
    </div>
  )

  function face() {
    if (reason === 'you_blocked') {
      return {
        text: t('refused.you_blocked', { name }),
        button: (
          <Button
            size="small"
            loading={action.busy !== null}
            onClick={() => void action.run('unblock', 'friend:unblock', { userId: conversation.to })}
          >
            {t('refused.unblock')}
          </Button>
        ),
      }
    }
    if (reason === 'not_accepting') {
      return {
        text: person.user?.deleted ? t('refused.gone') : t('refused.not_accepting', { name }),
        button: null,
      }
    }
    if (standing === 'waiting') return { text: t('refused.requestSent', { name }), button: null }
    if (standing === 'incoming' && request) {
      return {
        text: t('refused.requestReceived', { name }),
        button: (
          <Button
            size="small"
            variant="primary"
            loading={action.busy !== null}
            onClick={() =>
              void action.run('accept', 'friend:respond', { requestId: request.id, accept: true })
            }
          >
            {t('refused.accept')}
          </Button>
        ),
      }
    }
    return {
      text: t('refused.not_friends', { name }),
      button: (
        <Button size="small" variant="primary" onClick={onAsk}>
          {t('refused.sendRequest')}
        </Button>
      ),
    }
  }
}
