import { expect, test } from 'vitest'
import { usernameProblem } from './username-check.ts'

test.each([
  ['ada', null],
  ['Ada.Lovelace_1815-', null],
  [' ada ', null],
  ['ad', 'short'],
  ['', 'short'],
  ['a'.repeat(33), 'long'],
  ['小明明', 'characters'],
  ['ada lovelace', 'characters'],
  ['ab@', 'characters'],
  ['é', 'characters'],
])('%j as a user name: %s', (name, problem) => {
  expect(usernameProblem(name)).toBe(problem)
})
