import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import compile from 'icu-minify/compile'
import { expect, test } from 'vitest'
import { errorCodes, reasonCodes } from '#protocol/errors.ts'
import en from './en/index.ts'
import enLate from './en/late.ts'
import zh from './zh-CN/index.ts'
import zhLate from './zh-CN/late.ts'

type Tree = { [key: string]: string | Tree }

/** Every text by its full key. */
function flatten(tree: Tree, path = ''): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]) => {
    const here = path ? `${path}.${key}` : key
    return typeof value === 'string' ? [[here, value] as const] : [...flatten(value, here)]
  })
  return new Map(entries)
}

/** Names and kinds of a text's arguments and tags, whatever their order. */
function argumentsOf(text: string): string[] {
  const kinds = ['value', 'select', 'plural', 'ordinal', 'number', 'date', 'time']
  const found = new Set<string>()
  const visit = (node: unknown) => {
    if (!Array.isArray(node)) return
    const [name, kind] = node
    if (typeof name !== 'string') return node.forEach(visit)
    const isTag = kind !== undefined && typeof kind !== 'number'
    found.add(isTag ? `<${name}>` : `${name}: ${kinds[kind ?? 0]}`)
    for (const part of node.slice(1)) {
      if (part && typeof part === 'object' && !Array.isArray(part)) Object.values(part).forEach(visitBranch)
      else if (isTag) visit(part)
    }
  }
  // A branch is a text, a list of parts, or one part.
  const visitBranch = (branch: unknown) => (Array.isArray(branch) ? branch.forEach(visit) : undefined)
  const compiled = compile(text)
  if (Array.isArray(compiled)) compiled.forEach(visit)
  return [...found].sort()
}

const english = flatten({ ...en, ...enLate })
const chinese = flatten({ ...zh, ...zhLate })

test('both languages have the same texts', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
})

test('a text takes the same arguments in both languages', () => {
  const differing = [...english].filter(([key, text]) => {
    return argumentsOf(text).join() !== argumentsOf(chinese.get(key) ?? '').join()
  })
  expect(differing.map(([key]) => key)).toEqual([])
})

test('times are put into words before they enter a text, so that they look the same everywhere', () => {
  const dated = [...english].filter(([, text]) => argumentsOf(text).some(kind => /: (date|time)$/.test(kind)))
  expect(dated).toEqual([])
})

test('plurals name the forms their language has', () => {
  const needsOne = [...english].filter(([, text]) => /, plural,/.test(text) && !/\b(one|=1) \{/.test(text))
  const hasOne = [...chinese].filter(([, text]) => /, plural,/.test(text) && /\b(one|few|many) \{/.test(text))
  expect([needsOne, hasOne]).toEqual([[], []])
})

test('every way an operation can be refused has a sentence', () => {
  const keys = [
    ...errorCodes.map(code => `errors.code.${code}`),
    ...Object.keys(reasonCodes).map(r => `errors.reason.${r}`),
  ]
  expect(keys.filter(key => !english.has(key))).toEqual([])
})

test('no component speaks Chinese on its own', () => {
  const app = fileURLToPath(new URL('..', import.meta.url))
  const offenders = readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.tsx') && !path.endsWith('.test.tsx'))
    .filter(path => /\p{Script=Han}/u.test(readFileSync(`${app}/${path}`, 'utf8')))
  expect(offenders).toEqual([])
})
