import { afterAll, beforeAll, expect, test } from 'vitest'
import { times } from '#protocol/limits.ts'
import type { Context } from './context.ts'
import { updateGroup } from './group-settings.ts'
import { createGroup, dissolveGroup, getGroup } from './groups.ts'
import { createInvite, listInvites, revokeInvite } from './invites.ts'
import { cancelJoin, joinGroup, listRequests, previewGroup, respondToJoin } from './joining.ts'
import { addMembers, removeMembers, setRole } from './members.ts'
import { refusalOf } from './testing/house.ts'
import { Talk } from './testing/talk.ts'

let talk: Talk
beforeAll(async () => {
  talk = await Talk.open()
})
afterAll(() => talk.close())

const idOf = (person: Context) => person.actor.userId

/** Ada owns a group with Ben in it; Chen is somebody else. */
async function group(joinMode: 'free' | 'approval' | 'invite') {
  const { house } = talk
  const [ada, ben, chen] = await Promise.all([house.person('ada'), house.person('ben'), house.person('chen')])
  await talk.befriend(ada, ben)
  const made = await createGroup(ada, { title: 'Hiking', memberIds: [idOf(ben)] })
  const id = made.conversation.id
  await updateGroup(ada, { conversationId: id, baseRev: made.group.rev, joinMode })
  return { ada, ben, chen, id }
}

const stateOf = async (person: Context, code: string) => (await previewGroup(person, { code })).group.state
const count = async (person: Context, id: string) =>
  (await getGroup(person, { conversationId: id })).conversation.memberCount

test('an open group takes whoever knows it; one by invitation does not exist for them', async () => {
  const open = await group('free')
  expect(await previewGroup(open.chen, { conversationId: open.id })).toMatchObject({
    group: { title: 'Hiking', memberCount: 2, state: 'open', needsApproval: false },
  })
  expect(await joinGroup(open.chen, { conversationId: open.id })).toMatchObject({
    conversation: { id: open.id, memberCount: 3 },
  })
  const closed = await group('invite')
  expect(await refusalOf(previewGroup(closed.chen, { conversationId: closed.id }))).toBe('NOT_FOUND')
  expect(await refusalOf(joinGroup(closed.chen, { conversationId: closed.id }))).toBe('NOT_FOUND')
})

test('a link lets in, is counted, and joining again changes nothing', async () => {
  const { ada, chen, id } = await group('invite')
  const { invite } = await createInvite(ada, { conversationId: id })
  expect(await stateOf(chen, invite.code)).toBe('open')
  await joinGroup(chen, { code: invite.code })
  await joinGroup(chen, { code: invite.code })
  expect(await stateOf(chen, invite.code)).toBe('member')
  expect((await listInvites(ada, { conversationId: id })).invites).toMatchObject([
    { uses: 1, code: invite.code },
  ])
  expect(await count(ada, id)).toBe(3)
})

test('a link says why it lets nobody in any more', async () => {
  const { ada, ben, chen, id } = await group('invite')
  const once = (await createInvite(ada, { conversationId: id, maxUses: 1 })).invite
  await joinGroup(await talk.house.person('dora'), { code: once.code })
  expect(await stateOf(chen, once.code)).toBe('used_up')
  const revoked = (await createInvite(ben, { conversationId: id })).invite
  await revokeInvite(ada, { conversationId: id, inviteId: revoked.id })
  expect(await stateOf(chen, revoked.code)).toBe('revoked')
  const short = (await createInvite(ada, { conversationId: id })).invite
  talk.house.later(7 * 86_400_000)
  expect(await stateOf(chen, short.code)).toBe('expired')
  for (const { code } of [once, revoked, short])
    expect(await refusalOf(joinGroup(chen, { code }))).toBe('GONE/invite_expired')
})

test('codes that were never given out are all alike', async () => {
  const { ada, chen, id } = await group('free')
  const { invite } = await createInvite(ada, { conversationId: id })
  const last = invite.code.at(-1) === 'A' ? 'E' : 'A'
  for (const code of ['x', 'x'.repeat(43), `${invite.code.slice(0, -1)}${last}`, invite.code.slice(0, 22)])
    expect(await refusalOf(joinGroup(chen, { code }))).toBe('NOT_FOUND')
})

test('ten arrive together with a link for one: one comes in', async () => {
  const { ada, id } = await group('invite')
  const { invite } = await createInvite(ada, { conversationId: id, maxUses: 1 })
  const people = await Promise.all(Array.from({ length: 10 }, (_, n) => talk.house.person(`guest${n}`)))
  const outcomes = await Promise.all(people.map(one => refusalOf(joinGroup(one, { code: invite.code }))))
  expect(outcomes.filter(outcome => outcome === 'no refusal')).toHaveLength(1)
  expect(outcomes.filter(outcome => outcome === 'GONE/invite_expired')).toHaveLength(9)
  expect(await count(ada, id)).toBe(3)
})

test('asking to join shows on the screens of owner and admins, and the first answer settles all of them', async () => {
  const { ada, ben, chen, id } = await group('approval')
  await setRole(ada, { conversationId: id, userId: idOf(ben), role: 'admin' })
  const { request } = await joinGroup(chen, { conversationId: id, text: 'I like hills' })
  for (const person of [ada, ben])
    expect(talk.house.updates(person, 'notice').at(-1)).toMatchObject({
      type: 'join_request',
      from: idOf(chen),
      state: 'init',
      content: { text: 'I like hills', conversationId: id, requestId: request!.id },
    })
  await respondToJoin(ben, { requestId: request!.id, accept: true })
  expect(talk.house.updates(ada, 'notice').at(-1)).toMatchObject({ state: 'accepted', handledBy: idOf(ben) })
  await expect(respondToJoin(ada, { requestId: request!.id, accept: false })).rejects.toMatchObject({
    details: { reason: 'already_handled', handledBy: idOf(ben) },
  })
  expect(talk.house.updates(chen, 'notice').at(-1)).toMatchObject({ type: 'join_accepted' })
  expect(await count(chen, id)).toBe(3)
})

test('asking again refreshes the words, one request waits at a time, and it can be taken back', async () => {
  const { ada, chen, id } = await group('approval')
  const first = (await joinGroup(chen, { conversationId: id, text: 'please' })).request!
  const again = (await joinGroup(chen, { conversationId: id, text: 'pretty please' })).request!
  expect(again.id).toBe(first.id)
  const { requests } = await listRequests(ada, { conversationId: id })
  expect(requests).toMatchObject([{ userId: idOf(chen), text: 'pretty please' }])
  await cancelJoin(chen, { requestId: first.id })
  expect((await listRequests(ada, { conversationId: id })).requests).toEqual([])
  expect(await refusalOf(respondToJoin(ada, { requestId: first.id, accept: true }))).toBe(
    'CONFLICT/already_handled',
  )
})

test('an admin made later sees what waits; one who is none any more has it taken away', async () => {
  const { ada, ben, chen, id } = await group('approval')
  await joinGroup(chen, { conversationId: id })
  const mine = () =>
    talk.house
      .updates(ben, 'notice')
      .filter(row => row.type === 'join_request')
      .at(-1)
  await setRole(ada, { conversationId: id, userId: idOf(ben), role: 'admin' })
  expect(mine()).toMatchObject({ state: 'init' })
  await setRole(ada, { conversationId: id, userId: idOf(ben), role: 'member' })
  expect(mine()).toMatchObject({ state: 'cancelled' })
  expect((await listRequests(ada, { conversationId: id })).requests).toHaveLength(1)
  await setRole(ada, { conversationId: id, userId: idOf(ben), role: 'admin' })
  expect(mine()).toMatchObject({ state: 'init' })
})

test('whom a member brings into a group with approval is asked for first', async () => {
  const { ada, ben, chen, id } = await group('approval')
  await talk.befriend(ben, chen)
  const answer = await addMembers(ben, { conversationId: id, userIds: [idOf(chen)] })
  expect(answer).toEqual({ added: [], requested: [idOf(chen)] })
  const { requests } = await listRequests(ada, { conversationId: id })
  expect(requests).toMatchObject([{ userId: idOf(chen), inviterId: idOf(ben) }])
})

test('somebody removed for good is refused by every link, until they are brought back', async () => {
  const { ada, ben, id } = await group('free')
  const { invite } = await createInvite(ada, { conversationId: id })
  await removeMembers(ada, { conversationId: id, userIds: [idOf(ben)], ban: true })
  expect(await stateOf(ben, invite.code)).toBe('refused')
  expect(await refusalOf(joinGroup(ben, { code: invite.code }))).toBe('FORBIDDEN/not_accepting')
  expect(await refusalOf(joinGroup(ben, { conversationId: id }))).toBe('FORBIDDEN/not_accepting')
  await addMembers(ada, { conversationId: id, userIds: [idOf(ben)] })
  expect(await count(ben, id)).toBe(2)
})

test('the links of somebody who was made to go let nobody in', async () => {
  const { ada, ben, chen, id } = await group('invite')
  const { invite } = await createInvite(ben, { conversationId: id })
  await removeMembers(ada, { conversationId: id, userIds: [idOf(ben)] })
  expect(await refusalOf(joinGroup(chen, { code: invite.code }))).toBe('GONE/invite_expired')
})

test('the last place goes to one of two, and a full group says so', async () => {
  const { ada, chen, id } = await group('free')
  const dora = await talk.house.person('dora')
  const small = (person: Context) => ({ ...person, limits: { ...person.limits, groupMembers: 3 } })
  const join = (person: Context) => refusalOf(joinGroup(small(person), { conversationId: id }))
  expect((await Promise.all([join(chen), join(dora)])).sort()).toEqual(['CONFLICT/group_full', 'no refusal'])
  expect(await count(ada, id)).toBe(3)
})

test('a dissolved group is gone for those outside, and its requests with it', async () => {
  const { ada, chen, id } = await group('approval')
  const { invite } = await createInvite(ada, { conversationId: id })
  await joinGroup(chen, { code: invite.code })
  await dissolveGroup(ada, { conversationId: id, title: 'Hiking' })
  const eve = await talk.house.person('eve')
  expect(await stateOf(eve, invite.code)).toBe('dissolved')
  expect(await refusalOf(joinGroup(eve, { code: invite.code }))).toBe('GONE/group_dissolved')
  expect(await refusalOf(joinGroup(eve, { conversationId: id }))).toBe('NOT_FOUND')
  expect(talk.house.updates(ada, 'notice').at(-1)).toMatchObject({ type: 'join_request', state: 'cancelled' })
})

test('an asking that nobody answered in thirty days is over, until it is made again', async () => {
  const { ada, chen, id } = await group('approval')
  const asked = (await joinGroup(chen, { conversationId: id })).request!
  talk.house.later(times.joinRequestMs)
  const letIn = (requestId: string) => respondToJoin(ada, { requestId, accept: true })
  expect(await refusalOf(letIn(asked.id))).toBe('GONE/request_expired')
  expect((await listRequests(ada, { conversationId: id })).requests).toEqual([])
  expect(await count(ada, id)).toBe(2)
  const again = (await joinGroup(chen, { conversationId: id })).request!
  expect(await letIn(again.id)).toMatchObject({ request: { state: 'accepted' } })
  expect(await count(chen, id)).toBe(3)
})
