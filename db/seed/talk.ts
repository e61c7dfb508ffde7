/**
 * What two people have said to each other, as rows: `seq` without holes, one `rev` for every change in the order of
 * time, edits and recalls among them.
 */
import { createHash } from 'node:crypto'
import { monologueOf, type Phrases, talkOf } from './phrases.ts'
import type { Random } from './random.ts'
import type { MessageRow, VersionRow } from './rows.ts'

export interface Talk {
  messages: MessageRow[]
  versions: VersionRow[]
  /** Where the conversation stands at the end, and since when. */
  seq: number
  rev: number
  changedAt: number
}

interface TalkPlan {
  conversationId: string
  people: readonly [string, string]
  languages: readonly Phrases[]
  count: number
  from: number
  to: number
  now: number
  /** The last so many come from this one, and stay as they were written. */
  tail: { by: 0 | 1; count: number }
  /** What the server said when they became friends. */
  opening: { actor: string; target: string; greeting: string }
}

export function writeTalk(random: Random, plan: TalkPlan): Talk {
  const { conversationId, people, count, from, to, now, tail, opening } = plan
  const changes: { time: number; make(rev: number): void }[] = []
  const talk: Talk = { messages: [], versions: [], seq: 0, rev: 0, changedAt: from }

  function say(row: Pick<MessageRow, 'senderId' | 'type' | 'content'>, time: number): MessageRow {
    const idClient = random.id(time)
    const message: MessageRow = {
      ...row,
      conversationId,
      seq: ++talk.seq,
      rev: 0,
      id: random.id(time),
      idClient,
      countable: row.type !== 'notification',
      time,
      requestHash: hashOf(idClient),
    }
    talk.messages.push(message)
    changes.push({
      time,
      make: rev => {
        message.rev = rev
      },
    })
    return message
  }

  const { actor, target, greeting } = opening
  const line = { event: 'friend_added', actor, targets: [target], value: greeting }
  say({ senderId: actor, type: 'notification', content: line }, from)

  const sayings = talkOf(random, plan.languages)
  const monologue = monologueOf(random, plan.languages)
  const times = moments(random, { count, from, to, lately: tail.count + 20 })
  for (const [index, time] of times.entries()) {
    const inTail = index >= count - tail.count
    const { by, text } = inTail ? { by: tail.by, text: monologue.next().value } : sayings.next().value
    const message = say({ senderId: people[by], type: 'text', content: { text } }, time)
    if (!inTail && message.seq > 8 && random.chance(0.04))
      message.replyTo = { seq: message.seq - random.between(1, 6) }
    if (inTail || index === count - 1) continue
    const later = (seconds: number) => Math.min(time + seconds * 1000, now)
    if (random.chance(0.02)) {
      const editedAt = later(random.between(20, 90))
      changes.push({ time: editedAt, make: rev => talk.versions.push(edit(message, editedAt, rev)) })
    } else if (random.chance(0.012)) {
      const recalledAt = later(random.between(5, 60))
      changes.push({ time: recalledAt, make: rev => recall(message, recalledAt, rev) })
    }
  }
  // Stable, so whatever happened in the same instant stays in the order it was said.
  for (const { time, make } of changes.sort((a, b) => a.time - b.time)) {
    make(++talk.rev)
    talk.changedAt = time
  }
  return talk
}

/** Notes to self: no opening line, one after the other. */
export function writeNotes(
  random: Random,
  conversationId: string,
  userId: string,
  notes: readonly { text: string; time: number }[],
): MessageRow[] {
  return notes.map(({ text, time }, index) => {
    const idClient = random.id(time)
    return {
      conversationId,
      seq: index + 1,
      rev: index + 1,
      id: random.id(time),
      idClient,
      senderId: userId,
      type: 'text',
      countable: true,
      content: { text },
      time,
      requestHash: hashOf(idClient),
    }
  })
}

/** The first writing had a slip; the version kept is that one. */
function edit(message: MessageRow, editedAt: number, rev: number): VersionRow {
  const { conversationId, seq, content, time } = message
  const letters = [...String(content?.text)]
  const slip = letters.toSpliced(Math.floor(letters.length / 2), 1).join('')
  const before: VersionRow = { conversationId, seq, rev: message.rev, content: { text: slip || '?' }, time }
  Object.assign(message, { rev, touched: true, editedAt })
  return before
}

function recall(message: MessageRow, recalledAt: number, rev: number): void {
  const recalledBy = message.senderId
  Object.assign(message, { rev, touched: true, content: null, replyTo: null, recalledAt, recalledBy })
}

/** No request of a client hashes to this: sending under this idClient is a conflict. */
const hashOf = (idClient: string) => createHash('sha256').update(`seed ${idClient}`).digest()

interface Stretch {
  count: number
  from: number
  to: number
  /** The last so many belong to one burst. */
  lately: number
}

/** Times from `from` to `to`: talk in bursts, with hours of silence between them. */
function moments(random: Random, { count, from, to, lately }: Stretch): number[] {
  const short = () => random.between(4, 150) * 1000
  const middling = () => random.between(5, 50) * 60_000
  const gaps = Array.from({ length: count }, (_, index) => {
    if (index > 0 && index >= count - lately) return { length: short(), silence: 0 }
    const dice = random.number()
    if (index === 0 || dice > 0.97) return { length: 0, silence: 0.5 + random.number() }
    return { length: dice < 0.86 ? short() : middling(), silence: 0 }
  })
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
  const talking = sum(gaps.map(gap => gap.length))
  const scale = Math.min(1, ((to - from) * 0.9) / talking)
  const perSilence = (to - from - talking * scale) / sum(gaps.map(gap => gap.silence))
  let time = from
  return gaps.map(({ length, silence }) => {
    time += length * scale + silence * perSilence
    return Math.min(Math.round(time), to)
  })
}
