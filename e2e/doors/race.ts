import { expect } from 'vitest'
import type { Message } from '#protocol/entities/message.ts'
import type { Answer } from '#protocol/errors.ts'
import type { Input, OperationName, Output } from '#protocol/operations/index.ts'
import { connect, type Device } from '#server/process/testing.ts'
import { must, type Person } from '../laws/world.ts'
import { type Door, doors, nameOf, password, postJson } from './caller.ts'
import { text } from './crew.ts'

/** Somebody who can ask at both doors at any moment. */
export interface Racer {
  id: string
  person: Person
  device: Device
}

export async function racer(url: string, person: Person): Promise<Racer> {
  const device = await connect(url, { auth: { token: person.token, protocol: 1 } })
  return { id: person.user.id, person, device }
}

/** Another device of somebody, with a session of its own. */
export async function signIn(url: string, person: Person): Promise<Racer & { sessionId: string }> {
  const { username } = person.user
  const input = { username, password, device: { name: 'phone' } }
  const { token, session } = must(await person.call('session:create', input))
  const call = ((name, asked) => postJson(url, name, asked, token)) as Person['call']
  return { ...(await racer(url, { ...person, token, call })), sessionId: session.id }
}

/** What one does by oneself, before and between races. */
export async function does<N extends OperationName>(
  { device }: Racer,
  name: N,
  input: Input<N>,
): Promise<Output<N>> {
  return must((await device.ask(name, input)) as Answer<Output<N>>)
}

export type Run = { [N in OperationName]: [Racer, N, Input<N>] }[OperationName]

/** Enough for each order at each pair of doors a dozen times. */
export const turns = Array.from({ length: 100 }, (_, turn) => turn)

/** The socket went before the answer came: whether it happened is to be seen. */
const cutOff: Answer<unknown> = {
  ok: false,
  error: { code: 'UNAVAILABLE', message: 'The socket was closed.', details: { reason: 'cut_off' } },
}

/** Asks at one of the doors. */
function run(door: Door, [{ person, device }, name, input]: Run): Promise<Answer<unknown>> {
  if (door === 'http') return person.call(name, input as never).then(answer => answer)
  return device.socket.connected ? device.ask(name, input).catch(() => cutOff) : Promise.resolve(cutOff)
}

/** At which doors the two of a race ask in this turn. */
const doorsOf = (turn: number): [Door, Door] => [doors[(turn >> 1) & 1]!, doors[(turn >> 2) & 1]!]

/** Neither waits for the other; by turns the one is started first, or the other. */
export async function bothAtOnce<A, B>(
  turn: number,
  one: () => Promise<A>,
  other: () => Promise<B>,
): Promise<[A, B]> {
  if (turn % 2 === 0) return Promise.all([one(), other()])
  const [second, first] = await Promise.all([other(), one()])
  return [first, second]
}

/**
 * Two ask at once, by turns at the same door or at different ones.
 * @returns their answers, the one's first
 */
export function race(turn: number, one: Run, other: Run): Promise<[Answer<unknown>, Answer<unknown>]> {
  const [mine, theirs] = doorsOf(turn)
  return bothAtOnce(
    turn,
    () => run(mine, one),
    () => run(theirs, other),
  )
}

/** The names of their answers. */
export async function raceNames(turn: number, one: Run, other: Run): Promise<[string, string]> {
  const [mine, theirs] = await race(turn, one, other)
  return [nameOf(mine), nameOf(theirs)]
}

/**
 * One makes a change while others write on, one message after the other, until it is made; and one more after that.
 * By turns the change is issued first or last.
 * @returns the names of all answers, those to the change first
 */
export async function raceWriters(
  turn: number,
  change: Run,
  ...writers: [Racer, Scene][]
): Promise<[string[], ...string[][]]> {
  const [mine, theirs] = doorsOf(turn)
  let made = false
  const make = async () => {
    const answer = await run(mine, change)
    made = true
    return [nameOf(answer)]
  }
  const writing = writers.map(([by, { id }]) => async () => {
    const answers: string[] = []
    for (let last = false; !last; ) {
      last = made
      answers.push(nameOf(await run(theirs, [by, 'message:send', text(id)])))
    }
    return answers
  })
  if (turn % 2 === 0) {
    const [first, ...others] = await Promise.all([make, ...writing].map(start => start()))
    return [first!, ...others]
  }
  const answers = await Promise.all([...writing, make].map(start => start()))
  return [answers.pop()!, ...answers]
}

/** A conversation as those see it who are in it from the first line to the last. */
export class Scene {
  roles = new Map<string, string>()
  private seq = 0

  constructor(
    readonly id: string,
    private readonly watchers: Racer[],
    private readonly scene: 'group' | 'direct' = 'group',
  ) {}

  /** What was written since the last look: the same for everybody, and nothing missing in between. */
  async look(): Promise<string[]> {
    const conversationId = this.id
    const [one, another] = this.watchers
    const [[first, ...others], { conversation }, list] = await Promise.all([
      Promise.all(this.watchers.map(watcher => this.since(watcher))),
      does(another ?? one!, 'conversation:get', { conversationId }),
      this.scene === 'group' ? does(one!, 'group:members', { conversationId }) : undefined,
    ])
    for (const other of others) expect(other).toEqual(first)
    const expected = Array.from({ length: conversation.seq - this.seq }, (_, i) => this.seq + i + 1)
    expect(first!.map(message => message.seq)).toEqual(expected)
    this.seq = conversation.seq
    if (list) {
      this.roles = new Map(list.members.map(row => [row.userId, row.role]))
      expect(conversation.memberCount).toBe(list.members.length)
      expect([...this.roles.values()].filter(role => role === 'owner')).toHaveLength(1)
    }
    return first!.map(saying)
  }

  /** What was written by way of preparation is not looked at now. */
  async skip(): Promise<void> {
    const { conversation } = await does(this.watchers[0]!, 'conversation:get', { conversationId: this.id })
    this.seq = conversation.seq
  }

  /** From the first line to the last, once more. */
  async lookAtAll(): Promise<string[]> {
    this.seq = 0
    return this.look()
  }

  private async since({ device }: Racer): Promise<Message[]> {
    const lines: Message[] = []
    for (;;) {
      const after = lines.at(-1)?.seq ?? this.seq
      const input = { conversationId: this.id, after, limit: 200 }
      const page = must((await device.ask('message:history', input)) as Answer<Output<'message:history'>>)
      lines.push(...page.messages)
      if (page.reachedEnd) return lines
    }
  }
}

function saying({ type, content }: Message): string {
  if (!content) return 'recalled'
  return String(type === 'notification' ? content.event : content.text)
}
