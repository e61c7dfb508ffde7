import type { OperationName } from '#protocol/operations/index.ts'
import { everybody } from '#protocol/values.ts'
import { type Caller, password } from './caller.ts'
import { type Club, type Crew, type Settings, type Standing, text } from './crew.ts'

/**
 * The group scope of reliability.md 4.1: who may do what, in the order stranger, former, muted, member, admin, owner.
 * Media, calls, search, reactions, pins and forwards have no operations yet; with them come their rows.
 */
export interface Row {
  name: OperationName
  what: string
  input(club: Club, who: Standing, crew: Crew): object
  /** Where members are allowed what they can be. */
  answers: Answers
  /** Where they are not, if that makes a difference. */
  strict?: Answers
  /** Done once, the group is another: each success needs one of its own. */
  spoils?: true
}
type Answers = readonly [string, string, string, string, string, string]

const ok = 'ok'
const none = 'NOT_FOUND'
const out = 'FORBIDDEN/not_a_member'
const low = 'FORBIDDEN/role_too_low'
const hush = 'FORBIDDEN/muted'
const kind = 'FORBIDDEN/kind_not_allowed'
const other = 'FORBIDDEN/not_the_author'
const late = 'FORBIDDEN/recall_window_over'
const shut = 'FORBIDDEN/not_accepting'
const bad = 'BAD_REQUEST'
const over = 'GONE/group_dissolved'
const must = 'FORBIDDEN/owner_must_transfer'

const idOf = (caller: Caller) => caller.person.user.id
const on = ({ id }: Club, input: object = {}) => ({ conversationId: id, ...input })
/** A stranger has said nothing there: they try somebody's. */
const ownSeq = ({ said }: Club, who: Standing) => said[who === 'stranger' ? 'peer' : who]
const people = (club: Club, ...callers: Caller[]) => on(club, { userIds: callers.map(idOf) })
const until = Date.now() + 3_600_000
const better = { text: 'better' }

/** For who is in the group. */
const members: Answers = [none, out, ok, ok, ok, ok]
const managers: Answers = [none, out, low, low, ok, ok]
const owner: Answers = [none, out, low, low, low, ok]
const nobody: Answers = [none, out, low, low, low, low]
/** For whoever is or was in it. */
const theirOwn: Answers = [none, ok, ok, ok, ok, ok]

/** The same before and after the end of the group. */
export const reads: Row[] = [
  { name: 'message:history', what: 'the history', input: c => on(c, { limit: 5 }), answers: theirOwn },
  { name: 'conversation:get', what: 'one’s own row', input: c => on(c), answers: theirOwn },
  { name: 'conversation:read', what: 'a read mark', input: c => on(c, { seq: 2 }), answers: theirOwn },
  { name: 'conversation:update', what: 'a pin', input: c => on(c, { pinned: true }), answers: theirOwn },
  { name: 'conversation:clear', what: 'clearing', input: c => on(c, { seq: 0 }), answers: theirOwn },
  { name: 'group:get', what: 'the group', input: c => on(c), answers: members },
  { name: 'group:members', what: 'the members', input: c => on(c), answers: members },
  { name: 'conversation:reads', what: 'who has read', input: c => on(c), answers: members },
  { name: 'group:invites', what: 'the links', input: c => on(c), answers: members },
  { name: 'group:requests', what: 'who waits', input: c => on(c), answers: managers },
  { name: 'group:log', what: 'the log', input: c => on(c), answers: managers },
  {
    name: 'group:announcement-reads',
    what: 'who has read the announcement',
    input: c => on(c),
    answers: managers,
  },
]

const writing: Row[] = [
  {
    name: 'message:send',
    what: 'a text',
    input: c => text(c.id),
    answers: [none, out, hush, ok, ok, ok],
  },
  {
    name: 'message:send',
    what: 'a call to everybody',
    input: c => ({ ...text(c.id, '@all hi'), mentions: [{ userId: everybody, offset: 0, length: 4 }] }),
    answers: [none, out, hush, ok, ok, ok],
    strict: [none, out, hush, low, ok, ok],
  },
  {
    name: 'message:send',
    what: 'a forged line of the server’s',
    input: c => ({ ...text(c.id), type: 'notification', content: { event: 'group_renamed', value: 'x' } }),
    answers: [none, out, hush, kind, kind, kind],
  },
  {
    name: 'message:edit',
    what: 'of one’s own',
    input: (c, who) => on(c, { seq: ownSeq(c, who), content: better }),
    answers: [none, out, hush, ok, ok, ok],
  },
  {
    name: 'message:edit',
    what: 'of another’s',
    input: c => on(c, { seq: c.said.peer, content: better }),
    answers: [none, out, hush, other, other, other],
  },
  {
    name: 'message:recall',
    what: 'of one’s own',
    input: (c, who) => on(c, { seq: ownSeq(c, who) }),
    answers: members,
    strict: [none, out, late, late, late, late],
    spoils: true,
  },
  {
    name: 'message:recall',
    what: 'of a member’s',
    input: c => on(c, { seq: c.said.peer }),
    answers: managers,
    spoils: true,
  },
  {
    name: 'message:recall',
    what: 'of an admin’s',
    input: c => on(c, { seq: c.said.deputy }),
    answers: owner,
    spoils: true,
  },
  {
    name: 'message:recall',
    what: 'of the owner’s',
    input: c => on(c, { seq: c.said.owner }),
    answers: owner,
    strict: [none, out, low, low, low, late],
    spoils: true,
  },
]

const inviting: Row[] = [
  {
    name: 'group:add',
    what: 'of a friend',
    input: (c, _, { guest }) => people(c, guest),
    answers: members,
    strict: managers,
    spoils: true,
  },
  {
    name: 'group:add',
    what: 'of a friend who blocks them',
    input: (c, _, { sulker }) => people(c, sulker),
    answers: [none, out, shut, shut, shut, shut],
    strict: [none, out, low, low, shut, shut],
  },
  { name: 'group:create-invite', what: 'a link', input: c => on(c), answers: members, strict: managers },
  {
    name: 'group:revoke-invite',
    what: 'of an admin’s link',
    input: c => on(c, { inviteId: c.invite.id }),
    answers: [none, out, none, none, ok, ok],
  },
  {
    name: 'group:respond',
    what: 'letting somebody in',
    input: c => ({ requestId: c.requestId, accept: true }),
    answers: managers,
    spoils: true,
  },
]

/** Removing and muting are judged alike. */
const actingOnMembers: Row[] = (['group:remove', 'group:mute'] as const).flatMap((name): Row[] => {
  const acting =
    (who: (crew: Crew, standing: Standing) => Caller) => (c: Club, me: Standing, crew: Crew) => ({
      ...people(c, who(crew, me)),
      ...(name === 'group:mute' && { until }),
    })
  return [
    { name, what: 'of a member', input: acting(crew => crew.peer), answers: managers, spoils: true },
    { name, what: 'of an admin', input: acting(crew => crew.deputy), answers: owner, spoils: true },
    { name, what: 'of the owner', input: acting(crew => crew.owner), answers: nobody },
    { name, what: 'of themselves', input: acting((crew, me) => crew[me]), answers: nobody },
    {
      name,
      what: 'of somebody who was never there',
      input: acting(crew => crew.guest),
      answers: [none, out, low, low, none, none],
    },
  ]
})

const settings: Settings[] = [
  { joinMode: 'free' },
  { history: 'all' },
  { inviteBy: 'admins' },
  { editBy: 'admins' },
  { mentionAllBy: 'admins' },
  { membersVisible: false },
  { muteAll: true },
  { slowModeSeconds: 60 },
  { recallSeconds: 60 },
]

const ruling: Row[] = [
  ...[{ title: 'Climbing' }, { announcement: 'Sunday at ten' }].map(
    (change): Row => ({
      name: 'group:update',
      what: `of ${Object.keys(change)}`,
      input: c => on(c, { baseRev: c.rev, ...change }),
      answers: [none, out, hush, ok, ok, ok],
      strict: managers,
      spoils: true,
    }),
  ),
  {
    name: 'group:update',
    what: 'of avatar',
    input: c => on(c, { baseRev: c.rev, avatar: null }),
    answers: [none, out, hush, ok, ok, ok],
    strict: managers,
  },
  ...settings.map(
    (change): Row => ({
      name: 'group:update',
      what: `of ${Object.keys(change)}`,
      input: c => on(c, { baseRev: c.rev, ...change }),
      answers: managers,
      spoils: true,
    }),
  ),
  {
    name: 'group:set-role',
    what: 'making an admin',
    input: (c, _, { peer }) => on(c, { userId: idOf(peer), role: 'admin' }),
    answers: owner,
    spoils: true,
  },
  {
    name: 'group:set-role',
    what: 'making a member of an admin',
    input: (c, _, { deputy }) => on(c, { userId: idOf(deputy), role: 'member' }),
    answers: owner,
    spoils: true,
  },
  {
    name: 'group:set-role',
    what: 'of themselves',
    input: (c, who, crew) => on(c, { userId: idOf(crew[who]), role: 'admin' }),
    answers: nobody,
  },
  ...(['peer', 'guest', 'former', 'owner'] as const).map(
    (heir): Row => ({
      name: 'group:transfer',
      what: `to the ${heir}`,
      input: (c, _, crew) => on(c, { userId: idOf(crew[heir]), password }),
      answers: [none, out, low, low, low, heir === 'peer' ? ok : bad],
      spoils: true,
    }),
  ),
  {
    name: 'group:dissolve',
    what: 'the end of the group',
    input: c => on(c, { title: c.title }),
    answers: owner,
    spoils: true,
  },
]

const being: Row[] = [
  { name: 'group:set-nickname', what: 'a name', input: c => on(c, { nickname: '山羊' }), answers: members },
  {
    name: 'group:read-announcement',
    what: 'having read it',
    input: c => on(c, { rev: c.announced }),
    answers: members,
  },
  {
    name: 'group:leave',
    what: 'leaving',
    input: c => on(c),
    answers: [none, out, ok, ok, ok, must],
    spoils: true,
  },
]

/** What nobody can do any more when the group has ended. */
export const writes: Row[] = [...writing, ...inviting, ...actingOnMembers, ...ruling, ...being]
export const afterTheEnd: Answers = [none, over, over, over, over, over]

const byId = ({ id }: Club) => ({ conversationId: id })
const byLink = ({ invite }: Club) => ({ code: invite.code })
const everyone: Answers = [ok, ok, ok, ok, ok, ok]
const insiders: Answers = [none, none, ok, ok, ok, ok]

/** Coming in, where a link is needed, and where one has to ask; and when it is over. */
export const waysIn: { by: 'invite' | 'approval' | 'ended'; rows: Row[] }[] = [
  {
    by: 'invite',
    rows: [
      { name: 'group:preview', what: 'by its id', input: byId, answers: insiders },
      { name: 'group:preview', what: 'by a link', input: byLink, answers: everyone },
      { name: 'group:join', what: 'by its id', input: byId, answers: insiders },
      { name: 'group:join', what: 'by a link', input: byLink, answers: everyone, spoils: true },
    ],
  },
  {
    by: 'approval',
    rows: [
      { name: 'group:preview', what: 'by its id', input: byId, answers: everyone },
      { name: 'group:join', what: 'by its id', input: byId, answers: everyone, spoils: true },
      {
        name: 'group:cancel',
        what: 'of another’s asking',
        input: ({ requestId }) => ({ requestId }),
        answers: [none, none, none, none, none, none],
      },
    ],
  },
  {
    by: 'ended',
    rows: [
      { name: 'group:preview', what: 'by its id', input: byId, answers: insiders },
      { name: 'group:preview', what: 'by a link', input: byLink, answers: everyone },
      { name: 'group:join', what: 'by its id', input: byId, answers: afterTheEnd },
      { name: 'group:join', what: 'by a link', input: byLink, answers: [over, over, over, over, over, over] },
    ],
  },
]

/** About no group there is: `doors.test.ts` tries it, and the batches beside this table. */
export const aboutNoGroup: OperationName[] = ['group:create']
