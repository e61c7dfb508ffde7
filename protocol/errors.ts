/** The closed list of error codes with their HTTP status. */
export const errorStatus = {
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  GONE: 410,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  INTERNAL: 500,
} as const

export type ErrorCode = keyof typeof errorStatus
export const errorCodes = Object.keys(errorStatus) as ErrorCode[]

/** The finer words of `details.reason`, each with the code it goes with. */
export const reasonCodes = {
  not_friends: 'FORBIDDEN',
  not_accepting: 'FORBIDDEN',
  you_blocked: 'FORBIDDEN',
  not_a_member: 'FORBIDDEN',
  role_too_low: 'FORBIDDEN',
  not_the_author: 'FORBIDDEN',
  wrong_password: 'FORBIDDEN',
  wrong_credentials: 'UNAUTHENTICATED',
  session_ended: 'UNAUTHENTICATED',
  sign_up_closed: 'FORBIDDEN',
  sign_up_code: 'FORBIDDEN',
  origin: 'FORBIDDEN',
  kind_not_allowed: 'FORBIDDEN',
  recall_window_over: 'FORBIDDEN',
  edit_window_over: 'FORBIDDEN',
  username_taken: 'CONFLICT',
  already_friends: 'CONFLICT',
  already_handled: 'CONFLICT',
  other_content: 'CONFLICT',
  stale: 'CONFLICT',
  muted: 'FORBIDDEN',
  owner_must_transfer: 'FORBIDDEN',
  group_full: 'CONFLICT',
  too_many_admins: 'CONFLICT',
  title_differs: 'BAD_REQUEST',
  slow_mode: 'RATE_LIMITED',
  group_dissolved: 'GONE',
  invite_expired: 'GONE',
  recalled: 'GONE',
  request_expired: 'GONE',
  protocol: 'GONE',
  lost_by_restore: 'GONE',
  too_many_sockets: 'RATE_LIMITED',
  slow_reader: 'UNAVAILABLE',
  stopping: 'UNAVAILABLE',
} as const satisfies Record<string, ErrorCode>

export type Reason = keyof typeof reasonCodes

/** What an operation may refuse with beyond what every operation may: a code, or a code with a reason. */
export type ErrorName = ErrorCode | { [R in Reason]: `${(typeof reasonCodes)[R]}/${R}` }[Reason]

/** Codes after which the same request may be sent again, unchanged. Every other refusal is final. */
export const retryable: ReadonlySet<ErrorCode> = new Set(['RATE_LIMITED', 'UNAVAILABLE', 'INTERNAL'])

/** Codes any operation may answer; operations list only what goes beyond these. */
export const commonErrors: readonly ErrorCode[] = [
  'BAD_REQUEST',
  'TOO_LARGE',
  'UNAUTHENTICATED',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'INTERNAL',
]

/** A refusal as it travels. */
export interface WireError {
  code: ErrorCode
  message: string
  retryAfterMs?: number | undefined
  details?: Record<string, unknown> | undefined
}

/** What every operation answers, over both doors. */
export type Answer<T> = { ok: true; data: T } | { ok: false; error: WireError }
