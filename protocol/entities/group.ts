import * as z from 'zod/mini'
import { Id, Rev, Time } from '../fields.ts'
import { RequestState } from './friendship.ts'

export const Role = z.enum(['owner', 'admin', 'member'])
export type Role = z.infer<typeof Role>

/** Who gets in: anybody who asks, whoever an admin lets in, or those who are brought or invited only. */
export const JoinMode = z.enum(['free', 'approval', 'invite'])
export type JoinMode = z.infer<typeof JoinMode>

/** What a newcomer sees of what was said before; fixed for each member at the moment they join. */
export const HistoryForNew = z.enum(['none', 'recent', 'all'])
export type HistoryForNew = z.infer<typeof HistoryForNew>

/** Whom a right of ordinary members is given to. */
export const Audience = z.enum(['admins', 'all'])
export type Audience = z.infer<typeof Audience>

/** `rev` names this version: whoever confirms having read it says which one. */
export const Announcement = z.object({ text: z.string(), by: Id, time: Time, rev: Rev })
export type Announcement = z.infer<typeof Announcement>

/** The row of a group that its members share. */
export const Group = z.object({
  id: Id,
  title: z.string(),
  /** A media id; null draws the group from its members' faces. */
  avatar: z.nullable(z.string()),
  announcement: z.nullable(Announcement),
  joinMode: JoinMode,
  history: HistoryForNew,
  /** Who may bring people and make links. */
  inviteBy: Audience,
  /** Who may change title, avatar and announcement. */
  editBy: Audience,
  /** Who may call everybody. */
  mentionAllBy: Audience,
  /** False: ordinary members see the owner, the admins and themselves in the list, and nobody else. */
  membersVisible: z.boolean(),
  /** Only the owner and the admins may write. */
  muteAll: z.boolean(),
  /** Between two messages of an ordinary member; 0 is off. */
  slowModeSeconds: z.int(),
  /** How long an author may recall a message. */
  recallSeconds: z.int(),
  createdAt: Time,
  dissolvedAt: z.nullable(Time),
  /** Of this row's last change: what `group:update` takes as `baseRev`. */
  rev: Rev,
})
export type Group = z.infer<typeof Group>

/** How a member came in. */
export const JoinedVia = z.enum(['create', 'add', 'free', 'approval', 'invite'])
export type JoinedVia = z.infer<typeof JoinedVia>

/** A person in a group as the other members know them. Those who left stay as rows with `leftAt`. */
export const Member = z.object({
  userId: Id,
  role: Role,
  /** Their name in this group; empty: none of its own. */
  nickname: z.string(),
  nicknamePinyin: z.string(),
  joinedAt: Time,
  joinedVia: JoinedVia,
  /** Who brought, invited or let them in. */
  joinedBy: z.nullable(Id),
  /** They may not write until then; `times.forever` has no end. */
  mutedUntil: z.nullable(Time),
  leftAt: z.nullable(Time),
  rev: Rev,
})
export type Member = z.infer<typeof Member>

/** Somebody who wants in, or was brought by a member where that needs approval. */
export const JoinRequest = z.object({
  id: Id,
  conversationId: Id,
  userId: Id,
  /** The member whose link or choice brought them. */
  inviterId: z.nullable(Id),
  text: z.string(),
  state: RequestState,
  handledBy: z.nullable(Id),
  time: Time,
  expiresAt: Time,
})
export type JoinRequest = z.infer<typeof JoinRequest>

/** A link into a group. */
export const Invite = z.object({
  id: Id,
  conversationId: Id,
  /** What a link ends in: `/join/<code>`. */
  code: z.string(),
  createdBy: Id,
  createdAt: Time,
  expiresAt: Time,
  /** Null: as many as like to. */
  maxUses: z.nullable(z.int()),
  uses: z.int(),
  revokedAt: z.nullable(Time),
})
export type Invite = z.infer<typeof Invite>

/** What somebody sees of a group before they are in it. */
export const GroupPreview = z.object({
  id: Id,
  title: z.string(),
  avatar: z.nullable(z.string()),
  memberCount: z.int(),
  /** Joining by this way needs an admin's word. */
  needsApproval: z.boolean(),
  /** Who made the link. */
  invitedBy: z.nullable(Id),
  /** `open`: joining works now; `requested`: it was asked for. */
  state: z.enum([
    'open',
    'member',
    'requested',
    'full',
    'expired',
    'revoked',
    'used_up',
    'refused',
    'dissolved',
  ]),
})
export type GroupPreview = z.infer<typeof GroupPreview>

/** One line of the book an owner and admins can read: who did what. */
export const LogEntry = z.object({
  id: Id,
  time: Time,
  actor: Id,
  /** The operation's verb, such as `remove` or `set-role`. */
  action: z.string(),
  targets: z.array(Id),
  value: z.optional(z.unknown()),
})
export type LogEntry = z.infer<typeof LogEntry>
