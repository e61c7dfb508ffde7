/**
 * Bundles the signed-in app for browsers. It needs nothing of Next's client, which weighs as much as all of it, so in
 * production it starts without (docs/decisions/011-what-the-browser-loads.md); Next draws its document and its styles.
 */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { icons, messages, oneLaterPart } from './shell/plugins.mjs'

const entry = 'app/_shell/start.tsx'
const firstPart = ['react-dom/client', '#app/_components/shell/signed-in.tsx']

/**
 * @param {string} root the project's folder
 * @returns {Promise<{ files: { name: string, contents: string }[], first: string[] }>} all files, and the names of
 *   those that the app starts with, the entry first
 */
export async function bundleShell(root) {
  const { build } = await import('esbuild')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: 'shell',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: 'es2022',
    alias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.APP_VERSION': JSON.stringify(version),
    },
    plugins: [messages, icons(root), oneLaterPart(root, firstPart)],
    write: false,
    metafile: true,
    legalComments: 'none',
    logLevel: 'error',
  })
  const files = []
  for (const { path, text } of outputFiles)
    files.push({ name: basename(path), contents: await shorten(text) })
  return { files, first: namesOf(metafile.outputs).map(path => basename(path)) }
}

/** The entry and what it imports at once, which a browser would otherwise find out about one after the other. */
function namesOf(outputs) {
  const [start] = Object.keys(outputs).filter(path => outputs[path].entryPoint === entry)
  const found = new Set([start])
  for (const path of found) {
    for (const { kind, path: imported } of outputs[path].imports) {
      if (kind === 'import-statement') found.add(imported)
    }
  }
  return [...found]
}

/** A second pass by the minifier that Next has along for its own pages; it takes off another 2 %. */
async function shorten(text) {
  const { loadBindings, minify } = await import('next/dist/build/swc/index.js')
  await loadBindings()
  const { code } = await minify(text, { compress: { passes: 2 }, mangle: true, module: true })
  return code
}
