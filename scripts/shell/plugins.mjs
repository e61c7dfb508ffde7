/** What esbuild has to be told about our sources to cut them into few and small files. */
import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import compileMessages from '../../app/_messages/loader.mjs'

/** As next.config.ts has it for the pages of the door: no ICU parser travels to the browser (decision 007). */
export const messages = {
  name: 'messages',
  setup(build) {
    build.onLoad({ filter: /[\\/]_messages[\\/].*\.json$/ }, async ({ path }) => ({
      contents: compileMessages(await readFile(path, 'utf8')),
      loader: 'js',
    }))
  },
}

/**
 * Gives each file the icons it names and no others. Through the package's index every icon of every later part would
 * count as needed by the first one, which imports the same index.
 * @param {string} root the project's folder
 */
export function icons(root) {
  const folder = join(root, 'node_modules', 'lucide-react', 'dist', 'esm')
  const fileOf = new Map()
  for (const [, names, file] of readFileSync(join(folder, 'lucide-react.mjs'), 'utf8').matchAll(
    /^export \{ (.*) \} from '(\.\/icons\/.*)'/gm,
  )) {
    for (const name of names.split(', ')) fileOf.set(name.replace('default as ', ''), file)
  }
  return {
    name: 'icons',
    setup(build) {
      build.onResolve({ filter: /^lucide-react$/ }, ({ importer }) => ({
        path: importer,
        namespace: 'icons',
      }))
      build.onLoad({ filter: /./, namespace: 'icons' }, async ({ path }) => {
        const [, list] = /import \{([^}]*)\} from 'lucide-react'/.exec(await readFile(path, 'utf8')) ?? []
        const wanted = (list ?? '').split(',').map(name => name.trim())
        const values = wanted.filter(name => name !== '' && !name.startsWith('type '))
        const missing = values.find(name => !fileOf.has(name))
        if (missing) throw new Error(`${path}: lucide-react has no icon ${missing}`)
        const lines = values.map(name => `export { default as ${name} } from '${fileOf.get(name)}'`)
        return { contents: lines.join('\n'), loader: 'js', resolveDir: folder }
      })
    },
  }
}

/**
 * Fetches what is not needed for the first picture in one go, whichever part of it is asked for first. Each by itself
 * would leave what any two of them share in a file of its own, and the app would start with dozens of those. That it
 * names the first part too leaves all of that in one file.
 * @param {string} root the project's folder
 * @param {string[]} first what the entry imports
 */
export function oneLaterPart(root, first) {
  const folder = join(root, 'app', '_components')
  const parts = new Set()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(name) || /\.test\.tsx?$/.test(name)) continue
    const file = join(folder, name)
    const later = readFileSync(file, 'utf8').matchAll(/import\('(\.[^']+)'\)/g)
    for (const [, path] of later) parts.add(resolve(dirname(file), path))
  }
  const all = [...first, ...[...parts].sort()].map(part => `import ${JSON.stringify(part)}`)
  return {
    name: 'one later part',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        const file = resolve(resolveDir, path)
        return kind === 'dynamic-import' && parts.has(file) ? { path: file, namespace: 'later' } : undefined
      })
      build.onLoad({ filter: /./, namespace: 'later' }, async ({ path }) => {
        const from = JSON.stringify(path)
        const own = [`export * from ${from}`]
        if (/^export default /m.test(await readFile(path, 'utf8')))
          own.push(`export { default } from ${from}`)
        return { contents: [...all, ...own].join('\n'), loader: 'js', resolveDir: root }
      })
    },
  }
}
