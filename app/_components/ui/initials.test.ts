import { expect, test } from 'vitest'
import { initials } from './initials.ts'

test.each([
  ['Ben (choir)', 'BC'],
  ['Ada Lovelace', 'AL'],
  ['ada', 'AD'],
  ['ben_k', 'BK'],
  ['小明', '小'],
  ['王 小明', '王'],
  ['Chen 小明', 'CH'],
  ['👨‍👩‍👧 family', '👨‍👩‍👧'],
  ['  ', ''],
  ['Ж', 'Ж'],
])('%s is shown as %s', (name, expected) => {
  expect(initials(name)).toBe(expected)
})
