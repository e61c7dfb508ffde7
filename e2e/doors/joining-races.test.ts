import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nameOf } from './caller.ts'
import { does, type Racer, race, raceNames, type Scene, turns } from './race.ts'
import { openStage, type Stage } from './stage.ts'

/**
 * Coming in at the moment somebody or something stands against it (I13, reliability.md 4.1): a hundred times each, in
 * both orders, at both doors. Exactly one of the outcomes named, the same for everybody who watches.
 */
let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const ok = 'ok'

/** A way in for whoever has it. */
async function link(by: Racer, { id }: Scene, maxUses: number | null = null) {
  const { invite } = await does(by, 'group:create-invite', { conversationId: id, maxUses })
  return invite
}

/** What the newest asking looks like to somebody who may answer it. */
async function newestNotice(of: Racer) {
  const { notices } = await does(of, 'notice:list', { limit: 20 })
  return notices.find(notice => notice.type === 'join_request')
}

describe('whoever comes in while', { timeout: 300_000 }, () => {
  it('they are removed is in it or not, as the lines say; whoever is kept out stays out', async () => {
    const { ada, ben, chen, group, add } = stage
    const scene = await group([ben, chen], { joinMode: 'invite' })
    const conversationId = scene.id
    const { code } = await link(ada, scene)
    await scene.skip()
    for (const turn of turns) {
      const ban = turn % 3 === 0
      const [removal, joining] = await raceNames(
        turn,
        [ada, 'group:remove', { conversationId, userIds: [ben.id], ban }],
        [ben, 'group:join', { code }],
      )
      const outcome = [removal, joining, ...(await scene.look())]
      // Who is there already gets their group, and then they go.
      const goes = [ok, ok, 'members_removed']
      const comesBack = [ok, ok, 'members_removed', 'member_joined']
      const isKeptOut = [ok, 'FORBIDDEN/not_accepting', 'members_removed']
      expect(ban ? [goes, isKeptOut] : [goes, comesBack]).toContainEqual(outcome)
      expect(scene.roles.has(ben.id)).toBe(outcome.includes('member_joined'))
      if (!scene.roles.has(ben.id)) await add(scene, ben)
      await scene.skip()
    }
    await scene.lookAtAll()
  })

  it('another uses up the same link: one of them is in', async () => {
    const { ada, ben, chen, emil, fay, group, remove } = stage
    const scene = await group([ben, chen])
    const conversationId = scene.id
    for (const turn of turns) {
      const { id, code } = await link(ada, scene, 1)
      await scene.skip()
      const outcome = await raceNames(turn, [emil, 'group:join', { code }], [fay, 'group:join', { code }])
      expect([...outcome].sort()).toEqual(['GONE/invite_expired', ok])
      expect(await scene.look()).toEqual(['member_joined'])
      const [winner, loser] = outcome[0] === ok ? [emil, fay] : [fay, emil]
      expect([scene.roles.has(winner.id), scene.roles.has(loser.id)]).toEqual([true, false])
      const { invites } = await does(ada, 'group:invites', { conversationId })
      expect(invites.find(invite => invite.id === id)).toMatchObject({ uses: 1 })
      await remove(scene, winner)
    }
    await scene.lookAtAll()
  })

  it('another takes the last place: one of them is in', async () => {
    const { ada, ben, chen, dora, emil, fay, group, remove } = stage
    const scene = await group([ben, dora, chen])
    const conversationId = scene.id
    const { code } = await link(ada, scene)
    for (const turn of turns) {
      await scene.skip()
      const outcome = await raceNames(
        turn,
        [emil, 'group:join', { code }],
        // By themselves, or brought by the owner.
        turn % 3 === 0
          ? [ada, 'group:add', { conversationId, userIds: [fay.id] }]
          : [fay, 'group:join', { code }],
      )
      expect([...outcome].sort()).toEqual(['CONFLICT/group_full', ok])
      expect(await scene.look()).toHaveLength(1)
      expect(scene.roles.size).toBe(5)
      await remove(scene, scene.roles.has(emil.id) ? emil : fay)
    }
    await scene.lookAtAll()
  })

  it('two admins answer their asking: the first answer counts, and the second is told whose it was', async () => {
    const { ada, ben, chen, emil, group, remove, setRole } = stage
    const scene = await group([ben, chen], { joinMode: 'approval' })
    const conversationId = scene.id
    await setRole(scene, ben, 'admin')
    for (const turn of turns) {
      const { request } = await does(emil, 'group:join', { conversationId })
      const requestId = request!.id
      await scene.skip()
      // Both let them in, or only one of them would.
      const accept = turn % 3 !== 0
      const answers = await race(
        turn,
        [ada, 'group:respond', { requestId, accept: true }],
        [ben, 'group:respond', { requestId, accept }],
      )
      expect(answers.map(nameOf).sort()).toEqual(['CONFLICT/already_handled', ok])
      const first = answers[0].ok ? ada : ben
      expect(answers.find(answer => !answer.ok)).toMatchObject({
        error: { details: { handledBy: first.id } },
      })
      const isIn = first === ada || accept
      expect(await scene.look()).toEqual(isIn ? ['member_joined'] : [])
      expect(scene.roles.has(emil.id)).toBe(isIn)
      for (const admin of [ada, ben])
        expect(await newestNotice(admin)).toMatchObject({
          state: isIn ? 'accepted' : 'declined',
          handledBy: first.id,
        })
      if (isIn) await remove(scene, emil)
    }
    await scene.lookAtAll()
  })

  it('they take back their asking is let in before it, or not at all', async () => {
    const { ada, ben, chen, emil, group, remove } = stage
    const scene = await group([ben, chen], { joinMode: 'approval' })
    const conversationId = scene.id
    for (const turn of turns) {
      const { request } = await does(emil, 'group:join', { conversationId })
      const requestId = request!.id
      await scene.skip()
      const answers = await race(
        turn,
        [ada, 'group:respond', { requestId, accept: true }],
        [emil, 'group:cancel', { requestId }],
      )
      expect(answers.map(nameOf).sort()).toEqual(['CONFLICT/already_handled', ok])
      const isIn = answers[0].ok
      const handledBy = isIn ? ada.id : emil.id
      expect(answers.find(answer => !answer.ok)).toMatchObject({ error: { details: { handledBy } } })
      expect(await scene.look()).toEqual(isIn ? ['member_joined'] : [])
      expect(scene.roles.has(emil.id)).toBe(isIn)
      expect(await newestNotice(ada)).toMatchObject({ state: isIn ? 'accepted' : 'cancelled', handledBy })
      if (isIn) await remove(scene, emil)
    }
    await scene.lookAtAll()
  })
})
