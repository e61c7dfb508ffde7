import { expect, test } from 'vitest'
import { qrPath } from './qr-picture.ts'

test('the code of a link covers its square, with a quiet zone around it', () => {
  const { size, path } = qrPath('https://chat.example.org/add/ada')
  expect(size).toBeGreaterThanOrEqual(21 + 4)
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)].map(run => run.slice(1).map(Number))
  expect(runs.map(([x, y, width]) => `M${x} ${y}h${width}v1h-${width}z`).join('')).toBe(path)
  for (const [x = 0, y = 0, width = 0] of runs) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(2)
    expect(Math.max(x + width, y + 1)).toBeLessThanOrEqual(size - 2)
  }
  // The finder pattern's upper edge: seven dark modules in the corner.
  expect(runs[0]).toEqual([2, 2, 7, 7])
})
