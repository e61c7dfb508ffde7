import type { Message } from '#protocol/entities/message.ts'
import type { Input, Output } from '#protocol/operations/index.ts'
import type { PullInput, PullItem, PullPage } from '#protocol/operations/sync.ts'
import { ModelGroups } from './modelGroups.ts'
import { userOf } from './modelHouse.ts'
import { ada, me } from './people.ts'

/** What the server answers to whoever asks what changed, or what was said. */
export class ModelFeeds extends ModelGroups {
  /** Conversations in one page of a snapshot. */
  snapshotPage = 100
  latestLimit = 30
  updatedLimit = 200
  private readonly pages = new Map<string, PullPage>()

  item(id: string, cursor: { rev: number; seq: number }): PullItem | { id: string; gone: true } | null {
    const kept = this.conversations.get(id)
    if (!kept) return { id, gone: true }
    const { group } = kept
    const end = group?.leaveRev ?? kept.rev
    const seen = this.rows(id)
    const touched = seen
      .filter(row => row.seq <= cursor.seq && row.rev > cursor.rev)
      .sort((a, b) => a.rev - b.rev)
    const changed = touched.filter(row => row.rev <= end)
    // Whoever left hears of what was taken back since, each time they ask, and of nothing else.
    const takenBack = touched.filter(row => row.rev > end && row.recalledAt !== undefined)
    if (end <= cursor.rev && takenBack.length === 0) return null
    const isCut = changed.length > this.updatedLimit
    const updated = [...changed.slice(0, this.updatedLimit), ...takenBack]
    const above = seen.filter(row => row.seq > cursor.seq)
    const latest = above.slice(-this.latestLimit)
    const own = this.own(id)
    const members = group?.isMine
      ? group.changedSince(Math.max(0, cursor.rev), new Set([...updated, ...latest].map(row => row.from)))
      : []
    return {
      id,
      rev: isCut ? changed[this.updatedLimit - 1]!.rev : end,
      seq: own.seq,
      own,
      ...(group?.isMine && group.row.rev > cursor.rev && { group: group.row }),
      ...(members.length > 0 && { members }),
      updated,
      ...(latest.length > 0 && { latest }),
      more: latest.length < above.length,
    }
  }

  pull(input: PullInput): PullPage {
    if (input.next !== undefined) return this.pages.get(input.next)!
    const known = input.epoch === undefined || input.epoch === this.epoch
    const asks = input.userRev !== undefined && input.asOf !== undefined
    if (!known || (!asks && !input.conversations) || (asks && input.userRev! > this.userRev))
      return this.snapshot(input.epoch !== undefined && !known)
    const named = Object.entries(input.conversations ?? {})
    const items = named.flatMap(([id, cursor]) => this.item(id, cursor) ?? [])
    const page: PullPage = {
      epoch: this.epoch,
      conversations: items,
      heads: [],
      users: [userOf(me), userOf(ada)],
    }
    if (!asks) return page
    const since = Number(input.asOf)
    const unnamed = [...this.conversations.values()].filter(kept => !input.conversations?.[kept.id])
    return {
      ...page,
      asOf: String(this.ticks),
      userRev: this.userRev,
      changes: this.changes(input.userRev!),
      heads: unnamed
        .filter(kept => kept.touched > since)
        .map(
          kept => [kept.id, kept.group?.leaveRev ?? kept.rev, kept.rows.length] as [string, number, number],
        ),
    }
  }

  history(input: Input<'message:history'>): Output<'message:history'> {
    const seen = this.rows(input.conversationId)
    const { before, after, around, limit } = input
    let page: Message[]
    if (before !== undefined) page = seen.filter(row => row.seq < before).slice(-limit)
    else if (after !== undefined) page = seen.filter(row => row.seq > after).slice(0, limit)
    else if (around !== undefined) {
      const half = Math.floor(limit / 2)
      page = [
        ...seen.filter(row => row.seq < around).slice(-half),
        ...seen.filter(row => row.seq >= around).slice(0, limit - half),
      ]
    } else page = seen.slice(-limit)
    const first = page[0]?.seq ?? before ?? (after ?? -1) + 1
    const last = page.at(-1)?.seq ?? after ?? (before ?? Number.MAX_SAFE_INTEGER) - 1
    return {
      messages: page,
      users: [],
      reachedStart: seen.every(row => row.seq >= first),
      reachedEnd: seen.every(row => row.seq <= last),
    }
  }

  private changes(userRev: number): NonNullable<PullPage['changes']> {
    const { account } = this
    return {
      conversations: [...this.conversations.values()]
        .filter(kept => kept.userRev > userRev)
        .map(kept => this.own(kept.id)),
      friends: [...this.friends.values()].filter(friend => friend.userRev > userRev),
      notices: [],
      ...(account.userRev > userRev && { settings: account }),
    }
  }

  private snapshot(restored: boolean): PullPage {
    const all = [...this.conversations.keys()].map(id => this.item(id, { rev: -1, seq: 0 })!)
    const count = Math.max(1, Math.ceil(all.length / this.snapshotPage))
    const changes = {
      conversations: [],
      friends: [...this.friends.values()],
      notices: [],
      settings: this.account,
    }
    const asOf = String(this.ticks)
    const { userRev } = this
    const key = `${this.epoch}-${this.ticks}`
    for (let n = 0; n < count; n++) {
      this.pages.set(`${key}-${n}`, {
        epoch: this.epoch,
        snapshot: true,
        ...(n === 0 && { changes }),
        ...(n === 0 && restored && this.restoredTo !== undefined && { restoredTo: this.restoredTo }),
        conversations: all.slice(n * this.snapshotPage, (n + 1) * this.snapshotPage),
        heads: [],
        users: [userOf(me), userOf(ada)],
        ...(n + 1 < count ? { next: `${key}-${n + 1}` } : { asOf, userRev }),
      })
    }
    return this.pages.get(`${key}-0`)!
  }
}
