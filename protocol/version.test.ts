import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { outlineWire } from './outline.ts'
import { PROTOCOL_VERSION } from './version.ts'

/**
 * What the wire looked like when this version was settled. A change that old clients do not notice (a new optional
 * output, a new operation) brings a new fingerprint and a line in CHANGELOG.md; any other also a new version.
 */
const settled = { version: 1, fingerprint: '51d6051e10074daa' }

it('the wire did not change unnoticed', () => {
  const { limits: _settings, ...wire } = outlineWire()
  const fingerprint = createHash('sha256').update(JSON.stringify(wire)).digest('hex').slice(0, 16)
  expect({ version: PROTOCOL_VERSION, fingerprint }).toEqual(settled)
})
