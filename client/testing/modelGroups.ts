import type { Group, HistoryForNew, Member } from '#protocol/entities/group.ts'
import { ModelGroup } from './modelGroup.ts'
import { ModelHouse } from './modelHouse.ts'
import { idOf, me } from './people.ts'

/** Groups, and who comes to them, goes and comes back. */
export class ModelGroups extends ModelHouse {
  /** A group of mine and of these, made by the first of them. */
  openGroup(people: string[], id: string = idOf(++this.born + 1000)): string {
    const group = new ModelGroup(id, 'Hiking', this.time)
    for (const userId of [...people, me])
      group.put(userId, 1, { joinedAt: this.time, role: userId === people[0] ? 'owner' : 'member' })
    group.visible = [{ from: 1, to: null }]
    const kept = this.keep(id, id, group)
    kept.rev = 1
    this.line(id, people[0]!, 'group_created')
    this.tellOwn(kept)
    return id
  }

  /** The group behind it. */
  group(id: string): ModelGroup {
    const { group } = this.kept(id)
    if (!group) throw new Error(`${id} is no group`)
    return group
  }

  changeGroup(id: string, change: Partial<Group>): void {
    const kept = this.kept(id)
    kept.rev += 1
    const group = this.group(id)
    group.row = { ...group.row, ...change, rev: kept.rev }
    this.tellFeed(kept, 'group', { group: group.row })
  }

  /** Rows of several members in one change. */
  changeMembers(id: string, userIds: string[], change: Partial<Member>): void {
    const kept = this.kept(id)
    kept.rev += 1
    const group = this.group(id)
    const rows = userIds.map(userId => group.put(userId, kept.rev, change))
    const known = group.known(rows)
    if (known.length > 0) this.tellFeed(kept, 'member', { members: known })
    else this.tellFeed(kept, 'rev', {})
  }

  join(id: string, ...userIds: string[]): void {
    this.changeMembers(id, userIds, { joinedAt: this.time, leftAt: null, role: 'member' })
    this.line(id, userIds[0]!, 'member_joined')
  }

  leave(id: string, ...userIds: string[]): void {
    this.changeMembers(id, userIds, { leftAt: this.time, role: 'member' })
    this.line(id, userIds[0]!, 'member_left')
  }

  /** I go, or am removed. */
  leaveMyself(id: string): void {
    const kept = this.kept(id)
    this.leave(id, me)
    const group = this.group(id)
    group.visible = group.visible.map(({ from, to }) => ({ from, to: to ?? kept.rows.length }))
    group.leaveRev = kept.rev
    this.tellOwn(kept)
  }

  /** I am back: the line of it goes out before my own row does, as on a node it may. */
  rejoin(id: string, history: HistoryForNew): void {
    const kept = this.kept(id)
    const group = this.group(id)
    const seq = kept.rows.length + 1
    const from = history === 'all' ? 1 : history === 'none' ? seq : Math.max(1, seq - 100)
    group.visible = [...group.visible, { from, to: null }]
    group.leaveRev = null
    kept.readSeq = Math.max(kept.readSeq, seq - 1)
    this.join(id, me)
    this.tellOwn(kept)
  }

  /** A line of the server's own. */
  line(id: string, actor: string, event: string): void {
    this.write(id, actor, event, { type: 'notification', content: { event, actor, targets: [] } })
  }
}
