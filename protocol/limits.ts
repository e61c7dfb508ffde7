/**
 * Every limit of the wire, stated once. The server reads `LIMIT_<NAME>` for each (operationsPerSecond is
 * `LIMIT_OPERATIONS_PER_SECOND`) and sends the numbers in force in `hello`. 0 switches a rate limit off.
 */
export const limits = {
  /** UTF-16 units of a text message. */
  messageChars: 5000,
  /** Bytes of one message as JSON, everything included. */
  messageBytes: 64 * 1024,
  /** Bytes of one socket packet; a larger one closes the socket. */
  socketPacketBytes: 256 * 1024,
  /** Bytes of an HTTP body at the operations door. */
  httpBodyBytes: 256 * 1024,
  /** Bytes after which an answer of `sync:pull` is cut into pages. */
  pullPageBytes: 512 * 1024,
  /** Messages in one page of history. */
  historyPage: 200,
  /** Operations a second per user, and how many may come at once after a pause. */
  operationsPerSecond: 30,
  operationsBurst: 120,
  /** Per address. */
  signUpsPerMinute: 10,
  /** Wrong passwords per user name and address within a quarter of an hour. */
  signInFailures: 10,
  /** Wrong passwords per address within a quarter of an hour. */
  signInFailuresPerAddress: 100,
  /** Look-ups of people by user name, per user. */
  findsPerMinute: 20,
  /** Friend requests, per user. */
  friendRequestsPerHour: 60,
  /** Groups made, per user. */
  groupsPerHour: 60,
  /** Looks at and uses of links into groups, per user. */
  invitesTriedPerMinute: 20,
  /** Askings to join groups, per user. */
  joinRequestsPerHour: 60,
  /** Members of one group. */
  groupMembers: 2000,
  /** Admins of one group, besides its owner. */
  groupAdmins: 10,
  socketsPerUser: 20,
  /** Sockets from one address. */
  socketsPerAddress: 1000,
  /** Bytes waiting for one slow reader before its socket is closed. */
  socketBufferBytes: 1024 * 1024,
} as const

export type LimitName = keyof typeof limits
/** The limits in force on one server. */
export type Limits = Record<LimitName, number>

/** Lengths of fields and lists: part of the schemas, so they are the same everywhere and no setting. */
export const lengths = {
  usernameMin: 3,
  usernameMax: 32,
  displayName: 64,
  bio: 300,
  passwordMin: 8,
  passwordMax: 256,
  greeting: 50,
  remark: 64,
  deviceName: 100,
  customBytes: 4096,
  idClient: 64,
  /** Conversations named in one `sync:pull`. */
  pullConversations: 200,
  groupTitle: 64,
  nickname: 64,
  announcement: 2000,
  /** People named in one operation of a group. */
  groupPeople: 2000,
  slowModeSeconds: 3600,
  /** The longest time a group may give for recalling. */
  recallSeconds: 86_400,
} as const

export const times = {
  /** How long the author of a message may recall it, and edit it. */
  recallWindowMs: 2 * 60_000,
  editWindowMs: 48 * 3_600_000,
  friendRequestMs: 7 * 86_400_000,
  joinRequestMs: 30 * 86_400_000,
  inviteMs: 7 * 86_400_000,
  /** Lines of a group's log are kept this long. */
  groupLogMs: 90 * 86_400_000,
  /** An end that never comes: the last moment a Date can hold. */
  forever: 8_640_000_000_000_000,
  /** Between asking for the deletion of an account and its end. */
  deletionGraceMs: 14 * 86_400_000,
  /** How long removed rows of a person's own feed are kept; an older cursor gets a snapshot. */
  feedKeptMs: 90 * 86_400_000,
  sessionIdleMs: 14 * 86_400_000,
  sessionAbsoluteMs: 90 * 86_400_000,
  /** After the last socket of a person closed. */
  offlineAfterMs: 10_000,
  typingEveryMs: 3000,
  /** A gap in a feed is asked for when it stayed open this long. */
  gapMs: 300,
  readEveryMs: 1000,
} as const
