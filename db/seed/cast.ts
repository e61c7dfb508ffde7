/**
 * Who is there, what is between them, and what each has set for themselves. Ages are in hours before now.
 */
import { chinese } from './chinese.ts'
import { english } from './english.ts'
import type { Phrases } from './phrases.ts'

export interface Person {
  displayName: string
  /** As the server writes it for this name (server/domain/pinyin.ts); a test compares. */
  pinyin: string
  bio: string
  admin?: true
  /** Shows no read receipts. */
  hidesReceipts?: true
  lastSeen: number
}

export const people = {
  ada: {
    displayName: 'Ada Winter',
    pinyin: '',
    bio: 'Vegetables, bicycles, old maps.',
    admin: true,
    lastSeen: 0.1,
  },
  ben: { displayName: 'Ben Okafor', pinyin: '', bio: 'Second tenor. First at the buffet.', lastSeen: 0.3 },
  chen: {
    displayName: '陈晓明',
    pinyin: 'chen xiao ming|cxm',
    bio: '种菜，做饭，偶尔写代码',
    lastSeen: 0.05,
  },
  dora: { displayName: 'Dora Lindqvist', pinyin: '', bio: '', hidesReceipts: true, lastSeen: 2 },
  linxy: { displayName: '林小雨', pinyin: 'lin xiao yu|lxy', bio: '慢慢来 🌧️', lastSeen: 1 },
  eli: { displayName: 'Eli Marsh', pinyin: '', bio: 'Away until I am back.', lastSeen: 70 },
  jianguo: { displayName: '王建国', pinyin: 'wang jian guo|wjg', bio: '', lastSeen: 20 },
  grace: { displayName: 'Grace Kimura', pinyin: '', bio: 'Letters, mostly.', lastSeen: 5 },
  yinuo: { displayName: '赵一诺', pinyin: 'zhao yi nuo|zyn', bio: '', lastSeen: 9 },
  tomas: { displayName: 'Tomas Vega', pinyin: '', bio: 'New here.', lastSeen: 0.5 },
  rex: { displayName: 'Lucky Rex', pinyin: '', bio: '', lastSeen: 200 },
} satisfies Record<string, Person>

export type Name = keyof typeof people

/** What one of two has set for a conversation, or has left open in it. */
export interface Own {
  remark?: string
  remarkPinyin?: string
  pinned?: true
  muted?: true
  hidden?: true
  markedUnread?: true
  draft?: string
  /** The last so many messages came from the other one and were not read. */
  unread?: number
}

/** Friends, by a request of `from` that `to` accepted, and what they have said since. */
export interface Friendship {
  from: Name
  to: Name
  greeting: string
  since: number
  /** When the last message was written. */
  last: number
  messages: number
  languages: readonly Phrases[]
  own?: Partial<Record<Name, Own>>
  /** This one has taken the other off their list since. */
  removedBy?: Name
}

const weeks = 7 * 24

export const friendships: readonly Friendship[] = [
  {
    from: 'chen',
    to: 'ada',
    greeting: '我是陈晓明，我们在种子交换会上见过',
    since: 9 * weeks,
    last: 0.1,
    messages: 2000,
    languages: [chinese, chinese, english],
    own: {
      ada: { pinned: true, unread: 3 },
      chen: { remark: 'Ada（种子）', remarkPinyin: 'ada zhong zi|azz', pinned: true },
    },
  },
  {
    from: 'ada',
    to: 'ben',
    greeting: 'Ada from the choir',
    since: 8 * weeks,
    last: 0.4,
    messages: 280,
    languages: [english],
    own: { ada: { remark: 'Ben (choir)', draft: 'Before I forget: the key is' }, ben: { unread: 2 } },
  },
  {
    from: 'dora',
    to: 'ada',
    greeting: 'Hi, Dora here, from the allotment next to yours',
    since: 6 * weeks,
    last: 1.5,
    messages: 180,
    languages: [english],
    own: { ada: { unread: 12 } },
  },
  {
    from: 'linxy',
    to: 'ada',
    greeting: '我是小雨',
    since: 7 * weeks,
    last: 3,
    messages: 240,
    languages: [chinese],
    own: { ada: { muted: true, unread: 27, remark: '小雨', remarkPinyin: 'xiao yu|xy' } },
  },
  {
    from: 'ada',
    to: 'eli',
    greeting: 'Is this the Eli with the ladder?',
    since: 7 * weeks,
    last: 15 * 24,
    messages: 120,
    languages: [english],
    removedBy: 'eli',
  },
  {
    from: 'jianguo',
    to: 'ada',
    greeting: '你好，我是建国',
    since: 3 * weeks,
    last: 26,
    messages: 30,
    languages: [chinese],
    own: { ada: { markedUnread: true } },
  },
  {
    from: 'ada',
    to: 'grace',
    greeting: 'Dora says you write letters',
    since: 20,
    last: 20,
    messages: 0,
    languages: [english],
  },
  {
    from: 'ben',
    to: 'chen',
    greeting: 'Ada gave me your name',
    since: 5 * weeks,
    last: 4,
    messages: 150,
    languages: [english, chinese],
    own: { chen: { unread: 5 } },
  },
  {
    from: 'ben',
    to: 'dora',
    greeting: 'Ben, with the dog',
    since: 4 * weeks,
    last: 8,
    messages: 110,
    languages: [english],
    own: { dora: { draft: 'Did you know that' } },
  },
  {
    from: 'chen',
    to: 'linxy',
    greeting: '小雨你好',
    since: 8 * weeks,
    last: 2,
    messages: 200,
    languages: [chinese],
    own: { linxy: { pinned: true }, chen: { unread: 1 } },
  },
  {
    from: 'dora',
    to: 'grace',
    greeting: 'The Dora with the stamps',
    since: 4 * weeks,
    last: 50,
    messages: 60,
    languages: [english],
  },
  {
    from: 'linxy',
    to: 'jianguo',
    greeting: '建国哥好',
    since: 5 * weeks,
    last: 9 * 24,
    messages: 40,
    languages: [chinese],
    own: { jianguo: { hidden: true } },
  },
]

/** Requests that made no friends, so far. */
export interface Request {
  from: Name
  to: Name
  greeting: string
  age: number
  /** `waiting` longer than a request is valid is an expired one. */
  state: 'waiting' | 'declined' | 'cancelled'
  /** The addressee has looked at the notice. */
  seen?: true
}

export const requests: readonly Request[] = [
  {
    from: 'tomas',
    to: 'ada',
    greeting: 'Hello! Ben said I should ask you about bicycles.',
    age: 0.8,
    state: 'waiting',
  },
  {
    from: 'yinuo',
    to: 'ada',
    greeting: '你好，我是晓明的同事赵一诺',
    age: 2 * 24,
    state: 'waiting',
    seen: true,
  },
  { from: 'ada', to: 'yinuo', greeting: '我是 Ada', age: 12 * 24, state: 'declined', seen: true },
  { from: 'dora', to: 'tomas', greeting: 'Dora from the allotment', age: 6, state: 'declined', seen: true },
  { from: 'ben', to: 'tomas', greeting: 'Wrong Tomas, sorry', age: 30, state: 'cancelled' },
  { from: 'eli', to: 'yinuo', greeting: 'Hi', age: 20 * 24, state: 'waiting', seen: true },
]

/** Who blocked whom; the other has since asked to be friends, and believes the request waits. */
export const blocks = [
  { by: 'ada', blocked: 'rex', age: 10 * 24, asked: { age: 3 * 24, greeting: 'You have won!!!' } },
] as const satisfies readonly {
  by: Name
  blocked: Name
  age: number
  asked: { age: number; greeting: string }
}[]

/** Notes to self, the oldest first; one a day. */
export const notes: Partial<Record<Name, readonly string[]>> = {
  ada: [
    'Seeds: radish, beans, pumpkin (the small one)',
    'https://example.org/allotment/frost-dates',
    'Dora: 40 cm between the rows, not 30!',
    '晓明的菜谱：\n1. 小米洗两遍\n2. 水开了再放\n3. 小火二十分钟',
    'Ladder is with Eli. Ask nicely.',
    'Choir on Friday moved to half past seven',
    'Idea: a map of every well in the valley 🗺️',
    'Bicycle: 622 × 32, the valve is the thin kind',
    'https://example.net/maps/river-walk',
    'Post the parcel',
    'Birthday: Ben, the 29th 🎂',
  ],
  chen: ['周六：交换会，带南瓜种子', 'https://example.org/notes/42'],
}
