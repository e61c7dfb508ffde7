/** Builds the signed-in app and the pages (.next), the service worker (public/worker.js) and the server (dist/server.mjs), when the sources are not those they were built from. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { run } from './install.mjs'

const stampOf = root => join(root, '.next', '.source-hash')
const serverOf = root => join(root, 'dist', 'server.mjs')
const workerOf = root => join(root, 'public', 'worker.js')

/** @param {string} root */
export function buildIsCurrent(root) {
  return (
    existsSync(serverOf(root)) &&
    existsSync(workerOf(root)) &&
    existsSync(stampOf(root)) &&
    readFileSync(stampOf(root), 'utf8') === sourceHash(root)
  )
}

/** @param {string} root */
export async function build(root) {
  const hash = sourceHash(root)
  rmSync(stampOf(root), { force: true })
  // Before the pages, whose document names these files, and written after them: Next empties its folder.
  // Only now: on a fresh checkout it needs packages that were not there when this file was read.
  const { bundleShell } = await import('./shell.mjs')
  const shell = await bundleShell(root)
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    SHELL_SCRIPTS: shell.first.join(' '),
  }
  await run([process.execPath, join('node_modules', 'next', 'dist', 'bin', 'next'), 'build'], {
    cwd: root,
    env,
  })
  writeShell(root, shell.files)
  await bundleWorker(root)
  await bundleServer(root)
  // Last, so that an interrupted build is done again.
  writeFileSync(stampOf(root), hash)
}

function writeShell(root, files) {
  const folder = join(root, '.next', 'static', 'shell')
  mkdirSync(folder, { recursive: true })
  for (const { name, contents } of files) writeFileSync(join(folder, name), contents)
}

async function bundleServer(root) {
  const { build: bundle } = await import('esbuild')
  await bundle({
    absWorkingDir: root,
    entryPoints: ['server/index.ts'],
    outfile: serverOf(root),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: true,
    logLevel: 'error',
  })
}

/** After the pages, for it keeps the files they are made of; one build of the same sources is like another. */
async function bundleWorker(root) {
  const { build: bundle } = await import('esbuild')
  const { getManifest } = await import('@serwist/build')
  const { manifestEntries, warnings } = await getManifest({
    globDirectory: join(root, '.next', 'static'),
    // The scripts of the door are of no use without a network.
    globPatterns: ['shell/*.js', '{chunks,media}/**/*.{css,svg,woff2}'],
    modifyURLPrefix: { '': '/_next/static/' },
    // Every name has the hash of what is in the file.
    dontCacheBustURLsMatching: /./,
  })
  if (warnings.length > 0) throw new Error(warnings.join('\n'))
  const files = JSON.stringify(manifestEntries.sort((a, b) => (a.url < b.url ? -1 : 1)))
  const name = createHash('sha256').update(files).digest('hex').slice(0, 12)
  await bundle({
    absWorkingDir: root,
    entryPoints: ['app/_worker/worker.ts'],
    outfile: workerOf(root),
    bundle: true,
    minify: true,
    target: 'es2022',
    format: 'iife',
    define: {
      BUILD_FILES: files,
      BUILD_NAME: JSON.stringify(name),
      'process.env.NODE_ENV': '"production"',
    },
    logLevel: 'error',
  })
}

/** Never part of what is built, or only of its tests: changing them must not cost anybody half a minute. */
const otherFolders = new Set([
  'node_modules',
  'dist',
  'data',
  'docs',
  'e2e',
  'bench',
  'scripts',
  'test-results',
  'playwright-report',
  'coverage',
])
const otherFiles =
  /(\.test\.tsx?|\.tsbuildinfo|\.md|\.d\.ts|^(vitest|playwright|drizzle)\.config\.ts|^(biome|knip)\.json|^public\/worker\.js)$|(^|\/)testing(\.ts$|\/)/

/** What makes the build is part of it, unlike the other scripts. */
const builders = ['scripts/build.mjs', 'scripts/shell.mjs', 'scripts/shell/plugins.mjs']

/**
 * Of the contents, not the times: a fresh checkout has new times.
 * @param {string} root
 */
export function sourceHash(root) {
  const hash = createHash('sha256').update(process.version)
  for (const path of [...sources(root, root), ...builders].sort()) {
    const content = readFileSync(join(root, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

function sources(root, dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap(entry => {
    const path = join(dir, entry.name)
    const name = relative(root, path).split(sep).join('/')
    if (entry.name.startsWith('.') || otherFiles.test(name)) return []
    if (entry.isDirectory()) return dir === root && otherFolders.has(entry.name) ? [] : sources(root, path)
    return entry.isFile() ? [name] : []
  })
}
