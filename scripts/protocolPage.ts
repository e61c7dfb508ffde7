/** `npm run docs`: writes the generated part of docs/protocol.md from the schemas. */
import { readFile, writeFile } from 'node:fs/promises'
import { referencePage } from '#protocol/page.ts'

const file = new URL('../docs/protocol.md', import.meta.url)
const mark = '\n<!-- generated -->\n'
const [rules = ''] = (await readFile(file, 'utf8')).split(mark)
await writeFile(file, `${rules}${mark}\n${referencePage()}`)
