import { expect, test } from 'vitest'
import { createLog } from './log.ts'

const canary = 'canary-7f3a'

test('what people wrote and what opens doors never reaches the log', () => {
  const { log, lines } = recorded()
  log.info({ password: canary, user: { id: 1, token: canary } }, 'deep')
  log.info(
    { request: { headers: { cookie: canary, authorization: canary, 'set-cookie': canary } } },
    'deeper',
  )
  log.child({ token: canary }).info({ message: { content: { text: canary } } }, 'child')
  log.warn({ err: Object.assign(new Error('failed'), { query: canary, parameters: [canary] }) }, 'error')
  log.info({ databaseUrl: `postgres://u:${canary}@h/d` }, 'url')
  expect(lines).toHaveLength(5)
  expect(lines.join('')).not.toContain(canary)
})

test('errors of the database keep their code and lose the values', () => {
  const { log, lines } = recorded()
  const refused = Object.assign(new Error(`invalid input syntax for type uuid: "${canary}"`), {
    code: '22P02',
  })
  refused.name = 'PostgresError'
  const failed = new Error(
    `Failed query: insert into messages values ($1)\nparams: ${canary}\nsecond line ${canary}`,
    {
      cause: refused,
    },
  )
  log.error({ err: failed }, 'sending failed')
  log.error({ err: new Error(`cannot reach postgres://kith:${canary}@db/kith`) }, 'no database')
  log.error({ err: canary }, 'a thrown string')
  expect(lines.join('')).not.toContain(canary)
  expect(lines[0]).toContain('22P02')
  expect(lines[0]).toContain('insert into messages')
})

test('a line break in what somebody sent makes no second line', () => {
  const { log, lines } = recorded()
  log.info({ name: 'Ada\n{"level":"fatal"}' }, 'signed in')
  expect(lines[0]?.trimEnd()).not.toContain('\n')
})

test('a person at a terminal reads short lines', () => {
  const lines: string[] = []
  const log = createLog({ level: 'info', readable: true, write: line => void lines.push(line) })
  log.info({ port: 3000 }, 'listening')
  log.warn('no more room')
  log.debug('unheard')
  expect(lines.map(line => line.slice(9))).toEqual(['listening  port=3000\n', 'WARN no more room\n'])
})

function recorded() {
  const lines: string[] = []
  return { lines, log: createLog({ level: 'debug', readable: false, write: line => void lines.push(line) }) }
}
