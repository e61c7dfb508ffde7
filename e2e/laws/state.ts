import { rangeAt } from '#client/ranges.ts'
import { tableNames } from '#client/store/schema.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { Device } from './world.ts'

/** What a device holds, in a form two devices of one person can be compared by. */
export interface DeviceState {
  conversations: Record<string, unknown>
  friends: Record<string, unknown>
  notices: Record<string, unknown>
  account: unknown
  /** Messages inside the complete ranges, by conversation. */
  messages: Record<string, Message[]>
  /** What a member knows of their groups; nothing of those they left. */
  groups: Record<string, unknown>
  /** Whether the newest range reaches the newest message, by conversation. */
  reachesTop: Record<string, boolean>
}

/**
 * Reads a device's store. Left out is what travels by signals alone and may be lost: the peer's read mark, others'
 * profiles.
 */
export async function stateOf(device: Device): Promise<DeviceState> {
  const { engine } = device
  return device.kv.read(tableNames, async tx => {
    const state: DeviceState = {
      conversations: {},
      friends: {},
      notices: {},
      account: engine.account(),
      messages: {},
      groups: {},
      reachesTop: {},
    }
    for (const stored of await tx.getAll('conversations')) {
      const view = engine.conversation(stored.id)
      if (!view) continue
      const { unread, mentions, readSeq, clearSeq, pinned, notify, notifyUntil, markedUnread } = view
      // A device shows what it hides elsewhere while own messages wait there: that is its own affair.
      const above = view.hiddenSeq === null ? null : Math.max(view.hiddenSeq, clearSeq)
      const hidden = above !== null && stored.countableSeq <= above
      const { lastMsg, visible, to, scene, updateTime } = view
      const draft = view.draft?.text ?? null
      state.conversations[stored.id] = {
        ...{ unread, mentions, readSeq, clearSeq, pinned, notify, notifyUntil, markedUnread, hidden },
        ...{ lastMsg, visible, to, scene, updateTime, draft, localDraft: view.localDraft?.text ?? null },
      }
      const { title, memberCount, left, dissolved } = view
      Object.assign(state.conversations[stored.id] as object, {
        title,
        memberCount,
        left,
        dissolved,
      })
      if (view.scene === 'group' && !left) {
        const held = (await tx.getAll('members', everyBucket(stored.id))).flat()
        // Rows of a list that is not shown any more may be known from before.
        const all = view.group?.membersVisible || view.member?.role !== 'member'
        const known = held.filter(row => all || row.role !== 'member' || row.userId === engine.userId)
        const members = known
          .filter(row => row.leftAt === null)
          .sort((a, b) => (a.userId < b.userId ? -1 : 1))
        const { group, member } = view
        state.groups[stored.id] = { group, member, roster: stored.roster, members }
      }
      const rows: Message[] = []
      const blocks = await tx.getAll('blocks', { id: stored.id, from: 0, to: Number.MAX_SAFE_INTEGER })
      for (const message of blocks.flat()) if (rangeAt(stored.ranges, message.seq)) rows.push(message)
      state.messages[stored.id] = rows
      const top = lastMsg?.seq ?? 0
      state.reachesTop[stored.id] = top <= clearSeq || rangeAt(stored.ranges, top) !== undefined
    }
    for (const friend of await tx.getAll('friends')) state.friends[friend.userId] = friend
    for (const notice of await tx.getAll('notices')) state.notices[notice.msgId] = notice
    return state
  })
}

const everyBucket = (id: string) => ({ id, from: 0, to: Number.MAX_SAFE_INTEGER })

/** The first difference between what a device holds and what a fresh one does, in words, or null. */
export function firstDifference(name: string, held: DeviceState, fresh: DeviceState): string | null {
  for (const part of ['conversations', 'groups', 'friends', 'notices'] as const) {
    const keys = new Set([...Object.keys(held[part]), ...Object.keys(fresh[part])])
    for (const key of keys) {
      const [a, b] = [json(held[part][key]), json(fresh[part][key])]
      if (a !== b) return `${name}: ${part} ${key}\n  held  ${a}\n  fresh ${b}`
    }
  }
  if (json(held.account) !== json(fresh.account))
    return `${name}: account\n  held  ${json(held.account)}\n  fresh ${json(fresh.account)}`
  for (const [id, reaches] of Object.entries(held.reachesTop))
    if (!reaches) return `${name}: the newest message of ${id} is not in a complete range`
  return null
}

/**
 * The first of the device's messages that differs from the server's own, in words, or null.
 * @param left this person is no longer in the conversation
 */
export function firstWrongMessage(
  name: string,
  held: Message[],
  stored: Message[],
  left = false,
): string | null {
  const bySeq = new Map(stored.map(message => [message.seq, message]))
  let last = 0
  for (const message of held) {
    if (message.seq <= last) return `${name}: seq ${message.seq} stands behind ${last}`
    last = message.seq
    const there = bySeq.get(message.seq)
    // Whoever left is told of what is taken back, and of no other change.
    const [a, b] = left && !there?.recalledAt ? [message.id, there?.id] : [json(message), json(there)]
    if (a !== b) return `${name}: message ${message.seq}\n  held   ${a}\n  stored ${b}`
  }
  return null
}

/** The first conversation this device was given rows of without being in it, in words, or null (I5). */
export function firstLeak(device: Device, mine: readonly string[]): string | null {
  for (const id of device.transport.heardOf) if (!mine.includes(id)) return `${device.name}: heard of ${id}`
  return null
}

/** JSON with sorted keys: two rows are equal when their texts are. */
export function json(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
