import { expect, test } from 'vitest'
import { partsOf } from './parts.ts'

test('a long text names in each part whom it names there, counted from its own beginning', () => {
  const text = '\nHello @Ada, how are you?\n\nHello @Ben, how are you?'
  const mentions = ['@Ada', '@Ben'].map(name => ({
    userId: name,
    offset: text.indexOf(name),
    length: name.length,
  }))
  const parts = partsOf({ text, mentions }, 30)
  expect(parts.map(part => part.text)).toEqual(['Hello @Ada, how are you?', 'Hello @Ben, how are you?'])
  for (const part of parts) {
    const named = part.mentions.map(({ offset, length }) => part.text.slice(offset, offset + length))
    expect(named).toEqual([part === parts[0] ? '@Ada' : '@Ben'])
  }
})
