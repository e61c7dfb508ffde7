import { expect, test } from 'vitest'
import { createSessionChecks } from './session-checks.ts'

/** A database that answers when it is told to. */
function database() {
  const asked: { ids: string[]; answer: (standing: string[]) => void; fail: () => void }[] = []
  const checks = createSessionChecks(
    ids =>
      new Promise((resolve, reject) => {
        asked.push({
          ids,
          answer: standing => resolve(new Set(standing)),
          fail: () => reject(new Error('away')),
        })
      }),
  )
  const turn = () => new Promise(resolve => setImmediate(resolve))
  return { asked, checks, turn }
}

test('what is asked while one question is on its way shares the next', async () => {
  const { asked, checks, turn } = database()
  const first = checks.stands('ada')
  await turn()
  const later = ['ada', 'ben', 'chen'].map(id => checks.stands(id))
  await turn()
  expect(asked.map(round => round.ids)).toEqual([['ada']])
  asked[0]?.answer(['ada'])
  expect(await first).toBe(true)
  await turn()
  expect(asked.map(round => round.ids)).toEqual([['ada'], ['ada', 'ben', 'chen']])
  // Ada's session ended meanwhile: the second question was asked after that.
  asked[1]?.answer(['ben'])
  expect(await Promise.all(later)).toEqual([false, true, false])
})

test('a database that is away fails those who asked, and nobody after them', async () => {
  const { asked, checks, turn } = database()
  const first = checks.stands('ada')
  await turn()
  const second = checks.stands('ada')
  asked[0]?.fail()
  await expect(first).rejects.toThrow('away')
  await turn()
  asked[1]?.answer(['ada'])
  expect(await second).toBe(true)
})
