import { type ErrorCode, type Reason, reasonCodes } from '#protocol/errors.ts'
import type { WriteRefusal } from '#protocol/group-policy.ts'

/**
 * A refusal: thrown in a domain function it rolls the transaction back and becomes the answer. Where many
 * requests share one transaction (message-writer) it is a value, never thrown.
 */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined
  readonly details: Record<string, unknown> | undefined

  constructor(
    code: ErrorCode,
    message: string,
    more: { details?: Record<string, unknown> | undefined; retryAfterMs?: number | undefined } = {},
  ) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.details = more.details
    this.retryAfterMs = more.retryAfterMs
  }
}

const sentences: Record<Reason, string> = {
  not_friends: 'You are not friends with each other. Send a friend request first.',
  not_accepting: 'This person does not take messages now.',
  you_blocked: 'You blocked this person. End the block to write to them.',
  not_a_member: 'You are no longer a member of this conversation.',
  role_too_low: 'Your role does not allow this.',
  not_the_author: 'Only the author can change a message.',
  wrong_password: 'This is not your password.',
  wrong_credentials: 'User name or password is wrong.',
  session_ended: 'This session has ended. Sign in again.',
  sign_up_code: 'Signing up here needs an invitation code, and this is not it. Ask whoever runs the server.',
  sign_up_closed: 'This server takes no new accounts.',
  origin: 'Requests from this origin are not accepted.',
  kind_not_allowed: 'This cannot be done with a message of this kind.',
  recall_window_over: 'It is too late to recall this message.',
  edit_window_over: 'It is too late to edit this message.',
  username_taken: 'This user name is taken. Choose another one.',
  already_friends: 'You are friends already.',
  already_handled: 'This request was answered already.',
  other_content: 'Another message was sent under this idClient. Make a new one.',
  stale: 'Somebody changed this meanwhile. Look at the current value and try again.',
  muted: 'You cannot write in this group now.',
  owner_must_transfer: 'Hand the group over to somebody, or dissolve it, before you leave.',
  group_full: 'The group is full.',
  too_many_admins: 'The group has as many admins as it can have. Take the role from one first.',
  title_differs: 'This is not the title of the group. Type it exactly as it is shown.',
  slow_mode: 'Slow mode is on. Wait a moment before you write again.',
  group_dissolved: 'This group was dissolved. It can still be read.',
  invite_expired: 'This invitation is no longer valid. Ask for a new one.',
  recalled: 'This message was recalled.',
  request_expired: 'This request has expired. Ask for a new one.',
  protocol: 'This client is too old or too new for the server. Reload or update it.',
  lost_by_restore: 'The server was restored to an earlier state and no longer has this message.',
  too_many_sockets: 'Too many connections. The oldest one was closed.',
  slow_reader: 'This connection reads too slowly. Connect again and catch up.',
  stopping: 'The server is stopping. Connect again in a moment.',
}

/** The refusal for a reason of the closed list, with its code and sentence. */
export function refuse(reason: Reason, details: Record<string, unknown> = {}): Refusal {
  return new Refusal(reasonCodes[reason], sentences[reason], { details: { reason, ...details } })
}

/** The refusal of a message by the rules of its group, with until when. */
export function refuseWrite(refusal: WriteRefusal): Refusal {
  if (refusal.reason === 'muted') return refuse('muted', { until: refusal.until })
  if (refusal.reason !== 'slow_mode') return refuse(refusal.reason)
  const { retryAfterMs } = refusal
  return new Refusal(reasonCodes.slow_mode, sentences.slow_mode, {
    retryAfterMs,
    details: { reason: 'slow_mode' },
  })
}

/** The one answer for what does not exist and what the caller may not know of: nothing tells them apart (I14). */
export function notFound(): Refusal {
  return new Refusal('NOT_FOUND', 'There is no such thing, or it is not yours to see.')
}

/** A refusal of input that parses but makes no sense, with a sentence for the person who wrote the client. */
export function badRequest(message: string): Refusal {
  return new Refusal('BAD_REQUEST', message)
}
