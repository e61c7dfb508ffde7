/**
 * What Prometheus may ask: numbers and the closed lists of operations and codes as labels, nothing anybody wrote.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Outcome } from '#server/operations/dispatch.ts'

/** What is looked up when somebody asks. */
export interface Sources {
  sockets(): number
  inFlight(): number
  databaseAnswers(): Promise<boolean>
}

export interface Metrics {
  observe(outcome: Outcome): void
  ignoredEvent(): void
  pageFailed(): void
  /** The text of `/metrics`. */
  render(sources: Sources): Promise<string>
  contentType: string
}

export function createMetrics(): Metrics {
  const register = new Registry()
  const registers = [register]
  // Event loop lag, memory and CPU of the process.
  collectDefaultMetrics({ register })
  const operations = new Counter({
    name: 'kith_operations_total',
    help: 'Operations answered',
    labelNames: ['operation', 'outcome', 'door'],
    registers,
  })
  const latency = new Histogram({
    name: 'kith_operation_seconds',
    help: 'From the arrival of an operation to its answer; message:send is send to ack',
    labelNames: ['operation'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const ignored = new Counter({
    name: 'kith_ignored_events_total',
    help: 'Socket events that are no request',
    registers,
  })
  const failedPages = new Counter({
    name: 'kith_page_failures_total',
    help: 'Requests the pages failed on',
    registers,
  })
  const sockets = new Gauge({ name: 'kith_sockets', help: 'Open sockets', registers })
  const inFlight = new Gauge({
    name: 'kith_operations_in_flight',
    help: 'Operations not answered yet',
    registers,
  })
  const database = new Gauge({ name: 'kith_database_up', help: '1 while the database answers', registers })

  return {
    observe({ operation, outcome, door, tookMs }) {
      operations.inc({ operation, outcome, door })
      latency.observe({ operation }, tookMs / 1000)
    },
    ignoredEvent: () => ignored.inc(),
    pageFailed: () => failedPages.inc(),
    async render(sources) {
      sockets.set(sources.sockets())
      inFlight.set(sources.inFlight())
      database.set((await sources.databaseAnswers()) ? 1 : 0)
      return register.metrics()
    },
    contentType: register.contentType,
  }
}
