/**
 * `npm run seed`: a small cast with weeks of talk behind them, for looking at Kith and for working on it. Takes
 * DATABASE_URL, or the database in DATA_DIR, whether a server is running on it or not.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { createDatabase } from './client.ts'
import { clusterDir } from './embedded/cluster.ts'
import { clusterUrl, findPostmaster } from './embedded/postmaster.ts'
import { startEmbeddedPostgres } from './embedded.ts'
import { migrateDatabase } from './migrate.ts'
import { people } from './seed/cast.ts'
import { plantCast, sharedPassword } from './seed/plant.ts'

interface Place {
  url: string
  leave(): Promise<void>
}

async function openPlace(): Promise<Place> {
  const url = process.env.DATABASE_URL
  if (url) return { url, leave: async () => {} }
  const dataDir = resolve(process.env.DATA_DIR || './data')
  const cluster = clusterDir(dataDir)
  const running = findPostmaster(cluster)
  // Somebody else's to stop.
  if (running) return { url: clusterUrl(cluster, running.port, 'kith'), leave: async () => {} }
  const quiet = { info() {}, warn: () => {}, error: (_: object, message: string) => console.error(message) }
  const database = await startEmbeddedPostgres({ dataDir, log: quiet })
  return { url: database.url, leave: database.stop }
}

async function seed(): Promise<void> {
  const { url, leave } = await openPlace()
  try {
    await migrateDatabase(url)
    const database = createDatabase(url, { max: 1, applicationName: 'kith-seed' })
    try {
      const planted = await plantCast(database, Date.now())
      const told = `${planted.people} people, ${planted.conversations} conversations, ${planted.messages} messages.`
      console.log(`${told}\nSign in as ${Object.keys(people).join(', ')}; the password is ${sharedPassword}`)
    } finally {
      await database.close()
    }
  } finally {
    await leave()
  }
}

if (existsSync('.env')) process.loadEnvFile('.env')
seed().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
