import type { Engine } from '#client/types.ts'
import type { Random } from './random.ts'
import { type Person, password } from './world.ts'

/**
 * One thing somebody does to a group, through their device: roles, coming and going, settings. Much of it is refused,
 * and nobody minds.
 */
export async function stepInGroup(
  random: Random,
  engine: Engine,
  conversationId: string,
  people: readonly Person[],
): Promise<void> {
  const whom = random.pick(people).user.id
  const at = { conversationId }
  const group = engine.conversation(conversationId)?.group
  const deeds: (() => Promise<unknown>)[] = [
    () => engine.run('group:remove', { ...at, userIds: [whom], recallRecent: random.chance(0.2) }),
    () => engine.run('group:add', { ...at, userIds: people.map(person => person.user.id) }),
    () => engine.run('group:add', { ...at, userIds: [whom] }),
    () => engine.run('group:leave', at),
    () => engine.run('group:join', at),
    () =>
      engine.run('group:set-role', { ...at, userId: whom, role: random.pick(['admin', 'member'] as const) }),
    () => engine.run('group:set-nickname', { ...at, nickname: `n${random.below(100)}` }),
    () => engine.run('group:transfer', { ...at, userId: whom, password }),
    () => engine.run('group:mute', { ...at, userIds: [whom], until: random.chance(0.5) ? null : farOff }),
    () =>
      engine.run('group:update', { ...at, baseRev: group?.rev ?? 0, title: `Group ${random.below(100)}` }),
    () =>
      engine.run('group:update', {
        ...at,
        baseRev: group?.rev ?? 0,
        membersVisible: random.chance(0.7),
        joinMode: random.pick(['free', 'free', 'invite'] as const),
        history: random.pick(['none', 'recent', 'all'] as const),
      }),
  ]
  await random.pick(deeds)()
}

const farOff = Date.UTC(2200, 0)
