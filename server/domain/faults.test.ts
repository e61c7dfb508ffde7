import { afterEach, expect, test, vi } from 'vitest'
import { faultPoint, isDropped, setFaults } from './faults.ts'

afterEach(() => {
  setFaults('')
  vi.restoreAllMocks()
})

test('the process dies at the point named, at the passing counted, and at no other', () => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true)
  setFaults('kill:before-commit:3,kill:after-answer:1')
  faultPoint('before-commit')
  faultPoint('after-commit')
  faultPoint('before-commit')
  expect(kill).not.toHaveBeenCalled()
  faultPoint('before-commit')
  expect(kill).toHaveBeenCalledExactlyOnceWith(process.pid, 'SIGKILL')
})

test('the same seed loses the same pushes, about as many as were asked for', () => {
  const lost = (spec: string) => {
    setFaults(spec)
    return Array.from({ length: 1000 }, () => isDropped('drop-push'))
  }
  const first = lost('drop-push:0.2:seed42')
  expect(lost('drop-push:0.2:seed42')).toEqual(first)
  expect(lost('drop-push:0.2:seed43')).not.toEqual(first)
  const count = first.filter(Boolean).length
  expect(count).toBeGreaterThan(150)
  expect(count).toBeLessThan(250)
  expect(lost('drop-push:0:x')).not.toContain(true)
  expect(lost('drop-push:1:x')).not.toContain(false)
})

test('without a spec nothing is lost; a misspelt one is refused', () => {
  expect(isDropped('drop-push')).toBe(false)
  for (const spec of [
    'kill:before-comit:1',
    'kill:before-commit:0',
    'kill:before-commit',
    'drop-push:2:x',
    'drop-push:0.5',
  ]) {
    expect(() => setFaults(spec)).toThrow('TEST_FAULTS')
  }
})
