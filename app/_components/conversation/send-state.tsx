'use client'
import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide-react'
import type { ChatT } from './words.ts'

export type Delivery = 'waiting' | 'sent' | 'read' | 'failed'

/** The small mark behind the time of an own message, said in words as well. */
export function SendState({ delivery, t }: { delivery: Delivery; t: ChatT }) {
  switch (delivery) {
    case 'waiting':
      return <Clock3 role="img" aria-label={t('message.waiting')} className="size-3.5" />
    case 'sent':
      return <Check role="img" aria-label={t('message.sent')} className="size-4" />
    case 'read':
      return <CheckCheck role="img" aria-label={t('message.read')} className="size-4 text-tick" />
    case 'failed':
      return <CircleAlert role="img" aria-label={t('message.failed')} className="size-3.5 text-danger" />
  }
}
