import { verify } from '@node-rs/argon2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pinyinOf } from '#server/domain/pinyin.ts'
import { createDatabase, type Database } from './client.ts'
import { friendships, people } from './seed/cast.ts'
import { AccountsExist, type Planted, plantCast, sharedPassword } from './seed/plant.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

const now = Date.now()
let place: TestDatabase
let database: Database
let planted: Planted

beforeAll(async () => {
  place = await createTestDatabase()
  database = createDatabase(place.url, { max: 2 })
  planted = await plantCast(database, now)
})

afterAll(async () => {
  await database?.close()
  await place?.drop()
})

/** Rows of a query that looks for what must not be. */
const wrong = (query: string) => database.sql.unsafe(query)

describe('the numbers of every conversation', () => {
  test('seq is 1, 2, 3 … up to where the conversation stands', async () => {
    expect(
      await wrong(`
        select c.id from conversations c left join messages m on m.conversation_id = c.id
        group by c.id having count(m.seq) <> c.seq
          or c.seq > 0 and (min(m.seq) <> 1 or max(m.seq) <> c.seq)`),
    ).toEqual([])
  })

  test('every change has a rev of its own, the last one where the conversation stands', async () => {
    // A message takes one number, and one more for its edit or recall, which leaves the first to nobody.
    expect(
      await wrong(`
        select c.id from conversations c left join messages m on m.conversation_id = c.id
        group by c.id having count(distinct m.rev) <> count(m.rev)
          or coalesce(max(m.rev), 0) <> c.rev or c.rev <> c.seq + count(*) filter (where m.touched)`),
    ).toEqual([])
  })

  test('what was never changed has its rev in the order it was said, what was changed a higher one', async () => {
    expect(
      await wrong(`
        select m.id from messages m join messages x on x.conversation_id = m.conversation_id and x.seq = m.seq + 1
        where not m.touched and m.rev >= x.rev or m.touched and m.rev <= m.seq`),
    ).toEqual([])
  })

  test('nothing is of the future, and nobody speaks before they met', async () => {
    expect(
      await wrong(`
        select m.id from messages m join conversations c on c.id = m.conversation_id
        where m.time < c.created_at
          or greatest(m.time, m.edited_at, m.recalled_at) > least(c.changed_at, ${now})`),
    ).toEqual([])
  })
})

test('recalled messages are empty, edited ones keep what they said before, and both were in time', async () => {
  const [row] = await database.sql`
    select count(*) filter (where recalled_at is not null)::int as recalled,
      count(*) filter (where edited_at is not null)::int as edited from messages`
  expect(row?.recalled).toBeGreaterThan(10)
  expect(row?.edited).toBeGreaterThan(20)
  expect(
    await wrong(`
      select m.id from messages m
      left join message_versions v on v.conversation_id = m.conversation_id and v.seq = m.seq
      where (m.content is null) <> (m.recalled_at is not null) or (v.rev is not null) <> (m.edited_at is not null)
        or v.rev >= m.rev or m.touched <> (m.edited_at is not null or m.recalled_at is not null)
        or m.recalled_by <> m.sender_id or m.recalled_at - m.time > 120000`),
  ).toEqual([])
})

test('only members write, and requests hash to 32 bytes', async () => {
  expect(
    await wrong(`
      select m.id from messages m
      left join members p on p.conversation_id = m.conversation_id and p.user_id = m.sender_id
      where p.user_id is null or length(m.request_hash) <> 32 or m.countable <> (m.type <> 'notification')`),
  ).toEqual([])
})

test('people have left unread what the cast says, and an own message is read', async () => {
  const rows = await database.sql<{ name: string; peer: string; unread: number }[]>`
    select u.username as name, o.username as peer, (
      select count(*)::int from messages m where m.conversation_id = p.conversation_id and m.seq > p.read_seq
        and m.countable and m.recalled_at is null and m.sender_id <> p.user_id) as unread
    from members p join users u on u.id = p.user_id
    join members q on q.conversation_id = p.conversation_id and q.user_id <> p.user_id
    join users o on o.id = q.user_id`
  const said = friendships.flatMap(({ from, to, own }) => [
    { name: from, peer: to, unread: own?.[from]?.unread ?? 0 },
    { name: to, peer: from, unread: own?.[to]?.unread ?? 0 },
  ])
  const order = (list: readonly { name: string; peer: string; unread: number }[]) =>
    list.map(({ name, peer, unread }) => `${name} ${peer} ${unread}`).sort()
  expect(order(rows)).toEqual(order(said))
  expect(
    await wrong(`
      select 1 from messages m join members p on p.conversation_id = m.conversation_id and p.user_id = m.sender_id
      join conversations c on c.id = p.conversation_id where p.read_seq < m.seq or p.read_seq > c.seq`),
  ).toEqual([])
})

test('everybody has notes to self, and no pair has two conversations', async () => {
  expect(
    await wrong(`
      select u.id from users u left join conversations c on c.user_a = u.id and c.user_b = u.id where c.id is null`),
  ).toEqual([])
  expect(
    await wrong(`
      select c.id from conversations c join members m on m.conversation_id = c.id
      group by c.id having c.user_a > c.user_b or count(*) <> case when c.user_a = c.user_b then 1 else 2 end
        or not bool_and(m.user_id in (c.user_a, c.user_b))`),
  ).toEqual([])
})

test('every row of a feed has a number of its own, up to where its owner stands', async () => {
  expect(
    await wrong(`
      with feed as (
        select user_id, user_rev from members union all select user_id, user_rev from friendships
        union all select user_id, user_rev from notices
        union all select id, settings_rev from users where settings_rev > 0)
      select u.id from users u join feed f on f.user_id = u.id group by u.id
      having count(distinct f.user_rev) <> count(*) or min(f.user_rev) <> 1 or max(f.user_rev) <> u.user_rev`),
  ).toEqual([])
})

test('what is between two people stands on both sides, and a request across a block on one', async () => {
  expect(
    await wrong(`
      select a.user_id from friendships a
      left join friendships b on b.user_id = a.other_id and b.other_id = a.user_id
      where b.user_id is null or a.listed <> (a.since is not null)`),
  ).toEqual([])
  expect(
    await wrong(`
      select r.id from friend_requests r left join notices n on n.request_id = r.id
      where (n.id is null) <> r.concealed or n.state <> r.state or n.user_id <> r.to_id
        or (r.handled_at is null) <> (r.state = 'init')`),
  ).toEqual([])
})

test('names are written in pinyin as the server would', () => {
  for (const { displayName, pinyin } of Object.values(people)) expect(pinyin).toBe(pinyinOf(displayName))
  for (const { own } of friendships)
    for (const { remark = '', remarkPinyin = '' } of Object.values(own ?? {}))
      expect(remarkPinyin).toBe(pinyinOf(remark))
})

test('Ada is the administrator and signs in with the password that is printed', async () => {
  const rows = await database.sql<{ username: string; passwordHash: string }[]>`
    select username, password_hash as "passwordHash" from users where admin`
  expect(rows.map(row => row.username)).toEqual(['ada'])
  expect(await verify(rows[0]?.passwordHash ?? '', sharedPassword)).toBe(true)
})

test('a second seeding is refused and leaves everything as it is', async () => {
  await expect(plantCast(database, now)).rejects.toThrow(AccountsExist)
  const [row] = await database.sql`select count(*)::int as count from messages`
  expect(row?.count).toBe(planted.messages)
})
