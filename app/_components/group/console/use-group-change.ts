'use client'
import { useState } from 'react'
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
  /** Changes one thing, as against what was seen when it was chosen. False where it did not come to be. */
  change(field: SettingField, value: string | number | boolean, seen: Group): Promise<boolean>
  /** Ends a conflict: with mine, or with what stands. */
  settle(mine: boolean): Promise<boolean>
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

  async function change(field: SettingField, value: string | number | boolean, seen: Group) {
    setRefused(null)
    setPending(before => ({ ...before, [field]: value }))
    const done = await attempt(field, value, seen)
    setPending(({ [field]: _, ...rest }) => rest)
    return done
  }

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
      if (standing !== settingOf(seen, field)) {
        setConflict({ field, mine: value, current })
        return false
      }
      base = current
    }
    return false
  }

  async function settle(mine: boolean) {
    if (!conflict) return false
    setConflict(null)
    return mine ? change(conflict.field, conflict.mine, conflict.current) : true
  }

  return { pending, refused, conflict, change, settle }
}

/** The group as it stands, where a refusal says that ours was an older one. */
function currentOf({ details }: WireError): Group | null {
  const current = details?.reason === 'stale' ? (details.current as Partial<Group> | undefined) : undefined
  return typeof current?.rev === 'number' ? (current as Group) : null
}
