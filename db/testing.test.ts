import postgres from 'postgres'
import { expect, test } from 'vitest'
import { createTestDatabase } from './testing.ts'

test('many workers asking at once each get a migrated database of their own', async () => {
  const databases = await Promise.all(Array.from({ length: 8 }, () => createTestDatabase()))
  for (const { url } of databases) {
    const sql = postgres(url, { max: 1 })
    const tables =
      await sql`select 1 from information_schema.tables where table_schema = 'public' and table_name = 'users'`
    expect(tables).toHaveLength(1)
    await sql.end()
  }
  expect(new Set(databases.map(({ url }) => url)).size).toBe(8)
  await Promise.all(databases.map(({ drop }) => drop()))
})

test('a database is dropped although somebody is still connected', async () => {
  const database = await createTestDatabase()
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  await sql`select 1`
  await database.drop()
  await expect(sql`select 1`).rejects.toThrow()
  await sql.end({ timeout: 1 })
})
