'use client'
import { useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useT } from '../../i18n/use-t.ts'
import { toast } from '../../ui/toast.ts'
import { useRefusalText } from '../../ui/use-refusal-text.ts'
import type { MemberEntry } from '../member-entry.ts'
import { refusedPeople } from '../refused-people.ts'
import type { NameOf } from '../use-name-of.ts'

export interface MemberActs {
  busy: boolean
  mute(entries: readonly MemberEntry[], until: number | null): Promise<void>
  setRole(entries: readonly MemberEntry[], role: 'admin' | 'member'): Promise<void>
}

/** Acts on members whom the screen offered; what the server refuses is said in passing, with the names it gives. */
export function useMemberActs(conversationId: string, nameOf: NameOf, onDone: () => void): MemberActs {
  const t = useT('console')
  const engine = useEngine()
  const formats = useFormats()
  const refusalText = useRefusalText()
  const [busy, setBusy] = useState(false)

  async function during(work: () => Promise<boolean>) {
    setBusy(true)
    const done = await work()
    setBusy(false)
    if (done) onDone()
  }
  function refuse(error: Parameters<typeof refusalText>[0]) {
    const people = refusedPeople(error).map(nameOf)
    toast({
      title: refusalText(error),
      tone: 'danger',
      ...(people.length > 0 && { text: formats.list(people) }),
    })
    return false
  }

  return {
    busy,
    mute: (entries, until) =>
      during(async () => {
        const userIds = entries.map(({ userId }) => userId)
        const answer = await engine.run('group:mute', { conversationId, userIds, until })
        if (!answer.ok) return refuse(answer.error)
        const name = nameOf(userIds[0] ?? '')
        const key = until === null ? 'ended' : 'done'
        toast({ title: t(`mute.${key}`, { name, count: userIds.length }), tone: 'success' })
        return true
      }),
    setRole: (entries, role) =>
      during(async () => {
        for (const { userId } of entries) {
          const answer = await engine.run('group:set-role', { conversationId, userId, role })
          if (!answer.ok) return refuse(answer.error)
        }
        return true
      }),
  }
}
