import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { nameOf, password } from './caller.ts'
import { text } from './crew.ts'
import { does, type Racer, racer, raceWriters, Scene, signIn, turns } from './race.ts'
import { openStage, type Stage, title } from './stage.ts'

/**
 * Whoever writes at the moment they lose the right to (I13, reliability.md 4.1): a hundred times each, in both orders,
 * at both doors. What is accepted stands before the change, what comes after it is refused and nowhere; the same for
 * everybody who watches.
 */
let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const ok = 'ok'
/** The socket of an ended session may go before its last answer is out. */
const cutOff = 'UNAVAILABLE/cut_off'

/** How many were accepted, and then none any more. */
function accepted(answers: string[], refusal: string): number {
  const count = answers.filter(answer => answer === ok).length
  expect([...new Set(answers.slice(count))]).toEqual([refusal])
  total += count
  return count
}
let total = 0
beforeEach(() => {
  total = 0
})
// A server that takes nothing at all would be right every time.
afterEach(() => expect(total).toBeGreaterThan(0))

const lines = (count: number) => Array.from({ length: count }, () => 'hello')

describe('whoever writes while', { timeout: 300_000 }, () => {
  it('they are removed writes before it, or not at all', async () => {
    const { ada, ben, chen, group, add } = stage
    const scene = await group([ben, chen])
    for (const turn of turns) {
      await scene.skip()
      const removing = { conversationId: scene.id, userIds: [ben.id] }
      const [removal, sends] = await raceWriters(turn, [ada, 'group:remove', removing], [ben, scene])
      expect(removal).toEqual([ok])
      const count = accepted(sends!, 'FORBIDDEN/not_a_member')
      expect(await scene.look()).toEqual([...lines(count), 'members_removed'])
      await add(scene, ben)
    }
    await scene.lookAtAll()
  })

  it('the group is dissolved writes before it, or not at all', async () => {
    const { ada, ben, group } = stage
    for (const turn of turns) {
      const scene = await group([ben])
      await scene.skip()
      const ending = { conversationId: scene.id, title }
      const [end, sends] = await raceWriters(turn, [ada, 'group:dissolve', ending], [ben, scene])
      expect(end).toEqual([ok])
      const count = accepted(sends!, 'GONE/group_dissolved')
      expect(await scene.look()).toEqual([...lines(count), 'group_dissolved'])
    }
  })

  it('they are muted, or all are, writes before it, or not at all', async () => {
    const { ada, ben, chen, group } = stage
    const scene = await group([ben, chen])
    const conversationId = scene.id
    const mute = (until: number | null) => ({ conversationId, userIds: [ben.id], until })
    const muteAll = async (on: boolean) => {
      const { group: seen } = await does(ada, 'group:get', { conversationId })
      return { conversationId, baseRev: seen.rev, muteAll: on }
    }
    for (const turn of turns) {
      const all = turn % 3 === 0
      await scene.skip()
      const [muting, sends] = await raceWriters(
        turn,
        all ? [ada, 'group:update', await muteAll(true)] : [ada, 'group:mute', mute(Date.now() + 3_600_000)],
        [ben, scene],
      )
      expect(muting).toEqual([ok])
      const count = accepted(sends!, 'FORBIDDEN/muted')
      expect(await scene.look()).toEqual([...lines(count), all ? 'group_settings' : 'members_muted'])
      if (all) await does(ada, 'group:update', await muteAll(false))
      else await does(ada, 'group:mute', mute(null))
    }
    await scene.lookAtAll()
  })

  it('they are blocked writes before it, or not at all', async () => {
    const { ada, url, world } = stage
    const hal = await racer(url, await world.person('hal'))
    const scene = new Scene(await world.befriend(ada.person, hal.person), [ada, hal], 'direct')
    await scene.skip()
    for (const turn of turns) {
      const [blocking, sends] = await raceWriters(
        turn,
        [ada, 'friend:block', { userId: hal.id }],
        [hal, scene],
      )
      expect(blocking).toEqual([ok])
      expect(await scene.look()).toEqual(lines(accepted(sends!, 'FORBIDDEN/not_accepting')))
      await does(ada, 'friend:unblock', { userId: hal.id })
    }
    await scene.lookAtAll()
    hal.device.close()
  })

  it('they are signed out writes before it, or not at all', async () => {
    const { ben, chen, group, url } = stage
    const scene = await group([ben, chen])
    await scene.skip()
    for (const turn of turns) {
      const phone = await signIn(url, ben.person)
      const ending = { sessionId: phone.sessionId }
      const [signingOut, sends] = await raceWriters(turn, [ben, 'session:revoke', ending], [phone, scene])
      expect(signingOut).toEqual([ok])
      const late = await phone.person.call('message:send', text(scene.id))
      await expectWritten(scene, ben, [...sends!, nameOf(late)])
      await phone.device.closed
    }
    await scene.lookAtAll()
  })

  it('their account ends writes before it, or not at all, and is written to no longer', async () => {
    const { ada, chen, group, world, url } = stage
    const gil = await world.person('gil')
    const between = new Scene(await world.befriend(ada.person, gil), [ada], 'direct')
    let leaving = await signIn(url, gil)
    const scene = await group([leaving, chen])
    await Promise.all([scene.skip(), between.skip()])
    for (const turn of turns) {
      const [end, byThem, toThem] = await raceWriters(
        turn,
        [leaving, 'account:delete', { password }],
        [leaving, scene],
        [ada, between],
      )
      expect([[ok], [cutOff]]).toContainEqual(end)
      const late = await leaving.person.call('message:send', text(scene.id))
      await expectWritten(scene, ada, [...byThem!, nameOf(late)])
      expect(await between.look()).toEqual(lines(accepted(toThem!, 'FORBIDDEN/not_accepting')))
      await leaving.device.closed
      // Coming back takes the deletion back.
      leaving = await signIn(url, gil)
    }
    await scene.lookAtAll()
    leaving.device.close()
  })

  /** All that was accepted is there, and at most one more: the last one, whose answer the socket took with it. */
  async function expectWritten(scene: Scene, by: Racer, answers: string[]): Promise<void> {
    const answered = answers.filter(answer => answer !== cutOff)
    const count = accepted(answered, 'UNAUTHENTICATED/session_ended')
    const unknown = answers.length > answered.length ? 1 : 0
    // Written in order of arrival: what came before this and nobody heard of again is decided by then.
    await does(by, 'message:send', text(scene.id, 'over'))
    const over = (length: number) => [...lines(length), 'over']
    expect([over(count), over(count + unknown)]).toContainEqual(await scene.look())
  }
})
