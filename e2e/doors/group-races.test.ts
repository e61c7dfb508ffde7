import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nameOf, password } from './caller.ts'
import { text } from './crew.ts'
import { bothAtOnce, does, type Racer, type Run, race, raceNames, Scene, turns } from './race.ts'
import { openStage, type Stage } from './stage.ts'

/**
 * Two who act on one thing at the same moment (I13, reliability.md 4.1): a hundred times each, in both orders, at both
 * doors. Exactly one of the outcomes named, the same for everybody who watches.
 */
let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const ok = 'ok'

describe('two who change who is what', { timeout: 300_000 }, () => {
  it('an admin loses the role while removing somebody: before it, or not at all', async () => {
    const { ada, ben, chen, dora, group, add, setRole } = stage
    const scene = await group([ben, chen, dora])
    const conversationId = scene.id
    for (const turn of turns) {
      await setRole(scene, ben, 'admin')
      await scene.skip()
      const [demotion, removal] = await raceNames(
        turn,
        [ada, 'group:set-role', { conversationId, userId: ben.id, role: 'member' }],
        [ben, 'group:remove', { conversationId, userIds: [chen.id] }],
      )
      expect([
        [ok, ok, 'members_removed', 'role_changed'],
        [ok, 'FORBIDDEN/role_too_low', 'role_changed'],
      ]).toContainEqual([demotion, removal, ...(await scene.look())])
      expect(scene.roles.has(chen.id)).toBe(removal !== ok)
      if (removal === ok) await add(scene, chen)
    }
    await scene.lookAtAll()
  })

  it('a group handed over to two people goes to one of them', async () => {
    const { ada, ben, chen, dora, group } = stage
    const scene = await group([ben, chen, dora])
    const conversationId = scene.id
    await scene.skip()
    let [owner, ...heirs] = [ada, ben, chen] as Racer[]
    for (const turn of turns) {
      const [one, other] = heirs as [Racer, Racer]
      const handing = (to: Racer): Run => [
        owner!,
        'group:transfer',
        { conversationId, userId: to.id, password },
      ]
      const outcome = await raceNames(turn, handing(one), handing(other))
      expect([
        [ok, 'FORBIDDEN/role_too_low'],
        ['FORBIDDEN/role_too_low', ok],
      ]).toContainEqual(outcome)
      const heir = outcome[0] === ok ? one : other
      expect(await scene.look()).toEqual(['owner_transferred'])
      expect(scene.roles.get(heir.id)).toBe('owner')
      heirs = [owner!, one, other].filter(person => person !== heir)
      owner = heir
    }
    await scene.lookAtAll()
  })

  it('somebody leaves while the group is handed over to them: they go, or they own it', async () => {
    const { ada, ben, chen, dora, group, add } = stage
    const { id: conversationId } = await group([ben, chen, dora])
    const scene = new Scene(conversationId, [chen, dora])
    await scene.skip()
    let [owner, heir] = [ada, ben]
    for (const turn of turns) {
      await scene.skip()
      // The password takes its time: they say goodbye more or less often, so that now the one is first, now the other.
      const goodbyes = (turn >> 3) % 12
      const leave = async () => {
        for (let said = 0; said < goodbyes; said++) await does(heir, 'message:send', text(conversationId))
        return heir.device.ask('group:leave', { conversationId })
      }
      const transfer = () =>
        owner.person.call('group:transfer', { conversationId, userId: heir.id, password })
      const [handing, leaving] = await bothAtOnce(turn, transfer, leave)
      const lines = (await scene.look()).filter(line => line !== 'hello')
      expect([
        [ok, 'FORBIDDEN/owner_must_transfer', 'owner_transferred'],
        ['BAD_REQUEST', ok, 'member_left'],
      ]).toContainEqual([nameOf(handing), nameOf(leaving), ...lines])
      if (leaving.ok) await add(scene, heir, owner)
      else [owner, heir] = [heir, owner]
    }
    await scene.lookAtAll()
  })
})

describe('two who change one thing', { timeout: 300_000 }, () => {
  it('a message is taken back while it is edited: nothing of it is left', async () => {
    const { ada, ben, chen, group } = stage
    const scene = await group([ben, chen])
    const conversationId = scene.id
    await scene.skip()
    for (const turn of turns) {
      const { message } = await does(ben, 'message:send', text(conversationId))
      const at = { conversationId, seq: message.seq }
      const [recall, edit] = await raceNames(
        turn,
        [turn % 3 === 0 ? ada : ben, 'message:recall', at],
        [ben, 'message:edit', { ...at, content: { text: 'better' } }],
      )
      expect([
        [ok, ok, 'recalled'],
        [ok, 'GONE/recalled', 'recalled'],
      ]).toContainEqual([recall, edit, ...(await scene.look())])
      const { messages } = await does(chen, 'message:history', {
        conversationId,
        around: message.seq,
        limit: 1,
      })
      expect(messages[0]).toMatchObject({ ...at, content: null, recalledAt: expect.any(Number) })
      expect(messages[0]).not.toHaveProperty('editedAt')
    }
    await scene.lookAtAll()
  })

  it('a group is renamed by two who saw the same: one is told what it is called now', async () => {
    const { ada, ben, chen, group, setRole } = stage
    const scene = await group([ben, chen])
    const conversationId = scene.id
    await setRole(scene, ben, 'admin')
    await scene.skip()
    for (const turn of turns) {
      const { group: seen } = await does(ben, 'group:get', { conversationId })
      const renaming = (by: Racer): Run => {
        const change = { title: `${by.person.name} ${turn}`, baseRev: seen.rev }
        return [by, 'group:update', { conversationId, ...change }]
      }
      const answers = await race(turn, renaming(ada), renaming(ben))
      expect(answers.map(nameOf).sort()).toEqual(['CONFLICT/stale', ok])
      const { group: current } = await does(chen, 'group:get', { conversationId })
      expect(current.title).toBe(`${answers[0].ok ? 'ada' : 'ben'} ${turn}`)
      const loser = answers.find(answer => !answer.ok)
      expect(loser).toMatchObject({ error: { details: { current } } })
      expect(await scene.look()).toEqual(['group_renamed'])
    }
    await scene.lookAtAll()
  })
})
