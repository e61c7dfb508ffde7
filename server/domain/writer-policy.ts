/**
 * The judgement of a flush: for each send, in order, the stored message it repeats, a refusal, or a new line with
 * its numbers. Pure: it reads facts and moves the numbers of the locked conversations it was given.
 */
import { v7 as uuidv7 } from 'uuid'
import type { Message } from '#protocol/entities/message.ts'
import { mayMentionAll, refuseGroupWrite } from '#protocol/group-policy.ts'
import { isCountable } from '#protocol/kinds.ts'
import { refuseDirectWrite, sendableKinds } from '#protocol/policy.ts'
import { everybody } from '#protocol/values.ts'
import type { Change } from './changes.ts'
import { type MessageFields, presentMessage } from './present.ts'
import { badRequest, notFound, Refusal, refuse, refuseWrite } from './refusal.ts'
import { type Facts, idClientKey, type Locked, type Standing } from './writer-facts.ts'
import type { Load, Send } from './writer-lanes.ts'

/** A line that is to be written. */
export interface NewLine {
  send: Send
  row: MessageFields
  countable: boolean
  message: Message
  /** What is to be told once it is committed. */
  change: Change
}

export interface Judgement {
  lines: NewLine[]
  /** What needs no writing: refusals, and repeats of what is stored or about to be. */
  settled: { send: Send; outcome: Message | Refusal }[]
  /** Sends whose conversation somebody else had locked. */
  again: Load[]
  /** The conversations that got lines, with the numbers they reach. */
  moved: Locked[]
}

export function judge(loads: readonly Load[], facts: Facts, now: number): Judgement {
  const result: Judgement = { lines: [], settled: [], again: [], moved: [] }
  const written = new Map<string, NewLine>()
  const sentAt = new Map<string, number>()
  for (const load of loads) {
    const place = facts.locked.get(load.conversationId)
    if (!place && facts.exists(load.conversationId)) {
      result.again.push(load)
      continue
    }
    const before = result.lines.length
    for (const send of load.sends) {
      const key = idClientKey(send.actor.userId, send.input.idClient)
      const outcome = judgeOne(send, { facts, place, twin: written.get(key), sentAt, now })
      if (outcome instanceof Refusal || !('send' in outcome)) result.settled.push({ send, outcome })
      else {
        result.lines.push(outcome)
        written.set(key, outcome)
      }
    }
    if (place && result.lines.length > before) result.moved.push(place)
  }
  return result
}

interface Around {
  facts: Facts
  place: Locked | undefined
  /** A line of this flush under the same idClient. */
  twin: NewLine | undefined
  /** When members of groups wrote in this flush: slow mode judges the next one behind it. */
  sentAt: Map<string, number>
  now: number
}

function judgeOne(send: Send, around: Around): NewLine | Message | Refusal {
  const { facts, place, twin, sentAt, now } = around
  const { input, actor } = send
  const standing = facts.standing(send)
  if (standing.session === 'ended') return refuse('session_ended')
  if (standing.session === 'out') return new Refusal('UNAUTHENTICATED', 'Sign in again.')
  // Before scope and policy: a repeat gets its first answer for ever, also when the sender has lost the right (I3).
  if (twin) return twin.send.hash === send.hash ? twin.message : refuse('other_content')
  const known = facts.known.get(idClientKey(actor.userId, input.idClient))
  if (known) {
    const same = Buffer.from(known.requestHash).toString('hex') === send.hash
    return same && place ? presentMessage(known, place) : refuse('other_content')
  }
  if (!place || !standing.known) return notFound()
  if (standing.group) {
    const lastSentAt = sentAt.get(sentKey(send)) ?? standing.group.lastSentAt
    const refusal = refuseInGroup(send, facts, { ...standing.group, lastSentAt }, now)
    if (refusal) return refusal
  } else {
    const refusal = refuseDirect(send, place, standing)
    if (refusal) return refusal
  }
  if (facts.repliesToRecalled(send)) return refuse('recalled')
  if (standing.group) sentAt.set(sentKey(send), now)
  return nextLine(send, place, now)
}

const sentKey = ({ input, actor }: Send) => `${input.conversationId} ${actor.userId}`

function refuseDirect({ input }: Send, place: Locked, { left, relation }: Standing): Refusal | null {
  if (left) return refuse('not_a_member')
  if (!sendableKinds.has(input.type)) return refuse('kind_not_allowed')
  const reason = refuseDirectWrite(relation)
  if (reason) return refuse(reason)
  const named = input.mentions ?? []
  if (named.some(({ userId }) => userId !== place.userA && userId !== place.userB)) return namesNobody()
  return null
}

function refuseInGroup(
  send: Send,
  facts: Facts,
  group: NonNullable<Standing['group']>,
  now: number,
): Refusal | null {
  const { input } = send
  const refusal = refuseGroupWrite(group, now)
  if (refusal && refusal.reason !== 'slow_mode') return refuseWrite(refusal)
  if (!sendableKinds.has(input.type)) return refuse('kind_not_allowed')
  if (input.mentions?.some(({ userId }) => userId === everybody) && !mayMentionAll(group.role, group)) {
    return refuse('role_too_low')
  }
  if (!facts.namesMembers(send)) return namesNobody()
  return refusal && refuseWrite(refusal)
}

const namesNobody = () => badRequest('A mention names somebody who is not here.')

function nextLine(send: Send, place: Locked, now: number): NewLine {
  const { input, actor } = send
  place.seq += 1
  place.rev += 1
  const row: MessageFields = {
    conversationId: place.id,
    seq: place.seq,
    rev: place.rev,
    id: uuidv7(),
    idClient: input.idClient,
    senderId: actor.userId,
    type: input.type,
    content: input.content,
    custom: input.custom ?? null,
    replyTo: input.replyTo ?? null,
    mentions: input.mentions ?? null,
    time: now,
    editedAt: null,
    recalledAt: null,
    recalledBy: null,
  }
  const message = presentMessage(row, place)
  const change: Change = {
    kind: 'message',
    conversationId: place.id,
    rev: place.rev,
    membersRev: place.membersRev,
    message,
    exceptSocket: send.socketId,
  }
  return { send, row, countable: isCountable(input.type), message, change }
}
