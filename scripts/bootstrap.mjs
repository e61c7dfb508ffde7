/**
 * Runs before `npm start`, `npm test`, `npm run dev` and `npm run check`, and makes a bare checkout fit for them: what
 * is missing or out of date is installed and built, what is there is left alone. Depends on nothing but Node.
 *
 *   node scripts/bootstrap.mjs start          installs and builds
 *   node scripts/bootstrap.mjs test | dev     installs (the tests build by themselves, and count it)
 */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, buildIsCurrent } from './build.mjs'
import { install, installIsCurrent } from './install.mjs'
import { applyPatches } from './patches.mjs'
import { inTurn } from './turn.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const mode = process.argv[2] ?? 'start'

try {
  await bootstrap()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

async function bootstrap() {
  if (!['start', 'test', 'dev'].includes(mode)) throw new Error(`No such mode: ${mode}`)
  requireNode(20, 19)
  if (isReady()) return
  // Two at once would take the packages away from under each other.
  await inTurn(root, async () => {
    if (!installIsCurrent(root)) await step('Installing packages', () => install(root))
    applyPatches(root)
    if (mode === 'start' && !buildIsCurrent(root)) await step('Building', () => build(root))
  })
}

function isReady() {
  if (!installIsCurrent(root)) return false
  applyPatches(root)
  return mode !== 'start' || buildIsCurrent(root)
}

async function step(name, work) {
  const began = Date.now()
  console.log(`${name} …`)
  await work()
  console.log(`${name}: done in ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

function requireNode(major, minor) {
  const [haveMajor, haveMinor] = process.versions.node.split('.').map(Number)
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return
  throw new Error(`Kith needs Node ${major}.${minor} or newer, this is ${process.versions.node}`)
}
