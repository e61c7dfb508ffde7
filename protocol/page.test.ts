import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { referencePage } from './page.ts'

it('docs/protocol.md says what the schemas say (npm run docs writes it)', async () => {
  const page = await readFile(new URL('../docs/protocol.md', import.meta.url), 'utf8')
  expect(page.endsWith(`\n<!-- generated -->\n\n${referencePage()}`)).toBe(true)
})
