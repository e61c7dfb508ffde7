'use client'
import { useRef, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { Group } from '#protocol/entities/group.ts'
import type { WireError } from '#protocol/errors.ts'
import type { Input } from '#protocol/operations/index.ts'
import { useRefusalText } from '../../ui/use-refusal-text.ts'
import { type SettingField, settingOf } from './setting-words.ts'

/** Somebody else changes the same group without end: time to say so. */
const rounds = 5

/** Somebody else changed the very thing meanwhile. */
export interface Conflict {
  field: SettingField
  mine: string | number | boolean
  current: Group
}

export interface GroupChange {
  /** What was chosen here and is not yet answered. */
  pending: Partial<Record<SettingField, string | number | boolean>>
  refused: { field: SettingField; text: string } | null
  conflict: Conflict | null
  /**
   * Changes one thing, as against what was seen when it was chosen. True when it is settled: it stands as chosen, or,
   * after a conflict, as somebody else had it and as it was then left.
   */
  change(field: SettingField, value: string | number | boolean, seen: Group): Promise<boolean>
  /** Ends a conflict: with mine, or with what stands. */
  settle(mine: boolean): void
}

/**
 * Changes of a group's settings. One of somebody else in between is none of ours unless it was of the same thing:
 * then both values are shown, and a person decides.
 */
export function useGroupChange(conversationId: string): GroupChange {
  const engine = useEngine()
  const refusalText = useRefusalText()
  const [pending, setPending] = useState<GroupChange['pending']>({})
  const [refused, setRefused] = useState<GroupChange['refused']>(null)
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const decide = useRef<(mine: boolean) => void>(() => undefined)

  async function change(
    field: SettingField,
    value: string | number | boolean,
    seen: Group,
  ): Promise<boolean> {
    setRefused(null)
    setPending(before => ({ ...before, [field]: value }))
    const outcome = await attempt(field, value, seen)
    setPending(({ [field]: _, ...rest }) => rest)
    if (typeof outcome === 'boolean') return outcome
    const mine = await ask(outcome)
    return mine ? change(field, value, outcome.current) : true
  }

  /** The conflict, where somebody else changed the very thing. */
  async function attempt(field: SettingField, value: string | number | boolean, seen: Group) {
    let base = seen
    for (let round = 0; round < rounds; round++) {
      const input = { conversationId, baseRev: base.rev, [field]: value } as Input<'group:update'>
      const answer = await engine.run('group:update', input)
      if (answer.ok) return true
      const current = currentOf(answer.error)
      if (!current || round === rounds - 1) {
        setRefused({ field, text: refusalText(answer.error) })
        return false
      }
      const standing = settingOf(current, field)
      if (standing === value) return true
      if (standing !== settingOf(seen, field)) return { field, mine: value, current }
      base = current
    }
    return false
  }

  function ask(found: Conflict): Promise<boolean> {
    // A question that another one takes the place of is answered with what stands.
    decide.current(false)
    setConflict(found)
    return new Promise(resolve => {
      decide.current = resolve
    })
  }

  function settle(mine: boolean) {
    setConflict(null)
    decide.current(mine)
  }

  return { pending, refused, conflict, change, settle }
}

/** The group as it stands, where a refusal says that ours was an older one. */
function currentOf({ details }: WireError): Group | null {
  const current = details?.reason === 'stale' ? (details.current as Partial<Group> | undefined) : undefined
  return typeof current?.rev === 'number' ? (current as Group) : null
}
