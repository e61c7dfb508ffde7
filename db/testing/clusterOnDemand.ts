/**
 * One Postgres for a whole run of vitest, started by the first test that asks: most tests need none, and making one
 * takes a second. The runner holds it; the test workers, which are other processes, ask it over a local port.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { findPostmaster, stopPostmaster } from '../embedded/postmaster.ts'
import { processState } from '../embedded/process.ts'
import { clusterDir, type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with the URL of the cluster, once it runs. */
    testCluster: string
  }
}

/** For `globalSetup`. `TEST_DATABASE_URL` (a superuser's) tests against that server instead. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // What must survive a killed database is tested on one that flushes to disk; everything else gains speed without.
  const cluster = new ClusterOnDemand(project.name === 'proofs')
  project.provide('testCluster', await cluster.listen())
  return () => cluster.close()
}

class ClusterOnDemand {
  private readonly server: Server
  private running: Promise<EmbeddedPostgres> | undefined
  private readonly dataDir = join(tmpdir(), `${prefix}${process.pid}-`)
  private made: string | undefined

  constructor(private readonly durable: boolean) {
    this.server = createServer((_request, response) => {
      this.url().then(
        url => response.end(url),
        error => response.writeHead(500).end(String(error)),
      )
    })
  }

  listen(): Promise<string> {
    return new Promise(done => {
      this.server.listen(0, '127.0.0.1', () =>
        done(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`),
      )
    })
  }

  private async url(): Promise<string> {
    if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL
    this.running ??= this.start()
    return (await this.running).url
  }

  private async start(): Promise<EmbeddedPostgres> {
    await sweep()
    this.made = mkdtempSync(this.dataDir)
    return startEmbeddedPostgres({ dataDir: this.made, durable: this.durable, log: quiet })
  }

  async close(): Promise<void> {
    this.server.close()
    await (await this.running)?.stop()
    if (this.made) rmSync(this.made, { recursive: true, force: true })
  }
}

const prefix = 'kith-vitest-'
const quiet = {
  info: () => {},
  warn: () => {},
  error: (fields: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
}

/** A run that was killed leaves its database running; the next run ends it. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter(entry => entry.startsWith(prefix))) {
    const owner = Number(name.slice(prefix.length).split('-')[0])
    if (processState(owner)) continue
    const dataDir = join(tmpdir(), name)
    const left = findPostmaster(clusterDir(dataDir))
    if (left) await stopPostmaster(left)
    rmSync(dataDir, { recursive: true, force: true })
  }
}
