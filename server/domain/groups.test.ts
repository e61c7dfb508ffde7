import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from './context.ts'
import { getConversation } from './conversations.ts'
import { pullChanges } from './feeds.ts'
import { updateGroup } from './group-settings.ts'
import { createGroup, dissolveGroup, getGroup } from './groups.ts'
import { readHistory } from './history.ts'
import { addMembers, leaveGroup, listMembers, muteMembers, removeMembers, setRole } from './members.ts'
import { recallMessage } from './messages.ts'
import { refusalOf } from './testing/house.ts'
import { Talk } from './testing/talk.ts'

let talk: Talk
beforeAll(async () => {
  talk = await Talk.open()
})
afterAll(() => talk.close())

const idOf = (person: Context) => person.actor.userId

/** Ada owns a group with Ben and Chen in it. */
async function group() {
  const { house } = talk
  const [ada, ben, chen] = await Promise.all([house.person('ada'), house.person('ben'), house.person('chen')])
  await talk.befriend(ada, ben)
  await talk.befriend(ada, chen)
  const made = await createGroup(ada, { title: 'Hiking', memberIds: [idOf(ben), idOf(chen)] })
  return { ada, ben, chen, id: made.conversation.id, made }
}

const linesOf = async (person: Context, conversationId: string) =>
  (await readHistory(person, { conversationId, limit: 100 })).messages

test('Ada makes a group: all three are in it, it opens with a line, and nothing is unread', async () => {
  const { ada, ben, id, made } = await group()
  expect(made.conversation).toMatchObject({
    scene: 'group',
    to: id,
    title: 'Hiking',
    memberCount: 3,
    unread: 0,
  })
  const { members } = await listMembers(ben, { conversationId: id })
  expect(members.map(row => [row.userId === idOf(ada), row.role])).toEqual(
    expect.arrayContaining([
      [true, 'owner'],
      [false, 'member'],
      [false, 'member'],
    ]),
  )
  const [line] = await linesOf(ben, id)
  expect(line).toMatchObject({
    seq: 1,
    type: 'notification',
    content: { event: 'group_created', actor: idOf(ada), value: 'Hiking' },
  })
  expect((await getConversation(ben, { conversationId: id })).conversation).toMatchObject({
    unread: 0,
    visible: [{ from: 1, to: null }],
  })
})

test('everybody in the group is told of a message, counted for the others and not for its author', async () => {
  const { ada, ben, chen, id } = await group()
  const told = await talk.house.toldBy(() => talk.say(ben, id, 'who is coming?'))
  expect(told).toMatchObject([{ kind: 'message', conversationId: id }])
  const unread = async (person: Context) =>
    (await getConversation(person, { conversationId: id })).conversation.unread
  expect(await Promise.all([ada, ben, chen].map(unread))).toEqual([1, 0, 1])
})

test('only friends can be brought, all or none, and who is refused is named', async () => {
  const { ada, ben, id } = await group()
  const stranger = await talk.house.person('stranger')
  const friend = await talk.house.person('friend')
  await talk.befriend(ada, friend)
  const adding = addMembers(ada, { conversationId: id, userIds: [idOf(friend), idOf(stranger)] })
  await expect(adding).rejects.toMatchObject({
    code: 'FORBIDDEN',
    details: { reason: 'not_friends', userIds: [idOf(stranger)] },
  })
  expect((await getGroup(ben, { conversationId: id })).conversation.memberCount).toBe(3)
})

test('a newcomer sees from the line that tells of them, or what the group gave newcomers then', async () => {
  const { ada, id } = await group()
  await talk.say(ada, id, 'before')
  const bring = async (name: string) => {
    const person = await talk.house.person(name)
    await talk.befriend(ada, person)
    await addMembers(ada, { conversationId: id, userIds: [idOf(person)] })
    return person
  }
  const dora = await bring('dora')
  expect(await linesOf(dora, id)).toMatchObject([{ content: { event: 'members_added' } }])
  const { group: row } = await getGroup(ada, { conversationId: id })
  await updateGroup(ada, { conversationId: id, baseRev: row.rev, history: 'all' })
  const emil = await bring('emil')
  expect((await linesOf(emil, id))[0]).toMatchObject({ seq: 1 })
  expect(await linesOf(dora, id)).not.toContainEqual(expect.objectContaining({ seq: 1 }))
  expect((await getConversation(emil, { conversationId: id })).conversation.unread).toBe(0)
})

test('whoever is removed keeps what they could see and gets nothing later', async () => {
  const { ada, ben, id } = await group()
  await talk.say(ada, id, 'you may read this')
  const told = await talk.house.toldBy(() => removeMembers(ada, { conversationId: id, userIds: [idOf(ben)] }))
  expect(told.filter(change => change.kind === 'user' && change.userId === idOf(ben))).toMatchObject([
    { name: 'conversation', row: { visible: [{ from: 1, to: 3 }], title: 'Hiking' } },
    { name: 'notice', row: { type: 'group_removed' } },
  ])
  await talk.say(ada, id, 'now we can talk')
  const { group: row } = await getGroup(ada, { conversationId: id })
  await updateGroup(ada, { conversationId: id, baseRev: row.rev, title: 'Without Ben' })

  expect((await linesOf(ben, id)).map(message => message.seq)).toEqual([1, 2, 3])
  const { conversation } = await getConversation(ben, { conversationId: id })
  expect(conversation).toMatchObject({ seq: 3, title: 'Hiking', unread: 1, lastMsg: { seq: 3 } })
  expect(conversation.rev).toBe(conversation.leaveRev)
  expect(await refusalOf(talk.send(ben, id, 'still here?'))).toBe('FORBIDDEN/not_a_member')
  expect(await refusalOf(listMembers(ben, { conversationId: id }))).toBe('FORBIDDEN/not_a_member')
  const pulled = await pullChanges(ben, { conversations: { [id]: { rev: 0, seq: 0 } } })
  expect(pulled.conversations).toMatchObject([{ rev: conversation.leaveRev, seq: 3 }])
  expect(JSON.stringify(pulled)).not.toMatch(/now we can talk|Without Ben/)
  const level = { conversations: { [id]: { rev: conversation.rev, seq: 3 } } }
  expect((await pullChanges(ben, level)).conversations).toEqual([])
})

test('what is taken back after somebody left goes from their devices too', async () => {
  const { ada, ben, id } = await group()
  const [slip] = await talk.say(ada, id, 'a slip')
  const before = await pullChanges(ben, {})
  await removeMembers(ada, { conversationId: id, userIds: [idOf(ben)] })
  await recallMessage(ada, { conversationId: id, seq: slip!.seq })
  const { conversation } = await getConversation(ben, { conversationId: id })
  const page = await pullChanges(ben, {
    epoch: before.epoch,
    userRev: conversation.userRev,
    asOf: before.asOf!,
    conversations: { [id]: { rev: conversation.rev, seq: conversation.seq } },
  })
  expect(page.conversations).toMatchObject([
    { id, rev: conversation.leaveRev, updated: [{ seq: slip!.seq, content: null }] },
  ])
  expect(page.heads.map(([head]) => head)).not.toContain(id)
})

test('who comes back sees a further part, and not what was said meanwhile', async () => {
  const { ada, ben, id } = await group()
  await removeMembers(ada, { conversationId: id, userIds: [idOf(ben)] })
  await talk.say(ada, id, 'meanwhile')
  await addMembers(ada, { conversationId: id, userIds: [idOf(ben)] })
  expect((await linesOf(ben, id)).map(message => message.seq)).toEqual([1, 2, 4])
  expect((await getConversation(ben, { conversationId: id })).conversation.visible).toEqual([
    { from: 1, to: 2 },
    { from: 4, to: null },
  ])
})

test('roles: an admin removes members and no admin, a member nobody, the owner everybody', async () => {
  const { ada, ben, chen, id } = await group()
  const remove = (by: Context, whom: Context) =>
    refusalOf(removeMembers(by, { conversationId: id, userIds: [idOf(whom)] }))
  expect(await remove(ben, chen)).toBe('FORBIDDEN/role_too_low')
  await setRole(ada, { conversationId: id, userId: idOf(ben), role: 'admin' })
  expect(await remove(ben, ada)).toBe('FORBIDDEN/role_too_low')
  expect(await remove(ben, ben)).toBe('FORBIDDEN/role_too_low')
  expect(await remove(ben, chen)).toBe('no refusal')
  expect(await remove(ada, ben)).toBe('no refusal')
})

test('a muted member hears until when, and may write again after that', async () => {
  const { ada, ben, id } = await group()
  const until = talk.house.now() + 60_000
  await muteMembers(ada, { conversationId: id, userIds: [idOf(ben)], until })
  await expect(talk.send(ben, id, 'hm')).rejects.toMatchObject({
    code: 'FORBIDDEN',
    details: { reason: 'muted', until },
  })
  talk.house.later(60_001)
  await talk.send(ben, id, 'back')
})

test('slow mode holds members and lets the owner through, also within one flush', async () => {
  const { ada, ben, id } = await group()
  const { group: row } = await getGroup(ada, { conversationId: id })
  await updateGroup(ada, { conversationId: id, baseRev: row.rev, slowModeSeconds: 30 })
  const both = await Promise.all([refusalOf(talk.send(ben, id, 'one')), refusalOf(talk.send(ben, id, 'two'))])
  expect(both).toEqual(['no refusal', 'RATE_LIMITED/slow_mode'])
  expect(await refusalOf(talk.send(ada, id, 'one'))).toBe('no refusal')
  expect(await refusalOf(talk.send(ada, id, 'two'))).toBe('no refusal')
})

test('two who change at once: the second is shown what stands now', async () => {
  const { ada, id } = await group()
  const { group: row } = await getGroup(ada, { conversationId: id })
  const change = (title: string) => updateGroup(ada, { conversationId: id, baseRev: row.rev, title })
  await change('First')
  await expect(change('Second')).rejects.toMatchObject({
    code: 'CONFLICT',
    details: { reason: 'stale', current: { title: 'First' } },
  })
})

test('the owner cannot leave others behind; the last one ends the group by leaving', async () => {
  const { ada, ben, chen, id } = await group()
  expect(await refusalOf(leaveGroup(ada, { conversationId: id }))).toBe('FORBIDDEN/owner_must_transfer')
  for (const person of [ben, chen]) await leaveGroup(person, { conversationId: id })
  await leaveGroup(ada, { conversationId: id })
  expect((await getGroup(ada, { conversationId: id })).group.dissolvedAt).not.toBeNull()
})

test('a dissolved group is read-only for everybody who was ever in it', async () => {
  const { ada, ben, chen, id } = await group()
  await leaveGroup(chen, { conversationId: id })
  expect(await refusalOf(dissolveGroup(ada, { conversationId: id, title: 'hiking' }))).toBe(
    'BAD_REQUEST/title_differs',
  )
  await dissolveGroup(ada, { conversationId: id, title: 'Hiking' })
  for (const person of [ada, ben, chen])
    expect(await refusalOf(talk.send(person, id, 'anyone?'))).toBe('GONE/group_dissolved')
  expect((await linesOf(ben, id)).at(-1)).toMatchObject({ content: { event: 'group_dissolved' } })
  expect((await linesOf(chen, id)).at(-1)).toMatchObject({ content: { event: 'member_left' } })
})
