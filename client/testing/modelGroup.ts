import type { Interval } from '#protocol/entities/conversation.ts'
import type { Group, Member } from '#protocol/entities/group.ts'
import { mayListMembers } from '#protocol/group-policy.ts'
import { me } from './people.ts'

/** The group behind a conversation of the model, and where I stand in it. */
export class ModelGroup {
  row: Group
  visible: Interval[] = []
  /** The number of the line that told of my leaving; null while I am in. */
  leaveRev: number | null = null
  readonly members = new Map<string, Member>()

  constructor(id: string, title: string, time: number) {
    this.row = {
      id,
      title,
      avatar: null,
      announcement: null,
      joinMode: 'invite',
      history: 'all',
      inviteBy: 'all',
      editBy: 'admins',
      mentionAllBy: 'admins',
      membersVisible: true,
      muteAll: false,
      slowModeSeconds: 0,
      recallSeconds: 120,
      createdAt: time,
      dissolvedAt: null,
      rev: 1,
    }
  }

  get isMine(): boolean {
    return this.leaveRev === null
  }

  sees(seq: number): boolean {
    return this.visible.some(({ from, to }) => from <= seq && (to === null || seq <= to))
  }

  /** The newest seq I may see while the conversation stands at `seq`. */
  highest(seq: number): number {
    return Math.max(0, ...this.visible.map(({ to }) => to ?? seq))
  }

  put(userId: string, rev: number, change: Partial<Member>): Member {
    const old = this.members.get(userId) ?? newMember(userId)
    const row = { ...old, ...change, rev }
    this.members.set(userId, row)
    return row
  }

  present(): Member[] {
    return [...this.members.values()].filter(({ leftAt }) => leftAt === null)
  }

  /** As far as I may know who is in it. */
  known(rows: Iterable<Member>): Member[] {
    const mine = this.members.get(me)
    const all = mayListMembers(mine?.role ?? 'member', this.row)
    return [...rows].filter(row => all || row.role !== 'member' || row.userId === me)
  }

  /** What an item of a pull says of the members to a client that stands at `rev`. */
  changedSince(rev: number, appearing: ReadonlySet<string>): Member[] {
    const rows = [...this.members.values()]
    if (rev > 0) return this.known(rows.filter(row => row.rev > rev))
    return this.known(rows).filter(
      ({ userId, role, leftAt }) =>
        userId === me || (role !== 'member' && leftAt === null) || appearing.has(userId),
    )
  }

  /** One page of the list, by id. */
  page(after: string | undefined, size: number): { members: Member[]; next?: string } {
    const all = this.known(this.present())
      .filter(({ userId }) => after === undefined || userId > after)
      .sort((a, b) => (a.userId < b.userId ? -1 : 1))
    const members = all.slice(0, size)
    return { members, ...(all.length > size && { next: members.at(-1)!.userId }) }
  }
}

function newMember(userId: string): Member {
  return {
    userId,
    role: 'member',
    nickname: '',
    nicknamePinyin: '',
    joinedAt: 0,
    joinedVia: 'add',
    joinedBy: null,
    mutedUntil: null,
    leftAt: null,
    rev: 0,
  }
}
